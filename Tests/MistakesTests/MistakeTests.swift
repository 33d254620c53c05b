import Diagnostics
import Language
import Linting
import Testing

/// Realistic mistakes, one to a project: each must be told of once, at the very character, with the right way out.
@Suite struct MistakeTests {
  @Test func `nothing is found in the base project`() {
    let found = Linter.run(MemoryTree(BaseProject.files)).findings
    #expect(found.map { describe($0) } == [])
  }

  @Test func `each mistake is told of once, where it was made, with what was meant`() throws {
    let mistakes = try BaseProject.mistakes()
    var inPlace = 0
    var one = 0
    var right = 0
    for mistake in mistakes {
      let findings = lint(mistake)
      let score = Mistake.Score(findings, of: mistake)
      inPlace += score.isInPlace ? 1 : 0
      one += score.isOne ? 1 : 0
      right += score.isSuggestionRight ? 1 : 0
      #expect(
        score.isFull,
        "\(mistake.testDescription)\n  wanted \(describe(mistake.expected))\n  found  \(findings.map { describe($0) }.joined(separator: "\n         "))"
      )
    }
    print(
      "mistakes: \(mistakes.count) cases, exact place \(inPlace), one finding \(one), right suggestion \(right)"
    )
    #expect(mistakes.count >= 400)
  }

  @Test func `titles tell mistakes apart`() throws {
    let titles = try BaseProject.mistakes().map(\.testDescription)
    #expect(Set(titles).count == titles.count)
  }

  private func lint(_ mistake: Mistake) -> [Finding] {
    let files = BaseProject.files.merging(mistake.files) { _, new in new }
    return Linter.run(MemoryTree(files)).findings
  }

  private func describe(_ expected: Mistake.Expected) -> String {
    let suggestion = expected.suggestion.map { " -> \($0)" } ?? ""
    let words = expected.words.map { " ~ \($0)" } ?? ""
    return "\(expected.path):\(expected.line):\(expected.column) \(expected.rule)\(suggestion)\(words)"
  }

  private func describe(_ finding: Finding) -> String {
    let place = finding.range.startPosition
    let proposal = Mistake.Score.proposal(of: finding).map { " -> \($0)" } ?? ""
    let evidence = finding.evidence.map { "\($0.word): \($0.text)" }.joined(separator: "; ")
    return
      "\(finding.range.file.path):\(place.line):\(place.column) \(finding.rule.id)\(proposal) | \(finding.message) [\(evidence)]"
  }
}
