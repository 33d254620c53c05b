internal import Diagnostics

/// A line of a file as a terminal shows it, with the way back from bytes to columns.
struct VisibleLine {
  /// One character: the bytes it stands for and the columns it takes.
  private struct Cell {
    let end: Int
    let column: Int
    let text: String
  }

  /// The bytes of the line in its file.
  let range: Range<Int>
  /// Columns taken by the whole line.
  let width: Int
  private let cells: [Cell]

  /// Tabs reach to the next multiple of this.
  private static let tabStop = 4

  /// An endless line is shown around the place that matters; no screen shows more of it.
  private static let longest = 2048

  init(_ file: SourceFile, line: Int, around place: Int? = nil, style: OutputStyle) {
    let range = file.lineRange(line) ?? file.bytes.count..<file.bytes.count
    self.init(file.bytes[range], around: place, style: style)
  }

  /// Offsets keep the numbering of the slice.
  init(_ whole: ArraySlice<UInt8>, around place: Int? = nil, style: OutputStyle) {
    let bytes = Self.cut(whole, around: place ?? whole.startIndex)
    let ellipsis = style.unicode ? "…" : "..."
    range = bytes.startIndex..<bytes.endIndex
    var cells: [Cell] = []
    var column = 0
    if bytes.startIndex > whole.startIndex {
      cells.append(Cell(end: bytes.startIndex, column: 0, text: ellipsis))
      column = DisplayWidth.of(ellipsis)
    }
    let (text, ends) = Self.decoded(bytes)
    var scalar = 0
    for character in text {
      scalar += character.unicodeScalars.count
      let end = ends[min(scalar, ends.count) - 1]
      let shown: String
      if character == "\t" {
        shown = String(repeating: " ", count: Self.tabStop - column % Self.tabStop)
      } else if character == "\u{FEFF}", cells.isEmpty, bytes.startIndex == 0 {
        shown = ""  // a byte order mark is no text
      } else {
        shown = VisibleText.shown(character, style)
      }
      cells.append(Cell(end: end, column: column, text: shown))
      column += DisplayWidth.of(shown)
    }
    if bytes.endIndex < whole.endIndex {
      cells.append(Cell(end: whole.endIndex, column: column, text: ellipsis))
      column += DisplayWidth.of(ellipsis)
    }
    self.cells = cells
    width = column
  }

  /// The part of an endless line around a place, cut between characters.
  private static func cut(_ bytes: ArraySlice<UInt8>, around place: Int) -> ArraySlice<UInt8> {
    guard bytes.count > longest else { return bytes }
    let place = min(max(place, bytes.startIndex), bytes.endIndex)
    var start = max(bytes.startIndex, place - longest / 2)
    var end = min(bytes.endIndex, place + longest / 2)
    while start < end, start > bytes.startIndex, bytes[start] & 0xC0 == 0x80 { start += 1 }
    while end < bytes.endIndex, bytes[end] & 0xC0 == 0x80 { end += 1 }
    return bytes[start..<end]
  }

  /// The text of the bytes, and for each scalar of it the offset at which its bytes end.
  ///
  /// Bytes that are no UTF-8 become U+FFFD here and still know where they are.
  private static func decoded(_ bytes: ArraySlice<UInt8>) -> (String, [Int]) {
    var scalars = String.UnicodeScalarView()
    var ends: [Int] = []
    ends.reserveCapacity(bytes.count)
    var parser = Unicode.UTF8.ForwardParser()
    var iterator = bytes.makeIterator()
    var offset = bytes.startIndex
    parsing: while true {
      switch parser.parseScalar(from: &iterator) {
      case .valid(let encoded):
        scalars.append(Unicode.UTF8.decode(encoded))
        offset += encoded.count
      case .error(let length):
        scalars.append("\u{FFFD}")
        offset += length
      case .emptyInput: break parsing
      }
      ends.append(offset)
    }
    return (String(scalars), ends)
  }

  /// The column (from 0) at which the byte of an offset is shown.
  func column(at offset: Int) -> Int {
    cell(at: offset)?.column ?? width
  }

  /// The columns of a stretch of bytes, clamped to the line and at least one column wide.
  func columns(of bytes: Range<Int>) -> Range<Int> {
    let start = column(at: max(bytes.lowerBound, range.lowerBound))
    guard bytes.upperBound > bytes.lowerBound else { return start..<start + 1 }
    // Half a character is shown as the whole one.
    let last = cell(at: min(bytes.upperBound, range.upperBound) - 1)
    let end = last.map { $0.column + DisplayWidth.of($0.text) } ?? width
    return start..<max(end, start + 1)
  }

  /// The character that holds a byte; nil at the end of the line.
  private func cell(at offset: Int) -> Cell? {
    var low = 0
    var high = cells.count
    while low < high {
      let middle = (low + high) / 2
      if cells[middle].end <= offset { low = middle + 1 } else { high = middle }
    }
    return low < cells.count ? cells[low] : nil
  }

  /// The column of the first character that is not blank; nil in a blank line.
  var indentation: Int? {
    cells.first { cell in cell.text.contains { $0 != " " } }?.column
  }

  /// The part of the line that a window lets through, ellipses at the cut ends; `part` names columns with an ink of
  /// their own.
  func shown(
    in window: Window, ink: Ink, part: (columns: Range<Int>, ink: Ink)? = nil, style: OutputStyle
  ) -> ScreenLine {
    let ellipsis = style.unicode ? "…" : "..."
    let isCutRight = width > window.end
    let limit = isCutRight ? window.end - DisplayWidth.of(ellipsis) : window.end
    var line = ScreenLine()
    if window.start > 0 { line.append(ellipsis, .faint) }
    for cell in cells {
      let column = cell.column - window.start
      let end = column + DisplayWidth.of(cell.text)
      if column < line.width {
        line.pad(to: min(end, window.width))
        continue
      }
      if end > limit - window.start { break }
      let isPart = part.map { $0.columns.contains(cell.column) } ?? false
      line.append(cell.text, isPart ? part?.ink ?? ink : ink)
    }
    if isCutRight {
      line.pad(to: limit - window.start)
      line.append(ellipsis, .faint)
    }
    return line
  }
}

/// The columns of a long line that are shown.
struct Window {
  let start: Int
  let width: Int

  var end: Int { start + width }

  /// Columns of context kept on both sides of the place that matters.
  private static let margin = 12

  /// The whole line where it fits; else the part around `focus`, with `room` columns after it for a label.
  init(over lineWidth: Int, around focus: Range<Int>?, room: Int, width: Int) {
    self.width = width
    guard let focus, lineWidth > width else {
      start = 0
      return
    }
    let wanted = focus.upperBound + max(room, Self.margin) - width
    let last = max(lineWidth, focus.upperBound + room) - width
    start = max(0, min(wanted, focus.lowerBound - Self.margin, last))
  }

  /// A column of the line as a column of the window, kept inside; a caret may stand right after the last one.
  func column(_ column: Int) -> Int { min(max(column - start, 0), width) }

  func columns(_ columns: Range<Int>) -> Range<Int> {
    let first = column(columns.lowerBound)
    return first..<max(first + 1, min(max(columns.upperBound - start, 0), width))
  }
}
