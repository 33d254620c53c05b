package import Diagnostics

/// Rules about the form of a file: keys, types and values, whatever they mean.
extension Rule {
  package static let unknownKey = Rule(
    "spec/unknown-key", .error, .proven, "a key that the language does not know",
    page: """
      The language is closed: a key that it does not know would be ignored by a more lenient tool, and with it the limit, the filter or \
      the page style that it was meant to set. The finding names the nearest legal key, or the block to which the key belongs. \
      `connector explain BLOCK` lists the keys of a block.
      """,
    failing: """
      http:
        base_url: https://api.example.com/v1
        rate_limits: {requests: 100, per: 1m}
      # ^^^^^^^^^^^ spec/unknown-key
        throttled: {status: [429], wait: {header: Retry-After}}
      """,
    passing: """
      http:
        base_url: https://api.example.com/v1
        rate_limit: {requests: 100, per: 1m}
        throttled: {status: [429], wait: {header: Retry-After}}
      """)

  package static let missingKey = Rule(
    "spec/missing-key", .error, .proven, "a block lacks a key that it needs",
    page: """
      Some keys have no sensible default: without the address nothing can be called, without a key records cannot be told apart. Add the \
      key; `connector explain BLOCK` shows what it takes, with an example.
      """,
    failing: """
      streams:
        employees:
      # ^^^^^^^^^ spec/missing-key
          read: {get: /employees}
          records: body.data
          pages: {type: cursor, token: body.next, send: {query: cursor}}
          deletions: {type: none}
      """,
    passing: """
      streams:
        employees:
          read: {get: /employees}
          records: body.data
          key: id
          pages: {type: cursor, token: body.next, send: {query: cursor}}
          deletions: {type: none}
      """)

  package static let wrongType = Rule(
    "spec/wrong-type", .error, .proven, "a value is of another kind than its key takes",
    page: """
      A list stands where a mapping is wanted, a text where a number is wanted, nothing where something is wanted. The finding says what \
      was expected and what was found. Nothing is converted silently.
      """,
    failing: """
      http:
        base_url: https://api.example.com/v1
        rate_limit: {requests: many, per: 1m}
      #                        ^^^^ spec/wrong-type
        throttled: {status: [429], wait: {header: Retry-After}}
      """,
    passing: """
      http:
        base_url: https://api.example.com/v1
        rate_limit: {requests: 100, per: 1m}
        throttled: {status: [429], wait: {header: Retry-After}}
      """)

  package static let unknownType = Rule(
    "spec/unknown-type", .error, .proven, "a block is of a kind that does not exist",
    page: """
      `type:` (or `grant:`) decides what a block is and which keys it has. It is checked first, so the other keys of the block are left \
      alone until it is right.
      """,
    failing: """
      auth:
        type: baerer
      #       ^^^^^^ spec/unknown-type
        token: ${settings.api_key}
      """,
    passing: """
      auth:
        type: bearer
        token: ${settings.api_key}
      """)

  static let unknownValue = Rule(
    "spec/unknown-value", .error, .proven, "a word that is not among the values of its key",
    page:
      "The key takes one of a fixed set of words. The finding lists them; `connector explain BLOCK` says what each means.",
    failing: """
      category: hr
      #         ^^ spec/unknown-value
      """,
    passing: """
      category: hris
      """)

  package static let badValue = Rule(
    "spec/bad-value", .error, .proven, "a value of the right kind that cannot be right",
    page: """
      A duration without a unit, a date that does not exist, a number out of range, a name with capitals, a pattern that RE2 does not \
      read. The finding says what form is expected.
      """,
    failing: """
      http:
        base_url: https://api.example.com/v1
        rate_limit: {requests: 100, per: 1 minute}
      #                                  ^^^^^^^^ spec/bad-value
        throttled: {status: [429], wait: {header: Retry-After}}
      """,
    passing: """
      http:
        base_url: https://api.example.com/v1
        rate_limit: {requests: 100, per: 1m}
        throttled: {status: [429], wait: {header: Retry-After}}
      """)

  package static let conflictingKeys = Rule(
    "spec/conflicting-keys", .error, .proven, "keys that exclude each other",
    page:
      "Two keys of a block say the same thing in different ways, and only one can hold. Remove one of them.",
    failing: """
      check:
        get: /me
        post: /me
      # ^^^^ spec/conflicting-keys
      """,
    passing: """
      check:
        get: /me
      """)

  static let expressionNotAllowed = Rule(
    "spec/expression-not-allowed", .error, .proven, "`${ }` where text is taken as it is",
    page: """
      Only some keys take text with `${ expression }` parts; elsewhere the characters would be sent or shown as they stand. \
      `connector explain BLOCK` says which keys take templates and which take bare expressions.
      """,
    failing: """
      title: Acme ${settings.subdomain}
      #      ^^^^^^^^^^^^^^^^^^^^^^^^^^ spec/expression-not-allowed
      """,
    passing: """
      title: Acme HR
      """)
}

/// The rules that decoding and loading apply.
package enum SpecRules {
  package static let all: [Rule] = [
    .unknownKey, .missingKey, .wrongType, .unknownType, .unknownValue, .badValue, .conflictingKeys,
    .expressionNotAllowed, ForeignTemplate.rule,
    .missingFile, .unreadableFile, .unreadFile, .unknownConnector, .extendsLoop, .recordingSyntax,
  ]
}
