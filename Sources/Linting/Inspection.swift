internal import Diagnostics
internal import Expressions
internal import Language
internal import YAML

/// Checks parts of a project, one after the other, with what it knows from those before.
struct Inspector {
  private let selection: ProjectLoader.Selection
  private let known = KnownExpressions()
  /// What loading found, by path: a family was perhaps read with an earlier part.
  private var loading: [String: [Finding]] = [:]

  init(_ selection: ProjectLoader.Selection) { self.selection = selection }

  mutating func inspect(_ part: Project) -> Inspection {
    for finding in part.findings.all { loading[finding.range.file.path, default: []].append(finding) }
    var inspection = Inspection()
    inspection.report.add(contentsOf: part.findings)
    ModelCheck.run(part, &inspection.report)
    let before = inspection.report.all.count
    for connector in part.connectors { check(connector, in: part, &inspection) }
    StrayMappingCheck.run(part, &inspection.report)
    if part.findings.isEmpty, inspection.report.all.count == before, part.connectors.count == 1 {
      inspection.clean = part.connectors.filter(isKnownByItsFiles)
        .map { .init(name: $0.name, bases: $0.bases) }
    }
    inspection.ignores.read(part.documents)
    inspection.documents = part.documents.map(\.file.path)
    inspection.recordings = part.connectors.flatMap(\.recordings).map(\.file.path)
      .filter { selection.contains($0) }
    inspection.connectorCount = part.connectors.count
    return inspection
  }

  /// A connector that was found clean before, of which these are the files.
  func passOver(_ files: [String]) -> Inspection {
    var inspection = Inspection()
    inspection.documents = files.filter { selection.contains($0) }
    inspection.connectorCount = 1
    return inspection
  }

  /// Whether all of a connector was to be looked at and nothing is ignored there: while its files are the same, nothing will be found.
  private func isKnownByItsFiles(_ connector: LoadedConnector) -> Bool {
    ["connectors/\(connector.name)", "mappings/\(connector.name)"].allSatisfy { selection.contains($0) }
      && connector.bases.allSatisfy { loading[$0.path] == nil }
      && !connector.documents.contains { IgnoreComments.arePresent(in: $0) }
  }

  /// Each connector is checked by itself: what is wrong in one proves nothing about another.
  private func check(_ connector: LoadedConnector, in part: Project, _ inspection: inout Inspection) {
    inspection.families.add(connector)
    var found = FindingList()
    for file in connector.files { found.add(contentsOf: loading[file.path] ?? []) }
    found.settle()
    guard let context = ConnectorContext(connector, in: part, loading: found, known) else { return }
    var texts = CheckedTexts()
    let reading = ExpressionReading(context: context)
    reading.readOwn(&texts, &found)
    MappingReading(context: context, reading: reading).read(&texts, &found)
    for check in Checks.all { check.run(context, texts, &found) }
    inspection.report.add(unsettledOf: found)
  }
}

/// What was found in parts of a project.
struct Inspection: Sendable {
  fileprivate var report = FindingList()
  fileprivate var ignores = IgnoreComments()
  fileprivate var documents: [String] = []
  fileprivate var recordings: [String] = []
  fileprivate var connectorCount = 0
  fileprivate var clean: [Linter.CleanConnector] = []
  fileprivate var families = FamilyFindings()

  /// Takes over what was found in the next part; what was found in both, as in a family that was read for both, stays once.
  mutating func join(_ next: Inspection) {
    report.unite(next.report)
    ignores.join(next.ignores)
    documents += next.documents
    recordings += next.recordings
    connectorCount += next.connectorCount
    clean += next.clean
    families.join(next.families)
  }

  consuming func outcome(_ selection: ProjectLoader.Selection) -> Linter.Outcome {
    families.tellOnce(&report)
    report.removeAll { !selection.contains($0.range.file.path) }
    let sorted = Derived.suppressed(report.sorted())
    let kept = ignores.filter(sorted)
    var known: Set<String> = []
    return Linter.Outcome(
      findings: kept, ignoredCount: sorted.count - kept.count + ignores.addedCount,
      files: (documents + recordings).filter { known.insert($0).inserted }, connectorCount: connectorCount,
      clean: clean)
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
