import Testing

/// Reads a file of the corpus.
///
/// A case begins with `== title`. `@ path` names a file of the base project; below it stand lines as in a diff: `  ` is context, `- ` the
/// line that was right, `+ ` what somebody wrote instead. `...` divides places of one file, in reading order. Under the line that must be
/// told of stands `# ^^^^ rule -> proposal ~ words`: no proposal means that none may be made,
/// `(nothing)` that something is to be left out, `(blanks)` that blanks are to be put in. `@ path (new)` is a whole new file,
/// `@ path (gone)` one that was deleted.
struct MistakeFile {
  private let theme: String
  private let base: [String: String]
  private var mistakes: [Mistake] = []
  private var title: String?
  private var files: [String: String] = [:]
  private var expected: [Mistake.Expected] = []
  private var path: String?
  private var isNew = false
  private var hunk: [Substring] = []
  private var linesRead = 0

  static func read(_ text: String, theme: String, base: [String: String]) throws -> [Mistake] {
    var file = MistakeFile(theme: theme, base: base)
    for line in text.split(separator: "\n", omittingEmptySubsequences: true) { try file.read(line) }
    try file.finishCase()
    return file.mistakes
  }

  private init(theme: String, base: [String: String]) {
    self.theme = theme
    self.base = base
  }

  private mutating func read(_ line: Substring) throws {
    if line.hasPrefix("== ") {
      try finishCase()
      title = String(line.dropFirst(3))
    } else if line.hasPrefix("@ ") {
      try finishHunk()
      try open(line.dropFirst(2))
    } else if line == "..." {
      try finishHunk()
    } else {
      hunk.append(line)
    }
  }

  private mutating func open(_ name: Substring) throws {
    linesRead = 0
    isNew = name.hasSuffix(" (new)")
    path = String(isNew ? name.dropLast(6) : name)
  }

  private mutating func finishCase() throws {
    try finishHunk()
    guard let title else { return }
    try #require(
      expected.count == 1, "\(theme): \(title): one line must say what is expected, \(expected.count) do")
    mistakes.append(Mistake(theme: theme, title: title, files: files, expected: expected[0]))
    self.title = nil
    files = [:]
    expected = []
    path = nil
  }

  // MARK: Places

  private mutating func finishHunk() throws {
    guard !hunk.isEmpty, let title else { return }
    defer { hunk = [] }
    let path = try #require(path, "\(theme): \(title): lines before any file")
    let place = "\(theme): \(title)"
    let content = hunk.filter { !$0.hasPrefix("#") }.map { ($0.first ?? " ", $0.dropFirst(2)) }
    let old = content.filter { $0.0 != "+" }.map(\.1)
    let new = content.filter { $0.0 != "-" }.map(\.1)
    var lines = isNew ? [] : try lines(of: path, place)
    let starts = isNew ? [0] : lines.indices.filter { $0 >= linesRead && lines[$0...].starts(with: old) }
    try #require(
      starts.count == 1 && (isNew || !old.isEmpty),
      "\(place): the lines occur \(starts.count) times in \(path)")
    let start = starts[0]
    try expectation(path, from: start + 1, place)
    lines.replaceSubrange(start..<start + old.count, with: new)
    linesRead = start + new.count
    files[path] = lines.joined(separator: "\n") + (isNew ? "\n" : "")
  }

  private func lines(of path: String, _ place: String) throws -> [Substring] {
    let text = try #require(files[path] ?? base[path], "\(place): there is no file \(path)")
    return text.split(separator: "\n", omittingEmptySubsequences: false)
  }

  private mutating func expectation(_ path: String, from first: Int, _ place: String) throws {
    var line = first - 1
    for entry in hunk {
      if entry.hasPrefix("+") || entry.hasPrefix(" ") { line += 1 }
      guard entry.hasPrefix("#") else { continue }
      let caret = try #require(entry.firstIndex(of: "^"), "\(place): no caret under the line")
      let column = entry.distance(from: entry.startIndex, to: caret) - 1
      var rest = entry[caret...].drop { $0 == "^" }.drop { $0 == " " }
      var words: String?
      if let tilde = rest.range(of: " ~ ") {
        words = String(rest[tilde.upperBound...])
        rest = rest[..<tilde.lowerBound]
      }
      var suggestion: String?
      if let arrow = rest.range(of: " -> ") {
        suggestion = String(rest[arrow.upperBound...])
        rest = rest[..<arrow.lowerBound]
      }
      expected.append(
        .init(
          path: path, line: line, column: column, rule: String(rest), suggestion: suggestion, words: words))
    }
  }
}

extension Substring {
  /// Where a text first stands in this one.
  fileprivate func range(of text: String) -> Range<Index>? {
    var start = startIndex
    while start < endIndex {
      if self[start...].hasPrefix(text) { return start..<index(start, offsetBy: text.count) }
      start = index(after: start)
    }
    return nil
  }
}
