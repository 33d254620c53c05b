/// Makes text safe and honest to print: what a terminal would obey, or would not show, is spelled out.
///
/// A control sequence inside a provider's file must not move the cursor, and a right-to-left override must not
/// make a line read differently from what it says.
enum VisibleText {
  /// The text on one line, every character visible.
  static func of(_ text: String, _ style: OutputStyle) -> String {
    if isPlain(text) { return text }
    var result = ""
    for character in text { result += character == "\t" ? " " : shown(character, style) }
    return result
  }

  /// Words of ours: as `of`, and without typographic characters where the locale has none.
  static func wording(_ text: String, _ style: OutputStyle) -> String {
    let visible = of(text, style)
    if style.unicode || visible.utf8.allSatisfy({ $0 < 0x80 }) { return visible }
    var result = ""
    for character in visible { result += typewritten[character] ?? String(character) }
    return result
  }

  /// One character as it is printed.
  static func shown(_ character: Character, _ style: OutputStyle) -> String {
    if let ascii = character.asciiValue, (0x20..<0x7F).contains(ascii) {
      return String(character)
    }
    let scalars = Array(character.unicodeScalars)
    var result = ""
    for (index, scalar) in scalars.enumerated() {
      if needsSpelling(scalar, at: index, in: scalars) {
        result += spelled(scalar, style)
      } else {
        result.unicodeScalars.append(scalar)
      }
    }
    return result
  }

  private static func isPlain(_ text: String) -> Bool {
    text.utf8.allSatisfy { (0x20..<0x7F).contains($0) }
  }

  private static func needsSpelling(
    _ scalar: Unicode.Scalar, at index: Int, in scalars: [Unicode.Scalar]
  ) -> Bool {
    switch scalar.properties.generalCategory {
    case .control, .lineSeparator, .paragraphSeparator: return true
    case .format: break
    default: return false
    }
    switch scalar.value {
    // The non-joiner is spelling in Persian and many Indic scripts; the joiner is one inside a sequence.
    case 0x200C: return false
    case 0x200D: return index == 0 || index == scalars.count - 1
    // Tags spell the flags of England, Scotland and Wales; anywhere else they are hidden text.
    case 0xE0020...0xE007F: return scalars.first?.value != 0x1F3F4
    default: return !DisplayWidth.isDrawn(scalar)
    }
  }

  private static func spelled(_ scalar: Unicode.Scalar, _ style: OutputStyle) -> String {
    let value = scalar.value
    if value < 0x20 || value == 0x7F {
      guard style.unicode else { return "^" + String(UnicodeScalar(UInt8(value ^ 0x40))) }
      let picture = value == 0x7F ? 0x2421 : 0x2400 + value
      return Unicode.Scalar(picture).map { String($0) } ?? "?"
    }
    let digits = String(value, radix: 16, uppercase: true)
    return "<U+" + String(repeating: "0", count: max(0, 4 - digits.count)) + digits + ">"
  }

  private static let typewritten: [Character: String] = [
    "…": "...", "→": "->", "←": "<-", "·": "|", "•": "*", "–": "-", "—": "-", "×": "x", "≤": "<=", "≥": ">=",
    "≠": "!=", "“": "\"", "”": "\"", "‘": "'", "’": "'", "✓": "ok", "✗": "no",
  ]
}
