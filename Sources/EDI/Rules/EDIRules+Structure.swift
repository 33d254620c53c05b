package import Diagnostics

extension EDIRules {
  package static let structure: [Rule] = [
    .unsupportedGuide, .unknownSegment, .unexpectedSegment, .segmentOrder, .missingSegment, .repeatedTooOften,
  ]
}

extension Rule {
  static let unsupportedGuide = edi(
    "unsupported-guide", level: 2, "the transaction or its version is not one that can be checked",
    "Only the envelope was checked. ST01, ST03 and GS08 name the transaction and its guide.",
    example: "- ST*834*0001*005010X220A1~\n+ ST*834*0001*004010X095A1~")
  static let unknownSegment = edi(
    "unknown-segment", level: 1, "a segment is not one of this transaction",
    "It is misspelt, or belongs to another transaction or an extension that the receiver does not know.",
    example: "- DMG*D8*19800101*F~\n+ DNG*D8*19800101*F~")
  static let unexpectedSegment = edi(
    "unexpected-segment", level: 2, "a segment stands where the guide has no place for it",
    "Most often the segment that begins its loop is missing before it.",
    example: "- DTP*007*D8*20260401~\n+ AMT*P3*10~\n+ DTP*007*D8*20260401~")
  static let segmentOrder = edi(
    "segment-order", level: 2, "a segment comes after those that should follow it",
    "Loops are told apart by order, so a segment out of order may be taken for another.",
    example: """
      - REF*0F*S001~
      - REF*1L*POL1~
      - DTP*356*D8*20260101~
      + REF*1L*POL1~
      + DTP*356*D8*20260101~
      + REF*0F*S001~
      """
  )
  static let missingSegment = edi(
    "missing-segment", level: 2, "a required segment or loop is missing",
    "The guide asks for it wherever its loop is used.",
    example: "- N1*IN*INSURER INC*FI*990000002~")
  static let repeatedTooOften = edi(
    "repeated-too-often", level: 2, "a segment or loop is repeated more often than the guide allows",
    "Receivers keep the first ones, or reject the transaction set.",
    example: "- DMG*D8*19800101*F~\n+ DMG*D8*19800101*F~\n+ DMG*D8*19800101*F~")
}
