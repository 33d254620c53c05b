internal import Glibc

extension String {
  /// Whether a word stands anywhere in the text, byte for byte; asked of so many texts that characters would be too slow.
  package func holds(_ word: String) -> Bool {
    guard utf8.count >= word.utf8.count else { return false }
    var text = self
    var word = word
    return text.withUTF8 { text in
      word.withUTF8 { word in
        guard let start = text.baseAddress, let sought = word.baseAddress, let first = word.first else {
          return word.isEmpty
        }
        var place = 0
        while place + word.count <= text.count,
          let found = memchr(start + place, Int32(first), text.count - word.count - place + 1)
        {
          if memcmp(found, sought, word.count) == 0 { return true }
          place = found - UnsafeMutableRawPointer(mutating: start) + 1
        }
        return false
      }
    }
  }
}

extension UInt8 {
  /// An ASCII letter, a digit or `_`.
  package var isWordPart: Bool {
    switch self {
    case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
      UInt8(ascii: "0")...UInt8(ascii: "9"),
      UInt8(ascii: "_"):
      true
    default: false
    }
  }
}
