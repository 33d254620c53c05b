internal import Diagnostics

/// The difference of two texts as `diff -u` prints it and `git apply` takes it.
package struct UnifiedDiff: Sendable {
  private let path: String
  private let old: [ArraySlice<UInt8>]
  private let new: [ArraySlice<UInt8>]
  private let hunks: [Hunk]

  /// Lines shown before and after each change.
  private static let context = 3

  private struct Hunk: Sendable {
    var steps: [LineDifference.Step]
    let oldStart: Int
    let newStart: Int
  }

  package init(path: String, old: [UInt8], new: [UInt8]) {
    self.path = path
    self.old = Self.lines(of: old)
    self.new = Self.lines(of: new)
    hunks = Self.hunks(LineDifference(self.old, self.new).steps)
  }

  package init(_ fixed: FixApplier.FixedFile) {
    self.init(path: fixed.file.path, old: fixed.file.bytes, new: fixed.bytes)
  }

  package var isEmpty: Bool { hunks.isEmpty }

  /// The diff, empty when the texts are equal.
  ///
  /// Without colour it is exact to the byte, so that it can be applied; in colour, that is for a person,
  /// characters a terminal would obey are spelled out.
  package func rendered(_ style: OutputStyle) -> String {
    guard !isEmpty else { return "" }
    let palette = Palette(isColoured: style.colour)
    let name = VisibleText.of(path, style)
    var text = palette.paint("--- a/\(name)", .strong) + "\n" + palette.paint("+++ b/\(name)", .strong) + "\n"
    for hunk in hunks {
      text += palette.paint(header(hunk), .info) + "\n"
      for step in hunk.steps { text += line(step, palette, style) }
    }
    return text
  }

  /// Lines with their ends; only `\n` ends one, as for every tool that reads diffs.
  private static func lines(of bytes: [UInt8]) -> [ArraySlice<UInt8>] {
    var lines: [ArraySlice<UInt8>] = []
    var rest = bytes[...]
    while let end = rest.firstIndex(of: 0x0A) {
      lines.append(rest[...end])
      rest = rest[(end + 1)...]
    }
    return rest.isEmpty ? lines : lines + [rest]
  }

  private static func hunks(_ steps: [LineDifference.Step]) -> [Hunk] {
    var hunks: [Hunk] = []
    var end = 0
    var (old, new, counted) = (0, 0, 0)
    for (index, step) in steps.enumerated() {
      if case .kept = step { continue }
      let start = max(index - context, 0)
      if hunks.isEmpty || start > end {
        let first = max(start, end)
        for step in steps[counted..<first] { advance(&old, &new, by: step) }
        counted = first
        hunks.append(Hunk(steps: [], oldStart: old, newStart: new))
        end = first
      }
      let next = min(index + 1 + context, steps.count)
      hunks[hunks.count - 1].steps += steps[end..<next]
      end = next
    }
    return hunks
  }

  private static func advance(_ old: inout Int, _ new: inout Int, by step: LineDifference.Step) {
    switch step {
    case .kept:
      old += 1
      new += 1
    case .removed: old += 1
    case .added: new += 1
    }
  }

  private func header(_ hunk: Hunk) -> String {
    var (oldCount, newCount) = (0, 0)
    for step in hunk.steps { Self.advance(&oldCount, &newCount, by: step) }
    return "@@ -\(span(hunk.oldStart, oldCount)) +\(span(hunk.newStart, newCount)) @@"
  }

  /// A span of no lines is named by the line before it; a count of one is left out.
  private func span(_ start: Int, _ count: Int) -> String {
    switch count {
    case 0: "\(start),0"
    case 1: "\(start + 1)"
    default: "\(start + 1),\(count)"
    }
  }

  private func line(_ step: LineDifference.Step, _ palette: Palette, _ style: OutputStyle) -> String {
    let (sign, bytes, ink): (String, ArraySlice<UInt8>, Ink) =
      switch step {
      case .kept(_, let index): (" ", new[index], .plain)
      case .removed(let index): ("-", old[index], .removed)
      case .added(let index): ("+", new[index], .added)
      }
    let isEnded = bytes.last == 0x0A
    let content = String(decoding: isEnded ? bytes.dropLast() : bytes, as: UTF8.self)
    let shown = palette.isColoured ? VisibleText.of(content, style) : content
    return palette.paint(sign + shown, ink) + (isEnded ? "\n" : "\n\\ No newline at end of file\n")
  }
}
