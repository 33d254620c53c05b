extension UnsafeMutablePointer<UInt8> {
  /// Copies bytes that do not overlap with these.
  ///
  /// Most texts of a record have a few dozen bytes: a call would cost more than they do, and words that may overlap need no loop
  /// over the rest.
  @inlinable @inline(__always)
  package func copyShort(_ source: UnsafePointer<UInt8>, _ count: Int) {
    let (to, from) = (UnsafeMutableRawPointer(self), UnsafeRawPointer(source))
    @inline(__always) func move<Word: BitwiseCopyable>(_ at: Int, _ word: Word.Type) {
      to.storeBytes(
        of: from.loadUnaligned(fromByteOffset: at, as: Word.self), toByteOffset: at, as: Word.self)
    }
    if count >= 16 {
      if count > 128 { return to.copyMemory(from: from, byteCount: count) }
      var at = 0
      while at + 16 <= count {
        move(at, SIMD16<UInt8>.self)
        at += 16
      }
      move(count - 16, SIMD16<UInt8>.self)
    } else if count >= 8 {
      move(0, UInt64.self)
      move(count - 8, UInt64.self)
    } else if count >= 4 {
      move(0, UInt32.self)
      move(count - 4, UInt32.self)
    } else {
      for at in 0..<count { self[at] = source[at] }
    }
  }
}
