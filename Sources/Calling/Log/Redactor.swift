internal import HTTP
internal import Programs
internal import Values

/// Takes known secrets out of texts, in every form in which a request may carry them.
///
/// Names tell where credentials usually stand; this knows the values, and so also finds them where a connector put them on its own:
/// in a path, in a form, in an XML document, in a token that holds a password in base64.
package struct Redactor: Sendable {
  private let forms: [[UInt8]]

  /// What stands in the place of a secret.
  package static let hidden = "REDACTED"

  /// Shorter ones would be found in every other word.
  private static let shortest = 4

  package init(_ secrets: [String] = []) {
    var forms: Set<[UInt8]> = []
    for secret in secrets where secret.utf8.count >= Self.shortest { forms.formUnion(Self.forms(of: secret)) }
    // A form may hold another one: the longest goes first.
    self.forms = forms.sorted { ($1.count, $0.description) < ($0.count, $1.description) }
  }

  /// The text without the secrets.
  package func redacted(_ text: String) -> String {
    let bytes = Array(text.utf8)
    guard let first = firstPlace(in: bytes[...]) else { return text }
    var result = Array(bytes[..<first.lowerBound])
    var next: Range<Int>? = first
    while let place = next {
      result += Self.hidden.utf8
      next = firstPlace(in: bytes[place.upperBound...])
      result += bytes[place.upperBound..<(next?.lowerBound ?? bytes.count)]
    }
    return String(decoding: result, as: UTF8.self)
  }

  /// Whether any form of a secret stands in the text.
  package func finds(in text: String) -> Bool { firstPlace(in: Array(text.utf8)[...]) != nil }

  private func firstPlace(in bytes: ArraySlice<UInt8>) -> Range<Int>? {
    guard !forms.isEmpty else { return nil }
    for start in bytes.indices {
      for form in forms where bytes[start...].starts(with: form) { return start..<start + form.count }
    }
    return nil
  }

  // MARK: Forms

  /// The secret as plain text, escaped for addresses, forms, JSON, XML and the shell, and in base64 wherever it may begin in a group.
  static func forms(of secret: String) -> [[UInt8]] {
    let upper = secret.percentEncoded
    let escaped = [
      secret, upper, upper.lowercasedEscapes, upper.percentEncoded, joined(upper, "%20", "+"),
      jsonEscaped(secret, slashes: false),
      jsonEscaped(secret, slashes: true), secret.escapedForMarkup(), joined(secret, "'", "'\\''"),
    ]
    return escaped.map { Array($0.utf8) } + base64Forms(of: secret) + [hexadecimal(secret)]
  }

  /// The characters of base64 that the secret alone decides, for each of the three ways it may lie in the groups.
  private static func base64Forms(of secret: String) -> [[UInt8]] {
    let bytes = Array(secret.utf8)
    var forms: [[UInt8]] = []
    for before in 0..<3 {
      let text = Array(Base64.encode([UInt8](repeating: 0, count: before) + bytes).utf8)
      let whole = (before + bytes.count) * 8 / 6
      let core = Array(text[min((before * 8 + 5) / 6, text.count)..<min(whole, text.count)])
      // Less than this may be met by chance.
      guard core.count >= 5 else { continue }
      forms.append(core)
      let other = core.map {
        $0 == UInt8(ascii: "+") ? UInt8(ascii: "-") : $0 == UInt8(ascii: "/") ? UInt8(ascii: "_") : $0
      }
      forms.append(other)
      forms.append(Array(String(decoding: core, as: UTF8.self).percentEncoded.utf8))
    }
    return forms
  }

  private static func hexadecimal(_ text: String) -> [UInt8] {
    let digits = Array("0123456789abcdef".utf8)
    return text.utf8.flatMap { [digits[Int($0 >> 4)], digits[Int($0 & 15)]] }
  }

  private static func jsonEscaped(_ text: String, slashes: Bool) -> String {
    var result = ""
    for character in text.unicodeScalars {
      switch character {
      case "\"", "\\": result += "\\\(character)"
      case "/" where slashes: result += "\\/"
      case "\n": result += "\\n"
      case "\r": result += "\\r"
      case "\t": result += "\\t"
      default: result.unicodeScalars.append(character)
      }
    }
    return result
  }

  private static func joined(_ text: String, _ sought: String, _ replacement: String) -> String {
    text.split(separator: sought, omittingEmptySubsequences: false).joined(separator: replacement)
  }
}

extension String {
  /// `%2F` as `%2f`, as some libraries write it.
  fileprivate var lowercasedEscapes: String {
    var result: [UInt8] = []
    var escaped = 0
    for byte in utf8 {
      if byte == UInt8(ascii: "%") {
        escaped = 2
        result.append(byte)
      } else if escaped > 0 {
        escaped -= 1
        result.append((0x41...0x5A).contains(byte) ? byte | 0x20 : byte)
      } else {
        result.append(byte)
      }
    }
    return String(decoding: result, as: UTF8.self)
  }
}
