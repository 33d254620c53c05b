internal import Rows
internal import Values

/// Bytes that hold still while a statement reads them: what is small and made anew for each row.
final class Scratch {
  private let hash = UnsafeMutableRawPointer.allocate(byteCount: 32, alignment: 8)
  private let created = UnsafeMutablePointer<UInt8>.allocate(capacity: textCapacity)
  private let updated = UnsafeMutablePointer<UInt8>.allocate(capacity: textCapacity)
  /// `2026-11-20T12:00:00.123456789Z` has 30.
  private static let textCapacity = 32

  deinit {
    hash.deallocate()
    created.deallocate()
    updated.deallocate()
  }

  /// The hash of a row, and behind it that of its origin where it has one.
  func bind(_ value: RowHash, _ origin: RowHash?, to statement: Statement, _ index: Int) {
    write(value, at: 0)
    if let origin { write(origin, at: 16) }
    statement.bindKept(index, bytes: hash, count: origin == nil ? 16 : 32)
  }

  private func write(_ value: RowHash, at offset: Int) {
    hash.storeBytes(of: value.high.bigEndian, toByteOffset: offset, as: UInt64.self)
    hash.storeBytes(of: value.low.bigEndian, toByteOffset: offset + 8, as: UInt64.self)
  }

  func bindCreated(_ time: Instant?, to statement: Statement, _ index: Int) {
    Self.bind(time, created, to: statement, index)
  }

  func bindUpdated(_ time: Instant?, to statement: Statement, _ index: Int) {
    Self.bind(time, updated, to: statement, index)
  }

  private static func bind(
    _ time: Instant?, _ place: UnsafeMutablePointer<UInt8>, to statement: Statement, _ index: Int
  ) {
    guard let time else { return statement.bindNull(index) }
    let count = write(time, to: place)
    statement.bindKept(index, text: place, count: count)
  }

  /// RFC 3339, as `Instant.description` writes it, without making a text of every part.
  private static func write(_ time: Instant, to place: UnsafeMutablePointer<UInt8>) -> Int {
    guard let civil = time.civil(offset: 0) else { return 0 }
    var count = 0
    func append(_ byte: UInt8) {
      place[count] = byte
      count += 1
    }
    func append(_ number: Int, digits: Int) {
      var divisor = 1
      for _ in 1..<digits { divisor *= 10 }
      while divisor > 0 {
        append(UInt8(truncatingIfNeeded: 0x30 + number / divisor % 10))
        divisor /= 10
      }
    }
    append(civil.date.year, digits: 4)
    append(0x2D)
    append(civil.date.month, digits: 2)
    append(0x2D)
    append(civil.date.day, digits: 2)
    append(0x54)
    append(civil.hour, digits: 2)
    append(0x3A)
    append(civil.minute, digits: 2)
    append(0x3A)
    append(civil.second, digits: 2)
    if civil.nanosecond > 0 {
      append(0x2E)
      append(Int(civil.nanosecond), digits: 9)
      while place[count - 1] == 0x30 { count -= 1 }
    }
    append(0x5A)
    return count
  }
}

extension RowHash {
  /// Whether the bytes that are stored of a row are of this hash.
  func isStored(in bytes: UnsafeRawBufferPointer) -> Bool { isStored(in: bytes, at: 0) }

  /// Whether they are of a row of this origin.
  func isStoredAsOrigin(in bytes: UnsafeRawBufferPointer) -> Bool { isStored(in: bytes, at: 16) }

  private func isStored(in bytes: UnsafeRawBufferPointer, at offset: Int) -> Bool {
    guard bytes.count >= offset + 16 else { return false }
    return UInt64(bigEndian: bytes.loadUnaligned(fromByteOffset: offset, as: UInt64.self)) == high
      && UInt64(bigEndian: bytes.loadUnaligned(fromByteOffset: offset + 8, as: UInt64.self)) == low
  }
}
