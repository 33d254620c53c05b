internal import Diagnostics

extension Rule {
  static let relativeAuthAddress = Rule(
    "auth/relative-address", .error, .proven, "an address of a login that is not whole",
    page: """
      Logins are often at another host than the data, so that `token_url` and `authorize_url` are whole addresses: \
      `https://login.example.com/oauth/token`. `base_url` is put before the paths of streams and actions only.
      """,
    failing: """
      auth:
        type: oauth2
        grant: client_credentials
        token_url: /oauth/token
      #            ^^^^^^^^^^^^ auth/relative-address
        client_id: acme
        client_secret: ${settings.api_key}
      """,
    passing: """
      auth:
        type: oauth2
        grant: client_credentials
        token_url: https://login.example.com/oauth/token
        client_id: acme
        client_secret: ${settings.api_key}
      """)

  static let authMissing = Rule(
    "auth/missing", .warning, .proven, "a connector that does not say how to sign in",
    page: """
      Without `auth` every request goes out without proof, and neither renewal nor the form of the credentials can be checked. Say how \
      requests prove who is asking, keys in headers included: `{type: api_key, send: {header: X-Api-Key}, key: ...}`. For an open API \
      write `auth: {type: none}`, so that it is known to be meant.
      """,
    failing: """
      --- connectors/acme/connector.yaml (whole)
      spec: 1
      name: acme
      # ^^ auth/missing connectors/acme/connector.yaml:9:1
      title: Acme HR
      category: hris
      docs: https://developer.example.com
      settings:
        api_key: {type: secret, title: API key}
      http:
        base_url: https://api.example.com/v1
        headers: {X-Api-Key: "${settings.api_key}"}
        rate_limit: {requests: 100, per: 1m}
        throttled: {status: [429], wait: {header: Retry-After}}
      check: {get: /me}
      streams:
        employees:
          read: {get: /employees}
          records: body.data
          key: id
          pages: {type: cursor, token: body.next, send: {query: cursor}}
          deletions: {type: none}
      """,
    passing: """
      auth:
        type: api_key
        send: {header: X-Api-Key}
        key: ${settings.api_key}
      """)

  static let noCheckCall = Rule(
    "auth/no-check", .warning, .proven, "no call proves the credentials",
    page: """
      `check` names a cheap call that works with good credentials and fails with bad ones. Without it a wrong key is noticed only by the \
      first sync, far from the person who typed it. Take a call that needs no special permission: the user's own account, the company.
      """,
    failing: """
      --- connectors/acme/connector.yaml (whole)
      spec: 1
      name: acme
      # ^^ auth/no-check connectors/acme/connector.yaml:14:1
      title: Acme HR
      category: hris
      docs: https://developer.example.com
      settings:
        api_key: {type: secret, title: API key}
      auth: {type: bearer, token: "${settings.api_key}"}
      http:
        base_url: https://api.example.com/v1
        rate_limit: {requests: 100, per: 1m}
        throttled: {status: [429], wait: {header: Retry-After}}
      streams:
        employees:
          read: {get: /employees}
          records: body.data
          key: id
          pages: {type: cursor, token: body.next, send: {query: cursor}}
          deletions: {type: none}
      --- connectors/acme/recordings/employees.http (whole)
      ### first page
      GET /employees

      HTTP 200
      Content-Type: application/json

      {"data": [{"id": "1", "firstName": "Ada", "lastName": "Byron", "hired": "2021-03-01", "status": "Active"}], "next": "c2"}

      ### second page
      GET /employees?cursor=c2

      HTTP 200
      Content-Type: application/json

      {"data": [{"id": "2", "firstName": "Joe", "lastName": "Bloggs", "hired": "2022-05-16", "status": "Active"}], "next": null}

      ### slow down
      GET /employees

      HTTP 429
      Retry-After: 2
      Content-Type: application/json

      {"error": {"code": "slow_down", "message": "too many requests"}}
      """,
    passing: """
      check: {get: /me}
      """)

  static let assertionMissing = Rule(
    "auth/assertion-missing", .error, .proven, "a signed assertion is promised and not described",
    page: """
      With `client_auth: private_key_jwt` the application proves itself by a token that it signs. `assertion` says how: algorithm, key \
      and claims.
      """,
    failing: """
      auth:
        type: oauth2
        grant: client_credentials
        token_url: https://login.example.com/oauth/token
        client_id: acme-app
        client_secret: ${settings.api_key}
        client_auth: private_key_jwt
      #              ^^^^^^^^^^^^^^^ auth/assertion-missing
      """,
    passing: """
      settings:
        api_key: {type: secret, title: Private key, multiline: true}
      auth:
        type: oauth2
        grant: client_credentials
        token_url: https://login.example.com/oauth/token
        client_id: acme-app
        client_auth: private_key_jwt
        assertion: {algorithm: RS256, key: "${settings.api_key}", claims: {iss: acme-app, sub: acme-app, aud: https://login.example.com}}
      """)

  static let assertionUnused = Rule(
    "auth/assertion-unused", .warning, .proven, "a signed assertion that nothing sends",
    page:
      "`assertion` is sent with `client_auth: private_key_jwt` and by the grant `jwt_bearer`, and has no effect otherwise.",
    failing: """
      settings:
        api_key: {type: secret, title: Private key, multiline: true}
        client_secret: {type: secret, title: Client secret}
      auth:
        type: oauth2
        grant: client_credentials
        token_url: https://login.example.com/oauth/token
        client_id: acme-app
        client_secret: ${settings.client_secret}
        assertion: {algorithm: RS256, key: "${settings.api_key}", claims: {iss: acme-app, sub: acme-app, aud: https://login.example.com}}
      # ^^^^^^^^^ auth/assertion-unused
      --- connectors/acme/tests.yaml
      settings: {client_secret: made-up}
      """,
    passing: """
      settings:
        api_key: {type: secret, title: Private key, multiline: true}
      auth:
        type: oauth2
        grant: client_credentials
        token_url: https://login.example.com/oauth/token
        client_id: acme-app
        client_auth: private_key_jwt
        assertion: {algorithm: RS256, key: "${settings.api_key}", claims: {iss: acme-app, sub: acme-app, aud: https://login.example.com}}
      """)

  static let clientSecretMissing = Rule(
    "auth/secret-missing", .error, .proven, "a client secret is promised and not given",
    page: """
      `client_auth: basic` and `body` send the application's id and secret to the token endpoint, and an application that speaks for \
      itself (`client_credentials`) has nothing else to show. Add `client_secret`; a public client writes `client_auth: none`.
      """,
    failing: """
      auth:
        type: oauth2
        grant: refresh_token
        token_url: https://login.example.com/oauth/token
        client_id: acme-app
        client_auth: basic
      #              ^^^^^ auth/secret-missing
        refresh_token: ${settings.api_key}
      """,
    passing: """
      auth:
        type: oauth2
        grant: refresh_token
        token_url: https://login.example.com/oauth/token
        client_id: acme-app
        client_auth: none
        refresh_token: ${settings.api_key}
      """)

  static let publicClientWithoutPKCE = Rule(
    "auth/pkce-off", .error, .proven, "an application without secret that does not use PKCE either",
    page: """
      The consent page answers through the browser, where the code can be intercepted. A client secret or PKCE makes it worthless to \
      others; with neither of them anybody who sees the code gets the account. Leave `pkce` out, or add `client_secret`.
      """,
    failing: """
      auth:
        type: oauth2
        grant: authorization_code
        authorize_url: https://login.example.com/oauth/authorize
        token_url: https://login.example.com/oauth/token
        client_id: acme-app
        token_params: {api_key: "${settings.api_key}"}
        pkce: false
      #       ^^^^^ auth/pkce-off
      """,
    passing: """
      auth:
        type: oauth2
        grant: authorization_code
        authorize_url: https://login.example.com/oauth/authorize
        token_url: https://login.example.com/oauth/token
        client_id: acme-app
        client_secret: ${settings.api_key}
        pkce: false
      """)

  static let sessionNeverEnds = Rule(
    "auth/session-never-ends", .warning, .likely, "a session whose end nobody notices",
    page: """
      Sessions end. When neither the log-in's reply (`expires_in`, `expires_at`) nor the connector (`lasts`) says when, and no error rule \
      with `then: refresh_auth` notices, a long sync fails in the middle and every later one at once.
      """,
    failing: """
      auth:
        type: session
      #       ^^^^^^^ auth/session-never-ends
        login: {post: /login, json: {key: "${settings.api_key}"}}
        token: body.token
        send: {header: X-Session}
      """,
    passing: """
      auth:
        type: session
        login: {post: /login, json: {key: "${settings.api_key}"}}
        token: body.token
        lasts: 30m
        send: {header: X-Session}
      """)

  static let sessionTokenUnused = Rule(
    "auth/session-token-not-sent", .error, .likely, "a session whose token no request carries",
    page:
      "The log-in yields a token, and `send` says where later requests carry it: `{header: X-Session}`. Without it they are refused.",
    failing: """
      auth:
        type: session
        login: {post: /login, json: {key: "${settings.api_key}"}}
        token: body.token
      # ^^^^^ auth/session-token-not-sent
        lasts: 30m
      """,
    passing: """
      auth:
        type: session
        login: {post: /login, json: {key: "${settings.api_key}"}}
        token: body.token
        lasts: 30m
        send: {header: X-Session}
      """)

  static let nothingToRefresh = Rule(
    "auth/nothing-to-refresh", .warning, .proven, "an error rule renews what cannot be renewed",
    page: """
      `then: refresh_auth` gets a new token and tries once more. A key or a password that the organization supplied stays the same, so \
      the second try fails like the first. Let the rule fail, with `kind: credentials`, so that the administrator is told.
      """,
    failing: """
      http:
        base_url: https://api.example.com/v1
        rate_limit: {requests: 100, per: 1m}
        throttled: {status: [429], wait: {header: Retry-After}}
        errors:
          - {status: [401], then: refresh_auth}
      #                           ^^^^^^^^^^^^ auth/nothing-to-refresh
      """,
    passing: """
      http:
        base_url: https://api.example.com/v1
        rate_limit: {requests: 100, per: 1m}
        throttled: {status: [429], wait: {header: Retry-After}}
        errors:
          - {status: [401], setting: api_key}
      """)

  static let keyNotMultiline = Rule(
    "auth/key-not-multiline", .warning, .likely, "a private key or certificate in a field of one line",
    page: """
      Keys and certificates in PEM form have several lines, and a form field of a single line breaks them in a way that is only noticed \
      when something is signed. Give the setting `multiline: true`; for a key that is written in base64 say so with `key_encoding`.
      """,
    failing: """
      settings:
        api_key: {type: secret, title: Private key}
      # ^^^^^^^ auth/key-not-multiline
      auth: {type: jwt, algorithm: ES256, key: "${settings.api_key}"}
      """,
    passing: """
      settings:
        api_key: {type: secret, title: Private key, multiline: true}
      auth: {type: jwt, algorithm: ES256, key: "${settings.api_key}"}
      """)

  static let prefixTwice = Rule(
    "auth/doubled-prefix", .error, .proven, "the word before the token is sent twice",
    page: "`bearer` writes `Bearer` (or its `prefix`) before the token; give the token alone.",
    failing: """
      auth:
        type: bearer
        token: Bearer ${settings.api_key}
      #        ^^^^^^^ auth/doubled-prefix
      """,
    passing: """
      auth:
        type: bearer
        token: ${settings.api_key}
      """)

  static let prefixSpacing = Rule(
    "auth/prefix-spacing", .error, .likely, "the word before the token without its blank, or with two",
    page: """
      The `prefix` of `oauth2`, `session` and `jwt` is put before the token as it is: end it with a blank, `"Token "`. The one of \
      `bearer` is a word, and the blank after it is added.
      """,
    failing: """
      auth: {type: jwt, algorithm: HS256, key: "${settings.api_key}", prefix: Token}
      #                                                                       ^^^^^ auth/prefix-spacing
      """,
    passing: """
      auth: {type: jwt, algorithm: HS256, key: "${settings.api_key}", prefix: "Token "}
      """)

  static let nextTokenShared = Rule(
    "auth/next-token-shared", .error, .proven, "tokens for one request each, and several requests at a time",
    page: """
      With `next` each reply names the token of the request after it. That only works one request after the other: say so with \
      `concurrency: 1` in a rate limit that is about all paths.
      """,
    failing: """
      auth:
        type: session
        login: {post: /login, json: {key: "${settings.api_key}"}}
        token: body.token
        next: body.next
      # ^^^^ auth/next-token-shared
        lasts: 30m
        send: {header: X-Session}
      """,
    passing: """
      auth:
        type: session
        login: {post: /login, json: {key: "${settings.api_key}"}}
        token: body.token
        next: body.next
        lasts: 30m
        send: {header: X-Session}
      http:
        base_url: https://api.example.com/v1
        rate_limit: {requests: 100, per: 1m, concurrency: 1}
        throttled: {status: [429], wait: {header: Retry-After}}
      """)
}
