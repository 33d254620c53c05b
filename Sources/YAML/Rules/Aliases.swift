internal import Diagnostics

enum UnknownAlias {
  static let rule = Rule(
    "yaml/unknown-alias", .error, .proven, "an alias refers to nothing above it",
    page: """
      `*name` repeats the value that `&name` marks, and the mark must come before it and must not lie around it. A value that merely \
      begins with a star, such as `*.json`, needs quotes. Mark the value with `&name` further up, or quote the text.
      """,
    failing: """
      http:
        base_url: https://api.example.com/v1
        headers: *common
      #          ^^^^^^^ yaml/unknown-alias
        throttled: {status: [429], wait: {header: Retry-After}}
      """,
    passing: """
      http:
        base_url: https://api.example.com/v1
        headers: {Accept: application/json}
        throttled: {status: [429], wait: {header: Retry-After}}
      """)

  static func finding(_ name: String, at range: SourceRange, known: some Sequence<String>) -> Finding {
    let near = Suggestions.nearest(to: name, among: known.prefix(100).map { $0 })
    // What is only somewhat alike was marked somewhere, in what is gone.
    return Finding(
      rule, "nothing above is marked '&\(name.excerpt)'", at: range,
      suggestions: Suggestions.areLikely(near, for: name) ? near.map { "*" + $0 } : [],
      fixes: [.init("quote it, if text is meant", isSafe: false, replace: range, with: "\"\(range.text)\"")])
  }
}

enum AliasBudget {
  static let rule = Rule(
    "yaml/alias-budget", .error, .proven, "a file uses more than \(Limits.aliases) anchors or aliases",
    page: """
      Aliases (`*name`) multiply what they repeat, and a few lines of them can stand for billions of values. A file may use \
      \(Limits.aliases) of them, and as many anchors (`&name`); it is not read further than that. \
      Repeat short values, or use `extends` to share what many files need.
      """,
    failing: Example(
      "title: &a x\nlists: [" + String(repeating: "*a, ", count: Limits.aliases) + "*a]\n#"
        + String(repeating: " ", count: 7 + Limits.aliases * 4) + "^^ yaml/alias-budget\n"),
    passing: "title: &a Acme HR\napi_version: *a\n")

  static func finding(at range: SourceRange) -> Finding {
    Finding(
      rule, "more than \(Limits.aliases) anchors or aliases in one file", at: range,
      label: "not read from here on")
  }
}
