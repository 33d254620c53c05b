internal import Diagnostics

/// Rules about comments that ignore findings.
extension Rule {
  static let ignoreSyntax = Rule(
    "ignore/syntax", .warning, .proven, "a comment to the checker that it does not understand",
    page: """
      The only comment to the checker is `# connector: ignore[area/rule] reason`, at the end of the line concerned or alone on the line \
      above it; for a text on several lines, at the line of its key.
      """,
    failing: """
      title: Acme HR # connector: off
      #              ^^^^^^^^^^^^^^^^ ignore/syntax
      """,
    passing: """
      title: Acme HR
      """)

  static let ignoreUnknownRule = Rule(
    "ignore/unknown-rule", .warning, .proven, "a comment that ignores a rule that does not exist",
    page:
      "The rule's name is in the finding, in brackets: `error[spec/unknown-key]`. `connector explain rules` lists all.",
    failing: """
      title: Acme HR # connector: ignore[spec/unknown-kee] kept for later
      #              ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ ignore/unknown-rule
      """,
    passing: """
      title: Acme HR
      """)

  static let ignoreNoReason = Rule(
    "ignore/no-reason", .warning, .proven, "a comment that ignores a finding without a reason",
    page:
      "Whoever reads the file next must know why the finding does not matter here. Write the reason after the bracket.",
    failing: """
      settings:
        api_key: {type: secret, title: API key}
        region: {type: string, title: Region} # connector: ignore[spec/unused-setting]
      #                                       ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ ignore/no-reason
      """,
    passing: """
      settings:
        api_key: {type: secret, title: API key}
        region: {type: string, title: Region} # connector: ignore[spec/unused-setting] asked for ahead of the next API version
      """)

  static let ignoreUnused = Rule(
    "ignore/unused", .warning, .proven, "a comment that ignores nothing",
    page:
      "The finding that it ignored is gone, so the comment would hide the next one. Remove it; `--fix` does.",
    failing: """
      title: Acme HR # connector: ignore[spec/unknown-key] not needed any more
      #              ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ ignore/unused
      """,
    passing: """
      title: Acme HR
      """)
}

enum IgnoreRules {
  static let all: [Rule] = [.ignoreSyntax, .ignoreUnknownRule, .ignoreNoReason, .ignoreUnused]
}
