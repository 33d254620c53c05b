internal import Diagnostics
internal import Language

/// One mistake, one finding: what only follows from another finding is left out.
enum Derived {
  /// Of findings that begin at the same character the worst and surest stays; a key that stands in the wrong place is not missing as well.
  static func suppressed(_ findings: [Finding]) -> [Finding] {
    let misplaced = Set(
      findings.filter { $0.rule == .unknownKey }.map { Place($0.range.file, $0.range.text) })
    let derivation = Derivation(findings)
    let renamed = Set(findings.filter { $0.rule == .strayMapping }.compactMap(\.suggestions.first))
    let aliases = Set(findings.filter { $0.rule.id == "yaml/unknown-alias" }.map { line(of: $0) })
    let consequences = Consequences(findings, aliases: aliases)
    var told: Set<String> = []
    let syntax = findings.filter { $0.rule.area == "yaml" && $0.severity == .error }.map(\.range)
    var kept: [Finding] = []
    for finding in findings {
      if derivation.isDerived(finding) || consequences.hold(finding) { continue }
      // References to a stream that was renamed are right: its mapping says so.
      if finding.rule.id.hasSuffix("/unknown-stream"), renamed.contains(finding.range.text) { continue }
      // A name that is wrong is so wherever an expression uses it.
      if let path = finding.path, Self.tellingOnceInAnExpression.contains(finding.rule.id),
        !told.insert("\(finding.range.file.path) \(path) \(finding.message)").inserted
      {
        continue
      }
      // What an alias was to stand for is not there, which is told of the alias.
      if !aliases.isEmpty, finding.rule == .wrongType, aliases.contains(line(of: finding)) { continue }
      // What a stream or an action does not declare is undeclared in all of its expressions.
      if finding.rule == .unknownVariable, let owner = finding.path?.split(separator: ".").prefix(2),
        owner.count == 2,
        !told.insert("owner \(finding.range.file.path) \(owner.joined(separator: ".")) \(finding.message)")
          .inserted
      {
        continue
      }
      // One cause, told where it shows first.
      if Self.tellingOnce.contains(finding.rule.id),
        !told.insert("\(finding.range.file.path) \(finding.message)").inserted
      {
        continue
      }
      // What YAML made of something misread is of no kind that anybody meant.
      if finding.rule == .wrongType,
        syntax.contains(where: { $0 != finding.range && finding.range.contains($0) })
      {
        continue
      }
      // Nor is there anything to say of the parts of a text that needs quotes.
      if syntax.contains(where: { $0 != finding.range && $0.contains(finding.range) }) { continue }
      if finding.rule == .missingKey, !misplaced.isEmpty,
        finding.evidence.contains(where: { misplaced.contains(Place(finding.range.file, $0.word)) })
      {
        continue
      }
      guard let last = kept.last, last.range.file === finding.range.file,
        last.range.start == finding.range.start
      else {
        kept.append(finding)
        continue
      }
      if outranks(finding, last) { kept[kept.count - 1] = finding }
    }
    return withError(kept, of: findings)
  }

  /// Of errors that seem to follow from each other the first one stays: a project with errors is never called clean.
  ///
  /// What alone is left to say is the error, where others that follow from it are.
  private static func withError(_ kept: [Finding], of findings: [Finding]) -> [Finding] {
    guard !kept.contains(where: { $0.severity == .error }),
      let first = findings.first(where: { $0.severity == .error })
    else { return kept }
    if var cause = kept.first, kept.count == 1, cause.severity == .warning,
      Derivation.Place(cause).connector == Derivation.Place(first).connector
    {
      cause.severity = .error
      return [cause]
    }
    var list = FindingList()
    list.add(contentsOf: kept + [first])
    return list.sorted()
  }

  static func line(of finding: Finding) -> String {
    "\(finding.range.file.path) \(finding.range.startPosition.line)"
  }

  private static let tellingOnce: Set<String> = [
    "security/open-host", "security/loose-pattern", "test/no-webhooks", "yaml/unknown-alias",
  ]
  private static let tellingOnceInAnExpression: Set<String> = [
    "mapping/unknown-path", "request/unrecorded-path", "spec/unknown-variable", "spec/unknown-setting",
    "spec/unknown-input", "spec/unknown-account-value",
  ]

  /// A key somewhere in a file.
  private struct Place: Hashable {
    let file: ObjectIdentifier
    let key: String

    init(_ file: SourceFile, _ key: String) {
      self.file = ObjectIdentifier(file)
      self.key = key
    }
  }

  private static func outranks(_ a: Finding, _ b: Finding) -> Bool {
    if a.severity != b.severity { return a.severity > b.severity }
    return certainty(a) > certainty(b)
  }

  private static func certainty(_ finding: Finding) -> Int {
    switch finding.confidence {
    case .proven: 2
    case .likely: 1
    case .heuristic: 0
    }
  }
}
