/// Changes the letters A to Z of a text eight bytes at a time; every other byte stays, those of other alphabets too.
///
/// Up to seven bytes behind the text are changed with it: they must be there, and mean nothing yet.
enum LetterCase {
  static func lower(_ text: UnsafeMutablePointer<UInt8>, _ count: Int) {
    change(text, count, from: UInt8(ascii: "A"))
  }

  static func upper(_ text: UnsafeMutablePointer<UInt8>, _ count: Int) {
    change(text, count, from: UInt8(ascii: "a"))
  }

  private static let ones: UInt64 = 0x0101_0101_0101_0101
  private static let tops: UInt64 = 0x8080_8080_8080_8080

  /// Turns the case of 26 letters from one on.
  @inline(__always)
  private static func change(_ text: UnsafeMutablePointer<UInt8>, _ count: Int, from first: UInt8) {
    let bytes = UnsafeMutableRawPointer(text)
    // Added to seven bits, they carry into the eighth from the first letter on, and from behind the last one on.
    let (reachesFirst, isBeyond) = (ones &* UInt64(0x80 &- first), ones &* UInt64(0x80 &- first &- 26))
    var at = 0
    while at < count {
      let word = bytes.loadUnaligned(fromByteOffset: at, as: UInt64.self)
      let low = word & ~tops
      let letters = (low &+ reachesFirst) & ~(low &+ isBeyond) & ~word & tops
      bytes.storeBytes(of: word ^ letters >> 2, toByteOffset: at, as: UInt64.self)
      at += 8
    }
  }
}
