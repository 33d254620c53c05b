internal import Diagnostics
internal import Language
internal import YAML

/// What is wrong in a family shows in every connector that extends it, and is told once: in the family, where that was looked at as well.
struct FamilyFindings: Sendable {
  /// The documents of families that were looked at, by name; others are let go of when they have been checked.
  private var documents: [String: YAMLDocument] = [:]
  /// By name, the connectors that one extends.
  private var bases: [String: [String]] = [:]

  mutating func add(_ connector: LoadedConnector) {
    if connector.document.root?.mapping?["family"] != nil { documents[connector.name] = connector.document }
    guard !connector.bases.isEmpty else { return }
    bases[connector.name] = connector.bases.map { Self.folder($0.path) }
  }

  /// Takes over the connectors that others looked at.
  mutating func join(_ other: FamilyFindings) {
    documents.merge(other.documents) { mine, _ in mine }
    bases.merge(other.bases) { mine, _ in mine }
  }

  func tellOnce(_ report: inout FindingList) {
    guard !bases.isEmpty, !report.isEmpty else { return }
    leaveOutRepeated(&report)
    for family in Set(bases.values.joined()).sorted() {
      guard let document = documents[family] else { continue }
      let members = Set(bases.filter { $0.value.contains(family) }.keys)
      leaveOutConclusions(from: document, members, &report)
      gather(document, members, &report)
    }
  }

  /// The family's own finding is also one of each connector that reads it.
  private func leaveOutRepeated(_ report: inout FindingList) {
    func words(_ connector: String, _ finding: Finding) -> String {
      // How many others there are differs.
      "\(connector) \(finding.rule.id) \(finding.rule == .undocumented ? finding.range.text : finding.message)"
    }
    let said = Set(report.all.map { words(Self.folder($0.range.file.path), $0) })
    report.removeAll { finding in
      bases[Self.folder(finding.range.file.path)]?.contains { said.contains(words($0, finding)) } ?? false
    }
  }

  /// Where a family is wrong by itself, what others seem to lack may be what it could not give them.
  private func leaveOutConclusions(
    from document: YAMLDocument, _ members: Set<String>, _ report: inout FindingList
  ) {
    let wrong = report.all.filter { $0.range.file === document.file && $0.severity == .error }
    guard !wrong.isEmpty else { return }
    let paths = wrong.compactMap(\.path)
    report.removeAll { finding in
      guard members.contains(Self.folder(finding.range.file.path)) else { return false }
      return Derivation.Role(finding) != .primary || finding.rule.area == "auth"
        || Self.isOfForm(finding) && paths.contains { (finding.path ?? "").hasPrefix($0) }
    }
  }

  /// What several connectors lack alike, the family lacks.
  private func gather(_ document: YAMLDocument, _ members: Set<String>, _ report: inout FindingList) {
    let shared = Dictionary(
      grouping: report.all.filter {
        members.contains(Self.folder($0.range.file.path)) && Self.isOfNames($0)
      }, by: { "\($0.rule.id) \($0.message)" }
    ).filter { Set($0.value.map { Self.folder($0.range.file.path) }).count > 1 }
    let lost = Set(
      report.all.filter {
        $0.range.file === document.file
          && (Derivation.Role($0) == .name || $0.rule == .unusedSetting && !$0.suggestions.isEmpty)
      }
      .flatMap { [$0.subject] + $0.suggestions }
        + shared.values.map { $0[0].subject })
    guard !lost.isEmpty else { return }
    report.removeAll { finding in
      guard members.contains(Self.folder(finding.range.file.path)) else { return false }
      return finding.severity == .info || Derivation.Role(finding) == .leftover
        || finding.rule == .unrecordedPath || finding.rule == .testUnmatchedExchange
        || shared["\(finding.rule.id) \(finding.message)"] != nil
        || Self.isOfForm(finding) && !lost.isDisjoint(with: Self.components(finding))
    }
    for (_, findings) in shared.sorted(by: { $0.key < $1.key }) {
      guard var finding = findings.first, let place = Self.place(finding, document) else { continue }
      let names = Set(findings.map { Self.folder($0.range.file.path) }).sorted()
      finding.related = [.init("it shows here", at: finding.range)]
      finding.evidence.append(.init("in", names.joined(separator: ", ")))
      finding.range = place
      finding.fixes = []
      report.add(finding)
    }
  }

  private static func isOfNames(_ finding: Finding) -> Bool {
    let ofWhatIsMissing = [
      "spec/missing-key", "rate/no-throttle-rule", "rate/retry-after-ignored", "auth/missing",
      "auth/assertion-claims", "auth/other-sign-in", "test/other-answer", "paging/deletions-unsaid",
    ]
    return Derivation.Role(finding) == .name || ofWhatIsMissing.contains(finding.rule.id)
  }

  private static func isOfForm(_ finding: Finding) -> Bool {
    finding.rule == .missingKey || finding.rule == .wrongType
  }

  /// The key of the family that is nearest to where the others lack something.
  private static func place(_ finding: Finding, _ document: YAMLDocument) -> SourceRange? {
    var mapping = document.root?.mapping
    var place = mapping?.entry("name")?.key.range
    for component in components(finding) {
      guard let entry = mapping?.entry(component) else { break }
      (place, mapping) = (entry.key.range, entry.value.mapping)
    }
    return place
  }

  private static func components(_ finding: Finding) -> [String] {
    (finding.path ?? "").split(separator: ".").map(String.init)
  }

  /// `acme` of `connectors/acme/connector.yaml`.
  private static func folder(_ path: String) -> String {
    let parts = path.split(separator: "/")
    return parts.count > 2 ? String(parts[1]) : ""
  }
}
