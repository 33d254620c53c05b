internal import Values

/// What an address is for, by the registries of special addresses; only `global` may be called unasked.
///
/// <https://www.iana.org/assignments/iana-ipv4-special-registry>, <https://www.iana.org/assignments/iana-ipv6-special-registry>
enum AddressKind: Sendable, Hashable {
  case global
  /// What it is instead, as it stands in a message: `a private address`.
  case special(String)

  init(_ address: IPAddress) {
    switch address.version {
    case .four: self = Self.kind(of: address, in: Self.versionFour) ?? .global
    case .six: self = Self.kindOfSix(address)
    }
  }

  private static func kindOfSix(_ address: IPAddress) -> AddressKind {
    // Addresses that carry one of version 4 are judged by it: packets end there.
    for (network, position) in carriers where network.contains(address) {
      let inner = Array(address.bytes.dropFirst(position).prefix(4))
      return IPAddress(bytes: inner).map(AddressKind.init) ?? .special("an unknown address")
    }
    if let kind = kind(of: address, in: versionSix) { return kind }
    return globalUnicast.contains(where: { $0.contains(address) })
      ? .global : .special("not a global address")
  }

  private static func kind(of address: IPAddress, in table: [(IPNetwork, String)]) -> AddressKind? {
    table.first { $0.0.contains(address) }.map { .special($0.1) }
  }

  private static func table(_ entries: [(String, String)]) -> [(IPNetwork, String)] {
    entries.compactMap { text, name in IPNetwork(text).map { ($0, name) } }
  }

  private static let versionFour = table([
    ("0.0.0.0/8", "this machine itself"),
    ("10.0.0.0/8", "a private address"),
    ("100.64.0.0/10", "an address inside a carrier's network"),
    ("127.0.0.0/8", "this machine itself"),
    ("168.63.129.16/32", "an address of a cloud's own services"),
    ("169.254.0.0/16", "a link-local address, where clouds keep their credentials"),
    ("172.16.0.0/12", "a private address"),
    ("192.0.0.0/24", "an address reserved for protocols"),
    ("192.0.2.0/24", "an address for documentation"),
    ("192.31.196.0/24", "an address reserved for protocols"),
    ("192.52.193.0/24", "an address reserved for protocols"),
    ("192.88.99.0/24", "an address of 6to4 relays"),
    ("192.168.0.0/16", "a private address"),
    ("192.175.48.0/24", "an address reserved for protocols"),
    ("198.18.0.0/15", "an address for measurements"),
    ("198.51.100.0/24", "an address for documentation"),
    ("203.0.113.0/24", "an address for documentation"),
    ("224.0.0.0/4", "a multicast address"),
    ("240.0.0.0/4", "a reserved address"),
  ])

  private static let versionSix = table([
    ("::/128", "this machine itself"),
    ("::1/128", "this machine itself"),
    ("::/96", "an address of version 4 in an abandoned form"),
    ("64:ff9b:1::/48", "a translated private address"),
    ("100::/64", "an address that discards everything"),
    // Teredo and others: tunnels that end where their bits say.
    ("2001::/23", "an address reserved for protocols and tunnels"),
    ("2001:db8::/32", "an address for documentation"),
    ("2002::/16", "an address of 6to4 tunnels"),
    ("3fff::/20", "an address for documentation"),
    ("5f00::/16", "an address of segment routing"),
    ("fc00::/7", "a private address"),
    ("fe80::/10", "a link-local address"),
    ("fec0::/10", "a private address"),
    ("ff00::/8", "a multicast address"),
  ])

  private static let globalUnicast = ["2000::/3"].compactMap { IPNetwork($0) }

  /// Networks whose addresses hold one of version 4, and where it begins: mapped, and NAT64.
  private static let carriers: [(IPNetwork, Int)] = [("::ffff:0:0/96", 12), ("64:ff9b::/96", 12)].compactMap {
    text, position in IPNetwork(text).map { ($0, position) }
  }
}
