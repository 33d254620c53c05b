package import HTTP

/// How a client calls, whatever it calls.
package struct CurlOptions: Sendable {
  /// Where calls go through.
  package enum Proxy: Sendable, Hashable {
    case none
    /// `http_proxy`, `https_proxy` and `no_proxy`, as other programs read them.
    case environment
    /// `http://proxy.example.com:3128`, with a user if it wants one.
    case address(String)
  }

  /// What to call ourselves when a request does not say.
  package var userAgent: String
  package var proxy = Proxy.none
  /// Certificates in PEM that are trusted instead of the machine's.
  package var authorities: String?
  /// `host:port:address`: taken instead of asking the resolver, and judged like its answers.
  package var resolutions: [String] = []
  /// How many connections are kept for later calls.
  package var keptConnections = 32

  package init(userAgent: String) { self.userAgent = userAgent }
}
