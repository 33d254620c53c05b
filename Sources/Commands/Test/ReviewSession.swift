internal import Diagnostics
internal import Formatting
internal import Language
internal import Rehearsal
internal import Reports

/// Shows what came of cases that differ from what they expect, asks about each, and writes what was accepted into their files.
struct ReviewSession {
  private let invocation: Invocation
  private let folder: ProjectFolder
  private let ink: Emphasis
  private var isAsking: Bool
  private var accepted: [Finding.Edit] = []
  private var counts = Counts()

  /// What became of the cases that were shown.
  struct Counts {
    var accepted = 0
    var left = 0
    /// Those whose outcome is wrong in itself.
    var impossible = 0
  }

  private enum Decision {
    case yes, no, all, stop
  }

  init(_ invocation: Invocation, _ folder: ProjectFolder) {
    self.invocation = invocation
    self.folder = folder
    ink = Emphasis(invocation.outputStyle)
    isAsking = invocation[TestCommand.review] == .ask
  }

  /// Goes through the cases; true when a file was changed.
  mutating func run(_ cases: [CaseOutcome]) throws(FileProblem) -> Bool {
    var isOver = false
    for test in cases {
      guard let review = test.review else { continue }
      show(test, review)
      if review.obstacle != nil {
        counts.impossible += 1
      } else if isOver {
        counts.left += 1
      } else {
        let decision = isAsking ? ask() : .yes
        if decision == .all { isAsking = false }
        isOver = decision == .stop
        guard decision == .yes || decision == .all else {
          counts.left += 1
          continue
        }
        counts.accepted += 1
        accepted += review.edits
      }
    }
    let files = try write()
    report(files)
    return files > 0
  }

  // MARK: Showing

  private func show(_ test: CaseOutcome, _ review: CaseReview) {
    var text =
      "\(ink.strong("\(test.connector): \(Visible.word(test.name, limit: 200))")) \(place(test.place))\n"
    if let obstacle = review.obstacle {
      text += "  \(ink.error("cannot be accepted")): \(Visible.word(obstacle, limit: 400))\n"
      return invocation.write(text)
    }
    for change in review.changes { text += line(change) }
    if review.changes.isEmpty { text += "  nothing comes, and the case will say so\n" }
    invocation.write(text)
  }

  /// `  ~ employee[0].last_name: Bryon → Byron  mappings/acme/employees.yaml:5:18`.
  private func line(_ change: CaseReview.Change) -> String {
    let path = Visible.word(change.path)
    let maker = change.maker.map { "  \(place($0))" } ?? ""
    let (old, new) = (change.expected.map(Self.short), change.found.map(Self.short))
    switch (old, new) {
    case (let old?, let new?): return "  ~ \(path): \(ink.error(old)) → \(ink.good(new))\(maker)\n"
    case (nil, let new?): return "  + \(path): \(ink.good(new))\(maker)\n"
    case (let old?, nil): return "  - \(path): \(ink.error(old))\(maker)\n"
    case (nil, nil): return "  ~ \(path)\(maker)\n"
    }
  }

  private static func short(_ text: String) -> String { Visible.word(text, limit: 160) }

  private func place(_ range: SourceRange) -> String {
    let start = range.startPosition
    return ink.faint("\(range.file.path):\(start.line):\(start.column)")
  }

  // MARK: Asking

  private func ask() -> Decision {
    while let answer = invocation.console.ask("Accept? [y]es, [n]o, [a]ll that follow as well, [q]uit: ") {
      switch answer.lowercased().first {
      case "y": return .yes
      case "n": return .no
      case "a": return .all
      case "q": return .stop
      default: continue
      }
    }
    return .stop
  }

  // MARK: Writing

  /// Writes each file once; how many they were.
  private func write() throws(FileProblem) -> Int {
    var order: [SourceFile] = []
    for edit in accepted where !order.contains(where: { $0 === edit.range.file }) {
      order.append(edit.range.file)
    }
    for file in order {
      let edits = accepted.filter { $0.range.file === file }
      let new = Self.formatted(Self.text(file, edits), like: file)
      try Files.write(new, to: Paths.joined(folder.root, file.path))
    }
    return order.count
  }

  private static func text(_ file: SourceFile, _ edits: [Finding.Edit]) -> [UInt8] {
    var bytes: [UInt8] = []
    var position = 0
    for edit in edits.sorted(by: { $0.range.start < $1.range.start }) where edit.range.start >= position {
      bytes += file.bytes[position..<edit.range.start]
      bytes += edit.replacement.utf8
      position = edit.range.end
    }
    return bytes + file.bytes[position...]
  }

  /// A file that was in its canonical form stays in it.
  private static func formatted(_ bytes: [UInt8], like file: SourceFile) -> [UInt8] {
    guard case .unchanged = Formatter.format(file, as: TestFile.self),
      case .changed(let new) = Formatter.format(SourceFile(path: file.path, bytes: bytes), as: TestFile.self)
    else { return bytes }
    return new
  }

  private func report(_ files: Int) {
    var parts: [String] = []
    if counts.accepted > 0 {
      parts.append(
        "accepted \(Sentence.counted(counts.accepted, "case")) into \(Sentence.counted(files, "file"))")
    }
    if counts.left > 0 { parts.append("\(Sentence.counted(counts.left, "case")) left as they are") }
    if counts.impossible > 0 {
      parts.append("\(Sentence.counted(counts.impossible, "case")) cannot be accepted")
    }
    invocation.remark(parts.isEmpty ? "nothing to review" : parts.joined(separator: ", "))
  }
}
