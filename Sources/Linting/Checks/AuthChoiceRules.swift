internal import Diagnostics

extension Rule {
  static let unusedScopes = Rule(
    "auth/scopes-unused", .warning, .likely, "scopes are listed, and nothing asks for them",
    page: """
      The `scopes` of streams and actions are asked for on the consent page of `oauth2`, the least set that the streams in use need. Other \
      ways of signing in ask for none. Remove them, or say in `settings` help which permissions the key needs.
      """,
    failing: """
      streams:
        employees:
          read: {get: /employees}
          records: body.data
          key: id
          pages: {type: cursor, token: body.next, send: {query: cursor}}
          deletions: {type: none}
          scopes: [people]
      #            ^^^^^^ auth/scopes-unused
      """,
    passing: """
      auth:
        type: oauth2
        grant: client_credentials
        token_url: https://login.example.com/oauth/token
        client_id: acme-app
        client_secret: ${settings.api_key}
      streams:
        employees:
          read: {get: /employees}
          records: body.data
          key: id
          pages: {type: cursor, token: body.next, send: {query: cursor}}
          deletions: {type: none}
          scopes: [people]
      """)

  /// A connector that signs in by OAuth with the given line.
  private static func oauth(_ line: String) -> Example {
    Example(
      """
      auth:
        type: oauth2
        grant: client_credentials
        token_url: https://login.example.com/oauth/token
        client_id: acme-app
        client_secret: ${settings.api_key}
      \(line)
      """)
  }

  static let duplicateScope = Rule(
    "auth/duplicate-scope", .warning, .proven, "a scope is listed twice",
    page:
      "Each scope is asked for once; a second mention is often a copied line that was meant to be another scope.",
    failing: oauth(
      """
        scopes: [people, people]
      #                  ^^^^^^ auth/duplicate-scope
      """),
    passing: oauth("  scopes: [people, companies]"))

  static let joinedScopes = Rule(
    "auth/joined-scopes", .warning, .proven, "several scopes are written as one text",
    page: """
      The runtime joins scopes itself, by `scope_separator`, and compares them one by one with what was granted. Written as one text they \
      look like a scope that was refused.
      """,
    failing: oauth(
      """
        scopes: ["people companies"]
      #          ^^^^^^^^^^^^^^^^^^ auth/joined-scopes
      """),
    passing: oauth("  scopes: [people, companies]"))

  /// A connector that chooses between a key and a password by the setting `way`.
  private static func choice(_ setting: String, _ cases: String) -> Example {
    Example(
      """
      settings:
        api_key: {type: secret, title: API key}
        way: \(setting)
      auth:
        type: choose
        by: way
      \(cases)
      """)
  }

  private static let twoValues =
    "{type: enum, title: Sign in with, values: {key: A key, password: A password}, default: key}"
  private static let twoCases = """
      cases:
        key: {type: bearer, token: "${settings.api_key}"}
        password: {type: basic, username: admin, password: "${settings.api_key}"}
    """

  static let chooseNotEnum = Rule(
    "auth/choose-not-enum", .error, .proven, "a way of signing in is chosen by a setting with any value",
    page:
      "`choose` needs a setting of kind `enum`, so that there is a case for each value it can have, and the form can show them.",
    failing: Example(
      """
      settings:
        api_key: {type: secret, title: API key}
        way: {type: string, title: Sign in with, default: key}
      auth:
        type: choose
        by: way
      #     ^^^ auth/choose-not-enum
      \(twoCases)
      """),
    passing: choice(twoValues, twoCases))

  static let chooseUnknownCase = Rule(
    "auth/choose-unknown-case", .error, .proven, "a case for a value that the setting never has",
    page:
      "The cases of `choose` are the values of its setting, letter by letter. Correct the name, or add the value to the setting.",
    failing: choice(
      twoValues,
      """
        cases:
          key: {type: bearer, token: "${settings.api_key}"}
          pasword: {type: basic, username: admin, password: "${settings.api_key}"}
      #   ^^^^^^^ auth/choose-unknown-case
      """),
    passing: choice(twoValues, twoCases))

  static let chooseMissingCase = Rule(
    "auth/choose-missing-case", .error, .proven,
    "a value of the setting for which there is no way to sign in",
    page:
      "An organization can choose every value of the setting. Add the missing case, `{type: none}` included, or take the value out.",
    failing: choice(
      twoValues,
      """
        cases:
      # ^^^^^ auth/choose-missing-case
          key: {type: bearer, token: "${settings.api_key}"}
      """),
    passing: choice(twoValues, twoCases))

  static let settingOfOneCase = Rule(
    "auth/setting-of-one-case", .warning, .proven,
    "a setting of one way of signing in that everybody must supply",
    page: """
      Who signs in another way has no value for it, and could not connect. Settings that only some of the cases use are `optional`, or have a \
      default.
      """,
    failing: settingOfOne("{type: string, title: Client id}", "# ^^^^^^^^^ auth/setting-of-one-case"),
    passing: settingOfOne("{type: string, title: Client id, optional: true}"))

  private static func settingOfOne(_ setting: String, _ marker: String = "") -> Diagnostics.Example {
    """
    settings:
      sign_in: {type: enum, title: Sign in with, values: {key: API key, app: Application}, default: key}
      api_key: {type: secret, title: API key, optional: true}
      client_id: \(setting)
    \(marker)
    auth:
      type: choose
      by: sign_in
      cases:
        key: {type: bearer, token: "${settings.api_key}"}
        app: {type: basic, username: "${settings.client_id}", password: "${settings.api_key}"}
    """
  }

  static let proofOfNothing = Rule(
    "auth/redundant-none", .warning, .proven, "`none` among several proofs",
    page:
      "`all` applies every proof of its list; `none` adds nothing there. Was `choose` meant, one of several by a setting?",
    failing: """
      auth:
        type: all
        of:
          - {type: bearer, token: "${settings.api_key}"}
          - {type: none}
      #            ^^^^ auth/redundant-none
      """,
    passing: """
      auth: {type: bearer, token: "${settings.api_key}"}
      """)

  static let conflictingProofs = Rule(
    "auth/conflicting-proofs", .error, .proven, "two proofs are put in the same place",
    page:
      "A request has one `Authorization` header, and one value under each name. Of two proofs that want it, only the last would be sent.",
    failing: """
      auth:
        type: all
        of:
          - {type: bearer, token: "${settings.api_key}"}
          - {type: basic, username: admin, password: "${settings.api_key}"}
      #            ^^^^^ auth/conflicting-proofs
      """,
    passing: """
      auth:
        type: all
        of:
          - {type: bearer, token: "${settings.api_key}"}
          - {type: api_key, send: {header: X-App}, key: "${settings.api_key}"}
      """)
}
