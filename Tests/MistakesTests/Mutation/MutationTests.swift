import Diagnostics
import Glibc
import Language
import Testing

/// Makes small mistakes everywhere in correct connectors and counts how well each is told.
@Suite struct MutationTests {
  /// Every one of so many mistakes is tried when there is no time for all of them.
  private static let stride = 101
  private static var isLong: Bool { getenv("CONNECTOR_LONG_TESTS") != nil }

  @Test func `small mistakes are told once, at their line`() {
    let chosen = getenv("MUTATED_CONNECTOR").map { String(cString: $0) }
    let names =
      chosen.map { [$0] } ?? (Self.isLong ? BaseProject.shippedNames : ["bamboohr", "quickbooks", "slack"])
    let connectors =
      [MutationRun("harbor", in: BaseProject.files)]
      + names.filter { $0 != "harbor" }.map { MutationRun($0, in: BaseProject.shipped) }
    let step = getenv("MUTATION_STEP").flatMap { Int(String(cString: $0)) } ?? (Self.isLong ? 1 : Self.stride)
    let first = getenv("MUTATION_FIRST").flatMap { Int(String(cString: $0)) } ?? 0
    var score = MutationScore()
    for run in connectors where chosen == nil || chosen == run.name {
      guard run.findings.isEmpty else {
        print("mutations: \(run.name) is left out, there are findings in it: \(run.findings.map(\.rule.id))")
        continue
      }
      for (position, mutant) in run.mutants().enumerated() where position % step == first % step {
        let (outcome, findings) = run.outcome(of: mutant)
        score.add(mutant, outcome, describe(mutant, findings))
        let spoilt = run.spoiling(mutant, findings)
        #expect(spoilt == nil, "a safe fix changes the meaning: \(describe(mutant, findings))")
      }
    }
    print(score.table)
    if Self.isLong || chosen != nil { for line in score.survivorLines(limit: 150) { print(line) } }
    #expect(score.share(.one) >= 0.93)
  }

  /// One mistake hides no other, wherever in the connector both are.
  @Test(arguments: ["harbor", "bamboohr", "quickbooks", "slack"])
  func `two slips at once are both told`(_ name: String) {
    let run = MutationRun(name, in: name == "harbor" ? BaseProject.files : BaseProject.shipped)
    let slips = run.mutants().filter(\.kind.isMisspelling)
    let count = Self.isLong ? 200 : 8
    var told = 0
    var pairs = 0
    for number in 0..<count where slips.count > count {
      // Every other pair stands in one part of a file, where one is likeliest to hide the other.
      let place = number * slips.count / count
      let first = slips[place]
      let second = slips[(place + (number % 2 == 0 ? 25 : slips.count / 3)) % slips.count]
      guard first.path != second.path || !first.lines.contains(where: second.lines.contains),
        let areTold = run.areBothTold(first, second)
      else { continue }
      pairs += 1
      told += areTold ? 1 : 0
      if !areTold { print("hidden: \(describe(first, [])) \(describe(second, []))") }
    }
    print("pairs: of \(pairs) in \(name) both slips are told of \(told)")
    #expect(pairs * 2 > count)
    #expect(told * 8 >= pairs * 7)
  }

  private func describe(_ mutant: Mutant, _ findings: [Finding]) -> String {
    let line = mutant.lines.sorted().map { "\($0)" }.joined(separator: ",")
    let found = findings.prefix(4).map { finding in
      "\(finding.range.file.path.split(separator: "/").last ?? ""):\(finding.range.startPosition.line) \(finding.rule.id) \(finding.message.prefix(90))"
    }
    return "\(mutant.path):\(line) `\(mutant.replacement.prefix(40))` found \(found)"
  }
}
