internal import Diagnostics

/// The `help:` part of a finding: what a fix changes, as a difference of the user's own lines.
struct FixLines {
  private let fix: Finding.Fix
  let previews: [FixPreview]

  /// A larger change is better looked at with `--diff`.
  private static let shownLines = 12

  init(_ fix: Finding.Fix) {
    self.fix = fix
    var files: [SourceFile] = []
    for edit in fix.edits where !files.contains(where: { $0 === edit.range.file }) {
      files.append(edit.range.file)
    }
    let previews = files.map { file in
      FixPreview(fix.edits.filter { $0.range.file === file }, in: file)
    }
    // A fix is applied whole or not at all, and so it is shown.
    self.previews = previews.contains { $0 == nil } ? [] : previews.compactMap { $0 }
  }

  func lines(_ gutter: Gutter, mainFile: SourceFile) -> [ScreenLine] {
    let style = gutter.style
    var title = ScreenLine("help", .help)
    title.append(": \(VisibleText.wording(fix.title, style))   ", .strong)
    title.append(fix.isSafe ? "[safe fix]" : "[unsafe fix]", fix.isSafe ? .added : .warning)

    var result = [title]
    for preview in previews {
      if preview.file !== mainFile {
        var place = gutter.arrow(":::")
        place.append(VisibleText.of(preview.file.path, style))
        result.append(place)
      }
      let lines = preview.changes.flatMap { changed($0, gutter) }
      result += lines.prefix(Self.shownLines)
      let hidden = lines.count - Self.shownLines
      if hidden > 0 {
        var more = gutter.remark()
        more.append(VisibleText.wording("…and \(counted(hidden, "more line")), see --diff", style), .faint)
        result.append(more)
      }
    }
    return result
  }

  private func changed(_ change: FixPreview.Change, _ gutter: Gutter) -> [ScreenLine] {
    if change.removed.count == 1, change.added.count == 1 {
      return replaced(change.removed[0], by: change.added[0], gutter)
    }
    var result: [ScreenLine] = []
    if let context = change.context {
      result.append(line(context, " ", .faint, gutter))
    }
    result += change.removed.map { line($0, "-", .removed, gutter) }
    result += change.added.map { line($0, "+", .added, gutter) }
    return result
  }

  private func line(_ line: FixPreview.Line, _ sign: String, _ ink: Ink, _ gutter: Gutter) -> ScreenLine {
    let visible = VisibleLine(line.bytes, style: gutter.style)
    let window = Window(over: visible.width, around: nil, room: 0, width: gutter.room)
    var result = gutter.changed(line.number, sign, ink)
    result.append(visible.shown(in: window, ink: ink, style: gutter.style))
    return result
  }

  /// One line for one: both are cut alike, and what differs stands out.
  private func replaced(
    _ old: FixPreview.Line, by new: FixPreview.Line, _ gutter: Gutter
  ) -> [ScreenLine] {
    let style = gutter.style
    let prefix = zip(old.bytes, new.bytes).prefix { $0 == $1 }.count
    let before = VisibleLine(old.bytes, around: old.bytes.startIndex + prefix, style: style)
    let after = VisibleLine(new.bytes, around: new.bytes.startIndex + prefix, style: style)
    let rest = min(old.bytes.count, new.bytes.count) - prefix
    let suffix = zip(old.bytes.reversed(), new.bytes.reversed()).prefix(rest).prefix { $0 == $1 }.count
    func part(_ line: FixPreview.Line, _ visible: VisibleLine) -> Range<Int> {
      let start = line.bytes.startIndex + prefix
      let end = max(start, line.bytes.endIndex - suffix)
      return visible.column(at: start)..<max(visible.column(at: start), visible.column(at: end))
    }
    let (oldPart, newPart) = (part(old, before), part(new, after))
    let focus = oldPart.lowerBound..<max(oldPart.upperBound, newPart.upperBound)
    let window = Window(
      over: max(before.width, after.width), around: focus, room: 0, width: gutter.room)

    var removed = gutter.changed(old.number, "-", .removed)
    removed.append(
      before.shown(in: window, ink: .removed, part: (oldPart, .removedPart), style: style))
    var added = gutter.changed(new.number, "+", .added)
    added.append(after.shown(in: window, ink: .added, part: (newPart, .addedPart), style: style))
    return [removed, added]
  }
}
