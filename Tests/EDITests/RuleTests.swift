import Diagnostics
import EDI
import Testing

/// Every rule finds its own example, once, and nothing else in it.
@Suite struct RuleTests {
  @Test func `the small file is sound`() {
    let check = FileCheck.run(.memory(SampleFile.bytes(SampleFile.lines)))
    #expect(check.issues.map(\.message) == [])
    #expect(check.members == 2)
    #expect(check.segments == 29)
  }

  @Test(arguments: EDIRules.all.map(\.id))
  func `one mistake is one finding`(_ id: String) throws {
    let rule = try #require(EDIRules.all.first { $0.id == id })
    let lines = try #require(SampleFile.changed(by: rule.failing.text), "the example fits the file")
    let check = FileCheck.run(.memory(Array(lines.joined(separator: "\n").utf8)))
    #expect(
      check.issues.map { "\($0.rule.id): \($0.message)" }.count == 1,
      "\(check.issues.map { ($0.rule.id, $0.message) })")
    #expect(check.issues.first?.rule.id == id)
  }

  @Test func `rules have their own names and a level`() {
    #expect(Set(EDIRules.all.map(\.id)).count == EDIRules.all.count)
    #expect(EDIRules.all.allSatisfy { (1...5).contains($0.snipLevel) })
  }

  @Test func `issues point at their place`() throws {
    let lines = try #require(SampleFile.changed(by: "- HD*030**HLT*PLAN A*FAM~\n+ HD*030**XYZ*PLAN A*FAM~"))
    let file = SourceFile(path: "a.834", bytes: SampleFile.bytes(lines))
    let check = FileCheck.run(.memory(file.bytes))
    let finding = try #require(check.issues.first).finding(in: file)
    #expect(finding.range.text == "XYZ")
    #expect(finding.range.startPosition.line == 20)
    #expect(finding.path == "2300/HD03")
    #expect(finding.evidence.contains { $0.text == "20, HD in loop 2300" })
  }
}
