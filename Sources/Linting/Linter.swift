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
    /// Connectors in which nothing was found, not even something that a comment ignores.
    package let clean: [CleanConnector]
  }

  /// A connector in which nothing was found.
  package struct CleanConnector: Sendable {
    package let name: String
    /// The files that it extends, as they were read: all that it depends on, its own files and the models aside.
    package let bases: [SourceFile]
  }

  /// Checks the files of a tree, one connector after the other.
  ///
  /// - Parameter isKnown: Says of a connector that it is as it was when it was found clean, by its files: it is not checked again.
  package static func run(
    _ tree: any FileTree, selecting selection: ProjectLoader.Selection = .init(),
    passingOver isKnown: (String) -> [String]? = { _ in nil }
  ) -> Outcome {
    var inspection = Inspection(selection)
    ProjectLoader.visit(
      tree, selecting: selection,
      passingOver: { name in
        guard let files = isKnown(name) else { return false }
        inspection.passOver(files)
        return true
      }, { inspection.take($0) })
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
  private var clean: [Linter.CleanConnector] = []
  private var families = FamilyFindings()
  private let known = KnownExpressions()

  init(_ selection: ProjectLoader.Selection) { self.selection = selection }

  mutating func take(_ part: Project) {
    for finding in part.findings.all { loading[finding.range.file.path, default: []].append(finding) }
    report.add(contentsOf: part.findings)
    ModelCheck.run(part, &report)
    let before = report.all.count
    for connector in part.connectors { check(connector, in: part) }
    StrayMappingCheck.run(part, &report)
    if part.findings.isEmpty, report.all.count == before, part.connectors.count == 1 {
      part.connectors.forEach { note($0) }
    }
    ignores.read(part.documents)
    documents += part.documents.map(\.file.path)
    recordings += part.connectors.flatMap(\.recordings).map(\.file.path).filter { selection.contains($0) }
    connectorCount += part.connectors.count
  }

  /// Takes a connector as found clean, of which these are the files.
  mutating func passOver(_ files: [String]) {
    documents += files.filter { selection.contains($0) }
    connectorCount += 1
  }

  /// Keeps in mind that nothing was found in a connector, if all of it was to be looked at and nothing is ignored there.
  private mutating func note(_ connector: LoadedConnector) {
    let folders = ["connectors/\(connector.name)", "mappings/\(connector.name)"]
    guard folders.allSatisfy({ selection.contains($0) }),
      connector.bases.allSatisfy({ loading[$0.path] == nil }),
      !connector.documents.contains(where: { IgnoreComments.arePresent(in: $0) })
    else { return }
    clean.append(.init(name: connector.name, bases: connector.bases))
  }

  /// Each connector is checked by itself: what is wrong in one proves nothing about another.
  private mutating func check(_ connector: LoadedConnector, in part: Project) {
    families.add(connector)
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
    families.tellOnce(&report)
    report.removeAll { [selection] in !selection.contains($0.range.file.path) }
    let sorted = Derived.suppressed(report.sorted())
    let kept = ignores.filter(sorted)
    return Linter.Outcome(
      findings: kept, ignoredCount: sorted.count - kept.count + ignores.addedCount,
      files: documents + recordings, connectorCount: connectorCount, clean: clean)
  }
}

extension LoadedConnector {
  /// All files that something may be found in when the connector is checked.
  fileprivate var files: [SourceFile] {
    [document.file] + bases + mappings.map(\.document.file) + (tests.map { [$0.document.file] } ?? [])
      + recordings.map(\.file)
  }

  /// Its own documents.
  fileprivate var documents: [YAMLDocument] {
    [document] + mappings.map(\.document) + (tests.map { [$0.document] } ?? [])
  }
}
