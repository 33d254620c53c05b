import Diagnostics
import EDI
import Testing

/// Mistakes as exports of sponsors make them: each is one finding that says what to do.
@Suite struct MistakeTests {
  struct Mistake: Sendable, CustomTestStringConvertible {
    let testDescription: String
    /// Lines in the form of examples; empty where `change` makes it.
    var lines = ""
    var change: @Sendable (String) -> String = { $0 }
    /// The rule without its area, and a part of what is said.
    let rule: String
    let says: String
    var suggests: String?
  }

  static let moved: [Mistake] = [
    Mistake(
      testDescription: "a subscriber's INS is wrong",
      lines: "- INS*Y*18*030*XN*A***FT~\n+ INS*Y*18*030*XN*A***FULL~", rule: "code", says: "`FULL`"),
    Mistake(
      testDescription: "INS01 is neither", lines: "- INS*Y*18*030*XN*A***FT~\n+ INS*1*18*030*XN*A***FT~",
      rule: "code", says: "the subscriber indicator, may not be `1`"),
    Mistake(
      testDescription: "O in place of 0",
      lines: "- REF*0F*S001~\n- REF*1L*POL1~\n+ REF*OF*S001~\n+ REF*1L*POL1~", rule: "code", says: "`OF`",
      suggests: "0F"),
    Mistake(
      testDescription: "no subscriber number", lines: "- REF*0F*S001~\n- REF*1L*POL1~\n+ REF*1L*POL1~",
      rule: "missing-segment", says: "REF*0F, the subscriber number, is missing in loop 2000"),
    Mistake(
      testDescription: "no name", lines: "- NM1*IL*1*TREMBLAY*LEA****34*900000001~",
      rule: "missing-segment", says: "NM1, the member name, is missing"),
    Mistake(
      testDescription: "no day of coverage", lines: "- DTP*348*D8*20260101~", rule: "missing-segment",
      says: "DTP, the coverage date, is missing in loop 2300"),
    Mistake(
      testDescription: "the day before its coverage",
      lines:
        "- HD*030**HLT*PLAN A*FAM~\n- DTP*348*D8*20260101~\n+ DTP*348*D8*20260101~\n+ HD*030**HLT*PLAN A*FAM~",
      rule: "unexpected-segment", says: "DTP*348 has no place here"),
    Mistake(
      testDescription: "a day of coverage among those of the member",
      lines: "- DTP*356*D8*20260101~\n+ DTP*348*D8*20260101~", rule: "code",
      says: "it belongs to loop 2300, coverage date"),
    Mistake(
      testDescription: "numbers after the name",
      lines: """
        - REF*0F*S001~
        - REF*1L*POL1~
        - DTP*356*D8*20260101~
        - NM1*IL*1*TREMBLAY*LEA****34*900000001~
        + NM1*IL*1*TREMBLAY*LEA****34*900000001~
        + REF*0F*S001~
        + REF*1L*POL1~
        + DTP*356*D8*20260101~
        """, rule: "segment-order", says: "REF*0F, the subscriber number, comes too late"),
    Mistake(
      testDescription: "a separator is missing", lines: "- HD*030**HLT*PLAN A*FAM~\n+ HD*030*HLT*PLAN A*FAM~",
      rule: "unused-element", says: "HD02 has what belongs into HD03"),
    Mistake(
      testDescription: "a separator in a name",
      lines: "- NM1*IL*1*TREMBLAY*LEA****34*900000001~\n+ NM1*IL*1*TREMBLAY*LEA*M*****34*900000001~",
      rule: "unused-element", says: "NM110 and NM111"),
    Mistake(
      testDescription: "a terminator in a name",
      change: { $0.replacing("SPONSOR INC", with: "SPONSOR~INC") }, rule: "unknown-segment",
      says: "a segment N1 ends early"),
    Mistake(
      testDescription: "no terminator", change: { $0.replacing("N3*100 MAIN ST~", with: "N3*100 MAIN ST") },
      rule: "missing-terminator", says: "segment N3 ends with its line, without `~`"),
    Mistake(
      testDescription: "another separator in one segment",
      change: { $0.replacing("N4*MONTREAL*QC*H2X1Y4*CA", with: "N4|MONTREAL|QC|H2X1Y4|CA") },
      rule: "unknown-segment", says: "after N4 stands `|`"),
    Mistake(
      testDescription: "no terminator of the ISA", change: { $0.replacing("*T*:~", with: "*T*:") },
      rule: "separators", says: "they end with `~`"),
    Mistake(
      testDescription: "a control number without a zero",
      change: { $0.replacing("*000000001*0*T", with: "*00000001*0*T") }, rule: "header-length",
      says: "ISA13 has 8, not 9"),
    Mistake(
      testDescription: "an older ISA", change: { $0.replacing("*00501*", with: "*00401*") },
      rule: "group-header", says: "ISA12 is 00401"),
    Mistake(
      testDescription: "small letters in identifiers",
      change: { $0.replacing("\nNM1*", with: "\nnm1*").replacing("\nREF*", with: "\nref*") },
      rule: "small-identifier", says: "`ref`"),
    Mistake(
      testDescription: "no GS",
      change: { $0.replacing("GS*BE*SPONSOR*INSURER*20260401*1200*1*X*005010X220A1~\n", with: "") },
      rule: "outside-envelope", says: "ST without a GS"),
    Mistake(
      testDescription: "no ST", change: { $0.replacing("ST*834*0001*005010X220A1~\n", with: "") },
      rule: "outside-envelope", says: "BGN stands outside"),
    Mistake(
      testDescription: "a set number of three digits", change: { $0.replacing("*0001", with: "*001") },
      rule: "element-length", says: "ST02"),
  ]

  static let values: [Mistake] = [
    Mistake(
      testDescription: "a day with hyphens", lines: "- DMG*D8*19800101*F~\n+ DMG*D8*1980-01-31*F~",
      rule: "element-date", says: "is not of the form CCYYMMDD", suggests: "19800131"),
    Mistake(
      testDescription: "day, month, year", lines: "- DMG*D8*19800101*F~\n+ DMG*D8*31011980*F~",
      rule: "element-date", says: "is no day that exists", suggests: "19800131"),
    Mistake(
      testDescription: "a day of two meanings", lines: "- DMG*D8*19800101*F~\n+ DMG*D8*01/02/1980*F~",
      rule: "element-date", says: "is not of the form CCYYMMDD"),
    Mistake(
      testDescription: "a century too late", lines: "- DMG*D8*19800101*F~\n+ DMG*D8*20800101*F~",
      rule: "birth-date", says: "after this file was written"),
    Mistake(
      testDescription: "small codes", lines: "- INS*N*19*030*XN*A~\n+ INS*N*19*030*xn*A~", rule: "code",
      says: "codes are in capital letters", suggests: "XN"),
    Mistake(
      testDescription: "the old Quebec", lines: "- N4*MONTREAL*QC*H2X1Y4*CA~\n+ N4*MONTREAL*PQ*H2X1Y4*CA~",
      rule: "region", says: "`PQ`", suggests: "QC"),
    Mistake(
      testDescription: "Quebec in full",
      lines: "- N4*MONTREAL*QC*H2X1Y4*CA~\n+ N4*MONTREAL*QUEBEC*H2X1Y4*CA~", rule: "element-length",
      says: "N402", suggests: "QC"),
    Mistake(
      testDescription: "Canada in three letters",
      lines: "- N4*MONTREAL*QC*H2X1Y4*CA~\n+ N4*MONTREAL*QC*H2X1Y4*CAN~", rule: "country", says: "`CAN`",
      suggests: "CA"),
    Mistake(
      testDescription: "all additions in a full file",
      change: { $0.replacing("*030*XN*", with: "*021*XN*").replacing("HD*030", with: "HD*021") },
      rule: "maintenance-in-full-file", says: "INS03 is `021`"),
    Mistake(
      testDescription: "an ended coverage in a full file",
      lines: "- HD*030**HLT*PLAN A*FAM~\n+ HD*024**HLT*PLAN A*FAM~", rule: "maintenance-in-full-file",
      says: "HD01 is `024`"),
    Mistake(
      testDescription: "totals the wrong way round",
      lines: "- QTY*ET*1~\n- QTY*DT*1~\n+ QTY*ET*2~\n+ QTY*DT*0~", rule: "balance",
      says: "QTY*ET says 2 subscribers, but there is 1"),
    Mistake(
      testDescription: "a member twice",
      change: { text in
        let lines = text.split(separator: "\n")
        return (lines[..<26] + lines[21..<26] + lines[26...]).joined(separator: "\n") + "\n"
      }, rule: "balance", says: "QTY*TO says 2 members, but there are 3"),
    Mistake(
      testDescription: "padded names",
      lines: "- NM1*IL*1*TREMBLAY*MIA~\n+ NM1*IL*1*TREMBLAY  *MIA  ~", rule: "trailing-blank",
      says: "ends with a blank"),
    Mistake(
      testDescription: "zeros behind the end", change: { $0 + "\0\0\0\0" }, rule: "padded-file",
      says: "byte 0x0"),
    Mistake(
      testDescription: "accents encoded twice",
      lines: "- NM1*IL*1*TREMBLAY*MIA~\n+ NM1*IL*1*C\u{C3}\u{201D}T\u{C3}\u{2030}*MIA~",
      rule: "foreign-characters", says: "a second time"),
    Mistake(
      testDescription: "a zip archive", change: { _ in "PK\u{3}\u{4}\0\0" }, rule: "not-an-interchange",
      says: "a zip archive"),
    Mistake(
      testDescription: "a table", change: { _ in "Last,First\nTremblay,Lea\n" }, rule: "not-an-interchange",
      says: "CSV"),
  ]

  @Test(arguments: moved + values) func `a mistake is said once, with what was meant`(_ mistake: Mistake)
    throws
  {
    let lines = try #require(SampleFile.changed(by: mistake.lines))
    let check = FileCheck.run(.memory(Array(mistake.change(SampleFile.text(lines)).utf8)))
    let said = check.issues.map { "\($0.rule.id): \($0.message)" }
    #expect(said.count == 1, "\(said)")
    let issue = try #require(check.issues.first)
    #expect(issue.rule.id == "edi/\(mistake.rule)" && issue.message.contains(mistake.says), "\(said)")
    if let wanted = mistake.suggests { #expect(issue.suggestions == [wanted]) }
  }

  @Test func `text in EBCDIC is named`() {
    let check = FileCheck.run(.memory([0xC9, 0xE2, 0xC1, 0x5C]))
    #expect(
      check.issues.map(\.message) == [
        "the file does not begin with an ISA segment: it is in EBCDIC, as mainframes write it"
      ])
  }

  @Test func `a cut after any segment is found`() {
    for count in 1..<SampleFile.lines.count {
      let check = FileCheck.run(.memory(SampleFile.bytes(Array(SampleFile.lines.prefix(count)))))
      #expect(check.issues.count == 1 && check.hasErrors, "after \(count): \(check.issues.map(\.message))")
    }
  }

  @Test func `our own answers are sound, and theirs are checked`() {
    let answer = AckWriter.text(
      for: FileCheck.run(.memory(SampleFile.bytes(SampleFile.lines))),
      .init(day: "20260402", time: "0900", controlNumber: 7))
    #expect(FileCheck.run(.memory(Array(answer.utf8))).issues.map(\.message) == [])
    let bad = answer.replacing("AK9*A*1*1*1", with: "AK9*Y*1*1")
    #expect(
      FileCheck.run(.memory(Array(bad.utf8))).issues.map(\.message) == [
        "AK901, the verdict on the group, may not be `Y` here",
        "AK904, the number of sets that were accepted, is missing",
      ])
  }
}
