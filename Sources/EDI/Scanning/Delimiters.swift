/// The four characters that structure an interchange, as its ISA segment shows them.
package struct Delimiters: Sendable, Hashable {
  package var element: UInt8
  package var component: UInt8
  /// Nil where ISA11 holds a letter, as files of older habits do: then nothing is repeated.
  package var repetition: UInt8?
  package var segment: UInt8

  package init(element: UInt8, component: UInt8, repetition: UInt8?, segment: UInt8) {
    self.element = element
    self.component = component
    self.repetition = repetition
    self.segment = segment
  }

  /// What most partners write.
  package static let usual = Delimiters(
    element: UInt8(ascii: "*"), component: UInt8(ascii: ":"), repetition: UInt8(ascii: "^"),
    segment: UInt8(ascii: "~"))

  /// Why these cannot separate anything; nil when they can.
  package var problem: String? {
    let all = [("element", element), ("component", component), ("segment", segment)]
    for (name, byte) in all where Self.isData(byte) {
      return "the \(name) separator is \(ByteText.shown(byte)), which data needs"
    }
    var seen: [UInt8: String] = [:]
    for (name, byte) in all + (repetition.map { [("repetition", $0)] } ?? []) {
      if let other = seen[byte] {
        return "the \(other) and the \(name) separator are both \(ByteText.shown(byte))"
      }
      seen[byte] = name
    }
    return nil
  }

  /// Letters, digits and blanks occur in every name.
  static func isData(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
      UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: " "):
      true
    default: byte >= 0x80
    }
  }
}

/// Bytes as people can read them.
package enum ByteText {
  package static func shown(_ byte: UInt8) -> String {
    switch byte {
    case 0x0A: "a line feed"
    case 0x0D: "a carriage return"
    case 0x09: "a tab"
    case 0x20: "a blank"
    case 0x21...0x7E: "`\(Character(Unicode.Scalar(byte)))`"
    default: "byte 0x\(String(byte, radix: 16, uppercase: true))"
    }
  }

  /// Text of bytes that may not be UTF-8: then they are read as Latin 1, so that nothing is lost.
  package static func text(_ bytes: some Collection<UInt8>) -> String {
    if let text = String(validating: bytes, as: UTF8.self) { return text }
    var text = ""
    for byte in bytes { text.unicodeScalars.append(Unicode.Scalar(byte)) }
    return text
  }
}
