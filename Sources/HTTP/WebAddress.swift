/// An absolute `http` or `https` address, taken apart and normal: lower-case scheme and host, no user, no fragment.
package struct WebAddress: Sendable, Hashable {
  package enum Scheme: String, Sendable, Hashable {
    case http, https
    package var port: Int { self == .http ? 80 : 443 }
  }

  package let scheme: Scheme
  /// A name or an address; an IPv6 address stands in brackets.
  package let host: String
  package let port: Int
  /// Begins with `/`; percent-encoded as it will be sent.
  package var path: String
  /// Without the question mark; nil when there is none.
  package var query: String?

  /// Scheme, host and port: what credentials belong to.
  package struct Origin: Sendable, Hashable, CustomStringConvertible {
    package let scheme: Scheme
    package let host: String
    package let port: Int

    package var description: String {
      "\(scheme.rawValue)://\(host)" + (port == scheme.port ? "" : ":\(port)")
    }
  }

  package var origin: Origin { Origin(scheme: scheme, host: host, port: port) }

  /// Path and query as the request line has them.
  package var target: String { query.map { "\(path)?\($0)" } ?? path }

  /// Why a text is no address that may be called.
  package struct Problem: Error, Sendable, Hashable {
    package let message: String
    package init(_ message: String) { self.message = message }
  }

  package init(scheme: Scheme, host: String, port: Int? = nil, path: String = "/", query: String? = nil) {
    self.scheme = scheme
    self.host = host
    self.port = port ?? scheme.port
    self.path = path.isEmpty ? "/" : path
    self.query = query
  }
}

// Everything here looks at bytes: characters of Swift may swallow a delimiter together with the accent that follows it.
extension WebAddress {
  private typealias Bytes = ArraySlice<UInt8>

  /// Longer ones are no addresses but attempts.
  private static let maximumLength = 64 << 10

  /// Reads an absolute address.
  ///
  /// Strict where leniency is how requests are led astray: a user, a backslash, control characters or an escaped host are refused.
  package init(_ text: String) throws(Problem) {
    let bytes = Array(text.utf8)
    guard bytes.count <= Self.maximumLength else { throw Problem("an address is at most 64 kB long") }
    guard bytes.allSatisfy({ $0 > 0x20 && $0 != 0x7F && $0 != 0x5C }) else {
      throw Problem("an address holds no blanks, control characters or backslashes")
    }
    guard let (scheme, rest) = Self.scheme(of: bytes[...]) else {
      throw Problem("an address begins with https://")
    }
    let authority = rest.prefix { $0 != Self.slash && $0 != Self.questionMark && $0 != Self.hash }
    let (host, port) = try Self.hostAndPort(authority, scheme)
    let target = rest.dropFirst(authority.count).prefix { $0 != Self.hash }
    let path = target.prefix { $0 != Self.questionMark }
    let query = target.dropFirst(path.count)
    self.init(
      scheme: scheme, host: host, port: port, path: Self.encoded(path),
      query: query.isEmpty ? nil : Self.encoded(query.dropFirst()))
  }

  /// The address that a reference means when it stands in a reply from here: whole, `//host`, absolute or relative path.
  ///
  /// Servers that put a query into a link as they received it leave blanks in it; a host with one is refused all the same.
  package func resolving(_ reference: String) throws(Problem) -> WebAddress {
    let reference = Self.withoutBlanks(reference)
    let bytes = Array(reference.utf8)
    if Self.hasScheme(bytes) { return try WebAddress(reference) }
    if bytes.starts(with: "//".utf8) { return try WebAddress("\(scheme.rawValue):\(reference)") }
    let base = origin.description
    switch bytes.first {
    case nil, Self.hash: return self
    case Self.slash: return try WebAddress(base + reference)
    case Self.questionMark: return try WebAddress(base + path + reference)
    default:
      let end = bytes.firstIndex { $0 == Self.questionMark || $0 == Self.hash } ?? bytes.endIndex
      let folder = path.utf8.lastIndex(of: Self.slash).map { Array(path.utf8[...$0]) } ?? [Self.slash]
      let merged = Self.withoutDots(folder + bytes[..<end])
      return try WebAddress(base + merged + String(decoding: bytes[end...], as: UTF8.self))
    }
  }

  /// Blanks between other characters escaped; at the ends they are left, to be refused.
  private static func withoutBlanks(_ text: String) -> String {
    guard text.utf8.contains(0x20), text.utf8.first != 0x20, text.utf8.last != 0x20 else { return text }
    return text.split(separator: " ", omittingEmptySubsequences: false).joined(separator: "%20")
  }

  /// Whether a text names a scheme and a host, and so is no path; the scheme may be one that is never called.
  package static func isWhole(_ text: String) -> Bool {
    let bytes = Array(text.utf8.prefix(40))
    guard hasScheme(bytes), let colon = bytes.firstIndex(of: 0x3A) else { return false }
    return bytes[colon...].dropFirst().starts(with: "//".utf8)
  }

  private static func hasScheme(_ bytes: [UInt8]) -> Bool {
    guard let colon = bytes.firstIndex(of: 0x3A) else { return false }
    let name = bytes[..<colon]
    guard let first = name.first, isLetter(first) else { return false }
    return name.allSatisfy { isLetter($0) || isDigit($0) || [0x2B, 0x2D, 0x2E].contains($0) }
  }

  private static func scheme(of bytes: Bytes) -> (Scheme, rest: Bytes)? {
    for scheme in [Scheme.https, .http] {
      let start = Array("\(scheme.rawValue)://".utf8)
      // Only letters have that bit to lose; `:` and `/` have it already.
      if bytes.prefix(start.count).map({ isLetter($0) ? $0 | 0x20 : $0 }) == start {
        return (scheme, bytes.dropFirst(start.count))
      }
    }
    return nil
  }

  private static func hostAndPort(_ bytes: Bytes, _ scheme: Scheme) throws(Problem) -> (String, Int) {
    guard !bytes.contains(0x40) else { throw Problem("an address holds no user name") }
    guard !bytes.contains(0x25) else { throw Problem("the host of an address is not percent-encoded") }
    guard bytes.allSatisfy({ $0 < 0x80 }) else { throw Problem("the host of an address is written in ASCII") }
    let isBracketed = bytes.first == 0x5B
    let host =
      isBracketed
      ? bytes.firstIndex(of: 0x5D).map { bytes[...$0] } ?? bytes
      : bytes.prefix { $0 != 0x3A }
    guard isBracketed ? isAddressSix(host) : isName(host) else {
      throw Problem(
        host.isEmpty ? "an address names a host" : "the host of an address is a name or an address")
    }
    let name = String(decoding: host.map { isLetter($0) ? $0 | 0x20 : $0 }, as: UTF8.self)
    let rest = bytes.dropFirst(host.count)
    if rest.isEmpty || rest.elementsEqual([0x3A]) { return (name, scheme.port) }
    guard rest.first == 0x3A, rest.count <= 6, rest.dropFirst().allSatisfy(isDigit),
      let port = Int(String(decoding: rest.dropFirst(), as: UTF8.self)), (1...65535).contains(port)
    else { throw Problem("the port of an address is a number from 1 to 65535") }
    return (name, port)
  }

  /// Labels of letters, digits, hyphens and underscores; a dot at the end is the root.
  private static func isName(_ bytes: Bytes) -> Bool {
    guard (1...255).contains(bytes.count) else { return false }
    var labels = bytes.split(separator: 0x2E, omittingEmptySubsequences: false)
    if labels.count > 1, labels.last?.isEmpty == true { labels.removeLast() }
    return labels.allSatisfy { label in
      (1...63).contains(label.count)
        && label.allSatisfy { isLetter($0) || isDigit($0) || $0 == 0x2D || $0 == 0x5F }
    }
  }

  /// The shape of `[2001:db8::1]`; whether it is one is seen when it is connected.
  private static func isAddressSix(_ bytes: Bytes) -> Bool {
    guard bytes.count > 3, bytes.last == 0x5D else { return false }
    let inner = bytes.dropFirst().dropLast()
    return inner.contains(0x3A)
      && inner.allSatisfy { isDigit($0) || (0x61...0x66).contains($0 | 0x20) || $0 == 0x3A || $0 == 0x2E }
  }

  private static let slash: UInt8 = 0x2F
  private static let questionMark: UInt8 = 0x3F
  private static let hash: UInt8 = 0x23
  private static func isLetter(_ byte: UInt8) -> Bool { (0x61...0x7A).contains(byte | 0x20) }
  private static func isDigit(_ byte: UInt8) -> Bool { (0x30...0x39).contains(byte) }

  /// Escapes what may not stand in a request line.
  private static func encoded(_ bytes: Bytes) -> String {
    func mayStand(_ byte: UInt8) -> Bool {
      (0x21...0x7E).contains(byte) && ![0x22, 0x3C, 0x3E, 0x60].contains(byte)
    }
    var encoded: [UInt8] = []
    encoded.reserveCapacity(bytes.count)
    for byte in bytes {
      if mayStand(byte) {
        encoded.append(byte)
      } else {
        encoded.append(0x25)
        encoded += hexadecimal(byte)
      }
    }
    return String(decoding: encoded, as: UTF8.self)
  }

  static func hexadecimal(_ byte: UInt8) -> [UInt8] {
    func digit(_ value: UInt8) -> UInt8 { value < 10 ? 0x30 + value : 0x41 + value - 10 }
    return [digit(byte >> 4), digit(byte & 15)]
  }

  private static func withoutDots(_ path: [UInt8]) -> String {
    var parts: [Bytes] = []
    let pieces = path.dropFirst().split(separator: slash, omittingEmptySubsequences: false)
    for (place, piece) in pieces.enumerated() {
      let isLast = place == pieces.count - 1
      if piece.elementsEqual([0x2E]) {
        if isLast { parts.append([]) }
      } else if piece.elementsEqual([0x2E, 0x2E]) {
        if !parts.isEmpty { parts.removeLast() }
        if isLast { parts.append([]) }
      } else {
        parts.append(piece)
      }
    }
    return "/" + String(decoding: Array(parts.joined(separator: [slash])), as: UTF8.self)
  }
}

extension WebAddress: CustomStringConvertible {
  package var description: String { origin.description + target }
}

extension String {
  /// The text as it may stand in a query or form value: everything but unreserved characters escaped.
  package var percentEncoded: String {
    var bytes: [UInt8] = []
    for byte in utf8 {
      switch byte {
      case 0x30...0x39, 0x41...0x5A, 0x61...0x7A, 0x2D, 0x2E, 0x5F, 0x7E: bytes.append(byte)
      default:
        bytes.append(0x25)
        bytes += WebAddress.hexadecimal(byte)
      }
    }
    return String(decoding: bytes, as: UTF8.self)
  }
}
