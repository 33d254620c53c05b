internal import Diagnostics

extension CommonReader {
  /// Reads a text of one line; the next byte is the one behind it.
  mutating func scalar(isBracketed: Bool) throws(Unusual) -> Scalar {
    switch peek() {
    case UInt8(ascii: "\""): try doubleQuoted()
    case UInt8(ascii: "'"): try singleQuoted()
    default: try plain(isBracketed: isBracketed)
    }
  }

  // MARK: Without quotes

  private mutating func plain(isBracketed: Bool) throws(Unusual) -> Scalar {
    try checkBeginning(isBracketed: isBracketed)
    let begin = at
    var end = at
    reading: while at < count {
      switch start[at] {
      case UInt8(ascii: " "):
        at += 1
        continue
      case UInt8(ascii: "\n"): break reading
      case UInt8(ascii: ":"):
        if isGap(1) { break reading }
        if isBracketed, Self.isBracketMark(peek(1)) { throw Unusual() }
      case UInt8(ascii: "#") where at > end:
        // An expression that a comment cuts off is most likely none that was meant to end there.
        if holdsOpening(begin, end) { throw Unusual() }
        break reading
      case let byte where isBracketed && Self.isBracketMark(byte):
        // As in `record.?name`; before a gap it would begin a key.
        guard byte == UInt8(ascii: "?") else { break reading }
        if isGap(1) || Self.isBracketMark(peek(1)) { throw Unusual() }
      case 0..<0x20: throw Unusual()
      default: break
      }
      at += 1
      end = at
    }
    at = end
    return Scalar(text(begin, end), .plain, at: range(begin, end))
  }

  /// Means something inside of brackets only.
  private static func isBracketMark(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: ","), UInt8(ascii: "["), UInt8(ascii: "]"), UInt8(ascii: "{"), UInt8(ascii: "}"),
      UInt8(ascii: "?"):
      true
    default: false
    }
  }

  /// A text that begins with a mark of YAML is none, or one in special cases.
  private func checkBeginning(isBracketed: Bool) throws(Unusual) {
    switch peek() {
    case UInt8(ascii: "-"):
      let next = peek(1)
      let isWord = next >= UInt8(ascii: "0") && next <= UInt8(ascii: "9") || next >= UInt8(ascii: "A")
      if isGap(1) || isBracketed && !isWord { throw Unusual() }
    case 0, UInt8(ascii: "?"), UInt8(ascii: ":"), UInt8(ascii: ","), UInt8(ascii: "["), UInt8(ascii: "]"),
      UInt8(ascii: "{"), UInt8(ascii: "}"), UInt8(ascii: "#"), UInt8(ascii: "&"), UInt8(ascii: "*"),
      UInt8(ascii: "!"), UInt8(ascii: "|"), UInt8(ascii: ">"), UInt8(ascii: "%"), UInt8(ascii: "@"),
      UInt8(ascii: "`"):
      throw Unusual()
    default: break
    }
  }

  private func holdsOpening(_ from: Int, _ to: Int) -> Bool {
    var place = from
    while place + 1 < to {
      if start[place] == UInt8(ascii: "$"), start[place + 1] == UInt8(ascii: "{") { return true }
      place += 1
    }
    return false
  }

  func text(_ from: Int, _ to: Int) -> String {
    // Short texts, which most are, are made byte by byte otherwise.
    String(unsafeUninitializedCapacity: to - from) { buffer in
      buffer.initialize(fromContentsOf: UnsafeBufferPointer(start: start + from, count: to - from))
    }
  }

  // MARK: In quotes

  private mutating func singleQuoted() throws(Unusual) -> Scalar {
    let begin = at
    var pieces = ""
    at += 1
    while true {
      let piece = at
      while at < count, start[at] != UInt8(ascii: "'") {
        guard start[at] >= UInt8(ascii: " ") else { throw Unusual() }
        at += 1
      }
      guard at < count else { throw Unusual() }
      at += 1
      guard peek() == UInt8(ascii: "'") else {
        let last = text(piece, at - 1)
        return Scalar(pieces.isEmpty ? last : pieces + last, .singleQuoted, at: range(begin, at))
      }
      // Two of them stand for one.
      pieces += text(piece, at)
      at += 1
    }
  }

  private mutating func doubleQuoted() throws(Unusual) -> Scalar {
    let begin = at
    var bytes: [UInt8] = []
    at += 1
    var piece = at
    while true {
      guard at < count else { throw Unusual() }
      let byte = start[at]
      guard byte >= UInt8(ascii: " ") else { throw Unusual() }
      if byte == UInt8(ascii: "\"") { break }
      guard byte == UInt8(ascii: "\\") else {
        at += 1
        continue
      }
      guard let meaning = Self.meaning(of: peek(1)) else { throw Unusual() }
      bytes += UnsafeBufferPointer(start: start + piece, count: at - piece)
      bytes.append(meaning)
      at += 2
      piece = at
    }
    let end = at
    at += 1
    guard !bytes.isEmpty else { return Scalar(text(piece, end), .doubleQuoted, at: range(begin, at)) }
    bytes += UnsafeBufferPointer(start: start + piece, count: end - piece)
    return Scalar(String(decoding: bytes, as: UTF8.self), .doubleQuoted, at: range(begin, at))
  }

  /// The byte that an escape stands for; nil for those that are rare.
  private static func meaning(of escape: UInt8) -> UInt8? {
    switch escape {
    case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"): escape
    case UInt8(ascii: "n"): UInt8(ascii: "\n")
    case UInt8(ascii: "r"): UInt8(ascii: "\r")
    case UInt8(ascii: "t"): UInt8(ascii: "\t")
    default: nil
    }
  }
}
