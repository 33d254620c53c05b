internal import Diagnostics
internal import Language
internal import YAML

/// `# connector: ignore[rule] reason`: on the line of a finding, or alone on the line above it; for what stands in a text on several lines
/// also at the line of its key.
struct IgnoreComments: Sendable {
  private struct Ignore {
    let comment: Comment
    let file: SourceFile
    /// Each once, in the order of the comment.
    let rules: [String]
    var used: Set<String> = []
    var unused: [String] { rules.filter { !used.contains($0) } }
  }

  /// A line of a file, which the comments for it are looked up by.
  private struct Place: Hashable {
    let file: String
    let line: Int
  }

  private var files: Set<String> = []
  /// What stands in files with such comments: a text on several lines has room for a comment at its beginning only.
  private var roots: [String: Node] = [:]
  private var ignores: [Ignore] = []
  private var places: [Place: [Int]] = [:]
  /// All rules with their texts are made for these two: only where a comment asks for it.
  private static let known = Set(RuleList.all.map(\.id))
  private var names: NearestNames?
  private var own = FindingList()
  /// Findings about the comments themselves, which filtering adds.
  private(set) var addedCount = 0

  /// Takes the comments of documents that are meant for the checker.
  mutating func read(_ documents: [YAMLDocument]) {
    for document in documents {
      let comments = document.comments.filter(Self.isMeant)
      guard !comments.isEmpty else { continue }
      files.insert(document.file.path)
      roots[document.file.path] = document.root
      comments.forEach { read($0, in: document.file) }
    }
  }

  /// Takes over what was read of other files.
  mutating func join(_ other: IgnoreComments) {
    guard !files.isEmpty else {
      (files, roots, ignores, places, own) = (
        other.files, other.roots, other.ignores, other.places, other.own
      )
      return
    }
    for ignore in other.ignores where !files.contains(ignore.file.path) { keep(ignore) }
    for finding in other.own.all where !files.contains(finding.range.file.path) { own.add(finding) }
    files.formUnion(other.files)
    roots.merge(other.roots) { first, _ in first }
  }

  /// Whether a document has comments that are meant for the checker.
  static func arePresent(in document: YAMLDocument) -> Bool { document.comments.contains(where: isMeant) }

  private static func isMeant(_ comment: Comment) -> Bool { comment.text.hasPrefix("connector:") }

  private mutating func read(_ comment: Comment, in file: SourceFile) {
    let blank = UInt8(ascii: " ")
    let text = comment.text
    let rest = text.utf8.dropFirst("connector:".utf8.count).drop { $0 == blank }
    let opening = "ignore[".utf8
    guard rest.starts(with: opening), let close = rest.firstIndex(of: UInt8(ascii: "]")) else {
      own.add(.ignoreSyntax, in: file) {
        Finding(
          .ignoreSyntax, "a comment to the checker is written `# connector: ignore[area/rule] reason`",
          at: comment.range)
      }
      return
    }
    let rules = rest[..<close].dropFirst(opening.count).split(separator: UInt8(ascii: ",")).map { rule in
      var rule = rule.drop { $0 == blank }
      while rule.last == blank { rule.removeLast() }
      return String(Substring(rule))
    }
    let known = Self.known
    var names = names.take() ?? NearestNames(known)
    defer { self.names = names }
    for rule in rules where !known.contains(rule) {
      own.add(.ignoreUnknownRule, in: file) {
        Finding(
          .ignoreUnknownRule, "there is no rule `\(rule)`", at: comment.range,
          suggestions: names.nearest(to: rule))
      }
    }
    if rest[close...].dropFirst().allSatisfy({ $0 == blank }) {
      own.add(.ignoreNoReason, in: file) {
        Finding(
          .ignoreNoReason, "say why `\(rules.joined(separator: ", "))` is ignored here", at: comment.range)
      }
    }
    var seen: Set<String> = []
    let real = rules.filter { known.contains($0) && seen.insert($0).inserted }
    if !real.isEmpty { keep(Ignore(comment: comment, file: file, rules: real)) }
  }

  private mutating func keep(_ ignore: Ignore) {
    let comment = ignore.comment
    let line = comment.isWholeLine ? comment.line + 1 : comment.line
    places[Place(file: ignore.file.path, line: line), default: []].append(ignores.count)
    ignores.append(ignore)
  }

  /// Takes away what is ignored, and adds what is wrong with the comments.
  mutating func filter(_ findings: [Finding]) -> [Finding] {
    var kept: [Finding] = []
    for finding in findings {
      if places.isEmpty {
        kept.append(finding)
        continue
      }
      if let place = place(ignoring: finding) {
        ignores[place].used.insert(finding.rule.id)
      } else {
        kept.append(finding)
      }
    }
    for ignore in ignores where !ignore.unused.isEmpty {
      own.add(.ignoreUnused, in: ignore.file) {
        Finding(
          .ignoreUnused, "nothing is found here that `\(ignore.unused.joined(separator: ", "))` would ignore",
          at: ignore.comment.range, fixes: ignore.used.isEmpty ? [Self.removal(of: ignore.comment)] : [])
      }
    }
    guard !own.isEmpty else { return kept }
    addedCount = own.all.count
    own.add(contentsOf: kept)
    return own.sorted()
  }

  /// The comment that a finding is ignored by: at its line, or where the text begins that it is in.
  private func place(ignoring finding: Finding) -> Int? {
    let file = finding.range.file.path
    guard files.contains(file) else { return nil }
    let line = finding.range.startPosition.line
    let outset = roots[file].flatMap { Self.outset(of: finding.range.start, in: $0) }
    for line in [line] + (outset.map { $0 == line ? [] : [$0] } ?? []) {
      if let place = places[Place(file: file, line: line)]?.first(where: {
        ignores[$0].rules.contains(finding.rule.id)
      }) {
        return place
      }
    }
    return nil
  }

  /// The line of the key whose text on several lines holds an offset; nil for any other place.
  private static func outset(of offset: Int, in root: Node) -> Int? {
    var node = root
    var head = root.range
    while true {
      switch node.content {
      case .scalar:
        let isLong = node.range.startPosition.line != node.range.endPosition.line
        return isLong && node.range.start <= offset ? head.startPosition.line : nil
      case .list(let items):
        guard let item = items.last(where: { $0.range.start <= offset }), offset < item.range.end else {
          return nil
        }
        (node, head) = (item, item.range)
      case .mapping(let mapping):
        guard let entry = mapping.entries.last(where: { $0.key.range.start <= offset }),
          offset < entry.value.range.end
        else { return nil }
        (node, head) = (entry.value, entry.key.range)
      }
    }
  }

  /// Takes the comment away with the blanks before it; a whole line goes with its line end.
  private static func removal(of comment: Comment) -> Finding.Fix {
    let bytes = comment.range.file.bytes
    var start = comment.range.start
    while start > 0, bytes[start - 1] == UInt8(ascii: " ") || bytes[start - 1] == UInt8(ascii: "\t") {
      start -= 1
    }
    var end = min(comment.range.end, bytes.count)
    if comment.isWholeLine, end < bytes.count { end += 1 }
    return .init(
      "remove the comment", isSafe: true, replace: SourceRange(comment.range.file, start, end), with: "")
  }
}
