package import Values
internal import Glibc
internal import Synchronization

/// Judges addresses after names were resolved, at the moment of connecting.
///
/// Texts are not judged: `127.1`, `0x7f000001` and a name that was public a second ago all become plain in the address that is
/// about to be called.
package final class AddressGuard: Sendable {
  private let allowed: [AllowedHost]
  private let ownAddresses: Set<IPAddress>
  private let announce: @Sendable (String) -> Void
  private let announced = Mutex<Set<String>>([])

  /// `announce` is told once of each entry that lets an address through that would have been refused.
  package init(
    allowing allowed: [AllowedHost] = [], announce: @escaping @Sendable (String) -> Void = { _ in }
  ) {
    self.allowed = allowed
    self.announce = announce
    ownAddresses = Self.addressesOfThisMachine()
  }

  /// Why an address may not be called, in a sentence; nil when it may.
  package func refusal(host: String, port: Int, address: IPAddress) -> String? {
    guard let reason = reason(port: port, address: address) else { return nil }
    if let entry = allowed.first(where: { $0.covers(host: host, port: port, address: address) }) {
      let isNew = announced.withLock { $0.insert(entry.text).inserted }
      if isNew { announce("calls to \(host) at \(address) are let through because \(entry.text) is allowed") }
      return nil
    }
    return
      "\(host) leads to \(reason), which is not called; if that is meant, allow it with --allow-host \(host):\(port)"
  }

  /// The judgement of a host that is an address in any spelling, or this machine by name; nil for other names.
  func refusal(ofLiteral host: String, port: Int) -> String? {
    let name = host.hasSuffix(".") ? String(host.dropLast()) : host
    if name == "localhost" || name.hasSuffix(".localhost") {
      return IPAddress("127.0.0.1").flatMap { refusal(host: host, port: port, address: $0) }
    }
    var hints = addrinfo()
    hints.ai_flags = AI_NUMERICHOST
    var found: UnsafeMutablePointer<addrinfo>?
    let text = name.hasPrefix("[") ? String(name.dropFirst().dropLast()) : name
    guard getaddrinfo(text, nil, &hints, &found) == 0 else { return nil }
    defer { freeaddrinfo(found) }
    guard let address = found?.pointee.ai_addr.flatMap({ IPAddress(socketAddress: $0) }) else { return nil }
    return refusal(host: host, port: port, address: address)
  }

  private func reason(port: Int, address: IPAddress) -> String? {
    if case .special(let name) = AddressKind(address) { return "\(address), \(name)" }
    if ownAddresses.contains(address) { return "\(address), this machine itself" }
    // Ports of services that would take a request for commands of their own.
    if Self.foreignPorts.contains(port) { return "port \(port), where no web server listens" }
    return nil
  }

  /// Ports that browsers do not call either: <https://fetch.spec.whatwg.org/#port-blocking>, and those of common databases.
  private static let foreignPorts: Set<Int> = [
    1, 7, 9, 11, 13, 15, 17, 19, 20, 21, 22, 23, 25, 37, 42, 43, 53, 69, 77, 79, 87, 95, 101, 102, 103, 104,
    109,
    110, 111, 113, 115, 117, 119, 123, 135, 137, 139, 143, 161, 179, 389, 427, 465, 512, 513, 514, 515, 526,
    530,
    531, 532, 540, 548, 554, 556, 563, 587, 601, 636, 989, 990, 993, 995, 1433, 1521, 1719, 1720, 1723, 2049,
    3306,
    3389, 3659, 4045, 4190, 5060, 5061, 5432, 6000, 6379, 6566, 6665, 6666, 6667, 6668, 6669, 6679, 6697,
    10080,
    11211, 27017,
  ]

  private static func addressesOfThisMachine() -> Set<IPAddress> {
    var first: UnsafeMutablePointer<ifaddrs>?
    guard getifaddrs(&first) == 0 else { return [] }
    defer { freeifaddrs(first) }
    var found: Set<IPAddress> = []
    var next = first
    while let entry = next {
      if let address = entry.pointee.ifa_addr.flatMap({ IPAddress(socketAddress: $0) }) {
        found.insert(address)
      }
      next = entry.pointee.ifa_next
    }
    return found
  }
}

/// An address, name or network that may be called although it is not public.
package struct AllowedHost: Sendable, Hashable {
  private enum Target: Sendable, Hashable {
    case name(String)
    case network(IPNetwork)
  }

  /// As it was given.
  package let text: String
  private let target: Target
  private let port: Int?

  /// Reads `erp.example.com`, `localhost:8080`, `10.1.2.3`, `[::1]:8080`, `10.0.0.0/8`; nil for anything else.
  package init?(_ text: String) {
    self.text = text
    let lower = text.lowercased()
    if let network = IPNetwork(lower) {
      (target, port) = (.network(network), nil)
      return
    }
    let hostEnd =
      lower.hasPrefix("[")
      ? lower.firstIndex(of: "]").map { lower.index(after: $0) } ?? lower.endIndex
      : IPAddress(lower) != nil ? lower.endIndex : lower.firstIndex(of: ":") ?? lower.endIndex
    let rest = lower[hostEnd...]
    if rest.isEmpty {
      port = nil
    } else {
      guard rest.hasPrefix(":"), let number = Int(rest.dropFirst()), (1...65535).contains(number) else {
        return nil
      }
      port = number
    }
    var host = lower[..<hostEnd]
    if host.hasPrefix("["), host.hasSuffix("]") { host = host.dropFirst().dropLast() }
    if let address = IPAddress(String(host)),
      let network = IPNetwork(address: address, prefixLength: address.bytes.count * 8)
    {
      target = .network(network)
    } else {
      guard !host.isEmpty, host.utf8.allSatisfy(Self.mayStandInName) else { return nil }
      target = .name(String(host))
    }
  }

  func covers(host: String, port: Int, address: IPAddress) -> Bool {
    if let own = self.port, own != port { return false }
    switch target {
    case .name(let name): return Self.withoutDot(host.lowercased()) == Self.withoutDot(name)
    case .network(let network): return network.contains(address)
    }
  }

  private static func withoutDot(_ name: String) -> Substring {
    name.hasSuffix(".") ? name.dropLast() : name[...]
  }

  private static func mayStandInName(_ byte: UInt8) -> Bool {
    switch byte {
    case 0x30...0x39, 0x61...0x7A, 0x2D, 0x2E, 0x5F: true
    default: false
    }
  }
}

extension IPAddress {
  /// The address in a socket address of the system; nil for other families.
  init?(socketAddress: UnsafePointer<sockaddr>) {
    switch Int32(socketAddress.pointee.sa_family) {
    case AF_INET:
      let number = UnsafeRawPointer(socketAddress).loadUnaligned(as: sockaddr_in.self).sin_addr
      self.init(bytes: withUnsafeBytes(of: number) { Array($0) })
    case AF_INET6:
      let number = UnsafeRawPointer(socketAddress).loadUnaligned(as: sockaddr_in6.self).sin6_addr
      self.init(bytes: withUnsafeBytes(of: number) { Array($0) })
    default: return nil
    }
  }
}
