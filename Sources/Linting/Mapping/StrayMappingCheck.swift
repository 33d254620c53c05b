internal import Diagnostics
internal import Language
internal import YAML

/// Holds mapping files against the streams they are for.
enum StrayMappingCheck {
  static func run(_ project: Project, _ report: inout FindingList) {
    for mapping in project.strays {
      report.add(
        Finding(
          .strayMapping, "there is no connector `\(mapping.connector)`", at: start(of: mapping),
          about: mapping.connector,
          suggestions: Suggestions.nearest(to: mapping.connector, among: project.connectorNames)))
    }
    for connector in project.connectors { check(connector, &report) }
  }

  private static func check(_ connector: LoadedConnector, _ report: inout FindingList) {
    guard let file = connector.file, !connector.document.isPartial, !connector.document.hasUnreadParts
    else { return }
    let streams = file[ConnectorFile.streams] ?? []
    // Streams that could not be read still exist.
    let written = Set(file.block.entry("streams")?.value.mapping?.keys.map { $0 } ?? []).union(
      streams.map(\.name))
    // So does one that was written beside `streams`.
    let misplaced = Set(file.block.node.mapping?.keys.map { $0 } ?? [])
    if file.block.has("streams"), file.block.damagedKeys.contains("streams"), written.isEmpty { return }
    let strays = connector.mappings.filter { !written.contains($0.stream) && !misplaced.contains($0.stream) }
    if !file.block.has("streams"), !strays.isEmpty {
      report.removeAll { $0.rule.id.hasSuffix("/unknown-stream") && connector.holds($0.range.file) }
      report.add(
        Finding(
          .strayMapping,
          "the connector has no `streams`, and \(strays.count == 1 ? "a mapping is for one" : "\(strays.count) mappings are for some")",
          at: connector.document.place(ofMissing: "streams", in: file.block) ?? file.block.keyRange("name"),
          path: "streams",
          related: [.init("such a mapping", at: start(of: strays[0]))]))
      return
    }
    let mapped = Set(connector.mappings.map(\.stream))
    let unmapped = streams.filter { !mapped.contains($0.name) }
    for stray in strays {
      // A stream and a mapping without each other are one mistake: most likely the stream was renamed.
      let nearest = Suggestions.nearest(to: stray.stream, among: unmapped.map(\.name)).first
      if let partner = unmapped.first(where: { $0.name == nearest }) {
        // No stream can have a name that is none.
        let isName = stray.stream.allSatisfy { $0.isASCII && ($0.isLowercase || $0.isNumber || $0 == "_") }
        report.add(
          Finding(
            .strayMapping,
            "the stream `\(partner.name)` has no mapping, and `\(stray.document.file.path)` maps a stream `\(stray.stream)` that does not exist",
            at: partner.nameRange, path: "streams.\(partner.name)",
            related: [.init("the mapping", at: start(of: stray))],
            evidence: isName ? [] : [.init("instead", "name the file `\(partner.name).yaml`")],
            suggestions: isName ? [stray.stream] : [],
            fixes: !isName
              ? []
              : [
                .init(
                  "name the stream as its mapping does", isSafe: false, replace: partner.nameRange,
                  with: stray.stream)
              ]))
        continue
      }
      if gather(stray, connector, file, &report) { continue }
      report.add(
        Finding(
          .strayMapping, "the connector `\(connector.name)` has no stream `\(stray.stream)`",
          at: start(of: stray),
          about: stray.stream, suggestions: Suggestions.nearest(to: stray.stream, among: written)))
    }
    for stream in unmapped { respell(stream, connector, &report) }
  }

  /// A stream that everything else calls by another word was misspelt where it is declared, and its references are right.
  private static func respell(
    _ stream: Named<StreamBlock>, _ connector: LoadedConnector, _ report: inout FindingList
  ) {
    func isReference(_ finding: Finding) -> Bool {
      finding.rule.id.hasSuffix("/unknown-stream") && finding.suggestions == [stream.name]
        && connector.holds(finding.range.file)
    }
    let names = Set(report.all.filter(isReference).map { $0.range.file.word(at: $0.range) })
    guard let name = names.first, names.count == 1, connector.references(to: stream.name) == 0 else { return }
    let uses = connector.references(to: name)
    guard uses > 1 || FileWords(connector).prefer(name, used: uses, over: stream.name) else { return }
    report.removeAll(where: isReference)
    report.add(
      Finding(
        .unknownStream, "everything else calls this stream `\(name)`", at: stream.nameRange,
        path: "streams.\(stream.name)",
        evidence: [.init("named", uses == 1 ? "at one other place" : "at \(uses) other places")],
        suggestions: [name],
        fixes: [
          .init("name it as everything else does", isSafe: false, replace: stream.nameRange, with: name)
        ]))
  }

  /// A stream that a mapping and others name, and for which no other could be meant, is missing in the connector.
  private static func gather(
    _ stray: LoadedMapping, _ connector: LoadedConnector, _ file: ConnectorFile, _ report: inout FindingList
  ) -> Bool {
    func isReference(_ finding: Finding) -> Bool {
      finding.rule.id.hasSuffix("/unknown-stream") && finding.range.text == stray.stream
        && connector.holds(finding.range.file)
    }
    let count = report.all.count(where: isReference)
    guard count > 0 || connector.references(to: stray.stream) > 0, file.block.has("streams") else {
      return false
    }
    report.removeAll(where: isReference)
    report.add(
      Finding(
        .strayMapping, "there is no stream `\(stray.stream)`, which has a mapping",
        at: file.block.keyRange("streams"), about: stray.stream,
        path: "streams", related: [.init("the mapping", at: start(of: stray))],
        evidence: [.init("named", count == 1 ? "at one more place" : "at \(count) more places")]))
    return true
  }

  private static func start(of mapping: LoadedMapping) -> SourceRange {
    mapping.document.root?.mapping?.entries.first?.key.range ?? SourceRange(mapping.document.file, 0, 0)
  }
}

extension LoadedConnector {
  /// Whether a file describes the connector or its tests.
  fileprivate func holds(_ file: SourceFile) -> Bool {
    file === document.file || tests.map { file === $0.document.file } ?? false
  }

  /// How often a stream is named, its declaration aside.
  fileprivate func references(to stream: String) -> Int {
    let cases = (tests?.file?[TestFile.cases] ?? []).filter { $0[TestCase.stream]?.value == stream }
    let streams = file?[ConnectorFile.streams] ?? []
    let inStreams = streams.flatMap { RequestStreamCheck.references(of: $0.value) }.filter {
      $0.0.value == stream
    }
    let events = (file?[ConnectorFile.webhooks]?[WebhooksBlock.events] ?? []).filter {
      $0[EventRule.stream]?.value == stream
    }
    return cases.count + inStreams.count + events.count
  }
}

extension SourceFile {
  /// The name that stands at a place, without its quotes.
  fileprivate func word(at range: SourceRange) -> String {
    range.text.filter { $0 != "\"" && $0 != "'" }
  }
}
