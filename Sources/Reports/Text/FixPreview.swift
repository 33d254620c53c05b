internal import Diagnostics

/// What a fix does to the lines of one file, computed from the lines it touches alone.
struct FixPreview {
  struct Line {
    let number: Int
    let bytes: ArraySlice<UInt8>
  }

  /// Neighbouring lines that are replaced together.
  struct Change {
    /// For an insertion: the line it follows.
    let context: Line?
    let removed: [Line]
    let added: [Line]
  }

  let file: SourceFile
  let changes: [Change]

  /// Nil when the edits overlap or lie outside the file: such a fix is not shown, as it will not be applied.
  init?(_ edits: [Finding.Edit], in file: SourceFile) {
    let sorted = edits.sorted { ($0.range.start, $0.range.end) < ($1.range.start, $1.range.end) }
    let ranges = sorted.map(\.range.bytes)
    guard zip(ranges, ranges.dropFirst()).allSatisfy({ !areInConflict($0, $1) }),
      ranges.allSatisfy({ $0.lowerBound >= 0 && $0.upperBound <= file.bytes.count })
    else { return nil }
    self.file = file
    var changes: [Change] = []
    var shift = 0
    for group in Self.grouped(sorted) {
      guard let (change, lines) = Self.change(group, in: file, shift: shift) else { continue }
      changes.append(change)
      shift += lines
    }
    self.changes = changes
  }

  /// Edits that touch the same lines, or lines side by side.
  private static func grouped(_ edits: [Finding.Edit]) -> [[Finding.Edit]] {
    var groups: [[Finding.Edit]] = []
    var lastLine = 0
    for edit in edits {
      if edit.range.startPosition.line <= lastLine + 1, !groups.isEmpty {
        groups[groups.count - 1].append(edit)
      } else {
        groups.append([edit])
      }
      lastLine = edit.range.endPosition.line
    }
    return groups
  }

  /// More bytes than this are no preview.
  private static let largest = 1 << 16

  /// The change of a group, and by how many lines what follows it moves.
  private static func change(
    _ edits: [Finding.Edit], in file: SourceFile, shift: Int
  ) -> (Change, Int)? {
    guard let first = edits.first, let last = edits.last else { return nil }
    let firstLine = first.range.startPosition.line
    let lastLine = last.range.endPosition.line
    guard let start = file.lineRange(firstLine)?.lowerBound, let end = file.lineRange(lastLine)?.upperBound
    else { return nil }
    // Each fix of an endless line would copy and compare all of it.
    guard end - start <= largest else { return nil }
    let old = lines(of: file.bytes[start..<max(end, start)])
    let new = lines(of: edited(file, edits, start..<max(end, last.range.end))[...])

    let prefix = zip(old, new).prefix { $0.elementsEqual($1) }.count
    let rest = min(old.count, new.count) - prefix
    let suffix = zip(old.reversed(), new.reversed()).prefix(rest).prefix { $0.elementsEqual($1) }.count
    let removed = numbered(old[prefix..<old.count - suffix], from: firstLine + prefix)
    let added = numbered(new[prefix..<new.count - suffix], from: firstLine + prefix + shift)
    guard !removed.isEmpty || !added.isEmpty else { return nil }

    let before = firstLine + prefix - 1
    let context = removed.isEmpty ? file.lineRange(before).map { file.bytes[$0] } : nil
    return (
      Change(context: context.map { Line(number: before, bytes: $0) }, removed: removed, added: added),
      new.count - old.count
    )
  }

  private static func edited(_ file: SourceFile, _ edits: [Finding.Edit], _ region: Range<Int>) -> [UInt8] {
    var result: [UInt8] = []
    var position = region.lowerBound
    for edit in edits {
      result += file.bytes[position..<edit.range.start]
      result += edit.replacement.utf8
      position = edit.range.end
    }
    return result + file.bytes[position..<max(position, region.upperBound)]
  }

  private static func lines(of bytes: ArraySlice<UInt8>) -> [ArraySlice<UInt8>] {
    var lines: [ArraySlice<UInt8>] = []
    var start = bytes.startIndex
    var offset = bytes.startIndex
    while offset < bytes.endIndex {
      let byte = bytes[offset]
      if byte == 0x0A || byte == 0x0D {
        lines.append(bytes[start..<offset])
        let isPair = byte == 0x0D && offset + 1 < bytes.endIndex && bytes[offset + 1] == 0x0A
        offset += isPair ? 2 : 1
        start = offset
      } else {
        offset += 1
      }
    }
    lines.append(bytes[start...])
    return lines
  }

  private static func numbered(_ lines: ArraySlice<ArraySlice<UInt8>>, from first: Int) -> [Line] {
    lines.enumerated().map { Line(number: first + $0.offset, bytes: $0.element) }
  }

  var lastLine: Int {
    changes.flatMap { $0.removed + $0.added + ($0.context.map { [$0] } ?? []) }.map(\.number).max() ?? 1
  }
}
