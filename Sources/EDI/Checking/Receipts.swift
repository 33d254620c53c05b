/// What was received from ISA to IEA, as an acknowledgement tells it.
package struct InterchangeReceipt: Sendable {
  /// ISA01 to ISA16 as they are; the first stands at index 0.
  package var header: [String]
  package var delimiters: Delimiters
  package var groups: [GroupReceipt] = []
  /// TA105 of the first thing wrong with the envelope; nil when it is sound.
  package var note: String?

  package func value(_ position: Int) -> String { position <= header.count ? header[position - 1] : "" }

  package var sender: String { Self.trimmed(value(6)) }
  package var receiver: String { Self.trimmed(value(8)) }
  package var controlNumber: String { value(13) }
  /// The sender asks for a TA1.
  package var wantsAnswer: Bool { value(14) == "1" }

  static func trimmed(_ text: String) -> String {
    var text = text
    while text.last == " " { text.removeLast() }
    return text
  }
}

/// What was received from GS to GE.
package struct GroupReceipt: Sendable {
  /// GS01 to GS08.
  package var header: [String]
  package var sets: [SetReceipt] = []
  /// GE01; nil where there is no GE.
  package var declared: String?
  /// AK905.
  package var codes: [String] = []

  package func value(_ position: Int) -> String { position <= header.count ? header[position - 1] : "" }
}

/// What was received from ST to SE.
package struct SetReceipt: Sendable {
  package var transaction: String
  package var controlNumber: String
  package var version: String?
  /// IK502.
  package var codes: [String] = []
  /// Which of the issues are of this set.
  package var issues: Range<Int>
  package var hasErrors = false
  package var members = 0
}
