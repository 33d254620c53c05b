internal import Diagnostics

enum DuplicateKey {
  static let rule = Rule(
    "yaml/duplicate-key", .error, .proven, "a key is written twice in one mapping",
    page: """
      YAML leaves open which of two equal keys counts: some readers take the first, some the last, some refuse the file. Here the \
      first one counts and the second is reported, so that no setting is lost without a word. Remove one of the two, or give the \
      second the name it was meant to have; often it was copied and then not renamed.
      """,
    failing: """
      http:
        base_url: https://api.example.com/v1
        base_url: https://api.example.com/v2
      # ^^^^^^^^ yaml/duplicate-key
      """,
    passing: """
      http:
        base_url: https://api.example.com/v2
        throttled: {status: [429], wait: {header: Retry-After}}
      """)

  static func finding(for key: Scalar, first: Scalar) -> Finding {
    Finding(
      rule, "the key '\(key.text.excerpt)' is written twice", at: key.range, label: "this one is ignored",
      related: [.init("first written here", at: first.range)])
  }
}
