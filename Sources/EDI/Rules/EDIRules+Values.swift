package import Diagnostics

extension EDIRules {
  package static let values: [Rule] = [
    .requiredElement, .unusedElement, .tooManyElements, .trailingSeparator, .elementLength, .elementCharacter,
    .elementNumber, .elementDate, .elementTime, .code, .relatedElements, .repetition, .components,
    .trailingBlank, .region, .country, .postalCode, .identification, .contact,
  ]
}

extension Rule {
  static let requiredElement = edi(
    "required-element", level: 2, "a required element is empty",
    "The guide asks for it wherever the segment is used.",
    example: "- HD*030**HLT*PLAN A*FAM~\n+ HD***HLT*PLAN A*FAM~")
  static let unusedElement = edi(
    "unused-element", level: 2, "an element is filled that the guide does not use",
    "The standard has the element, but the guide says to leave it empty.",
    example: "- HD*030**HLT*PLAN A*FAM~\n+ HD*030*X*HLT*PLAN A*FAM~")
  static let tooManyElements = edi(
    "too-many-elements", level: 1, "a segment has more elements than the standard gives it",
    "A separator stands in a value, or two segments were joined.",
    example: "- N3*100 MAIN ST~\n+ N3*100 MAIN ST*APT 2*REAR~")
  static let trailingSeparator = edi(
    "trailing-separator", level: 1, "a segment ends with separators and nothing after them",
    "Empty elements at the end are left out; strict receivers reject the segment.",
    example: "- N3*100 MAIN ST~\n+ N3*100 MAIN ST*~")
  static let elementLength = edi(
    "element-length", level: 1, "a value is shorter or longer than its element allows",
    "Receivers cut it or reject the segment.",
    example: "- N4*MONTREAL*QC*H2X1Y4*CA~\n+ N4*A VERY LONG NAME OF A CITY IN QUEBEC*QC*H2X1Y4*CA~")
  static let elementCharacter = edi(
    "element-character", level: 1, "a value has a character that no value may have",
    "Control characters come from copying; a blank at the end of a code comes from fields of fixed width.",
    example: "- N3*100 MAIN ST~\n+ N3*100\u{7}MAIN ST~")
  static let trailingBlank = edi(
    "trailing-blank", level: 1, "a value ends with a blank",
    "Values are as long as they are; only those of the ISA are filled up. It comes from fields of fixed width.",
    example: "- N3*100 MAIN ST~\n+ N3*100 MAIN ST  ~")
  static let elementNumber = edi(
    "element-number", level: 1, "a value is not a number of its form",
    "Whole numbers are digits; decimal numbers may have a point and a minus sign, no thousands separator and no exponent.",
    example: "- QTY*TO*2~\n+ QTY*TO*1E2~")
  static let elementDate = edi(
    "element-date", level: 1, "a value is not a day that exists, or not in the form that is announced",
    "Days are CCYYMMDD; a period is two days with a hyphen.",
    example: "- DMG*D8*19800101*F~\n+ DMG*D8*19800231*F~")
  static let elementTime = edi(
    "element-time", level: 1, "a value is not a time of day",
    "Times are HHMM, HHMMSS or with hundredths of a second.",
    example: "- BGN*00*REF1*20260401*1200****4~\n+ BGN*00*REF1*20260401*2561****4~")
  static let code = edi(
    "code", level: 2, "a code is not one that the guide allows here",
    "The standard may know it; this guide, or this place in it, does not.",
    example: "- HD*030**HLT*PLAN A*FAM~\n+ HD*030**XYZ*PLAN A*FAM~")
  static let relatedElements = edi(
    "related-elements", level: 1, "elements that belong together do not",
    "A qualifier without its value, a value without its qualifier, or two that exclude each other.",
    example: "- NM1*IL*1*TREMBLAY*LEA****34*900000001~\n+ NM1*IL*1*TREMBLAY*LEA****34~")
  static let repetition = edi(
    "repetition", level: 2, "an element is repeated more often than the guide allows",
    "Where it may not be repeated at all, the repetition separator stands in a value.",
    example: "- HD*030**HLT*PLAN A*FAM~\n+ HD*030**HLT*PLAN A^PLAN B*FAM~")
  static let components = edi(
    "components", level: 1, "an element has more components than it has in the standard",
    "Where it has no components at all, the component separator stands in a value.",
    example: "- N3*100 MAIN ST~\n+ N3*100:MAIN ST~")
  static let region = edi(
    "region", level: 5, "a state, province or territory does not exist in its country",
    "Codes of two letters as the postal services of the United States and of Canada have them; `QC`, `NL` and `NU` are "
      + "provinces and a territory of Canada, `PQ` and `NF` are so no more.",
    example: "- N4*MONTREAL*QC*H2X1Y4*CA~\n+ N4*MONTREAL*XX*H2X1Y4*CA~")
  static let country = edi(
    "country", level: 5, "a country code does not exist", "Codes are the two letters of ISO 3166.",
    example: "- N4*MONTREAL*QC*H2X1Y4*CA~\n+ N4*MONTREAL*QC*H2X1Y4*XQ~")
  static let identification = edi(
    "identification", .warning, level: 4, "a social security number is not nine digits",
    "Without blanks or hyphens. A social insurance number of Canada is no such number: it goes with NM108 `ZZ`.",
    example: "- NM1*IL*1*TREMBLAY*LEA****34*900000001~\n+ NM1*IL*1*TREMBLAY*LEA****34*900-00-0001~")
  static let contact = edi(
    "contact", .warning, level: 4, "a telephone number or e-mail address is not in its form",
    "Telephone numbers are ten digits without signs between them, an extension has a place of its own (EX); an e-mail address "
      + "has an `@`.",
    example: "- N3*100 MAIN ST~\n+ PER*IP**HP*514-555-0100~\n+ N3*100 MAIN ST~")
  static let postalCode = edi(
    "postal-code", .warning, level: 5, "a postal code does not have the form of its country",
    "Canada has A1A1A1, the United States five or nine digits, both without blanks or hyphens.",
    example: "- N4*MONTREAL*QC*H2X1Y4*CA~\n+ N4*MONTREAL*QC*10001*CA~")
}
