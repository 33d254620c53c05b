import Diagnostics
import Testing

@testable import EDI

/// Single mistakes that break several rules at once: what follows from one is not said beside it.
@Suite struct FoldedMistakeTests {
  typealias Mistake = MistakeTests.Mistake

  /// The coverage of the sample with everything that may stand in it, as lines that are gained.
  private static func coverage(_ lines: String...) -> String {
    (["- DTP*348*D8*20260101~", "+ DTP*348*D8*20260101~"] + lines.map { "+ \($0)~" }).joined(separator: "\n")
  }

  static let qualifiers: [Mistake] = [
    Mistake(
      testDescription: "a day of the member in a coverage",
      lines: "- DTP*348*D8*20260101~\n+ DTP*356*D8*20260101~", rule: "code",
      says: "may not be `356` here: it belongs to loop 2000, member date"),
    Mistake(
      testDescription: "the subscriber number in a coverage", lines: coverage("REF*0F*S001"), rule: "code",
      says: "may not be `0F` here: it belongs to loop 2000, subscriber number"),
    Mistake(
      testDescription: "a day of the coverage in other insurance",
      lines: coverage("COB*P*GRP9*5*1", "REF*6P*G9", "DTP*348*D8*20250101"), rule: "code",
      says: "it belongs to loop 2300, coverage date"),
    Mistake(
      testDescription: "a person of a kind that nobody knows",
      lines: "- DMG*D8*20150101*F~\n+ DMG*D8*20150101*F~\n+ NM1*XX*2*SCHOOL~", rule: "code",
      says: "NM101, the party, may not be `XX` here"),
    Mistake(
      testDescription: "another loop of reporting categories",
      lines: coverage("LS*2750", "LX*1", "N1*75*DIVISION", "REF*17*NORTH", "LE*2700"), rule: "code",
      says: "LS01, the loop, may not be `2750` here", suggests: "2700"),
    Mistake(
      testDescription: "no LS", lines: coverage("LX*1", "N1*75*DIVISION", "REF*17*NORTH", "LE*2700"),
      rule: "missing-segment", says: "is missing"),
    Mistake(
      testDescription: "no LE", lines: coverage("LS*2700", "LX*1", "N1*75*DIVISION", "REF*17*NORTH"),
      rule: "missing-segment", says: "LE, the end of the reporting categories, is missing"),
    Mistake(
      testDescription: "an identification without its number",
      lines: "- N1*P5*SPONSOR INC*FI*990000001~\n+ N1*P5*SPONSOR INC~", rule: "required-element",
      says: "N103, the number qualifier, and N104, the number, are missing"),
    Mistake(
      testDescription: "no birth date", lines: "- DMG*D8*20150101*F~\n+ DMG***F~", rule: "required-element",
      says: "DMG01, the date form, and DMG02, the birth date, are missing"),
    Mistake(
      testDescription: "an employer's number one place too early",
      lines: "- DMG*D8*20150101*F~\n+ DMG*D8*20150101*F~\n+ NM1*36*2*EMPLOYER INC****24*990000009~",
      rule: "code", says: "NM107 has what belongs into NM108"),
  ]

  static let doubled: [Mistake] = [
    Mistake(
      testDescription: "INS twice, counted",
      lines: "- INS*N*19*030*XN*A~\n+ INS*N*19*030*XN*A~\n+ INS*N*19*030*XN*A~", rule: "repeated-too-often",
      says: "INS is there twice in a row"),
    Mistake(
      testDescription: "INS twice, not counted",
      change: { $0.replacing("INS*N*19*030*XN*A~", with: "INS*N*19*030*XN*A~\nINS*N*19*030*XN*A~") },
      rule: "repeated-too-often", says: "INS is there twice in a row"),
    Mistake(
      testDescription: "two terminators",
      change: { $0.replacing("N3*100 MAIN ST~", with: "N3*100 MAIN ST~~") },
      rule: "unknown-segment", says: "two terminators stand in a row"),
    Mistake(
      testDescription: "everything in small letters",
      change: {
        $0.replacing("INS*N*19*030*XN*A", with: "ins*n*19*030*xn*a").replacing("*FT~", with: "*ft~")
          .replacing("DMG*D8*20150101*F", with: "dmg*d8*20150101*f")
      }, rule: "code", says: "codes are in capital letters"),
    Mistake(
      testDescription: "small codes in many places",
      change: {
        $0.replacing("*XN*A", with: "*xn*a").replacing("*FT~", with: "*ft~").replacing("*FAM", with: "*fam")
      },
      rule: "code", says: "codes are in capital letters", suggests: "XN"),
    Mistake(
      testDescription: "the coverage before the name",
      lines: """
        - NM1*IL*1*TREMBLAY*MIA~
        - DMG*D8*20150101*F~
        + HD*030**HLT*PLAN A*FAM~
        + DTP*348*D8*20260101~
        + NM1*IL*1*TREMBLAY*MIA~
        + DMG*D8*20150101*F~
        """, rule: "segment-order", says: "NM1, the member name, comes too late"),
    Mistake(
      testDescription: "an action that nobody knows in a full file",
      lines: "- HD*030**HLT*PLAN A*FAM~\n+ HD*999**HLT*PLAN A*FAM~", rule: "code",
      says: "HD01, the maintenance type, may not be `999` here"),
    Mistake(
      testDescription: "a count in words", change: { $0.replacing("SE*25*", with: "SE*MANY*") },
      rule: "element-number", says: "SE01, the number of segments, is no whole number"),
    Mistake(
      testDescription: "a total below nothing", lines: "- QTY*TO*2~\n+ QTY*TO*-2~", rule: "balance",
      says: "QTY*TO says -2 members, but there are 2"),
    Mistake(
      testDescription: "a letter around the file", change: { "Subject: our file\n\n" + $0 },
      rule: "not-an-interchange", says: "an ISA stands behind it"),
  ]

  @Test(arguments: qualifiers + doubled) func `what follows from a mistake is not said`(_ mistake: Mistake)
    throws
  {
    try MistakeTests().`a mistake is said once, with what was meant`(mistake)
  }

  @Test func `totals may be written with a point`() throws {
    let lines = try #require(SampleFile.changed(by: "- QTY*TO*2~\n+ QTY*TO*2.0~"))
    #expect(FileCheck.run(.memory(SampleFile.bytes(lines))).issues.isEmpty)
  }

  @Test func `UTF-16 without its mark is named`() {
    let bytes: [UInt8] = SampleFile.text.utf8.flatMap { [UInt8]([0, $0]) }
    #expect(FileCheck.run(.memory(bytes)).issues.first?.message.contains("UTF-16") == true)
  }

  @Test func `a file of more sets than can be answered is refused as a whole`() throws {
    let lines = SampleFile.lines
    let head = SampleFile.text(Array(lines[..<2]))
    let set = "ST*834*0001*005010X220A1~\nSE*2*0001~\n"
    let text = head + String(repeating: set, count: 11) + "GE*1*1~\nIEA*1*000000001~\n"
    var check = FileCheck(.memory(Array(text.utf8)))
    check.mostSets = 10
    check.run()
    #expect(check.issues.last?.message.hasPrefix("the file holds more than 10 transaction sets") == true)
    #expect(check.interchanges.first?.note == "024")
    let answer = AckWriter.text(for: check, .init(day: "20260402", time: "0900", controlNumber: 7))
    #expect(answer.contains("TA1*000000001*260401*1200*R*024~") && !answer.contains("AK2"))
  }
}
