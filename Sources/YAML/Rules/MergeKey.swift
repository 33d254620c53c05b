internal import Diagnostics

enum MergeKey {
  static let rule = Rule(
    "yaml/merge-key", .error, .proven, "a merge key `<<` is used",
    page: """
      `<<` was an extension of YAML 1.1 that YAML 1.2 dropped; half of the readers take it for an ordinary key. It also hides where a \
      value comes from. To build on another connector use `extends`; inside one file repeat the few lines, or share a whole value with \
      an anchor and an alias.
      """,
    failing: """
      http:
        <<: {base_url: https://api.example.com}
      # ^^ yaml/merge-key
      """,
    passing: """
      http:
        base_url: https://api.example.com/v1
        throttled: {status: [429], wait: {header: Retry-After}}
      """)

  static func finding(at range: SourceRange) -> Finding {
    Finding(
      rule, "merge keys are not supported", at: range,
      evidence: [.init("help", "use 'extends' to build on another connector, or repeat the lines")])
  }
}
