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

  /// Reads an absolute address.
  ///
  /// Strict where leniency is how requests are led astray: a user, a backslash, control characters or an escaped host are refused.
  package init(_ text: String) throws(Problem) {
    guard text.utf8.allSatisfy({ $0 > 0x20 && $0 != 0x7F && $0 != 0x5C }) else {
      throw Problem("an address holds no blanks, control characters or backslashes")
    }
    let (scheme, afterScheme) = try Self.scheme(of: text)
    let authorityEnd = afterScheme.firstIndex { $0 == "/" || $0 == "?" || $0 == "#" } ?? afterScheme.endIndex
    let (host, port) = try Self.hostAndPort(afterScheme[..<authorityEnd], scheme)
    let rest = afterScheme[authorityEnd...].prefix { $0 != "#" }
    let path = rest.prefix { $0 != "?" }
    let query = rest.dropFirst(path.count)
    self.init(
      scheme: scheme, host: host, port: port, path: Self.encoded(path),
      query: query.isEmpty ? nil : Self.encoded(query.dropFirst()))
  }

  /// The address that a reference means when it stands in a reply from here: whole, `//host`, absolute or relative path.
  package func resolving(_ reference: String) throws(Problem) -> WebAddress {
    if Self.hasScheme(reference) { return try WebAddress(reference) }
    if reference.hasPrefix("//") { return try WebAddress("\(scheme.rawValue):\(reference)") }
    let base = origin.description
    if reference.hasPrefix("/") { return try WebAddress(base + reference) }
    if reference.hasPrefix("?") { return try WebAddress(base + path + reference) }
    if reference.isEmpty || reference.hasPrefix("#") { return self }
    let folder = path.lastIndex(of: "/").map { path[...$0] } ?? "/"
    let mark = reference.firstIndex { $0 == "?" || $0 == "#" } ?? reference.endIndex
    let merged = Self.withoutDots(folder + reference[..<mark])
    return try WebAddress(base + merged + reference[mark...])
  }

  private static func hasScheme(_ text: String) -> Bool {
    guard let colon = text.utf8.firstIndex(of: 0x3A) else { return false }
    let name = text.utf8[..<colon]
    guard let first = name.first, (0x41...0x5A).contains(first & 0xDF) else { return false }
    return name.allSatisfy {
      (0x41...0x5A).contains($0 & 0xDF) || (0x30...0x39).contains($0) || [0x2B, 0x2D, 0x2E].contains($0)
    }
  }

  private static func scheme(of text: String) throws(Problem) -> (Scheme, Substring) {
    for scheme in [Scheme.https, .http] {
      let start = scheme.rawValue + "://"
      if text.prefix(start.count).lowercased() == start { return (scheme, text.dropFirst(start.count)) }
    }
    throw Problem("an address begins with https://")
  }

  private static func hostAndPort(_ text: Substring, _ scheme: Scheme) throws(Problem) -> (String, Int) {
    guard !text.utf8.contains(0x40) else { throw Problem("an address holds no user name") }
    guard !text.utf8.contains(0x25) else { throw Problem("the host of an address is not percent-encoded") }
    guard text.utf8.allSatisfy({ $0 < 0x80 }) else {
      throw Problem("the host of an address is written in ASCII")
    }
    let hostEnd =
      text.hasPrefix("[")
      ? text.firstIndex(of: "]").map { text.index(after: $0) } ?? text.endIndex
      : text.firstIndex(of: ":") ?? text.endIndex
    let host = text[..<hostEnd].lowercased()
    let rest = text[hostEnd...]
    guard !host.isEmpty, host != "[]" else { throw Problem("an address names a host") }
    if rest.isEmpty || rest == ":" { return (host, scheme.port) }
    guard rest.hasPrefix(":"), rest.dropFirst().utf8.allSatisfy({ (0x30...0x39).contains($0) }),
      let port = Int(rest.dropFirst()), (1...65535).contains(port)
    else { throw Problem("the port of an address is a number from 1 to 65535") }
    return (host, port)
  }

  /// Escapes what may not stand in a request line.
  private static func encoded(_ text: Substring) -> String {
    guard !text.utf8.allSatisfy({ (0x21...0x7E).contains($0) && ![0x22, 0x3C, 0x3E, 0x60].contains($0) })
    else {
      return String(text)
    }
    var bytes: [UInt8] = []
    for byte in text.utf8 {
      if (0x21...0x7E).contains(byte), ![0x22, 0x3C, 0x3E, 0x60].contains(byte) {
        bytes.append(byte)
      } else {
        bytes.append(0x25)
        bytes += hexadecimal(byte)
      }
    }
    return String(decoding: bytes, as: UTF8.self)
  }

  static func hexadecimal(_ byte: UInt8) -> [UInt8] {
    let digits = Array("0123456789ABCDEF".utf8)
    return [digits[Int(byte >> 4)], digits[Int(byte & 15)]]
  }

  private static func withoutDots(_ path: Substring) -> String {
    var parts: [Substring] = []
    let pieces = path.dropFirst().split(separator: "/", omittingEmptySubsequences: false)
    for (place, piece) in pieces.enumerated() {
      let isLast = place == pieces.count - 1
      switch piece {
      case ".": if isLast { parts.append("") }
      case "..":
        if !parts.isEmpty { parts.removeLast() }
        if isLast { parts.append("") }
      default: parts.append(piece)
      }
    }
    return "/" + parts.joined(separator: "/")
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
