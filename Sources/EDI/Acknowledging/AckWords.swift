/// The codes of acknowledgements in words, for whoever has to put a file right.
enum AckWords {
  static func interchange(_ code: String) -> String { worded(code, notes) }
  static func group(_ code: String) -> String { worded(code, groups) }
  static func set(_ code: String) -> String { worded(code, sets) }
  static func segment(_ code: String) -> String { worded(code, segments) }
  static func element(_ code: String) -> String { worded(code, elements) }

  /// `the control numbers differ (001)`; a code that is not known alone.
  private static func worded(_ code: String, _ words: [String: String]) -> String {
    words[code].map { "\($0) (\(code))" } ?? "code \(code)"
  }

  /// TA105.
  private static let notes = [
    "001": "the control numbers of ISA and IEA differ", "002": "the standard is not supported",
    "003": "the version is not supported", "004": "the segment terminator is invalid",
    "005": "the kind of the sender's id is invalid", "006": "the sender is not known",
    "007": "the kind of the receiver's id is invalid", "008": "the receiver is not known",
    "009": "the receiver is not known", "010": "the authorisation qualifier is invalid",
    "011": "the authorisation is invalid", "012": "the security qualifier is invalid",
    "013": "the security information is invalid", "014": "the date is invalid", "015": "the time is invalid",
    "016": "the standard is invalid", "017": "the version is invalid", "018": "the control number is invalid",
    "019": "the request for an acknowledgement is invalid", "020": "the usage indicator is invalid",
    "021": "the number of groups is wrong", "022": "the control structure is invalid",
    "023": "the file ends too early", "024": "the content is invalid",
    "025": "the control number was used before",
    "026": "the element separator is invalid", "027": "the component separator is invalid",
    "031": "the repetition separator is invalid",
  ]

  /// AK905.
  private static let groups = [
    "1": "this kind of group is not supported", "2": "the version is not supported", "3": "GE is missing",
    "4": "the control numbers of GS and GE differ", "5": "the number of sets is wrong",
    "6": "the control number is invalid", "13": "the receiver is not known", "14": "the sender is not known",
    "19": "the control number was used before",
  ]

  /// IK502.
  private static let sets = [
    "1": "this transaction is not supported", "2": "SE is missing",
    "3": "the control numbers of ST and SE differ", "4": "the number of segments is wrong",
    "5": "segments have mistakes", "6": "the transaction is invalid", "7": "the control number is invalid",
    "18": "it is not in a group of its kind", "19": "its version is not that of the group",
    "23": "the control number was used before", "I5": "the guide has mistakes in it",
    "I6": "this guide is not supported",
  ]

  /// IK304.
  private static let segments = [
    "1": "the segment is not known", "2": "the segment is not expected here",
    "3": "the segment is required and missing", "4": "the loop is there too often",
    "5": "the segment is there too often", "6": "the segment is not in this transaction",
    "7": "the segment is out of order", "I4": "the guide does not use the segment",
    "I6": "the segment is missing, which another asks for", "I7": "the loop is there too seldom",
    "I8": "the segment is there too seldom", "I9": "the segment is there, which another excludes",
  ]

  /// IK403.
  private static let elements = [
    "1": "is required and missing", "2": "is missing, which another asks for", "3": "is one too many",
    "4": "is too short", "5": "is too long", "6": "has an invalid character", "7": "has an invalid code",
    "8": "has an invalid date", "9": "has an invalid time", "10": "excludes another",
    "12": "is repeated too often",
    "13": "has too many components", "I6": "has a code that the guide does not use",
    "I9": "is missing, which another asks for", "I10": "is there, which the guide does not use",
    "I11": "has a number out of its range", "I12": "has an invalid form",
    "I13": "is there, which another excludes",
  ]
}
