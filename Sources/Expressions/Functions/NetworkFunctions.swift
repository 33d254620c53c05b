internal import Values

extension FunctionLibrary {
  static let networks = FunctionLibrary(
    "networks", "Addresses of the Internet Protocol and ranges of them.", functions: NetworkFunctions.all)
}

private enum NetworkFunctions {
  static let all = [
    ip, isIP, isCIDR, isCanonical, cidr, family, containsIP, containsCIDR, masked, prefixLength,
    property("isUnspecified", "Whether this is the address of nothing, 0.0.0.0 or ::.", "ip('::')") {
      $0.isUnspecified
    },
    property("isLoopback", "Whether this is the machine itself.", "ip('127.0.0.1')") { $0.isLoopback },
    property("isGlobalUnicast", "Whether this is an ordinary address of one machine.", "ip('10.0.0.1')") {
      $0.isGlobalUnicast
    },
    property("isLinkLocalMulticast", "Whether this is a group on the local link.", "ip('224.0.0.1')") {
      $0.isLinkLocalMulticast
    },
    property("isLinkLocalUnicast", "Whether this is an address of the local link.", "ip('169.254.1.1')") {
      $0.isLinkLocalUnicast
    },
  ]

  private static func address(_ text: String) throws(CallFailure) -> IPAddress {
    guard let address = IPAddress(text) else {
      throw CallFailure(.conversion, "\(ValueText.short(.string(text))) is not an IP address")
    }
    return address
  }

  private static func network(_ text: String) throws(CallFailure) -> IPNetwork {
    guard let network = IPNetwork(text) else {
      throw CallFailure(.conversion, "\(ValueText.short(.string(text))) is not a range of IP addresses")
    }
    return network
  }

  private static let ip = Function(
    "ip", "An IP address from text, or the address of a range.",
    examples: [Example("string(ip('2001:DB8::0:1'))", "'2001:db8::1'")],
    [
      .function(.address, .address) { (value, _) in value },
      .function(.string, .address) { (value, _) throws(CallFailure) in
        guard case .string(let text) = value else { return .null }
        return .address(try address(text))
      },
      .method(.network, .address) { (value, _) in
        guard case .network(let network) = value else { return .null }
        return .address(network.address)
      },
    ])

  private static let isIP = Function(
    "isIP", "Whether a text is an IP address.", examples: [Example("isIP('10.0.0.256')", "false")],
    [
      .function(.string, .bool) { (value, _) in
        guard case .string(let text) = value else { return .null }
        return .bool(IPAddress(text) != nil)
      }
    ])

  private static let isCIDR = Function(
    "isCIDR", "Whether a text is a range of IP addresses.",
    examples: [Example("isCIDR('10.0.0.0/8')", "true")],
    [
      .function(.string, .bool) { (value, _) in
        guard case .string(let text) = value else { return .null }
        return .bool(IPNetwork(text) != nil)
      }
    ])

  private static let isCanonical = Function(
    "ip.isCanonical", "Whether an address is written in its one standard form.",
    examples: [Example("ip.isCanonical('2001:DB8::1')", "false")],
    [
      .function(.string, .bool) { (value, _) throws(CallFailure) in
        guard case .string(let text) = value else { return .null }
        return .bool(try address(text).description == text)
      }
    ])

  private static let cidr = Function(
    "cidr", "A range of IP addresses from text.",
    examples: [Example("string(cidr('10.0.0.0/8'))", "'10.0.0.0/8'")],
    [
      .function(.network, .network) { (value, _) in value },
      .function(.string, .network) { (value, _) throws(CallFailure) in
        guard case .string(let text) = value else { return .null }
        return .network(try network(text))
      },
    ])

  private static let family = Function(
    "family", "4 or 6, the version of the protocol.", examples: [Example("ip('::1').family()", "6")],
    [
      .method(.address, .int) { (value, _) in
        guard case .address(let address) = value else { return .null }
        return .int(Int64(address.version.rawValue))
      }
    ])

  private static func property(
    _ name: String, _ summary: String, _ example: String, _ holds: @escaping @Sendable (IPAddress) -> Bool
  ) -> Function {
    Function(
      name, summary, examples: [Example("\(example).\(name)()", "true")],
      [
        .method(.address, .bool) { (value, _) in
          guard case .address(let address) = value else { return .null }
          return .bool(holds(address))
        }
      ])
  }

  private static let containsIP = Function(
    "containsIP", "Whether a range has an address.",
    examples: [Example("cidr('10.0.0.0/8').containsIP('10.1.2.3')", "true")],
    [ExpressionType.address, .string].map { type in
      .method(.network, type, .bool) { (range, value, _) throws(CallFailure) in
        guard case .network(let network) = range else { return .null }
        if case .address(let wanted) = value { return .bool(network.contains(wanted)) }
        guard case .string(let text) = value else { return .null }
        return .bool(network.contains(try address(text)))
      }
    })

  private static let containsCIDR = Function(
    "containsCIDR", "Whether a range has all addresses of another.",
    examples: [Example("cidr('10.0.0.0/8').containsCIDR('10.1.0.0/16')", "true")],
    [ExpressionType.network, .string].map { type in
      .method(.network, type, .bool) { (range, value, _) throws(CallFailure) in
        guard case .network(let outer) = range else { return .null }
        if case .network(let wanted) = value { return .bool(outer.contains(wanted)) }
        guard case .string(let text) = value else { return .null }
        return .bool(outer.contains(try network(text)))
      }
    })

  private static let masked = Function(
    "masked", "The range with zeros in the bits that are not fixed.",
    examples: [Example("string(cidr('10.1.2.3/8').masked())", "'10.0.0.0/8'")],
    [
      .method(.network, .network) { (value, _) in
        guard case .network(let network) = value else { return .null }
        return .network(network.masked)
      }
    ])

  private static let prefixLength = Function(
    "prefixLength", "How many leading bits of a range are fixed.",
    examples: [Example("cidr('10.0.0.0/8').prefixLength()", "8")],
    [
      .method(.network, .int) { (value, _) in
        guard case .network(let network) = value else { return .null }
        return .int(Int64(network.prefixLength))
      }
    ])
}
