extension String {
  /// Whether `${` stands in the text; asked of every text, so it looks at bytes only.
  package var holdsTemplate: Bool {
    var previous: UInt8 = 0
    for byte in utf8 {
      if byte == UInt8(ascii: "{"), previous == UInt8(ascii: "$") { return true }
      previous = byte
    }
    return false
  }
}
