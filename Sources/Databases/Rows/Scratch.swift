internal import Rows
internal import Values

/// Bytes that hold still while a statement reads them: what is small and made anew for each row.
final class Scratch {
  private let hash = UnsafeMutableRawPointer.allocate(byteCount: 2 * RowHash.size + 1, alignment: 8)
  private let created = UnsafeMutablePointer<UInt8>.allocate(capacity: textCapacity)
  private let updated = UnsafeMutablePointer<UInt8>.allocate(capacity: textCapacity)
  /// `2026-11-20T12:00:00.123456789Z` has 30.
  private static let textCapacity = 32

  deinit {
    hash.deallocate()
    created.deallocate()
    updated.deallocate()
  }

  /// The hash of a row, and behind it that of its origin or of the record that is kept; one more byte tells the latter.
  func bindHashes(of head: RowBatch.Head, to statement: Statement, _ index: Int) {
    write(head.hash, at: 0)
    var count = RowHash.size
    if let hash = head.origin ?? head.rawHash {
      write(hash, at: count)
      count += RowHash.size + (head.origin == nil ? 1 : 0)
    }
    statement.bindKept(index, bytes: hash, count: count)
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

extension RowBatch.Head {
  /// Whether the bytes that are stored of a row are of the same row.
  func isSameRow(as stored: UnsafeRawBufferPointer) -> Bool { hash.isStored(in: stored, at: 0) }

  /// Whether they are of the same record, as far as anybody can tell.
  func isOfSameRecord(as stored: UnsafeRawBufferPointer) -> Bool {
    if let origin { return origin.isStoredAsOrigin(in: stored) }
    guard let rawHash else { return true }
    return stored.count > 2 * RowHash.size && rawHash.isStored(in: stored, at: RowHash.size)
  }
}

extension RowHash {
  static let size = 16

  /// Whether the bytes that are stored of a row are of a row of this origin.
  func isStoredAsOrigin(in bytes: UnsafeRawBufferPointer) -> Bool {
    bytes.count == 2 * Self.size && isStored(in: bytes, at: Self.size)
  }

  fileprivate func isStored(in bytes: UnsafeRawBufferPointer, at offset: Int) -> Bool {
    guard bytes.count >= offset + Self.size else { return false }
    return UInt64(bigEndian: bytes.loadUnaligned(fromByteOffset: offset, as: UInt64.self)) == high
      && UInt64(bigEndian: bytes.loadUnaligned(fromByteOffset: offset + 8, as: UInt64.self)) == low
  }
}
