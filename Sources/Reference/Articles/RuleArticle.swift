internal import Diagnostics

/// What there is to say about a rule.
enum RuleArticle {
  static func article(_ rule: Rule) -> Article {
    Article(
      rule.id,
      [
        .paragraph(Prose(rule.summary.capitalizedFirst + ".")),
        .paragraph(Prose("\(rule.severity.words), \(rule.confidence.words).")),
        .paragraph(Prose(rule.page)),
        .heading("Wrong"), .code(rule.failing.text, language: "yaml"),
        .heading("Right"), .code(rule.passing.text, language: "yaml"),
      ])
  }
}

extension Severity {
  fileprivate var words: String {
    switch self {
    case .info: "Information"
    case .warning: "Warning"
    case .error: "Error"
    }
  }
}

extension Confidence {
  /// What it means for a run.
  var words: String {
    switch self {
    case .proven: "proven: what the finding says is so"
    case .likely: "likely: true unless the provider does something unusual"
    case .heuristic: "a hint: it never fails a run"
    }
  }
}
