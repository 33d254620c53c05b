/// Writes segments with the separators of an interchange.
package struct SegmentWriter {
  package private(set) var text = ""
  /// Segments since `beginCount`.
  package private(set) var counted = 0
  package let delimiters: Delimiters
  private let terminator: String
  private let separator: String
  package let component: String

  package init(_ delimiters: Delimiters, lineBreaks: Bool) {
    self.delimiters = delimiters
    separator = Self.character(delimiters.element)
    component = Self.character(delimiters.component)
    terminator = Self.character(delimiters.segment) + (lineBreaks && delimiters.segment != 0x0A ? "\n" : "")
  }

  private static func character(_ byte: UInt8) -> String { String(Unicode.Scalar(byte)) }

  package mutating func beginCount() { counted = 0 }

  /// The ISA, whose elements have fixed widths.
  package mutating func interchange(_ header: InterchangeHeader) {
    func padded(_ text: String, _ width: Int) -> String {
      let clean = clean(text).prefix(width)
      return clean + String(repeating: " ", count: width - clean.count)
    }
    let repetition = delimiters.repetition.map(Self.character) ?? "U"
    let elements = [
      "ISA", "00", padded("", 10), "00", padded("", 10), padded(header.senderQualifier, 2),
      padded(header.sender, 15),
      padded(header.receiverQualifier, 2), padded(header.receiver, 15), padded(header.day, 6),
      padded(header.time, 4),
      repetition, "00501", padded(header.controlNumber, 9), header.wantsAnswer ? "1" : "0",
      padded(header.usage, 1),
      component,
    ]
    text += elements.joined(separator: separator) + terminator
  }

  /// One segment without the empty elements at its end; values lose what would separate, unless they are made of parts already.
  package mutating func put(_ elements: [String], isRaw: Bool = false) {
    var elements = elements
    while elements.last?.isEmpty == true { elements.removeLast() }
    text += (isRaw ? elements : elements.map(clean)).joined(separator: separator)
    text += terminator
    counted += 1
  }

  /// A value without separators and control characters, which become blanks, and without blanks at its end.
  package func clean(_ value: String) -> String {
    let reserved = [delimiters.element, delimiters.component, delimiters.segment, delimiters.repetition ?? 0]
    guard value.utf8.contains(where: { $0 < 0x20 || reserved.contains($0) }) || value.last == " " else {
      return value
    }
    var text = ""
    for scalar in value.unicodeScalars {
      let isReserved = scalar.value < 0x20 || scalar.value < 0x80 && reserved.contains(UInt8(scalar.value))
      text.unicodeScalars.append(isReserved ? " " : scalar)
    }
    while text.last == " " { text.removeLast() }
    return text
  }
}

/// What an ISA says.
package struct InterchangeHeader: Sendable {
  package var senderQualifier: String
  package var sender: String
  package var receiverQualifier: String
  package var receiver: String
  /// YYMMDD.
  package var day: String
  /// HHMM.
  package var time: String
  package var controlNumber: String
  /// `P` in production, `T` for tests.
  package var usage: String
  package var wantsAnswer = false

  package init(
    senderQualifier: String, sender: String, receiverQualifier: String, receiver: String, day: String,
    time: String,
    controlNumber: String, usage: String, wantsAnswer: Bool = false
  ) {
    self.senderQualifier = senderQualifier
    self.sender = sender
    self.receiverQualifier = receiverQualifier
    self.receiver = receiver
    self.day = day
    self.time = time
    self.controlNumber = controlNumber
    self.usage = usage
    self.wantsAnswer = wantsAnswer
  }
}
