internal import Diagnostics
internal import YAML

/// Chooses how a text is written: plain where every reader of YAML takes it for the same text, else in quotes.
package enum Quoting {
  /// Writes a new text, on one line; `isFlow` says whether it stands in brackets.
  package static func written(_ text: String, isFlow: Bool) -> String {
    isSafePlain(text, isFlow: isFlow) && !looksLikeDate(text) ? text : quoted(text)
  }

  /// Writes a scalar of a file in its canonical form, on one line.
  static func written(_ scalar: Scalar, isFlow: Bool) -> String {
    let text = scalar.text
    let isOnOneLine = !scalar.range.text.utf8.contains {
      $0 == UInt8(ascii: "\n") || $0 == UInt8(ascii: "\r")
    }
    if isOnOneLine, text.unicodeScalars.contains(where: isOdd) {
      // Characters that cannot be seen stay as the author wrote them, escaped or not.
      return scalar.range.text
    }
    if scalar.style == .plain {
      let isText = scalar.resolved == .string
      let staysPlain = !isText || looksLikeDate(text) || isSafePlain(text, isFlow: isFlow)
      return staysPlain || isOnOneLine && !isAmbiguous(text) && !loneIndicators.contains(text)
        ? text : quoted(text)
    }
    if looksLikeDate(text) { return quoted(text) }
    return isSafePlain(text, isFlow: isFlow) ? text : quoted(text)
  }

  /// Whether the text means itself without quotes, in YAML 1.2 and in 1.1.
  static func isSafePlain(_ text: String, isFlow: Bool) -> Bool {
    guard let first = text.utf8.first, let last = text.utf8.last else { return false }
    if indicators.contains(first) || first == UInt8(ascii: " ") || last == UInt8(ascii: " ")
      || last == UInt8(ascii: ":")
    {
      return false
    }
    if isAmbiguous(text) || text.unicodeScalars.contains(where: { isOdd($0) || $0.value < 0x20 }) {
      return false
    }
    // `101:07` is text, but takes a second look to tell from a time of day.
    if (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(first), text.utf8.contains(UInt8(ascii: ":")) {
      return false
    }
    var previous: UInt8 = 0
    for byte in text.utf8 {
      // In brackets older readers take any colon for that of a key, except in an address.
      if isFlow, previous == UInt8(ascii: ":"), byte != UInt8(ascii: "/") { return false }
      if previous == UInt8(ascii: ":"), byte == UInt8(ascii: " ") { return false }
      if previous == UInt8(ascii: " "), byte == UInt8(ascii: "#") { return false }
      if isFlow, flowIndicators.contains(byte) { return false }
      previous = byte
    }
    return true
  }

  private static let indicators = Set("-?:,[]{}#&*!|>'\"%@`".utf8)
  /// Plain in brackets, but the start of something elsewhere.
  private static let loneIndicators: Set = ["-", "?", ":"]
  /// The last one ends a text only for older readers.
  private static let flowIndicators = Set(",[]{}?".utf8)

  /// Whether some reader takes the plain text for something else than a text.
  private static func isAmbiguous(_ text: String) -> Bool {
    if Resolved(plain: text) != .string || Ambiguity(plain: text) != nil { return true }
    if text == "=" || text == "<<" { return true }
    // Binary numbers of YAML 1.1.
    return text.hasPrefix("0b") && text.dropFirst(2).allSatisfy { $0 == "0" || $0 == "1" || $0 == "_" }
  }

  /// `2026-11-20`, which YAML 1.1 takes for a date: harmless, and left as it is written.
  static func looksLikeDate(_ text: String) -> Bool {
    let bytes = Array(text.utf8.prefix(10))
    guard bytes.count == 10, !text.utf8.contains(UInt8(ascii: "\n")) else { return false }
    return bytes.enumerated().allSatisfy { position, byte in
      position == 4 || position == 7
        ? byte == UInt8(ascii: "-") : (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte)
    }
  }

  /// Characters that nobody can see or tell apart, except line breaks and tabs.
  private static func isOdd(_ scalar: Unicode.Scalar) -> Bool {
    if scalar.value < 0x7F { return scalar.value < 0x20 && scalar.value != 0x09 && scalar.value != 0x0A }
    switch scalar.properties.generalCategory {
    case .control, .format, .lineSeparator, .paragraphSeparator, .spaceSeparator, .unassigned, .privateUse,
      .surrogate:
      return true
    default: return false
    }
  }

  /// Double quotes, or single ones where they need fewer escapes.
  static func quoted(_ text: String) -> String {
    var singles = 0
    var escapes = 0
    var needsEscapes = false
    for scalar in text.unicodeScalars {
      switch scalar {
      case "'": singles += 1
      case "\"", "\\": escapes += 1
      default: if scalar.value < 0x20 || isOdd(scalar) { needsEscapes = true }
      }
    }
    if !needsEscapes, escapes > singles {
      return "'" + text.split(separator: "'", omittingEmptySubsequences: false).joined(separator: "''") + "'"
    }
    return doubleQuoted(text)
  }

  private static func doubleQuoted(_ text: String) -> String {
    var result = "\""
    for scalar in text.unicodeScalars {
      switch scalar {
      case "\"": result += "\\\""
      case "\\": result += "\\\\"
      case "\n": result += "\\n"
      case "\t": result += "\\t"
      case "\r": result += "\\r"
      default:
        if scalar.value >= 0x20, !isOdd(scalar) {
          result.unicodeScalars.append(scalar)
        } else {
          let isWide = scalar.value > 0xFFFF
          let digits = String(scalar.value, radix: 16, uppercase: true)
          result +=
            (isWide ? "\\U" : "\\u") + String(repeating: "0", count: max(0, (isWide ? 8 : 4) - digits.count))
            + digits
        }
      }
    }
    return result + "\""
  }
}
