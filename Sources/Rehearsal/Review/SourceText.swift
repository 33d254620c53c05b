internal import Diagnostics
internal import YAML

/// The text of a YAML file, to be cut along nodes and lines.
struct SourceText {
  private let file: SourceFile
  private let comments: [Comment]

  init(_ file: SourceFile, _ comments: [Comment]) {
    self.file = file
    self.comments = comments
  }

  func slice(_ range: SourceRange) -> String { range.text }
  func slice(_ range: Range<Int>) -> String { file.text(range) }

  func slice(_ range: SourceRange, _ patches: [Finding.Edit]) -> String { slice(range.bytes, patches) }

  /// A part of the text with the patches in it made.
  func slice(_ range: Range<Int>, _ patches: [Finding.Edit]) -> String {
    var result = ""
    var position = range.lowerBound
    for patch in patches.sorted(by: { $0.range.start < $1.range.start })
    where patch.range.start >= position && patch.range.end <= range.upperBound {
      result += file.text(position..<patch.range.start) + patch.replacement
      position = patch.range.end
    }
    return result + file.text(position..<range.upperBound)
  }

  func holdsComment(_ range: SourceRange) -> Bool { comments.contains { range.contains($0.range) } }

  /// Whether a node is written in braces or brackets.
  func isFlow(_ node: Node) -> Bool {
    guard node.scalar == nil, file.bytes.indices.contains(node.range.start) else { return false }
    return [UInt8(ascii: "{"), UInt8(ascii: "[")].contains(file.bytes[node.range.start])
  }

  /// Whether something else on one line can stand in the place of a node.
  func isOnOneLine(_ node: Node) -> Bool {
    guard let scalar = node.scalar else { return isFlow(node) }
    return scalar.style != .literal && scalar.style != .folded && !node.range.bytes.isEmpty
  }

  /// The colon behind a key and the value, with everything between them.
  func value(of entry: Mapping.Entry) -> SourceRange {
    SourceRange(file, entry.key.range.end, max(entry.value.range.end, entry.key.range.end + 1))
  }

  // MARK: Lines

  /// Where the line begins that holds an offset.
  func lineStart(_ offset: Int) -> Int {
    (file.bytes[..<clamped(offset)].lastIndex(of: Self.newline) ?? -1) + 1
  }

  /// Where the line after it begins, or the end of the file.
  func lineEnd(_ offset: Int) -> Int {
    file.bytes[clamped(offset)...].firstIndex(of: Self.newline).map { $0 + 1 } ?? file.bytes.count
  }

  /// How many bytes stand on the line before an offset.
  func column(of offset: Int) -> Int { clamped(offset) - lineStart(offset) }

  /// The blanks before the dash of an item of a list; nil when something else stands there.
  func indentOfDash(before item: SourceRange) -> String? {
    let before = file.text(lineStart(item.start)..<item.start)
    guard let dash = before.firstIndex(of: "-"), before[..<dash].allSatisfy({ $0 == " " }),
      before[before.index(after: dash)...].allSatisfy({ $0 == " " })
    else { return nil }
    return String(before[..<dash])
  }

  /// Whole lines behind the one that holds an offset.
  func insertion(afterLineOf offset: Int, _ lines: String) -> Finding.Edit {
    let end = lineEnd(offset)
    let isCut = end > 0 && file.bytes[end - 1] != Self.newline
    return Finding.Edit(SourceRange(file, end, end), (isCut ? "\n" : "") + lines)
  }

  private func clamped(_ offset: Int) -> Int { min(max(0, offset), file.bytes.count) }

  private static let newline = UInt8(ascii: "\n")
}
