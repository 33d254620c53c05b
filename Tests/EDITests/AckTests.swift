import EDI
import Testing

/// What a receiver answers.
@Suite struct AckTests {
  private static let stamp = AckWriter.Stamp(day: "20260402", time: "0900", controlNumber: 7)

  private static func answer(to example: String) throws -> [String] {
    let lines = try #require(SampleFile.changed(by: example))
    let check = FileCheck.run(.memory(Array(lines.joined(separator: "\n").utf8)))
    return AckWriter.text(for: check, stamp).split(separator: "\n").map(String.init)
  }

  @Test func `a sound file is accepted`() throws {
    let answer = try Self.answer(to: "")
    #expect(
      answer == [
        "ISA*00*          *00*          *ZZ*INSURER        *ZZ*SPONSOR        *260402*0900*^*00501*000000007*0*T*:~",
        "GS*FA*INSURER*SPONSOR*20260402*0900*7*X*005010X231A1~",
        "ST*999*0001*005010X231A1~",
        "AK1*BE*1*005010X220A1~",
        "AK2*834*0001*005010X220A1~",
        "IK5*A~",
        "AK9*A*1*1*1~",
        "SE*6*0001~",
        "GE*1*7~",
        "IEA*1*000000007~",
      ])
  }

  @Test func `a bad code names segment, element and value`() throws {
    let answer = try Self.answer(to: "- HD*030**HLT*PLAN A*FAM~\n+ HD*030**XYZ*PLAN A*FAM~")
    #expect(
      answer[5...10] == [
        "IK3*HD*18**8~", "CTX*SUBSCRIBER NUMBER:S001~", "IK4*3*1205*I6*XYZ~", "IK5*R*5~", "AK9*R*1*1*0~",
        "SE*9*0001~",
      ])
  }

  struct Refusal: Sendable, CustomTestStringConvertible {
    let example: String
    let segment: String
    var testDescription: String { segment }
  }

  static let refusals: [Refusal] = [
    .init(example: "- SE*25*0001~\n+ SE*26*0001~", segment: "IK5*R*4~"),
    .init(example: "- SE*25*0001~\n+ SE*25*0002~", segment: "IK5*R*3~"),
    .init(example: "- GE*1*1~\n+ GE*2*1~", segment: "AK9*R*2*1*0*5~"),
    .init(example: "- GE*1*1~\n+ GE*1*2~", segment: "AK9*R*1*1*0*4~"),
    .init(example: "- IEA*1*000000001~\n+ IEA*2*000000001~", segment: "TA1*000000001*260401*1200*R*021~"),
    .init(example: "- IEA*1*000000001~\n+ IEA*1*000000002~", segment: "TA1*000000001*260401*1200*R*001~"),
    .init(example: "- IEA*1*000000001~", segment: "TA1*000000001*260401*1200*R*023~"),
  ]

  @Test(arguments: refusals) func `a bad envelope is told at its level`(_ refusal: Refusal) throws {
    let answer = try Self.answer(to: refusal.example)
    #expect(answer.contains(refusal.segment), "\(answer)")
    if refusal.segment.hasPrefix("TA1") { #expect(answer[1] == refusal.segment, "directly after the ISA") }
  }

  @Test func `an answer that is asked for comes before the groups`() throws {
    let line = SampleFile.lines[0]
    let answer = try Self.answer(to: "- \(line)\n+ \(line.dropLast(6))1*T*:~")
    #expect(answer[1] == "TA1*000000001*260401*1200*A*000~")
    #expect(answer[2].hasPrefix("GS*FA*"))
  }
}
