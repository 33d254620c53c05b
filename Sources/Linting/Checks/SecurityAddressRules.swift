internal import Diagnostics

extension Rule {
  /// A `http` block with the given address.
  private static func base(_ lines: String, settings: String = "") -> Example {
    Example(
      """
      \(settings)http:
      \(lines)
        rate_limit: {requests: 100, per: 1m}
        throttled: {status: [429], wait: {header: Retry-After}}
      \(settings.isEmpty ? "" : "--- connectors/acme/tests.yaml\nsettings: {company: acme}")
      """)
  }

  private static func settings(_ line: String) -> String {
    "settings:\n  api_key: {type: secret, title: API key}\n\(line)\n"
  }

  static let plainHTTP = Rule(
    "security/plain-http", .error, .proven, "an address that is not encrypted",
    page: """
      Over `http://` everybody on the way reads the credentials and the data, and can change them. Write `https://`. Only addresses of \
      this very computer (`localhost`, `127.0.0.1`) may do without, for tests.
      """,
    failing: base(
      """
        base_url: http://api.example.com/v1
      #           ^^^^^^^ security/plain-http
      """),
    passing: base("  base_url: https://api.example.com/v1"))

  static let credentialsInAddress = Rule(
    "security/credentials-in-address", .error, .proven, "a user name or a password in an address",
    page:
      "What stands before `@` in an address is a credential, and addresses are logged everywhere. Use `auth: {type: basic}`.",
    failing: base(
      """
        base_url: https://acme:x@api.example.com/v1
      #                   ^^^^^^ security/credentials-in-address
      """),
    passing: base("  base_url: https://api.example.com/v1"))

  static let secretInAddress = Rule(
    "security/secret-in-url", .warning, .proven, "a secret in an address",
    page: """
      Paths and queries are kept in the logs of proxies and servers, and a secret in them is soon known to many. Send it in a header. \
      Where the provider knows nothing better say so with `auth: {type: api_key, send: {query: NAME}}`: then the runtime keeps it out of \
      its own logs and recordings.
      """,
    failing: """
      check:
        get: /me
        query: {key: "${settings.api_key}"}
      #                          ^^^^^^^ security/secret-in-url
      """,
    passing: """
      auth: {type: api_key, send: {query: key}, key: "${settings.api_key}"}
      check: {get: /me}
      """)

  static let openHost = Rule(
    "security/open-host", .warning, .proven, "a setting that can send the credentials anywhere",
    page: """
      The value becomes part of the host. Without a pattern `evil.example/` turns `https://${settings.company}.example.com` into an \
      address of somebody else, who then receives the credentials. Give the setting a `pattern` that admits names only; where \
      organizations run servers of their own use `type: url`, whose values are judged as addresses.
      """,
    failing: base(
      "  base_url: https://${settings.company}.example.com/v1",
      settings: settings(
        """
          company: {type: string, title: Company}
        # ^^^^^^^ security/open-host
        """)),
    passing: base(
      "  base_url: https://${settings.company}.example.com/v1",
      settings: settings("  company: {type: string, title: Company, pattern: \"[a-z0-9-]+\"}")))

  static let loosePattern = Rule(
    "security/loose-pattern", .warning, .proven, "a pattern that does not keep a host in place",
    page: """
      The setting is part of a host, and its pattern admits a character that ends the host or begins another one: `/`, `?`, `#`, `@`, `:` \
      or a backslash. Name what may occur, `[a-z0-9-]+`, and not what may not.
      """,
    failing: base(
      "  base_url: https://${settings.company}.example.com/v1",
      settings: settings(
        """
          company: {type: string, title: Company, pattern: ".+"}
        #                                                  ^^^^ security/loose-pattern
        """)),
    passing: base(
      "  base_url: https://${settings.company}.example.com/v1",
      settings: settings("  company: {type: string, title: Company, pattern: \"[a-z0-9-]+\"}")))

  static let personalDataInAddress = Rule(
    "security/personal-data-in-url", .warning, .heuristic, "personal data in an address",
    page:
      "Queries are kept in the logs of proxies and servers. Where the provider offers it, send such values in the body of a POST.",
    failing: """
      actions:
        find:
          title: Find a person
          inputs: {ssn: {type: text, title: Social security number}}
          request:
            get: /people
            query: {ssn: "${input.ssn}"}
      #             ^^^ security/personal-data-in-url
      """,
    passing: """
      actions:
        find:
          title: Find a person
          inputs: {ssn: {type: text, title: Social security number}}
          request: {post: /people/search, json: {ssn: "${input.ssn}"}}
      """)
}
