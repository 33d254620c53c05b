/// How a client calls, whatever it calls.
package struct CurlOptions: Sendable {
  /// What to call ourselves when a request does not say.
  package var userAgent: String
  package var proxies = ProxyRules.none
  /// Certificates in PEM that are trusted instead of the machine's.
  package var authorities: [UInt8]?
  /// `host:port:address`: taken instead of asking the resolver, and judged like its answers.
  package var resolutions: [String] = []
  /// How many connections are kept for later calls.
  package var keptConnections = 32

  package init(userAgent: String) { self.userAgent = userAgent }
}
