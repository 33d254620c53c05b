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
      report.add(
        Finding(
          .strayMapping, "the connector `\(connector.name)` has no stream `\(stray.stream)`",
          at: start(of: stray),
          suggestions: Suggestions.nearest(to: stray.stream, among: written)))
    }
  }

  private static func start(of mapping: LoadedMapping) -> SourceRange {
    mapping.document.root?.mapping?.entries.first?.key.range ?? SourceRange(mapping.document.file, 0, 0)
  }
}

internal import YAML
