/// 128 bits over numbers and bytes: two lanes of folded 64-bit products over 16 bytes at a time.
///
/// The value is part of what a store keeps: the same row has the same hash in every later version.
struct RowHasher {
  private var a: UInt64 = 0x9E37_79B9_7F4A_7C15
  private var b: UInt64 = 0xC2B2_AE3D_27D4_EB4F

  @inline(__always)
  mutating func add(column: Int, _ state: RowBatch.State, length: UInt32) {
    add(UInt64(truncatingIfNeeded: column) << 8 | UInt64(state.rawValue), UInt64(length))
  }

  @inline(__always)
  mutating func add(_ x: UInt64, _ y: UInt64) {
    let first = Self.fold(a ^ x, 0xA076_1D64_78BD_642F ^ y)
    let second = Self.fold(b ^ y, 0xE703_7ED1_A0B4_28DB ^ x)
    // The lanes take what the other had, so that a product that comes out as zero loses nothing for good.
    (a, b) = (first &+ b, second ^ a)
  }

  @inline(__always)
  mutating func add(_ bytes: UnsafeRawBufferPointer) {
    guard let start = bytes.baseAddress else { return }
    var at = 0
    while bytes.count - at >= 16 {
      add(
        UInt64(littleEndian: start.loadUnaligned(fromByteOffset: at, as: UInt64.self)),
        UInt64(littleEndian: start.loadUnaligned(fromByteOffset: at + 8, as: UInt64.self)))
      at += 16
    }
    if at == bytes.count { return }
    var x: UInt64 = 0
    if bytes.count - at >= 8 {
      x = UInt64(littleEndian: start.loadUnaligned(fromByteOffset: at, as: UInt64.self))
      at += 8
    }
    add(x, Self.rest(start, from: at, to: bytes.count))
  }

  /// Up to seven bytes as one number, the first one highest.
  @inline(__always)
  private static func rest(_ start: UnsafeRawPointer, from first: Int, to end: Int) -> UInt64 {
    let count = end - first
    if count == 0 { return 0 }
    if end >= 8 {
      // The bytes before them are masked out.
      let last = UInt64(bigEndian: start.loadUnaligned(fromByteOffset: end - 8, as: UInt64.self))
      return last & (1 << UInt64(8 * count) &- 1)
    }
    var number: UInt64 = 0
    for at in first..<end { number = number << 8 | UInt64(start.load(fromByteOffset: at, as: UInt8.self)) }
    return number
  }

  func finish() -> RowHash {
    var last = self
    last.add(a, b)
    last.add(b, a)
    return RowHash(high: last.a, low: last.b)
  }

  private static func fold(_ x: UInt64, _ y: UInt64) -> UInt64 {
    let product = x.multipliedFullWidth(by: y)
    return product.high ^ product.low
  }
}
