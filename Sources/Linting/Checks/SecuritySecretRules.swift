internal import Diagnostics

extension Rule {
  static let hardCodedSecret = Rule(
    "security/hard-coded-secret", .error, .proven, "a secret is written into the file",
    page: """
      Files are copied, reviewed and published; whoever reads this one has the credential. Declare a setting of type `secret` and use it. \
      A credential that was once in a file should be withdrawn at the provider.
      """,
    failing: """
      http:
        base_url: https://api.example.com/v1
        headers: {X-Partner: Bearer 8f3a9c1d7e5b2046af}
      #                      ^^^^^^^^^^^^^^^^^^^^^^^^^ security/hard-coded-secret
        rate_limit: {requests: 100, per: 1m}
        throttled: {status: [429], wait: {header: Retry-After}}
      """,
    passing: """
      http:
        base_url: https://api.example.com/v1
        headers: {X-Partner: "Bearer ${settings.api_key}"}
        rate_limit: {requests: 100, per: 1m}
        throttled: {status: [429], wait: {header: Retry-After}}
      """)

  static let credentialNotSecret = Rule(
    "security/credential-not-secret", .warning, .proven, "a credential that is not declared as a secret",
    page: """
      Settings of type `secret` are kept sealed, never shown again, and kept out of logs and recordings; a `string` is none of that. \
      What proves who is asking is a secret. An id that anybody may know is not, and is better not called key or token.
      """,
    failing: """
      settings:
        api_key: {type: string, title: API key}
      #                 ^^^^^^ security/credential-not-secret
      """,
    passing: """
      settings:
        api_key: {type: secret, title: API key}
      """)

  static let secretExposed = Rule(
    "security/secret-exposed", .error, .proven, "a secret is passed on to where people read",
    page: """
      Records, results of actions, run reports and answers to webhooks are stored and shown. A secret written into one of them is a \
      secret no more.
      """,
    failing: """
      http:
        base_url: https://api.example.com/v1
        rate_limit: {requests: 100, per: 1m}
        throttled: {status: [429], wait: {header: Retry-After}}
        errors:
          - {status: [401], message: "'refused key ' + settings.api_key"}
      #                                                         ^^^^^^^ security/secret-exposed
      """,
    passing: """
      http:
        base_url: https://api.example.com/v1
        rate_limit: {requests: 100, per: 1m}
        throttled: {status: [429], wait: {header: Retry-After}}
        errors:
          - {status: [401], message: "'the key was refused'"}
      """)

  static let weakHash = Rule(
    "security/weak-hash", .warning, .heuristic, "requests are signed with SHA-1",
    page:
      "SHA-1 is weak. Providers that sign with it mostly offer SHA-256 as well; ignore this where the provider knows nothing better.",
    failing: """
      auth:
        type: hmac
        hash: sha1
      #       ^^^^ security/weak-hash
        key: ${settings.api_key}
        signed: "${request.path}"
        send: {header: X-Signature}
      """,
    passing: """
      auth:
        type: hmac
        hash: sha256
        key: ${settings.api_key}
        signed: "${request.path}"
        send: {header: X-Signature}
      """)
}
