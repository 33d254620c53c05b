internal import Diagnostics

enum UnknownTag {
  static let rule = Rule(
    "yaml/unknown-tag", .error, .proven, "a value carries a tag",
    page: """
      A tag such as `!!binary` or `!Ref` tells a YAML reader to make something special of the value; some readers even run code for one. \
      No tag has a meaning here, and the value is read as if it were not there. Where `!!str` should keep a number as text, quote the \
      number; a text that merely begins with `!` needs quotes too.
      """,
    failing: """
      title: !!str Acme HR
      #      ^^^^^ yaml/unknown-tag
      """,
    passing: """
      title: Acme HR
      """)

  static func finding(at range: SourceRange) -> Finding {
    Finding(
      rule, "the tag '\(range.text.excerpt)' has no meaning here", at: range,
      evidence: range.text.hasPrefix("!!")
        ? [] : [.init("a text", "that begins with `!` needs quotes: `\"\(range.text.excerpt)\"`")])
  }
}
