internal import Diagnostics
internal import Expressions
internal import Language
internal import Values

/// Tries an expression on the recorded records: what fails there fails in a run.
struct Trial {
  private let text: CheckedText
  private let root: MappingRoot

  init(_ text: CheckedText, _ root: MappingRoot) {
    self.text = text
    self.root = root
  }

  func finding() -> Finding? {
    guard !root.samples.isEmpty, !text.isPath else { return nil }
    let what = root.name == "record" ? "record" : "element"
    let program = text.program
    var failures: [EvaluationError] = []
    for sample in root.samples {
      guard case .failure(let error) = program.evaluate(sample), !error.isAbsence else { continue }
      // Settings and captured values are not known here.
      if case .undeclared = error.kind { return nil }
      // What is endless on one record would be so on the others, and nobody shall wait for them.
      if error.kind == .budget { return finding("a recorded \(what)", error) }
      failures.append(error)
    }
    return failures.first.map {
      finding("\(failures.count) of \(root.samples.count) recorded \(what)s", $0)
    }
  }

  private func finding(_ share: String, _ error: EvaluationError) -> Finding {
    Finding(
      .failsOnRecording, "fails on \(share): \(error.message)", at: text.place(error.range),
      path: text.path.description)
  }
}

/// Holds the cases of an enum against the words that were recorded.
struct EnumEvidence {
  private let rule: EnumRule
  private let match: CheckedText
  private let root: MappingRoot
  /// Words that tests expect to see beside `otherwise`.
  private let expected: Set<String>

  init(_ rule: EnumRule, _ match: CheckedText, _ root: MappingRoot, expected: Set<String>) {
    self.rule = rule
    self.match = match
    self.root = root
    self.expected = expected
  }

  /// Cases and words that are looked at for slips: whoever has more did not misspell them.
  private static let mostCompared = 500

  func findings() -> [Finding] {
    // How words are compared may be what could not be read.
    guard match.checked.isValid, !rule.block.isDamaged, !rule.block.damagedKeys.contains("ignore_case"),
      let cases = rule[EnumRule.cases]
    else { return [] }
    let ignoresCase = rule[EnumRule.ignoreCase] ?? false
    let mapped = recordedWords(root.samples)
    // What a condition leaves out falls to no case, and was seen all the same.
    let counts = recordedWords(root.leftOut, after: mapped)
    guard !counts.isEmpty else { return [] }
    func plain(_ word: String) -> String { ignoresCase ? word.lowercased() : word }
    let covered = Set(cases.map { plain($0.name) })
    func isCovered(_ word: String) -> Bool { covered.contains(plain(word)) }
    let words = Set(counts.map { plain($0.word) })
    lazy var candidates = Array(counts.map(\.word).filter { !isCovered($0) }.prefix(Self.mostCompared))
    let uncovered = mapped.filter { !isCovered($0.word) && !expected.contains($0.word) }
    var findings: [Finding] = []
    var unseen: [String] = []
    for arm in cases where !words.contains(plain(arm.name)) {
      let isCompared = findings.count + unseen.count < Self.mostCompared
      let near = isCompared ? Suggestions.nearest(to: arm.name, among: candidates) : []
      guard !near.isEmpty else {
        unseen.append(arm.name)
        continue
      }
      findings.append(
        Finding(
          .caseNeverSeen, "no recorded record has the value `\(arm.name)`", at: arm.nameRange,
          path: rule.block.path.description,
          label: "0 of \(root.samples.count + root.leftOut.count)", evidence: [seen(counts)],
          suggestions: near,
          fixes: .renaming(arm.nameRange, to: near, "a value with a similar name was recorded")))
    }
    // An arm that was misspelt leaves its word uncovered: that is the same mistake.
    guard findings.isEmpty else { return otherLetters(findings).map { [$0] } ?? findings }
    guard var remark = neverSeen(unseen, of: cases, counts) else {
      return notExhaustive(uncovered).map { [$0] } ?? []
    }
    // While every recorded word has its case, the other cases are most likely what the provider documents besides.
    if uncovered.isEmpty { remark.severity = .info }
    return [remark]
  }

  /// One finding where several cases differ from what was recorded by nothing but capital letters.
  private func otherLetters(_ findings: [Finding]) -> Finding? {
    guard var first = findings.first, findings.count > 1,
      findings.allSatisfy({ $0.suggestions.first?.lowercased() == $0.subject.lowercased() })
    else { return nil }
    first.message = "the cases are recorded with other capital letters, and there is no `ignore_case`"
    first.suggestions = ["ignore_case: true"]
    first.fixes = []
    return first
  }

  private func notExhaustive(_ uncovered: [(word: String, count: Int)]) -> Finding? {
    guard !uncovered.isEmpty else { return nil }
    let words = uncovered.prefix(6).map { "`\($0.word)` (\($0.count))" }.joined(separator: ", ")
    let field = rule.block.path.components.last ?? ""
    return Finding(
      .enumNotExhaustive,
      "recorded values of `\(field)` fall to `otherwise`, and no case expects one as `\(field)_raw`: \(words)",
      at: rule.block.keyRange("cases"),
      path: "\(rule.block.path).cases")
  }

  /// One finding for all words that resemble none of the recorded ones.
  private func neverSeen(
    _ unseen: [String], of cases: [Named<Placed<String>>], _ counts: [(word: String, count: Int)]
  ) -> Finding? {
    guard let first = cases.first(where: { $0.name == unseen.first }) else { return nil }
    let words = unseen.prefix(6).map { "`\($0)`" }.joined(separator: ", ") + (unseen.count > 6 ? ", ..." : "")
    return Finding(
      .caseNeverSeen, "no recorded record has the value\(unseen.count == 1 ? "" : "s") \(words)",
      at: first.nameRange,
      path: rule.block.path.description, label: "0 of \(root.samples.count + root.leftOut.count)",
      evidence: [seen(counts)])
  }

  private func seen(_ counts: [(word: String, count: Int)]) -> Finding.Evidence {
    .init("seen", counts.prefix(6).map { "\($0.word) (\($0.count))" }.joined(separator: "   "))
  }

  /// How often each word was recorded, in the order in which they came; added to what was counted before.
  private func recordedWords(
    _ samples: [Activation], after earlier: [(word: String, count: Int)] = []
  ) -> [(word: String, count: Int)] {
    guard !samples.isEmpty else { return earlier }
    let program = match.program
    var counts = Dictionary(uniqueKeysWithValues: earlier.map { ($0.word, $0.count) })
    var order = earlier.map(\.word)
    for sample in samples {
      let result = program.evaluate(sample)
      if case .failure(let error) = result, error.kind == .budget { break }
      guard case .success(let value) = result, let word = Self.word(value) else { continue }
      if counts[word] == nil { order.append(word) }
      counts[word, default: 0] += 1
    }
    return order.map { ($0, counts[$0] ?? 0) }
  }

  private static func word(_ value: Value) -> String? {
    switch value.plain {
    case .string(let text): text.isEmpty ? nil : text
    case .int(let number): "\(number)"
    case .uint(let number): "\(number)"
    case .bool(let truth): truth ? "true" : "false"
    default: nil
    }
  }
}
