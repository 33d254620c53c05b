import EDI
import Testing

/// Answers read, and matched to what was sent.
@Suite struct AckMatchTests {
  private static let stamp = AckWriter.Stamp(day: "20260402", time: "0900", controlNumber: 7)

  private static func match(_ example: String) throws -> AckMatch {
    let lines = try #require(SampleFile.changed(by: example))
    let sent = FileCheck.run(.memory(SampleFile.bytes(lines)))
    let answer = AckWriter.text(for: sent, stamp)
    return AckMatch(sent, try AckReader.answers(in: .memory(Array(answer.utf8))))
  }

  @Test func `what was accepted is known to be`() throws {
    let match = try Self.match("")
    #expect(match.verdict == .accepted)
    #expect(match.strangers.isEmpty)
    #expect(match.parts.map(\.controlNumber) == ["000000001", "1", "0001"])
  }

  @Test func `why something was rejected is told`() throws {
    let match = try Self.match("- HD*030**HLT*PLAN A*FAM~\n+ HD*030**XYZ*PLAN A*FAM~")
    #expect(match.verdict == .rejected)
    #expect(
      match.parts.last?.answer?.reasons == [
        "segment 18, HD of subscriber number S001: element 3 has a code that the guide does not use (I6)",
        "segments have mistakes (5)",
      ])
  }

  @Test func `a rejected interchange is the verdict on all`() throws {
    let match = try Self.match("- IEA*1*000000001~\n+ IEA*1*000000002~")
    #expect(match.verdict == .rejected)
    #expect(match.parts.first?.answer?.reasons == ["the control numbers of ISA and IEA differ (001)"])
  }

  @Test func `an answer to another file is a stranger, and the file still waits`() throws {
    let other = SampleFile.text.replacing("*1*X*", with: "*2*X*").replacing("GE*1*1~", with: "GE*1*2~")
    let answers = AckWriter.text(for: .run(.memory(Array(other.utf8))), Self.stamp)
    let match = AckMatch(
      .run(.memory(SampleFile.bytes(SampleFile.lines))),
      try AckReader.answers(in: .memory(Array(answers.utf8))))
    #expect(match.verdict == nil)
    #expect(match.strangers.count == 2)
  }

  /// An answer to the small file with some of its text replaced.
  private static func altered(_ changes: [(String, String)]) throws(MemberReadFailure) -> AckMatch {
    let sent = FileCheck.run(.memory(SampleFile.bytes(SampleFile.lines)))
    var answer = AckWriter.text(for: sent, stamp)
    for (old, new) in changes { answer = answer.replacing(old, with: new) }
    return AckMatch(sent, try AckReader.answers(in: .memory(Array(answer.utf8))))
  }

  @Test func `a set that is refused in an accepted group is not taken for accepted`() throws {
    #expect(try Self.altered([("IK5*A", "IK5*R*5")]).verdict == .partlyAccepted)
    #expect(try Self.altered([("AK1*BE*1*", "AK1*BE*000000001*")]).verdict == .accepted)
    #expect(try Self.altered([("IK5*A~\n", ""), ("SE*6", "SE*5")]).verdict == .accepted)
    #expect(try Self.altered([("AK9*A*1*1*1~\n", ""), ("SE*6", "SE*5")]).verdict == nil)
  }

  static let damaged = [
    ("AK9*A", "AK9*Z", "AK901 is no verdict: `Z`"), ("IK5*A", "IK5*a", "IK501 is no verdict: `a`"),
    ("SE*6", "SE*9", "SE01 counts 9 segments, but there are 6"),
    ("GE*1*7", "GE*1*8", "GE02 is 8, but GS06 is 7"),
    ("IEA*1*000000007~", "", "the file ends before its last interchange does"),
  ]

  @Test(arguments: damaged) func `on a damaged answer nothing is built`(
    _ old: String, _ new: String, _ reason: String
  ) {
    let failure = #expect(throws: MemberReadFailure.self) { try Self.altered([(old, new)]) }
    #expect(failure?.message == reason)
  }

  @Test func `a TA1 alone is sound`() throws {
    let answer = AckWriter.text(
      for: FileCheck.run(
        .memory(Array(SampleFile.text.replacing("IEA*1*000000001", with: "IEA*1*000000002").utf8))),
      Self.stamp)
    #expect(FileCheck.run(.memory(Array(answer.utf8))).issues.map(\.message) == [])
  }

  @Test(arguments: [SampleFile.text, "", "ISA*00"]) func `what is no answer fails`(_ text: String) {
    #expect(throws: MemberReadFailure.self) { try AckReader.answers(in: .memory(Array(text.utf8))) }
  }
}
