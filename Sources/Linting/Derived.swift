internal import Diagnostics
internal import Language

/// One mistake, one finding: what only follows from another finding is left out.
enum Derived {
  /// Of findings that begin at the same character the worst and surest stays; a key that stands in the wrong place is not missing as well.
  static func suppressed(_ findings: [Finding]) -> [Finding] {
    let misplaced = Set(
      findings.filter { $0.rule == .unknownKey }.map { Place($0.range.file, $0.range.text) })
    let derivation = Derivation(findings)
    let renamed = Set(
      findings.filter { $0.rule == .strayMapping }.map { stream($0.suggestions.first ?? "", of: $0) })
    let aliases = Set(findings.filter { $0.rule.id == "yaml/unknown-alias" }.map { line(of: $0) })
    let consequences = Consequences(findings, aliases: aliases)
    let repetitions = Repetitions(findings)
    let syntax = findings.filter { $0.rule.area == "yaml" && $0.severity == .error }.map(\.range)
    let brokenModels = Set(
      findings.lazy.filter { $0.severity == .error }.map(\.range.file.path).filter {
        $0.hasPrefix("schemas/models/")
      })
    let intruders = findings.filter { Self.ofIntruders.contains($0.rule.id) }
    var kept: [Finding] = []
    /// What errors follow from, which is one then.
    var harmful: Set<String> = []
    for finding in findings {
      if derivation.isDerived(finding) || repetitions.hold(finding) { continue }
      if let cause = consequences.cause(of: finding) {
        // That something was not recorded, and nothing else, harms nobody.
        let isMistake = cause.severity > .info || !cause.suggestions.isEmpty || !cause.related.isEmpty
        if finding.severity == .error, isMistake { harmful.insert(place(of: cause)) }
        continue
      }
      // References to a stream that was renamed are right: its mapping says so.
      if finding.rule.id.hasSuffix("/unknown-stream"),
        renamed.contains(stream(finding.range.text, of: finding))
      {
        continue
      }
      // A model whose file is broken is there all the same.
      if finding.rule == .unknownModel, brokenModels.contains("schemas/models/\(finding.subject).json") {
        continue
      }
      // What an alias was to stand for is not there, which is told of the alias.
      if !aliases.isEmpty, finding.rule == .wrongType, aliases.contains(line(of: finding)) { continue }
      // What YAML made of something misread is of no kind that anybody meant.
      if finding.rule == .wrongType,
        syntax.contains(where: { $0 != finding.range && finding.range.contains($0) })
      {
        continue
      }
      // A text that holds what was never meant to be in it is wrong in whatever way.
      if finding.rule.area != "yaml", intruders.contains(where: { Self.spoils($0, finding) }) { continue }
      // Lines below one whose indentation cannot be seen stand as they should.
      if finding.rule.id == "yaml/indentation",
        intruders.contains(where: {
          $0.rule.id == "yaml/invisible-character" && $0.range.file === finding.range.file
            && $0.fixes.first?.edits.first?.replacement.hasPrefix(" ") == true
            && $0.range.end < finding.range.start
        })
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
    for (position, finding) in kept.enumerated() where harmful.contains(place(of: finding)) {
      kept[position].severity = .error
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

  /// Rules about characters and lines that came into a text by mistake.
  private static let ofIntruders: Set = [
    "yaml/folded-list-item", "yaml/invisible-character", "yaml/control-character", "yaml/not-utf8",
    "yaml/missing-space",
  ]

  /// Whether something is said of the very text that an intruder stands in.
  private static func spoils(_ intruder: Finding, _ finding: Finding) -> Bool {
    guard finding.range.file === intruder.range.file, finding.range.contains(intruder.range) else {
      return false
    }
    // Of a text on several lines only what is said from where it begins; a block holds much else.
    return intruder.related.first.map { $0.range.start == finding.range.start }
      ?? (finding.range.startPosition.line == finding.range.endPosition.line)
  }

  private static func stream(_ name: String, of finding: Finding) -> String {
    "\(Derivation.Place(finding).connector ?? "") \(name)"
  }

  private static func place(of finding: Finding) -> String {
    "\(finding.range.file.path) \(finding.range.start) \(finding.rule.id)"
  }

  static func line(of finding: Finding) -> String {
    "\(finding.range.file.path) \(finding.range.startPosition.line)"
  }

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
