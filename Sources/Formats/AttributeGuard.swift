/// Counts the attributes of elements before libxml2 sees them, which compares each one with all before it.
///
/// What looks like an element within a comment or a section of characters leads astray no further than to the next `<`: a real one holds none.
struct AttributeGuard {
  static let most = 500

  private enum State {
    case outside
    /// After a `<`, where a letter makes an element of it.
    case beginning
    case element
    case value(quote: UInt8)
  }

  private var state = State.outside
  private var count = 0

  /// False where an element has more attributes than anybody writes.
  mutating func admits(_ bytes: [UInt8]) -> Bool {
    var place = 0
    while place < bytes.count {
      if case .outside = state {
        guard let next = bytes[place...].firstIndex(of: 0x3C) else { return true }
        place = next
      }
      let byte = bytes[place]
      place += 1
      if byte == 0x3C {
        (state, count) = (.beginning, 0)
        continue
      }
      switch state {
      case .outside: break
      // The other half of a letter in UTF-16.
      case .beginning where byte == 0: break
      case .beginning: state = byte == 0x21 || byte == 0x2F || byte == 0x3F ? .outside : .element
      case .element where byte == 0x3E: state = .outside
      case .element where byte == 0x22 || byte == 0x27:
        state = .value(quote: byte)
        count += 1
        if count > Self.most { return false }
      case .value(quote: byte): state = .element
      case .element, .value: break
      }
    }
    return true
  }
}
