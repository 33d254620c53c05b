/// Collects findings; nothing is thrown, so that everything wrong is reported at once.
package struct FindingList: Sendable {
  package private(set) var all: [Finding] = []
  /// How often each rule was broken in each file.
  private var counts: [Subject: Int] = [:]

  /// Findings of one rule in one file that are kept; more are only counted.
  ///
  /// A file that was generated wrongly, or made to hurt, has hundreds of thousands, and nobody reads them.
  package static let mostAlike = 500

  private struct Subject: Hashable {
    let file: String
    let rule: String
  }

  package init() {}

  package mutating func add(_ finding: Finding) {
    add(finding.rule, in: finding.range.file) { finding }
  }

  /// Adds a finding that is made only if there is room for it.
  package mutating func add(_ rule: Rule, in file: SourceFile, _ finding: () -> Finding) {
    let count = counts[Subject(file: file.path, rule: rule.id), default: 0] + 1
    counts[Subject(file: file.path, rule: rule.id)] = count
    if count <= Self.mostAlike { all.append(finding()) }
  }

  package mutating func add(contentsOf list: [Finding]) {
    for finding in list { add(finding) }
  }

  /// Takes over what another list holds, and what it only counted.
  package mutating func add(contentsOf other: FindingList) { add(other, from: 0) }

  /// Takes over what another list got after its first findings, and what it only counted.
  package mutating func add(_ other: FindingList, from start: Int) {
    for finding in other.all.dropFirst(start) { add(finding) }
    for (subject, count) in other.counts where count > Self.mostAlike {
      counts[subject, default: 0] += count - Self.mostAlike
    }
  }

  /// The findings with, on the last of those that were too many, how many more there are.
  private var counted: [Finding] {
    var result = all
    for (subject, count) in counts where count > Self.mostAlike {
      let last = result.lastIndex { $0.rule.id == subject.rule && $0.range.file.path == subject.file }
      guard let last else { continue }
      result[last].evidence.append(
        .init("note", "\(count - Self.mostAlike) more like this in this file are not shown"))
    }
    return result
  }

  package mutating func removeLast() { _ = all.popLast() }

  package mutating func removeAll(where matches: (Finding) -> Bool) { all.removeAll(where: matches) }

  package var isEmpty: Bool { all.isEmpty }
  package var hasErrors: Bool { all.contains { $0.severity == .error } }

  /// By file in reading order, then place, then severity; the same thing said twice at one place is said once.
  package func sorted() -> [Finding] {
    let ordered = counted.enumerated().sorted { a, b in
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
