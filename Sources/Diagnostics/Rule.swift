/// A rule that findings refer to, with the page that explains it.
///
/// Rules are declared beside the code that applies them and gathered in one list; `connector explain RULE`, the reference pages, SARIF
/// metadata and the tests of the examples all read this value.
package struct Rule: Sendable, Hashable {
  /// `area/slug`, never reused for another meaning.
  package let id: String
  package let severity: Severity
  package let confidence: Confidence
  /// One line: what is wrong, in general.
  package let summary: String
  /// Why it matters and how to fix it, in a few plain sentences.
  package let page: String
  /// Text that breaks the rule.
  ///
  /// A line holding `# ^^^^ area/slug` marks the finding expected in the line above it.
  package let failing: Example
  /// The same text put right; nothing is found in it.
  package let passing: Example

  package init(
    _ id: String, _ severity: Severity = .error, _ confidence: Confidence = .proven, _ summary: String,
    page: String, failing: Example, passing: Example
  ) {
    self.id = id
    self.severity = severity
    self.confidence = confidence
    self.summary = summary
    self.page = page
    self.failing = failing
    self.passing = passing
  }

  package var area: String { String(id.prefix { $0 != "/" }) }

  package static func == (a: Rule, b: Rule) -> Bool { a.id == b.id }
  package func hash(into hasher: inout Hasher) { hasher.combine(id) }
}

/// An example of a rule: what differs from a small complete project, so that only the point is shown.
///
/// The text is laid over the project of the same tests, one file after another: a line `--- path` starts a file (without it
/// `connectors/acme/connector.yaml` is meant). In a YAML file each top-level key given replaces that key of the base file, and
/// `--- path (whole)` replaces the file.
package struct Example: Sendable, Hashable, ExpressibleByStringLiteral {
  package let text: String

  package init(_ text: String) { self.text = text }
  package init(stringLiteral value: String) { text = value }
}
