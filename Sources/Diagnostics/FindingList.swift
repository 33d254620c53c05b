/// Collects findings; nothing is thrown, so that everything wrong is reported at once.
package struct FindingList: Sendable {
  package private(set) var all: [Finding] = []

  package init() {}

  package mutating func add(_ finding: Finding) { all.append(finding) }

  package mutating func add(contentsOf list: [Finding]) { all.append(contentsOf: list) }

  package mutating func removeLast() { _ = all.popLast() }

  package mutating func removeAll(where matches: (Finding) -> Bool) { all.removeAll(where: matches) }

  package var isEmpty: Bool { all.isEmpty }
  package var hasErrors: Bool { all.contains { $0.severity == .error } }

  /// By file in reading order, then place, then severity; the same thing said twice at one place is said once.
  package func sorted() -> [Finding] {
    let ordered = all.enumerated().sorted { a, b in
      let (x, y) = (a.element, b.element)
      if x.range.file.path != y.range.file.path { return x.range.file.path < y.range.file.path }
      if x.range.start != y.range.start { return x.range.start < y.range.start }
      if x.severity != y.severity { return x.severity > y.severity }
      return a.offset < b.offset
    }
    var seen: Set<String> = []
    return ordered.map(\.element).filter { finding in
      seen.insert(
        "\(finding.range.file.path)\u{0}\(finding.range.start)\u{0}\(finding.rule.id)\u{0}\(finding.message)"
      ).inserted
    }
  }
}
