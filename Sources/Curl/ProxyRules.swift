package import HTTP

/// Which calls go through a proxy; libcurl is never left to read the environment by itself.
package struct ProxyRules: Sendable, Hashable {
  private var http: String?
  private var https: String?
  /// Hosts that are called directly: `example.com` with all below it, `*` for all.
  private var exceptions: [Substring] = []

  package static let none = ProxyRules()

  private init() {}

  /// One proxy for all calls: `http://proxy.example.com:3128`, with a user if it wants one.
  package init(all address: String) { (http, https) = (address, address) }

  /// `http_proxy`, `https_proxy`, `all_proxy` and `no_proxy`, as other programs read them.
  package init(environment: [String: String]) {
    func value(_ names: String...) -> String? {
      names.lazy.compactMap { environment[$0] }.first { !$0.isEmpty }
    }
    // In capitals it would be the header `Proxy:` of a request to a CGI program.
    http = value("http_proxy", "all_proxy", "ALL_PROXY")
    https = value("https_proxy", "HTTPS_PROXY", "all_proxy", "ALL_PROXY")
    exceptions = (value("no_proxy", "NO_PROXY") ?? "").split { $0 == "," || $0 == " " }
  }

  /// The proxy for an address; nil when it is called directly.
  package func proxy(for address: WebAddress) -> String? {
    let isException = exceptions.contains { entry in
      let name = entry.lowercased().drop { $0 == "." }
      return entry == "*" || address.host == name || address.host.hasSuffix(".\(name)")
    }
    return isException ? nil : address.scheme == .https ? https : http
  }
}
