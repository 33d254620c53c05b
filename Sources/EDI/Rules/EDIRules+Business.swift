package import Diagnostics

extension EDIRules {
  package static let business: [Rule] = [
    .balance, .subscriberRelationship, .dependentOrder, .dependentAlone, .periodBackwards,
    .maintenanceInFullFile, .auditInChangeFile, .coverageDate, .openEnd, .birthDate, .listedTwice,
  ]
}

extension Rule {
  static let balance = edi(
    "balance", level: 3, "a control total is not the number of members",
    "QTY*TO counts all members of the transaction set, QTY*ET subscribers and QTY*DT dependents. People were lost or "
      + "doubled between counting and writing.",
    example: "- QTY*TO*2~\n+ QTY*TO*3~")
  static let subscriberRelationship = edi(
    "subscriber-relationship", level: 4, "INS01 and INS02 contradict each other",
    "A subscriber (INS01 `Y`) is always self (INS02 `18`), and nobody else is.",
    example: "- INS*Y*18*030*XN*A***FT~\n+ INS*Y*01*030*XN*A***FT~")
  static let dependentOrder = edi(
    "dependent-order", level: 4, "a dependent comes before the subscriber",
    "Receivers load members one by one, and a dependent needs a subscriber to belong to.",
    example: "- REF*0F*S001~\n- REF*17*CHILD~\n+ REF*0F*S999~\n+ REF*17*CHILD~")
  static let dependentAlone = edi(
    "dependent-alone", .warning, level: 4, "a dependent's subscriber is not in this change file",
    "That is right where the subscriber was sent before; compare the subscriber numbers (REF*0F).",
    example: """
      - BGN*00*REF1*20260401*1200****4~
      + BGN*00*REF1*20260401*1200****2~
      - INS*Y*18*030*XN*A***FT~
      + INS*Y*18*001*XN*A***FT~
      - INS*N*19*030*XN*A~
      - REF*0F*S001~
      + INS*N*19*001*XN*A~
      + REF*0F*S002~
      """)
  static let periodBackwards = edi(
    "period-backwards", level: 4, "a period ends before it begins",
    "Coverage that ends before it begins was never in force; often the two days are swapped.",
    example: "- DTP*348*D8*20260101~\n+ DTP*348*D8*20260101~\n+ DTP*349*D8*20251231~")
  static let maintenanceInFullFile = edi(
    "maintenance-in-full-file", level: 4, "a full file changes members",
    "A full file (BGN08 `4`) says how things are: INS03 and HD01 are `030`. Additions, changes and terminations "
      + "belong into a change file (BGN08 `2`).",
    example: "- INS*Y*18*030*XN*A***FT~\n+ INS*Y*18*021*XN*A***FT~")
  static let auditInChangeFile = edi(
    "audit-in-change-file", .warning, level: 4, "a change file says how a member is, and not what changed",
    "In a change file (BGN08 `2`) INS03 is `021`, `001`, `024` or `025`; `030` is for full files, and here it changes nothing "
      + "or is refused.",
    example: "- BGN*00*REF1*20260401*1200****4~\n+ BGN*00*REF1*20260401*1200****2~")
  static let openEnd = edi(
    "open-end", .warning, level: 4, "an end that is not known is written as a day",
    "Receivers keep such a day as it is. Leave the segment out where there is no end.",
    example: "- DTP*348*D8*20260101~\n+ DTP*348*D8*20260101~\n+ DTP*349*D8*99991231~")
  static let birthDate = edi(
    "birth-date", .warning, level: 4, "a birth date lies in the future or more than 120 years back",
    "A century that was guessed from two digits, or a day that stands for none.",
    example: "- DMG*D8*19800101*F~\n+ DMG*D8*20800101*F~")
  static let listedTwice = edi(
    "listed-twice", .warning, level: 4, "a full file has the same member or coverage twice",
    "One who loads the file has two of them, or keeps the last. Everybody is in a full file once, with all coverages.",
    example: """
      - HD*030**HLT*PLAN A*FAM~
      - DTP*348*D8*20260101~
      + HD*030**HLT*PLAN A*FAM~
      + DTP*348*D8*20260101~
      + HD*030**HLT*PLAN A*FAM~
      + DTP*348*D8*20260101~
      """)
  static let coverageDate = edi(
    "coverage-date", level: 4, "a coverage that begins or ends does not say when",
    "An added coverage (HD01 `021`) needs DTP*348, an ended one (HD01 `024`) DTP*349.",
    example: """
      - BGN*00*REF1*20260401*1200****4~
      + BGN*00*REF1*20260401*1200****2~
      - INS*Y*18*030*XN*A***FT~
      + INS*Y*18*001*XN*A***FT~
      - INS*N*19*030*XN*A~
      + INS*N*19*001*XN*A~
      - HD*030**HLT*PLAN A*FAM~
      - DTP*348*D8*20260101~
      + HD*021**HLT*PLAN A*FAM~
      + DTP*303*D8*20260101~
      """)
}
