internal import Diagnostics

enum NonStringKey {
  static let rule = Rule(
    "yaml/non-string-key", .error, .proven, "a key is a number, a truth value, nothing, or a collection",
    page: """
      Keys are names, and a plain `404`, `true` or `null` is not text to YAML: readers disagree about whether it equals the quoted \
      form. Quote such a key. A list or mapping as a key (a line that starts with `?`, or a brace inside a brace as in `{{ name }}`) \
      has no meaning here; for a value that is filled in later write `${name}`.
      """,
    failing: """
      check:
        get: /me
        query:
          404: ignored
      #   ^^^ yaml/non-string-key
      """,
    passing: """
      check:
        get: /me
        query:
          "404": ignored
      """)

  /// A finding when a plain key is something other than text.
  static func finding(for key: Scalar) -> Finding? {
    let kind: String
    switch key.resolved {
    case .string: return nil
    case .null: kind = key.text.isEmpty ? "is empty" : "means nothing"
    case .bool: kind = "is a truth value"
    case .int, .float: kind = "is a number"
    }
    guard !key.text.isEmpty else {
      return Finding(rule, "a key is missing before the colon", at: key.range)
    }
    return Finding(
      rule, "the key '\(key.text.excerpt)' \(kind), not text", at: key.range,
      fixes: [.init("quote the key", isSafe: true, replace: key.range, with: "\"\(key.text)\"")])
  }

  static func finding(collection range: SourceRange) -> Finding {
    let bytes = range.file.bytes
    let isTemplate =
      range.start > 0 && bytes[range.start] == UInt8(ascii: "{")
      && bytes[range.start - 1] == UInt8(ascii: "{")
    if isTemplate {
      return Finding(
        rule, "'{{ }}' is YAML for a mapping inside a mapping, not a value that is filled in", at: range,
        evidence: [.init("help", "write ${...} for a value that is filled in")])
    }
    return Finding(rule, "a list or mapping cannot be a key", at: range)
  }
}
