internal import Diagnostics
internal import Language

/// Holds mapping files against the streams they are for.
enum StrayMappingCheck {
  static func run(_ project: Project, _ report: inout FindingList) {
    for mapping in project.strays {
      report.add(
        Finding(
          .strayMapping, "there is no connector `\(mapping.connector)`", at: start(of: mapping),
          suggestions: Suggestions.nearest(to: mapping.connector, among: project.connectorNames)))
    }
    for connector in project.connectors { check(connector, &report) }
  }

  private static func check(_ connector: LoadedConnector, _ report: inout FindingList) {
    guard let file = connector.file, !connector.document.isPartial,
      !connector.document.findings.contains(where: { $0.severity == .error })
    else { return }
    let streams = file[ConnectorFile.streams] ?? []
    // Streams that could not be read still exist.
    let written = Set(file.block.entry("streams")?.value.mapping?.keys.map { $0 } ?? []).union(
      streams.map(\.name))
    // So does one that was written beside `streams`.
    let misplaced = Set(file.block.node.mapping?.keys.map { $0 } ?? [])
    if file.block.has("streams"), file.block.damagedKeys.contains("streams"), written.isEmpty { return }
    let strays = connector.mappings.filter { !written.contains($0.stream) && !misplaced.contains($0.stream) }
    let mapped = Set(connector.mappings.map(\.stream))
    let unmapped = streams.filter { !mapped.contains($0.name) }
    for stray in strays {
      // A stream and a mapping without each other are one mistake: most likely the stream was renamed.
      if let partner = unmapped.first(where: {
        !Suggestions.nearest(to: $0.name, among: [stray.stream]).isEmpty
      }) {
        report.add(
          Finding(
            .strayMapping,
            "the stream `\(partner.name)` has no mapping, and `\(stray.document.file.path)` maps a stream `\(stray.stream)` that does not exist",
            at: partner.nameRange, path: "streams.\(partner.name)",
            related: [.init("the mapping", at: start(of: stray))],
            suggestions: [stray.stream],
            fixes: [
              .init(
                "name the stream as its mapping does", isSafe: false, replace: partner.nameRange,
                with: stray.stream)
            ]))
        continue
      }
      if gather(stray, written, file, &report) { continue }
      report.add(
        Finding(
          .strayMapping, "the connector `\(connector.name)` has no stream `\(stray.stream)`",
          at: start(of: stray),
          suggestions: Suggestions.nearest(to: stray.stream, among: written)))
    }
  }

  /// A stream that a mapping and others name, and for which no other could be meant, is missing in the connector.
  private static func gather(
    _ stray: LoadedMapping, _ written: Set<String>, _ file: ConnectorFile, _ report: inout FindingList
  ) -> Bool {
    func isReference(_ finding: Finding) -> Bool {
      finding.rule.id.hasSuffix("/unknown-stream") && finding.range.text == stray.stream
        && finding.suggestions.isEmpty
    }
    let count = report.all.count(where: isReference)
    guard count > 0, file.block.has("streams") else { return false }
    report.removeAll(where: isReference)
    report.add(
      Finding(
        .strayMapping, "there is no stream `\(stray.stream)`, which has a mapping",
        at: file.block.keyRange("streams"),
        path: "streams", related: [.init("the mapping", at: start(of: stray))],
        evidence: [.init("named", count == 1 ? "at one more place" : "at \(count) more places")]))
    return true
  }

  private static func start(of mapping: LoadedMapping) -> SourceRange {
    mapping.document.root?.mapping?.entries.first?.key.range ?? SourceRange(mapping.document.file, 0, 0)
  }
}

internal import YAML
