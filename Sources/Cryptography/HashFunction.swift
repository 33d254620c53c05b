internal import COpenSSL

/// A hash function that providers ask for.
package enum HashFunction: Int32, Sendable, Hashable {
  /// Only where a provider knows nothing better.
  case sha1 = 0
  case sha256 = 1
  case sha384 = 2
  case sha512 = 3

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
package enum SecureRandom {
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
