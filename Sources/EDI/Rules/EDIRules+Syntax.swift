package import Diagnostics

extension EDIRules {
  package static let syntax: [Rule] = [
    .notAnInterchange, .byteOrderMark, .headerLength, .separators, .interchangeHeader, .groupHeader,
    .truncated, .missingTerminator, .smallIdentifier, .paddedFile,
    .segmentTooLong, .outsideEnvelope, .trailerMissing, .controlNumber, .duplicateControlNumber, .count,
    .lineBreak,
    .foreignCharacters, .leadingBlank, .noTransaction,
  ]
}

extension Rule {
  /// The ISA segment that examples change.
  private static let header =
    "ISA*00*          *00*          *ZZ*SPONSOR        *ZZ*INSURER        *260401*1200*^*00501*000000001*0*T*:~"

  static let notAnInterchange = edi(
    "not-an-interchange", level: 1, "the file does not begin with an ISA segment",
    "Separators come only from the ISA, so nothing can be read without one. A file in another format, or one that was "
      + "encrypted or zipped, looks like this.",
    example:
      "- \(header)\n+ HELLO~"
  )
  static let byteOrderMark = edi(
    "byte-order-mark", .warning, level: 1, "the file begins with a byte order mark",
    "It is not part of the standard and many receivers refuse the file. Save it without the mark.",
    example:
      "- \(header)\n+ \u{FEFF}\(header)"
  )
  static let headerLength = edi(
    "header-length", level: 1, "the ISA segment is not 106 characters long",
    "Its elements have fixed widths, padded with blanks. Receivers that read by position take wrong separators from an "
      + "ISA of another length.",
    example:
      "- \(header)\n+ "
      + "ISA*00*          *00*          *ZZ*SPONSOR*ZZ*INSURER        *260401*1200*^*00501*000000001*0*T*:~"
  )
  static let separators = edi(
    "separators", level: 1, "two separators are the same, or one is a letter, a digit or a blank",
    "Separators are chosen by the ISA and must never occur in data.",
    example:
      "- \(header)\n+ "
      + "ISA*00*          *00*          *ZZ*SPONSOR        *ZZ*INSURER        *260401*1200*:*00501*000000001*0*T*:~"
  )
  static let interchangeHeader = edi(
    "interchange-header", level: 1, "a value of the ISA segment is not one that the standard has",
    "The receiver rejects the whole interchange with a TA1.",
    example:
      "- \(header)\n+ "
      + "ISA*00*          *00*          *ZZ*SPONSOR        *ZZ*INSURER        *261301*1200*^*00501*000000001*0*T*:~"
  )
  static let groupHeader = edi(
    "group-header", level: 1, "a value of the GS segment is not one that the standard has",
    "The receiver rejects the functional group.",
    example:
      "- GS*BE*SPONSOR*INSURER*20260401*1200*1*X*005010X220A1~\n+ GS*BE*SPONSOR*INSURER*20260401*2500*1*X*005010X220A1~"
  )
  static let truncated = edi(
    "truncated", level: 1, "the file ends before it is complete",
    "It was cut while it was written or sent. Nothing of an incomplete file should be used: fetch it again.",
    example: "- IEA*1*000000001~\n+ IEA*1*0000")
  static let missingTerminator = edi(
    "missing-terminator", level: 1, "a segment ends with its line, without the terminator",
    "Line breaks mean nothing: a receiver takes the next line for a part of this segment.",
    example: "- N3*100 MAIN ST~\n+ N3*100 MAIN ST\n- SE*25*0001~\n+ SE*25*0001~")
  static let smallIdentifier = edi(
    "small-identifier", level: 1, "the identifier of a segment is in small letters",
    "Identifiers and codes are in capital letters; receivers do not know the segment otherwise.",
    example: "- N3*100 MAIN ST~\n+ n3*100 MAIN ST~")
  static let paddedFile = edi(
    "padded-file", .warning, level: 1, "the file is filled up behind its last interchange",
    "Mainframes fill blocks up with zeros, older programs end a text with byte 0x1A. Strict receivers take it for a segment "
      + "that ends too early.",
    example: "- IEA*1*000000001~\n+ IEA*1*000000001~\n+ \u{1A}")
  static let segmentTooLong = edi(
    "segment-too-long", level: 1, "a segment has no end within a megabyte",
    "The terminator that the ISA names does not occur; the file was joined or converted wrongly.",
    example: "- HD*030**HLT*PLAN A*FAM~\n+ HD*030**HLT*{1048577}")
  static let outsideEnvelope = edi(
    "outside-envelope", level: 1, "a segment stands outside of the envelope that it needs",
    "Every group lies in an interchange, every transaction set in a group, and nothing stands between them.",
    example: "- GE*1*1~\n+ REF*0F*123~\n+ GE*1*1~")
  static let trailerMissing = edi(
    "trailer-missing", level: 1, "a transaction set, group or interchange has no trailer",
    "SE, GE and IEA carry the counts that prove that nothing was lost.", example: "- GE*1*1~")
  static let controlNumber = edi(
    "control-number", level: 1, "a trailer's control number is not that of its header",
    "Parts of two files were mixed, or a program writes the numbers from two places.",
    example: "- SE*25*0001~\n+ SE*25*0002~")
  static let duplicateControlNumber = edi(
    "duplicate-control-number", level: 1, "a control number is used twice in one file",
    "Acknowledgements name control numbers, so they cannot tell the two apart.",
    example:
      "- IEA*1*000000001~\n+ GS*BE*SPONSOR*INSURER*20260401*1200*1*X*005010X220A1~\n+ GE*0*1~\n+ IEA*2*000000001~"
  )
  static let count = edi(
    "count", level: 1, "a trailer counts other than what the file holds",
    "SE01 counts segments with ST and SE, GE01 transaction sets, IEA01 groups. A wrong count means lost or doubled data.",
    example: "- SE*25*0001~\n+ SE*26*0001~")
  static let lineBreak = edi(
    "line-break", level: 1, "a line break stands inside a segment",
    "Line breaks may follow a terminator, nowhere else: a program wrapped the lines, or a value was typed on two lines. "
      + "Such breaks are passed over here; other receivers reject the file.",
    example: "- N3*100 MAIN ST~\n+ N3*100 MAIN\n+ ST~")
  static let foreignCharacters = edi(
    "foreign-characters", .warning, level: 1, "values have characters beyond the character set of X12",
    "Accents arrive only where both partners agreed on an encoding. Others reject the file or show wrong letters.",
    example: "- NM1*IL*1*TREMBLAY*LEA****34*900000001~\n+ NM1*IL*1*TREMBLAY*LÉA****34*900000001~")
  static let leadingBlank = edi(
    "leading-blank", .warning, level: 1, "blanks stand before a segment",
    "Strict receivers read them as part of the identifier.", example: "- GE*1*1~\n+   GE*1*1~")
  static let noTransaction = edi(
    "no-transaction", level: 1, "an interchange holds no transaction set",
    "An empty file is more often a failure of the sender than a day without changes.",
    example: "- ST*834*0001*005010X220A1~\n- ...\n- GE*1*1~\n+ GE*0*1~")
}
