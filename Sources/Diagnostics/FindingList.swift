/// Collects findings; nothing is thrown, so that everything wrong is reported at once.
package struct FindingList: Sendable {
  package private(set) var all: [Finding] = []
  /// So many of them stay.
  private var settled = 0
  /// How often each rule was broken in each file.
  private var counts: [Subject: Int] = [:]
  /// Where in each file something was found.
  private var places: [ObjectIdentifier: OrderedPlaces] = [:]

  /// Findings of one rule in one file that are kept; more are only counted.
  ///
  /// A file that was generated wrongly, or made to hurt, has thousands, and nobody reads them.
  package static let mostAlike = 100

  private struct Subject: Hashable {
    let file: String
    let rule: String

    init(file: String, rule: String) { (self.file, self.rule) = (file, rule) }

    init(_ finding: Finding) { self.init(file: finding.range.file.path, rule: finding.rule.id) }
  }

  package init() {}

  package mutating func add(_ finding: Finding) {
    if count(finding.rule, in: finding.range.file) { all.append(finding) }
    // Also what is only counted is found: what follows from it is no news.
    places[ObjectIdentifier(finding.range.file), default: .init()].insert(finding.range.bytes)
  }

  /// Adds a finding that is made only if there is room for it.
  package mutating func add(_ rule: Rule, in file: SourceFile, _ finding: () -> Finding) {
    guard count(rule, in: file) else { return }
    let finding = finding()
    all.append(finding)
    places[ObjectIdentifier(file), default: .init()].insert(finding.range.bytes)
  }

  /// Counts a finding; whether there is room for it.
  private mutating func count(_ rule: Rule, in file: SourceFile) -> Bool {
    let count = counts[Subject(file: file.path, rule: rule.id), default: 0] + 1
    counts[Subject(file: file.path, rule: rule.id)] = count
    return count <= Self.mostAlike
  }

  package mutating func add(contentsOf list: [Finding]) {
    for finding in list { add(finding) }
  }

  /// Takes over what another list holds, and what it only counted.
  package mutating func add(contentsOf other: FindingList) { add(contentsOf: other, from: 0) }

  /// Takes over what another list got since it was settled, and what it only counted.
  package mutating func add(unsettledOf other: FindingList) { add(contentsOf: other, from: other.settled) }

  private mutating func add(contentsOf other: FindingList, from start: Int) {
    for finding in other.all.dropFirst(start) { add(finding) }
    for (subject, count) in other.counts where count > Self.mostAlike {
      counts[subject, default: 0] += count - Self.mostAlike
    }
  }

  /// Takes over what another list holds and this one does not: a file may have been looked at for both.
  package mutating func unite(_ other: FindingList) {
    let shared = Set(other.counts.keys.filter { counts[$0] != nil })
    guard !shared.isEmpty else { return add(contentsOf: other) }
    let said = Set(all.filter { shared.contains(Subject($0)) }.map(\.saying))
    for finding in other.all where !shared.contains(Subject(finding)) || !said.contains(finding.saying) {
      add(finding)
    }
    for (subject, count) in other.counts where count > Self.mostAlike {
      counts[subject] = max(counts[subject, default: 0], count)
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

  /// What is there now stays, whatever is removed from here on.
  package mutating func settle() { settled = all.count }

  package mutating func removeLast() {
    guard all.count > settled, all.popLast() != nil else { return }
    places = Self.places(of: all)
  }

  package mutating func removeAll(where matches: (Finding) -> Bool) {
    let before = all.count
    all[settled...].removeAll(where: matches)
    if all.count < before { places = Self.places(of: all) }
  }

  private static func places(of findings: [Finding]) -> [ObjectIdentifier: OrderedPlaces] {
    findings.reduce(into: [:]) {
      $0[ObjectIdentifier($1.range.file), default: .init()].insert($1.range.bytes)
    }
  }

  /// Whether something was already found inside of a stretch, so that conclusions from it would be about the same mistake.
  package func touch(_ range: SourceRange) -> Bool {
    places[ObjectIdentifier(range.file)]?.lie(in: range.bytes) ?? false
  }

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
      seen.insert(finding.saying).inserted
    }
  }
}

extension Finding {
  /// What is said about which place.
  fileprivate var saying: String { "\(range.file.path)\u{0}\(range.start)\u{0}\(rule.id)\u{0}\(message)" }
}

/// Stretches of one file in its order: of hundreds those inside of another one are found at once.
private struct OrderedPlaces: Sendable {
  private var all: [Range<Int>] = []

  mutating func insert(_ place: Range<Int>) {
    // Most is found in the order of the file.
    let isLast = all.last.map { $0.lowerBound <= place.lowerBound } ?? true
    all.insert(place, at: isLast ? all.count : first(notBefore: place.lowerBound))
  }

  func lie(in stretch: Range<Int>) -> Bool {
    var index = first(notBefore: stretch.lowerBound)
    while index < all.count, all[index].lowerBound <= stretch.upperBound {
      if all[index].upperBound <= stretch.upperBound { return true }
      index += 1
    }
    return false
  }

  private func first(notBefore start: Int) -> Int {
    var (low, high) = (0, all.count)
    while low < high {
      let middle = (low + high) / 2
      if all[middle].lowerBound < start { low = middle + 1 } else { high = middle }
    }
    return low
  }
}
