/// Finds the names in the text of an expression without understanding it.
enum IdentifierScan {
  private static let keywords: Set<String> = [
    "true", "false", "null", "in", "has", "map", "filter", "all", "exists",
  ]

  /// The insides of `${ }`, in UTF-8 offsets.
  static func expressions(in text: String) -> [Range<Int>] {
    let bytes = Array(text.utf8)
    var found: [Range<Int>] = []
    var start = 0
    while start + 1 < bytes.count {
      guard bytes[start] == UInt8(ascii: "$"), bytes[start + 1] == UInt8(ascii: "{"),
        let end = bytes[start...].firstIndex(of: UInt8(ascii: "}"))
      else {
        start += 1
        continue
      }
      found.append(start + 2..<end)
      start = end
    }
    return found
  }

  /// The names outside of quotes, in UTF-8 offsets.
  static func identifiers(in text: String, _ part: Range<Int>) -> [Range<Int>] {
    let bytes = Array(text.utf8)
    var found: [Range<Int>] = []
    var place = part.lowerBound
    while place < min(part.upperBound, bytes.count) {
      let byte = bytes[place]
      if byte == UInt8(ascii: "'") || byte == UInt8(ascii: "\"") {
        place = (bytes[(place + 1)...].firstIndex(of: byte) ?? bytes.count) + 1
      } else if isLetter(byte) {
        let end = bytes[place...].firstIndex { !isLetter($0) && !(0x30...0x39).contains($0) } ?? bytes.count
        let name = String(decoding: bytes[place..<end], as: UTF8.self)
        if !keywords.contains(name) { found.append(place..<end) }
        place = end
      } else if (0x30...0x39).contains(byte) {
        place = bytes[place...].firstIndex { !isLetter($0) && !(0x30...0x39).contains($0) } ?? bytes.count
      } else {
        place += 1
      }
    }
    return found
  }

  private static func isLetter(_ byte: UInt8) -> Bool {
    byte == UInt8(ascii: "_") || (0x61...0x7A).contains(byte | 0x20)
  }
}
