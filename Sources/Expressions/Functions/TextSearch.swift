/// Finding texts in a text, by code points.
struct TextSearch {
  private let bytes: [UInt8]

  init(_ text: String) { bytes = Array(text.utf8) }

  /// Steps that a search is worth.
  static func cost(_ text: String, _ part: String) -> Int {
    let (product, overflow) = (text.utf8.count >> 6).multipliedReportingOverflow(by: 1 + part.utf8.count >> 6)
    return overflow ? .max / 2 : product
  }

  /// The first place at or after a position, as a count of code points.
  func first(_ part: String, from start: Int) -> Int? {
    let wanted = Array(part.utf8)
    var place = start
    var offset = byteOffset(of: start)
    while offset + wanted.count <= bytes.count {
      if matches(wanted, at: offset) { return place }
      offset = next(offset)
      place += 1
    }
    return nil
  }

  /// The last place, at or before a position if one is given.
  func last(_ part: String, upTo limit: Int?) -> Int? {
    let wanted = Array(part.utf8)
    var found: Int?
    var (place, offset) = (0, 0)
    while offset + wanted.count <= bytes.count, place <= limit ?? .max {
      if matches(wanted, at: offset) { found = place }
      if offset == bytes.count { break }
      offset = next(offset)
      place += 1
    }
    return found
  }

  /// The text cut at a separator, at most `limit` times.
  ///
  /// An empty separator is found before every character and at the end.
  func pieces(between separator: String, limit: Int) -> [String] {
    let wanted = Array(separator.utf8)
    var pieces: [String] = []
    var (start, offset) = (0, 0)
    while pieces.count < limit, offset + wanted.count <= bytes.count {
      if matches(wanted, at: offset) {
        pieces.append(String(decoding: bytes[start..<offset], as: UTF8.self))
        start = offset + wanted.count
        if wanted.isEmpty {
          if offset == bytes.count { break }
          offset = next(offset)
        } else {
          offset = start
        }
      } else {
        offset = next(offset)
      }
    }
    pieces.append(String(decoding: bytes[start...], as: UTF8.self))
    return pieces
  }

  private func matches(_ wanted: [UInt8], at offset: Int) -> Bool {
    for (place, byte) in wanted.enumerated() where bytes[offset + place] != byte { return false }
    return true
  }

  private func next(_ offset: Int) -> Int {
    var offset = offset + 1
    while offset < bytes.count, bytes[offset] & 0xC0 == 0x80 { offset += 1 }
    return offset
  }

  private func byteOffset(of place: Int) -> Int {
    var offset = 0
    for _ in 0..<place where offset < bytes.count { offset = next(offset) }
    return offset
  }
}
