package import Diagnostics
package import YAML

/// The state of reading one document: where we are, what was found, and the expressions met on the way.
package struct Decoding: Sendable {
  package var findings = FindingList()
  package internal(set) var expressions: [ExpressionText] = []
  package internal(set) var templates: [Template] = []
  package internal(set) var path = DocumentPath()
  /// The key that introduces the value being read.
  var head: SourceRange
  /// The constructs around the value being read, outermost first.
  var enclosing: [any Construct.Type] = []
  /// Blocks whose lack of keys was told; what several aliases stand for is told once.
  var incomplete: Set<SourceRange> = []
  /// The document has syntax errors, so that what is missing may merely be unread.
  let isPartial: Bool

  package init(document: YAMLDocument) {
    head = document.root?.range ?? SourceRange(document.file, 0, 0)
    isPartial = document.isPartial || document.hasUnreadParts
  }

  /// Reports something about the value being read.
  mutating func report(
    _ rule: Rule, _ message: String, at range: SourceRange, about: String? = nil, label: String? = nil,
    related: [Finding.Related] = [],
    evidence: [Finding.Evidence] = [], suggestions: [String] = [], fixes: [Finding.Fix] = []
  ) {
    findings.add(
      Finding(
        rule, message, at: range, about: about, path: path.description, label: label, related: related,
        evidence: evidence,
        suggestions: suggestions, fixes: fixes))
  }

  /// Runs a step one level deeper.
  mutating func descend<Result>(
    _ component: String, head newHead: SourceRange, _ step: (inout Decoding) -> Result
  ) -> Result {
    let (oldPath, oldHead) = (path, head)
    path = path.appending(component)
    head = newHead
    defer {
      path = oldPath
      head = oldHead
    }
    return step(&self)
  }
}
