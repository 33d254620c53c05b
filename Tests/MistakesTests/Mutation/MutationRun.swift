import Diagnostics
import Language
import Linting
import YAML

/// Makes mistakes in one connector and counts how each is told.
struct MutationRun {
  let name: String
  private let files: [String: String]
  /// What it extends, which is no part of it.
  private let families: [String: String]
  /// Hints that stand in the connector without any mistake, by what they say.
  private let hints: Set<String>
  /// What is found without any mistake and is no hint; nothing in a correct connector.
  let findings: [Finding]

  init(_ name: String, in files: [String: String]) {
    self.name = name
    self.files = files.filter {
      $0.key.hasPrefix("connectors/\(name)/") || $0.key.hasPrefix("mappings/\(name)/")
    }
    families = Self.families(of: name, in: files)
    let found = Self.lint(self.files.merging(families) { own, _ in own })
    hints = Set(found.filter { $0.severity == .info }.map { Self.words($0) })
    findings = found.filter { $0.severity != .info }
  }

  /// The files of the connectors that one extends.
  private static func families(of name: String, in files: [String: String]) -> [String: String] {
    var found: [String: String] = [:]
    var name = name
    while let text = files["connectors/\(name)/connector.yaml"],
      let line = text.split(separator: "\n").first(where: { $0.hasPrefix("extends: ") })
    {
      name = String(line.dropFirst("extends: ".count))
      let path = "connectors/\(name)/connector.yaml"
      guard found[path] == nil else { break }
      found[path] = files[path]
    }
    return found
  }

  private static func words(_ finding: Finding) -> String {
    "\(finding.rule.id) \(finding.path ?? "") \(finding.message)"
  }

  /// All mistakes, in the order of files.
  func mutants() -> [Mutant] {
    files.keys.sorted().flatMap { path -> [Mutant] in
      guard path.hasSuffix(".yaml"), let text = files[path] else { return [] }
      let document = YAMLLoader.load(SourceFile(path: path, text: text))
      if path.hasPrefix("mappings/") { return SiteWalk.mutants(of: document, as: MappingFile.self) }
      if path.hasSuffix("/tests.yaml") { return SiteWalk.mutants(of: document, as: TestFile.self) }
      return SiteWalk.mutants(of: document, as: ConnectorFile.self)
    }
  }

  /// What is found with some mistakes made at once, and not without them.
  private func found(with mutants: [Mutant]) -> [Finding] {
    var changed = files.merging(families) { own, _ in own }
    // What stands further down does not move what stands above it.
    for mutant in mutants.sorted(by: { $0.range.lowerBound > $1.range.lowerBound }) {
      changed[mutant.path] = mutant.applied(to: Array((changed[mutant.path] ?? "").utf8))
    }
    return Self.lint(changed).filter { !hints.contains(Self.words($0)) }
  }

  /// Whether each of two mistakes is told besides the other; nil where one is not told as it should be by itself.
  func areBothTold(_ first: Mutant, _ second: Mutant) -> Bool? {
    let alone = [first, second].map(outcome)
    guard alone.allSatisfy({ $0.outcome == .one }) else { return nil }
    let lines = found(with: [first, second]).map { "\($0.range.file.path) \($0.range.startPosition.line)" }
    return Set(alone.flatMap(\.findings).map { "\($0.range.file.path) \($0.range.startPosition.line)" })
      .isSubset(of: lines)
  }

  func outcome(of mutant: Mutant) -> (outcome: MutationScore.Outcome, findings: [Finding]) {
    let found = found(with: [mutant])
    guard let first = found.first else { return (.none, []) }
    if found.count > 1 { return (.several, found) }
    let isThere =
      first.range.file.path == mutant.path && mutant.lines.contains(first.range.startPosition.line)
    return (isThere ? .one : .elsewhere, found)
  }

  /// What a safe fix makes of a misspelling that is not what stood there before; nil when all is as it was.
  func spoiling(_ mutant: Mutant, _ findings: [Finding]) -> String? {
    guard mutant.kind.isMisspelling, let original = files[mutant.path] else { return nil }
    let changed = Array(mutant.applied(to: Array(original.utf8)).utf8)
    for fix in findings.flatMap(\.fixes) where fix.isSafe {
      var bytes = changed
      for edit in fix.edits.sorted(by: { $0.range.start > $1.range.start })
      where edit.range.file.path == mutant.path {
        bytes.replaceSubrange(edit.range.bytes, with: Array(edit.replacement.utf8))
      }
      if bytes != Array(original.utf8) { return fix.edits.map(\.replacement).joined(separator: ", ") }
    }
    return nil
  }

  private static func lint(_ files: [String: String]) -> [Finding] {
    Linter.run(MemoryTree(files)).findings
  }
}

/// How many mistakes of each kind were told how.
struct MutationScore {
  enum Outcome: String, CaseIterable {
    /// Exactly one finding, at the line of the mistake.
    case one = "one there"
    case none
    case several
    /// Exactly one finding, but at another line.
    case elsewhere
  }

  private var counts: [Mutant.Kind: [Outcome: Int]] = [:]
  private var survivors: [String: (count: Int, sample: String)] = [:]

  mutating func add(_ mutant: Mutant, _ outcome: Outcome, _ sample: @autoclosure () -> String) {
    counts[mutant.kind, default: [:]][outcome, default: 0] += 1
    guard outcome != .one, mutant.kind.isMistake else { return }
    let key = "\(outcome.rawValue) | \(mutant.kind.rawValue) | \(mutant.place)"
    let known = survivors[key]
    survivors[key] = ((known?.count ?? 0) + 1, known?.sample ?? sample())
  }

  func share(_ outcome: Outcome) -> Double {
    let kinds = Mutant.Kind.allCases.filter(\.isMistake)
    let all = kinds.reduce(0) { $0 + (counts[$1]?.values.reduce(0, +) ?? 0) }
    let these = kinds.reduce(0) { $0 + (counts[$1]?[outcome] ?? 0) }
    return all == 0 ? 1 : Double(these) / Double(all)
  }

  /// A line for each kind, and one for all.
  var table: String {
    func row(_ title: String, _ numbers: [Int]) -> String {
      let total = numbers.reduce(0, +)
      let percent = total == 0 ? 0 : numbers[0] * 1000 / total
      let cells = ([total] + numbers).map { pad("\($0)", 10) }.joined()
      return title + String(repeating: " ", count: max(1, 34 - title.count)) + cells
        + pad("\(percent / 10).\(percent % 10) %", 10)
    }
    let outcomes = Outcome.allCases
    var lines = [
      String(repeating: " ", count: 34) + (["all"] + outcomes.map(\.rawValue)).map { pad($0, 10) }.joined()
    ]
    for kind in Mutant.Kind.allCases {
      guard let found = counts[kind] else { continue }
      lines.append(row(kind.rawValue, outcomes.map { found[$0] ?? 0 }))
    }
    let mistakes = counts.filter(\.key.isMistake).values
    lines.append(
      row("all mistakes", outcomes.map { outcome in mistakes.reduce(0) { $0 + ($1[outcome] ?? 0) } }))
    return lines.joined(separator: "\n")
  }

  /// The mistakes that were not told well, by the key they were made at, the commonest first.
  func survivorLines(limit: Int) -> [String] {
    survivors.sorted { ($1.value.count, $0.key) < ($0.value.count, $1.key) }.prefix(limit).map {
      "\($0.value.count) × \($0.key)\n      \($0.value.sample)"
    }
  }

  private func pad(_ text: String, _ width: Int) -> String {
    String(repeating: " ", count: max(0, width - text.count)) + text
  }
}
