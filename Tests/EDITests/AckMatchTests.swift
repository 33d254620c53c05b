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
    #expect(match.parts.last?.answer?.reasons == ["HD 18: 8 element 3: I6", "5"])
  }

  @Test func `a rejected interchange is the verdict on all`() throws {
    let match = try Self.match("- IEA*1*000000001~\n+ IEA*1*000000002~")
    #expect(match.verdict == .rejected)
    #expect(match.parts.first?.answer?.reasons == ["001"])
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

  @Test(arguments: [SampleFile.text, "", "ISA*00"]) func `what is no answer fails`(_ text: String) {
    #expect(throws: MemberReadFailure.self) { try AckReader.answers(in: .memory(Array(text.utf8))) }
  }
}
