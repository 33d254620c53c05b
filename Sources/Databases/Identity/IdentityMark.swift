/// A value by which a row may be recognised: 64 bits over organization, model, field and value.
///
/// The value itself stands in its own row and nowhere else: a number that a state gave is not kept twice.
struct IdentityMark: Hashable, Comparable {
  /// Of the field's name.
  let field: Int64
  let key: Int64

  static func < (left: IdentityMark, right: IdentityMark) -> Bool {
    (left.field, left.key) < (right.field, right.key)
  }

  /// The mark of a value; blanks around it and capitals make no difference, and an empty one marks nobody.
  init?(_ value: UnsafeRawBufferPointer, field: Int64, seed: UInt64) {
    var hash = seed ^ UInt64(bitPattern: field)
    var isEmpty = true
    // Blanks count only once something follows them.
    var blanks = 0
    for byte in value {
      if byte == 0x20 || (0x09...0x0D).contains(byte) {
        if !isEmpty { blanks += 1 }
        continue
      }
      isEmpty = false
      for _ in 0..<blanks { hash = Self.step(hash, 0x20) }
      blanks = 0
      hash = Self.step(hash, (0x41...0x5A).contains(byte) ? byte | 0x20 : byte)
    }
    if isEmpty { return nil }
    self.init(field: field, key: Self.finish(hash))
  }

  init(field: Int64, key: Int64) {
    self.field = field
    self.key = key
  }

  /// What stands for a name, in every later version as well.
  static func code(_ name: String) -> Int64 { finish(name.utf8.reduce(offset, step)) }

  /// What the marks of one model of one organization begin with.
  static func seed(_ model: String, _ organization: Int64) -> UInt64 {
    UInt64(bitPattern: code("\(organization)|\(model)"))
  }

  // MARK: FNV-1a, mixed at the end so that every bit counts

  private static let offset: UInt64 = 0xCBF2_9CE4_8422_2325

  private static func step(_ hash: UInt64, _ byte: UInt8) -> UInt64 {
    (hash ^ UInt64(byte)) &* 0x0000_0100_0000_01B3
  }

  private static func finish(_ hash: UInt64) -> Int64 {
    var mixed = (hash ^ hash >> 30) &* 0xBF58_476D_1CE4_E5B9
    mixed = (mixed ^ mixed >> 27) &* 0x94D0_49BB_1331_11EB
    return Int64(bitPattern: mixed ^ mixed >> 31)
  }
}

/// The marks of a row, and whose row it is.
struct IdentityMarks {
  var integration: Int64 = 0
  var marks: [IdentityMark] = []

  /// Sixteen bytes for each.
  var bytes: [UInt8] {
    marks.flatMap { mark in
      [mark.field, mark.key].flatMap { number in withUnsafeBytes(of: number.bigEndian, Array.init) }
    }
  }

  static func marks(in bytes: UnsafeRawBufferPointer) -> [IdentityMark] {
    stride(from: 0, to: bytes.count - 15, by: 16).map { place in
      IdentityMark(
        field: Int64(bigEndian: bytes.loadUnaligned(fromByteOffset: place, as: Int64.self)),
        key: Int64(bigEndian: bytes.loadUnaligned(fromByteOffset: place + 8, as: Int64.self)))
    }
  }
}
