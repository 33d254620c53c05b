import CContentCoding

/// Bodies as servers pack them.
enum Packed {
  static func deflate(_ bytes: [UInt8]) -> [UInt8] {
    var packed = [UInt8](repeating: 0, count: Int(compressBound(UInt(bytes.count))))
    var count = UInt(packed.count)
    let result = compress2(&packed, &count, bytes, UInt(bytes.count), 9)
    return result == Z_OK ? Array(packed.prefix(Int(count))) : []
  }

  /// Without the two bytes before and the four after, as servers do that misread the standard.
  static func raw(_ bytes: [UInt8]) -> [UInt8] { Array(deflate(bytes).dropFirst(2).dropLast(4)) }

  static func gzip(_ bytes: [UInt8]) -> [UInt8] {
    let checksum = UInt32(truncatingIfNeeded: crc32(0, bytes, UInt32(bytes.count)))
    func little(_ number: UInt32) -> [UInt8] { (0..<4).map { UInt8(truncatingIfNeeded: number >> ($0 * 8)) } }
    return [0x1F, 0x8B, 8, 0, 0, 0, 0, 0, 0, 3] + raw(bytes) + little(checksum)
      + little(UInt32(truncatingIfNeeded: bytes.count))
  }

  static let lines = Array(String(repeating: "{\"a\":1}\n", count: 1000).utf8)

  /// `lines`, packed by the reference program of brotli.
  static let brotli: [UInt8] = [
    0x1B, 0x3F, 0x1F, 0xF8, 0x8D, 0x93, 0xA5, 0x1E, 0xA1, 0xAC, 0xB2, 0x14, 0x09, 0xDB, 0x6B, 0x85, 0x18,
    0x9D,
    0x3E, 0xF1, 0x5B, 0x38, 0x40, 0xDE, 0x02, 0x60, 0xC9, 0x01,
  ]
}
