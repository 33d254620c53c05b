internal import Diagnostics

/// What is gathered while one file is read, also when it takes several attempts because parts of it are broken.
///
/// A class, because composer and recovery write into the same one; it never leaves the call of `YAMLLoader.load`.
final class Reading {
  let file: SourceFile
  /// Replaced by an earlier one when an attempt fails, so that nothing is found or counted twice.
  var state = State()
  /// True while parts of the file are left out: an alias may then refer to something that is merely unreadable.
  var isPartial = false
  /// Characters that cannot be seen, ascending; which of them are wrong depends on where they stand.
  var invisible: [InvisibleCharacter.Occurrence] = []

  struct State {
    fileprivate var findings = Findings()
    var comments: [Comment] = []
    /// Values and keys so far, an alias counting as much as what it repeats.
    var nodes = 0
    var aliases = 0
    /// Keys without colons inside braces, as many as were looked at.
    var loneKeys = 0
    var anchors: [String: Anchor] = [:]
  }

  struct Findings {
    fileprivate(set) var all: [Finding] = []
    /// How often each rule was broken.
    fileprivate var counts: [String: Int] = [:]
  }

  /// A named node with what a copy of it costs.
  struct Anchor {
    var node: Node
    var nodes: Int
    /// Levels below the node.
    var height: Int
  }

  init(_ file: SourceFile) { self.file = file }

  var findings: Findings {
    get { state.findings }
    _modify { yield &state.findings }
  }

  /// The line that holds an offset; the one asked for last is kept, because it may be the whole file.
  func line(at offset: Int) -> TextLine {
    if let line = lastLine, line.start <= offset, offset <= line.end { return line }
    let line = TextLine(file, at: offset)
    lastLine = line
    return line
  }

  private var lastLine: TextLine?

  func range(_ start: Int, _ end: Int) -> SourceRange { SourceRange(file, start, end) }

  /// Adds a finding unless its rule has been reported often enough for this file.
  func report(_ finding: Finding) { report(finding.rule) { finding } }

  /// Adds a finding that is made only if its rule has not been reported often enough: a hostile file has millions.
  func report(_ rule: Rule, _ finding: () -> Finding) {
    let count = findings.counts[rule.id, default: 0] + 1
    findings.counts[rule.id] = count
    if count <= Limits.findingsPerRule { findings.all.append(finding()) }
  }

  /// Counts further findings of a rule that are not made.
  func count(_ rule: Rule, more: Int) {
    if more > 0 { findings.counts[rule.id, default: 0] += more }
  }

  /// Remembers a character that cannot be seen, if there are not too many already.
  func noteInvisible(_ occurrence: InvisibleCharacter.Occurrence) {
    if invisible.count < Limits.nodes { invisible.append(occurrence) }
  }

  /// The findings; where some were left out, the last one of their rule says how many.
  func finished() -> [Finding] {
    var result = findings.all
    for (id, count) in findings.counts where count > Limits.findingsPerRule {
      guard let last = result.lastIndex(where: { $0.rule.id == id }) else { continue }
      let more = count - Limits.findingsPerRule
      result[last].evidence.append(.init("note", "\(more) more like this in this file are not shown"))
    }
    return result
  }
}
