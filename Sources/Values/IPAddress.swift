/// An address of the Internet Protocol, version 4 or 6.
package struct IPAddress: Sendable {
  /// The version of the protocol; the raw value is its number.
  package enum Version: Int, Sendable {
    case four = 4
    case six = 6
  }

  package let version: Version
  /// 4 or 16 bytes.
  package let bytes: [UInt8]

  package init?(bytes: [UInt8]) {
    switch bytes.count {
    case 4: version = .four
    case 16: version = .six
    default: return nil
    }
    self.bytes = bytes
  }

  /// The version 4 address inside `::ffff:0:0/96`, or the address itself.
  var unmapped: IPAddress {
    guard version == .six, bytes.prefix(10).allSatisfy({ $0 == 0 }), bytes[10] == 0xFF, bytes[11] == 0xFF,
      let inner = IPAddress(bytes: Array(bytes.suffix(4)))
    else { return self }
    return inner
  }
}

extension IPAddress: Hashable {
  /// A version 6 address that wraps a version 4 address is that address.
  package static func == (left: IPAddress, right: IPAddress) -> Bool {
    left.unmapped.bytes == right.unmapped.bytes
  }

  package func hash(into hasher: inout Hasher) { hasher.combine(unmapped.bytes) }
}

extension IPAddress {
  /// Whether this is the address of nothing: all zeros.
  package var isUnspecified: Bool { bytes.allSatisfy { $0 == 0 } }

  /// Whether this leads back to the same machine: `127.0.0.0/8` or `::1`.
  package var isLoopback: Bool {
    let inner = unmapped
    return inner.version == .four
      ? inner.bytes[0] == 127 : inner.bytes.dropLast().allSatisfy { $0 == 0 } && inner.bytes[15] == 1
  }

  /// Whether this stands for a group of machines.
  var isMulticast: Bool {
    let inner = unmapped
    return inner.version == .four ? inner.bytes[0] & 0xF0 == 0xE0 : inner.bytes[0] == 0xFF
  }

  /// Whether this stands for a group on the same link: `224.0.0.0/24` or `ff02::/16`.
  package var isLinkLocalMulticast: Bool {
    let inner = unmapped
    return inner.version == .four
      ? Array(inner.bytes.prefix(3)) == [224, 0, 0] : inner.bytes[0] == 0xFF && inner.bytes[1] & 0x0F == 2
  }

  /// Whether this is valid on one link only: `169.254.0.0/16` or `fe80::/10`.
  package var isLinkLocalUnicast: Bool {
    let inner = unmapped
    return inner.version == .four
      ? Array(inner.bytes.prefix(2)) == [169, 254] : inner.bytes[0] == 0xFE && inner.bytes[1] & 0xC0 == 0x80
  }

  /// Whether this is an ordinary address of one machine; private ones count too.
  package var isGlobalUnicast: Bool {
    let isBroadcast = unmapped.bytes == [255, 255, 255, 255]
    return !isBroadcast && !isUnspecified && !isLoopback && !isMulticast && !isLinkLocalUnicast
  }
}

extension IPAddress: CustomStringConvertible {
  /// Reads `192.168.0.1` and `2001:db8::68`.
  ///
  /// Zones and the mixed notation `::ffff:1.2.3.4` are refused.
  package init?(_ text: String) {
    let bytes = text.contains(":") ? IPAddress.readSix(text) : IPAddress.readFour(text)
    guard let bytes, let address = IPAddress(bytes: bytes) else { return nil }
    self = address
  }

  private static func readFour(_ text: String) -> [UInt8]? {
    let parts = text.split(separator: ".", omittingEmptySubsequences: false)
    guard parts.count == 4 else { return nil }
    var bytes: [UInt8] = []
    for part in parts {
      let hasLeadingZero = part.count > 1 && part.first == "0"
      guard (1...3).contains(part.count), part.allSatisfy(\.isASCIIDigit), !hasLeadingZero,
        let byte = UInt8(part)
      else { return nil }
      bytes.append(byte)
    }
    return bytes
  }

  private static func readSix(_ text: String) -> [UInt8]? {
    let scalars = Array(text.utf8)
    guard
      let gap = (0..<max(0, scalars.count - 1)).first(where: {
        scalars[$0] == 0x3A && scalars[$0 + 1] == 0x3A
      })
    else {
      let groups = groups(scalars[...])
      return groups?.count == 16 ? groups : nil
    }
    guard let head = groups(scalars[..<gap]), let tail = groups(scalars[(gap + 2)...]),
      head.count + tail.count <= 14
    else { return nil }
    return head + Array(repeating: 0, count: 16 - head.count - tail.count) + tail
  }

  private static func groups(_ text: ArraySlice<UInt8>) -> [UInt8]? {
    if text.isEmpty { return [] }
    var bytes: [UInt8] = []
    for group in text.split(separator: 0x3A, omittingEmptySubsequences: false) {
      let isHex = group.allSatisfy {
        (0x30...0x39).contains($0) || (0x41...0x46).contains($0) || (0x61...0x66).contains($0)
      }
      guard (1...4).contains(group.count), isHex,
        let number = UInt16(String(decoding: group, as: UTF8.self), radix: 16)
      else { return nil }
      bytes += [UInt8(number >> 8), UInt8(number & 0xFF)]
    }
    return bytes
  }

  /// The form of RFC 5952: lower case, the longest run of zero groups left out.
  package var description: String {
    if version == .four { return bytes.map { String($0) }.joined(separator: ".") }
    let groups = stride(from: 0, to: 16, by: 2).map { Int(bytes[$0]) << 8 | Int(bytes[$0 + 1]) }
    var best = 0..<0
    var start = 0
    for (position, group) in groups.enumerated() {
      if group != 0 {
        start = position + 1
      } else if position + 1 - start > best.count {
        best = start..<position + 1
      }
    }
    func text(_ part: ArraySlice<Int>) -> String {
      part.map { String($0, radix: 16) }.joined(separator: ":")
    }
    if best.count < 2 { return text(groups[...]) }
    return text(groups[..<best.lowerBound]) + "::" + text(groups[best.upperBound...])
  }
}

/// A range of addresses: an address and how many of its leading bits are fixed.
package struct IPNetwork: Sendable, Hashable {
  package let address: IPAddress
  package let prefixLength: Int

  package init?(address: IPAddress, prefixLength: Int) {
    guard (0...address.bytes.count * 8).contains(prefixLength) else { return nil }
    self.address = address
    self.prefixLength = prefixLength
  }

  /// The network with the bits that are not fixed set to zero.
  package var masked: IPNetwork {
    var bytes = address.bytes
    for position in bytes.indices {
      let fixed = min(8, max(0, prefixLength - position * 8))
      bytes[position] &= UInt8(truncatingIfNeeded: 0xFF00 >> fixed)
    }
    guard let address = IPAddress(bytes: bytes) else { return self }
    return IPNetwork(address: address, prefixLength: prefixLength) ?? self
  }

  /// Whether an address lies in the range; one of the other version never does.
  package func contains(_ other: IPAddress) -> Bool {
    guard other.version == address.version, let there = IPNetwork(address: other, prefixLength: prefixLength)
    else {
      return false
    }
    return there.masked.address.bytes == masked.address.bytes
  }

  /// Whether every address of another range lies in this one.
  package func contains(_ other: IPNetwork) -> Bool {
    other.prefixLength >= prefixLength && contains(other.address)
  }
}

extension IPNetwork: CustomStringConvertible {
  /// Reads `192.168.0.0/24` and `2001:db8::/32`.
  package init?(_ text: String) {
    let parts = text.split(separator: "/", omittingEmptySubsequences: false)
    guard parts.count == 2, let address = IPAddress(String(parts[0])), (1...3).contains(parts[1].count),
      parts[1].allSatisfy(\.isASCIIDigit), let length = Int(parts[1])
    else { return nil }
    self.init(address: address, prefixLength: length)
  }

  package var description: String { "\(address)/\(prefixLength)" }
}
