internal import COpenSSL

/// A hash function that providers ask for.
package enum HashFunction: Int32, Sendable, Hashable, CaseIterable {
  /// Only for checksums that a provider defines so; proves nothing.
  case md5 = 0
  /// Only where a provider knows nothing better.
  case sha1 = 1
  case sha256 = 2
  case sha384 = 3
  case sha512 = 4

  /// The hash of some bytes.
  package func digest(_ bytes: [UInt8]) -> [UInt8] {
    [UInt8](unsafeUninitializedCapacity: Self.largest) { out, count in
      count = out.baseAddress.map { connector_digest(rawValue, bytes, bytes.count, $0) } ?? 0
    }
  }

  /// The keyed hash of some bytes (RFC 2104).
  package func code(_ bytes: [UInt8], key: [UInt8]) -> [UInt8] {
    [UInt8](unsafeUninitializedCapacity: Self.largest) { out, count in
      count =
        out.baseAddress.map { connector_hmac(rawValue, key, key.count, bytes, bytes.count, $0) } ?? 0
    }
  }

  private static let largest = Int(EVP_MAX_MD_SIZE)
}

/// Comparison of secrets.
package enum ConstantTime {
  /// Whether both are the same, in a time that tells nothing of where they differ.
  package static func areEqual(_ left: [UInt8], _ right: [UInt8]) -> Bool {
    left.count == right.count && connector_equal(left, right, left.count) == 1
  }
}

/// Random numbers that nobody can foretell.
package struct SecureRandom: RandomNumberGenerator, Sendable {
  package init() {}

  package mutating func next() -> UInt64 {
    Self.bytes(8).reduce(0) { $0 << 8 | UInt64($1) }
  }

  /// So many random bytes.
  package static func bytes(_ count: Int) -> [UInt8] {
    let made = [UInt8](unsafeUninitializedCapacity: count) { out, filled in
      filled = out.baseAddress.map { connector_random($0, count) == 1 ? count : 0 } ?? 0
    }
    // Going on without randomness would make keys that anybody can guess.
    precondition(made.count == count, "the system gives no random numbers")
    return made
  }
}
