package import Diagnostics
package import Language

/// Checks a project: everything that is wrong, each thing once, without a network.
package enum Linter {
  /// The outcome of a run.
  package struct Outcome: Sendable {
    /// In reading order; ignored findings are left out.
    package let findings: [Finding]
    /// How many findings were ignored by comments.
    package let ignoredCount: Int
    /// How many files were looked at.
    package let fileCount: Int
    package let connectorCount: Int
  }

  /// Checks what was selected when the project was loaded.
  package static func run(_ project: Project, selecting selection: ProjectLoader.Selection = .init())
    -> Outcome
  {
    var report = project.findings
    ModelCheck.run(project, &report)
    for connector in project.connectors { check(connector, in: project, &report) }
    StrayMappingCheck.run(project, &report)
    report.removeAll { !selection.contains($0.range.file.path) }
    let sorted = Derived.suppressed(report.sorted())
    var ignores = IgnoreComments(project)
    let kept = ignores.filter(sorted)
    let files = project.documents.count + project.connectors.reduce(0) { $0 + $1.recordings.count }
    return Outcome(
      findings: kept, ignoredCount: sorted.count - kept.count + ignores.addedCount, fileCount: files,
      connectorCount: project.connectors.count)
  }

  private static func check(_ connector: LoadedConnector, in project: Project, _ report: inout FindingList) {
    guard let context = ConnectorContext(connector, in: project) else { return }
    var texts = CheckedTexts()
    let reading = ExpressionReading(context: context)
    reading.readOwn(&texts, &report)
    MappingReading(context: context, reading: reading).read(&texts, &report)
    for check in Checks.all { check.run(context, texts, &report) }
  }
}
