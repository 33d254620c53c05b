package import Diagnostics
internal import Expressions
package import Language
internal import YAML

/// Checks a project: everything that is wrong, each thing once, without a network.
package enum Linter {
  /// The outcome of a run.
  package struct Outcome: Sendable {
    /// In reading order; ignored findings are left out.
    package let findings: [Finding]
    /// How many findings were ignored by comments.
    package let ignoredCount: Int
    /// The paths of the files that were looked at.
    package let files: [String]
    package let connectorCount: Int
  }

  /// Checks the files of a tree, one connector after the other.
  package static func run(
    _ tree: any FileTree, selecting selection: ProjectLoader.Selection = .init()
  ) -> Outcome {
    var inspection = Inspection(selection)
    ProjectLoader.visit(tree, selecting: selection) { inspection.take($0) }
    return inspection.outcome()
  }

  /// Checks what was selected when the project was loaded.
  package static func run(_ project: Project, selecting selection: ProjectLoader.Selection = .init())
    -> Outcome
  {
    var inspection = Inspection(selection)
    inspection.take(project)
    return inspection.outcome()
  }
}

/// The checks of a project that comes in parts.
private struct Inspection {
  private let selection: ProjectLoader.Selection
  private var report = FindingList()
  /// What loading found, by path: a family was perhaps read with an earlier part.
  private var loading: [String: [Finding]] = [:]
  private var ignores = IgnoreComments()
  private var documents: [String] = []
  private var recordings: [String] = []
  private var connectorCount = 0
  private let known = KnownExpressions()

  init(_ selection: ProjectLoader.Selection) { self.selection = selection }

  mutating func take(_ part: Project) {
    for finding in part.findings.all { loading[finding.range.file.path, default: []].append(finding) }
    report.add(contentsOf: part.findings)
    ModelCheck.run(part, &report)
    for connector in part.connectors { check(connector, in: part) }
    StrayMappingCheck.run(part, &report)
    ignores.read(part.documents)
    documents += part.documents.map(\.file.path)
    recordings += part.connectors.flatMap(\.recordings).map(\.file.path).filter { selection.contains($0) }
    connectorCount += part.connectors.count
  }

  /// Each connector is checked by itself: what is wrong in one proves nothing about another.
  private mutating func check(_ connector: LoadedConnector, in part: Project) {
    var found = FindingList()
    for file in connector.files { found.add(contentsOf: loading[file.path] ?? []) }
    let before = found.all.count
    guard let context = ConnectorContext(connector, in: part, loading: found, known) else { return }
    var texts = CheckedTexts()
    let reading = ExpressionReading(context: context)
    reading.readOwn(&texts, &found)
    MappingReading(context: context, reading: reading).read(&texts, &found)
    for check in Checks.all { check.run(context, texts, &found) }
    report.add(found, from: before)
  }

  consuming func outcome() -> Linter.Outcome {
    report.removeAll { [selection] in !selection.contains($0.range.file.path) }
    let sorted = Derived.suppressed(report.sorted())
    let kept = ignores.filter(sorted)
    return Linter.Outcome(
      findings: kept, ignoredCount: sorted.count - kept.count + ignores.addedCount,
      files: documents + recordings, connectorCount: connectorCount)
  }
}

extension LoadedConnector {
  /// All files that something may be found in when the connector is checked.
  fileprivate var files: [SourceFile] {
    [document.file] + bases + mappings.map(\.document.file) + (tests.map { [$0.document.file] } ?? [])
      + recordings.map(\.file)
  }
}
