internal import Diagnostics
internal import Language

/// What else is wrong in connectors in which something was found.
///
/// What rests on a mistake is not told, because it may only follow from it. Whether it does is seen where the mistake is put right: so
/// connectors with misspelt names are looked at once more as they would be with the right ones, in memory. What is found there as well is a
/// mistake of its own, and whoever reads the findings need not mend one to learn of the next.
enum SecondLook {
  /// After so many looks what is left is told when the rest was mended.
  private static let most = 3

  /// Looks at a project whose files hold other bytes, at all that was selected of it.
  typealias Look = ([String: [UInt8]], ProjectLoader.Selection) -> [Finding]

  /// What was found, with what is found besides.
  static func findings(
    after first: [Finding], selecting selection: ProjectLoader.Selection, _ look: Look
  ) -> [Finding] {
    guard first.contains(where: { $0.severity == .error }) else { return first }
    var repairs = Repairs(of: first)
    guard repairs.put(right: first) else { return first }
    var told = Told(first)
    var findings = first
    for _ in 0..<most {
      let found = look(
        repairs.files, .init(repairs.connectors.flatMap { ["connectors/\($0)", "mappings/\($0)"] }))
      let seen = found.compactMap { repairs.asWritten($0) }
      let fresh = seen.filter {
        selection.contains($0.range.file.path) && !repairs.concern($0) && told.isNew($0)
      }
      // A comment is of use where what it lets pass was only hidden.
      findings.removeAll { unused in
        unused.rule == .ignoreUnused && repairs.reach(unused)
          && !seen.contains { $0.rule == .ignoreUnused && $0.range.start == unused.range.start }
      }
      findings += fresh
      guard repairs.put(right: fresh) else { break }
    }
    var list = FindingList()
    list.add(contentsOf: findings)
    return list.sorted()
  }

  /// What was told already, at its place or in its words.
  private struct Told {
    private var places: Set<String> = []
    private var words: Set<String> = []

    init(_ findings: [Finding]) { for finding in findings { _ = isNew(finding) } }

    mutating func isNew(_ finding: Finding) -> Bool {
      let path = finding.range.file.path
      let place = places.insert("\(finding.rule.id) \(path) \(finding.range.start)").inserted
      return words.insert("\(finding.rule.id) \(path) \(finding.message)").inserted && place
    }
  }
}

/// The edits that put right what is misspelt.
private struct Repairs {
  /// In whose connector more was found, somebody looks again anyway.
  private static let mostFindings = 20
  /// A larger file was hardly written by hand.
  private static let largestFile = 1 << 20
  private static let longestName = 100

  /// In reading order; none overlaps another.
  private var edits: [String: [Finding.Edit]] = [:]
  /// The files as they are written, by path.
  private var written: [String: SourceFile] = [:]
  /// What is put right, and what is written in its place.
  private var words: Set<String> = []
  /// Where in documents the names stand that are written in place of misspelt ones: what stands there may have been meant for another name.
  private var places: Set<String> = []
  /// The lines of misspelt names, with the places in documents that hold them.
  private var lines: [String: [String]] = [:]
  private let crowded: Set<String>

  init(of findings: [Finding]) {
    crowded = Set(
      Dictionary(grouping: findings.compactMap { Derivation.Place($0).connector }) { $0 }
        .filter { $0.value.count > Self.mostFindings }.keys)
  }

  var connectors: Set<String> {
    Set(edits.keys.compactMap { $0.split(separator: "/").dropFirst().first.map(String.init) })
  }

  /// Whether a finding is of a connector that is looked at once more.
  func reach(_ finding: Finding) -> Bool {
    Derivation.Place(finding).connector.map(connectors.contains) ?? false
  }

  /// The files as they would be.
  var files: [String: [UInt8]] {
    var files: [String: [UInt8]] = [:]
    for (path, edits) in edits {
      guard let file = written[path] else { continue }
      var bytes: [UInt8] = []
      var end = 0
      for edit in edits {
        bytes += file.bytes[end..<edit.range.start]
        bytes += edit.replacement.utf8
        end = edit.range.end
      }
      files[path] = bytes + file.bytes[end...]
    }
    return files
  }

  /// Adds what findings say is misspelt; false where nothing is.
  mutating func put(right findings: [Finding]) -> Bool {
    var hasNew = false
    for finding in findings {
      note(finding)
      guard finding.severity > .info, let edit = respelling(finding), isPossible(edit) else { continue }
      hasNew = true
      words.formUnion([edit.range.text, edit.replacement])
      if let path = finding.path, path.hasSuffix(edit.range.text) {
        places.insert(path.dropLast(edit.range.text.count) + edit.replacement)
      }
      if let path = finding.path { lines[Derived.line(of: finding), default: []].append(path) }
      edits[edit.range.file.path, default: []].append(edit)
      edits[edit.range.file.path]?.sort { $0.range.start < $1.range.start }
    }
    return hasNew
  }

  /// The edit that writes a misspelt name as it was meant.
  ///
  /// What is mended in other ways may have been meant in other ways as well.
  private func respelling(_ finding: Finding) -> Finding.Edit? {
    // Of a name that is not its folder's either may be wrong.
    guard finding.rule != .nameMismatch, !finding.suggestions.isEmpty,
      let edits = finding.fixes.first?.edits, let edit = edits.first, edits.count == 1,
      (1...Self.longestName).contains(edit.range.bytes.count), !edit.replacement.isEmpty,
      // Quotes and slashes make no other name.
      edit.range.text.filter(Self.isOfName) != edit.replacement.filter(Self.isOfName)
    else { return nil }
    let distance = Suggestions.editDistance(
      Array(edit.range.text.utf8), Array(edit.replacement.utf8), limit: 2)
    return (1...2).contains(distance) ? edit : nil
  }

  private static func isOfName(_ character: Character) -> Bool { !"\"'/".contains(character) }

  private func isPossible(_ edit: Finding.Edit) -> Bool {
    let (range, path) = (edit.range, edit.range.file.path)
    let parts = path.split(separator: "/")
    guard parts.count > 2, parts[0] == "connectors" || parts[0] == "mappings", path.hasSuffix(".yaml"),
      !crowded.contains(String(parts[1])), range.file.bytes.count <= Self.largestFile,
      range.end <= range.file.bytes.count
    else { return false }
    return !(edits[path] ?? []).contains { $0.range.start <= range.end && range.start <= $0.range.end }
  }

  /// Whether a finding is about what was put right: the fix was not the right one, or the mistake was made more than once.
  func concern(_ finding: Finding) -> Bool {
    if words.contains(finding.subject) { return true }
    switch Derivation.Role(finding) {
    // What nothing needs was perhaps meant by the misspelt name.
    case .leftover: return true
    // Advice can wait until the rest is mended.
    case .judgement where finding.severity < .error: return true
    default: break
    }
    if let path = finding.path {
      let isAround = lines[Derived.line(of: finding)]?.contains { $0.hasPrefix(path + ".") } ?? false
      if isAround || places.contains(path) { return true }
    }
    // What stands under a key that was not known was not written for that key.
    return (edits[finding.range.file.path] ?? []).contains {
      $0.range.start <= finding.range.start && finding.range.start <= $0.range.startOfValue
    }
  }

  // MARK: Places

  /// A finding in the files as they would be, told of those as they are; nil where it is of something that a fix wrote.
  func asWritten(_ finding: Finding) -> Finding? {
    guard let range = asWritten(finding.range) else { return nil }
    var finding = finding
    finding.range = range
    finding.related = finding.related.compactMap { related in
      asWritten(related.range).map { .init(related.text, at: $0) }
    }
    finding.fixes = finding.fixes.compactMap { fix in
      let edits = fix.edits.compactMap { edit in
        asWritten(edit.range).map { Finding.Edit($0, edit.replacement) }
      }
      return edits.count == fix.edits.count ? .init(fix.title, isSafe: fix.isSafe, edits: edits) : nil
    }
    return finding
  }

  private func asWritten(_ range: SourceRange) -> SourceRange? {
    let path = range.file.path
    guard let file = written[path], file !== range.file else { return range }
    guard let start = offset(range.start, in: path), let end = offset(range.end, in: path) else { return nil }
    return SourceRange(file, start, end)
  }

  private func offset(_ offset: Int, in path: String) -> Int? {
    var shift = 0
    for edit in edits[path] ?? [] {
      let start = edit.range.start + shift
      if offset <= start { break }
      let end = start + edit.replacement.utf8.count
      if offset < end { return nil }
      shift += edit.replacement.utf8.count - edit.range.bytes.count
    }
    return offset - shift
  }

  /// One object stands for each file, in whichever look it was read.
  private mutating func note(_ finding: Finding) {
    let ranges =
      [finding.range] + finding.related.map(\.range) + finding.fixes.flatMap { $0.edits.map(\.range) }
    for range in ranges where written[range.file.path] == nil { written[range.file.path] = range.file }
  }
}

extension SourceRange {
  /// Where the value of a key begins that stands here, if it does in the same line; where the key ends otherwise.
  fileprivate var startOfValue: Int {
    let rest = file.bytes[min(end, file.bytes.count)...].drop {
      $0 == UInt8(ascii: "\"") || $0 == UInt8(ascii: "'")
    }
    guard rest.first == UInt8(ascii: ":") else { return end }
    return rest.dropFirst().drop { $0 == UInt8(ascii: " ") }.startIndex
  }
}
