internal import Cryptography
internal import HTTP

extension String {
  /// The text without percent escapes; one that is no escape stays as it is.
  var percentDecoded: String { percentDecoded(plusIsBlank: false) }

  /// A form and the callback of a consent page write a blank as `+`.
  func percentDecoded(plusIsBlank: Bool) -> String {
    let bytes = Array(utf8)
    guard bytes.contains(0x25) || plusIsBlank && bytes.contains(0x2B) else { return self }
    var decoded: [UInt8] = []
    var place = 0
    while place < bytes.count {
      if bytes[place] == 0x25, place + 2 < bytes.count,
        let byte = Hexadecimal.decode(String(decoding: bytes[place + 1...place + 2], as: UTF8.self))?.first
      {
        decoded.append(byte)
        place += 3
      } else {
        decoded.append(plusIsBlank && bytes[place] == 0x2B ? 0x20 : bytes[place])
        place += 1
      }
    }
    return String(decoding: decoded, as: UTF8.self)
  }
}

/// `name=value` pairs of a query or a form.
enum FormText {
  static func pairs(_ text: String) -> [(name: String, value: String)] {
    text.split(separator: "&").map { pair in
      let parts = pair.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
      let value = parts.count > 1 ? String(parts[1]) : ""
      return (
        String(parts.first ?? "").percentDecoded(plusIsBlank: true), value.percentDecoded(plusIsBlank: true)
      )
    }
  }
}
