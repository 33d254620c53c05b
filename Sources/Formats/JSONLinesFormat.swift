internal import JSON
internal import Values

/// A JSON value on each line; lines with nothing on them are passed over.
struct JSONLinesFormat: RowFormat {
  func showsItsEnd(_ start: @autoclosure () -> [UInt8]) -> Bool { false }

  func rows(of source: any ByteSource) -> any RowReader { Reader(lines: LineReader(source)) }

  private struct Reader: RowReader {
    var lines: LineReader

    /// The lines become one array, so that a portion is one document.
    mutating func next(_ rows: Int) throws(DecodingFailure) -> Value? {
      var text: [UInt8] = [0x5B]
      var count = 0
      let firstLine = lines.number + 1
      while count < rows, var line = try lines.next() {
        if lines.number == 1, line.starts(with: [0xEF, 0xBB, 0xBF]) { line.removeFirst(3) }
        let isBlank = line.allSatisfy { $0 == 0x20 || $0 == 0x09 }
        if !isBlank {
          if count > 0 { text.append(0x2C) }
          text.append(contentsOf: line)
          count += 1
        }
        // Each line keeps its own, so that a mistake is told with its place.
        text.append(0x0A)
      }
      if count == 0 { return nil }
      text.append(0x5D)
      return .json(try JSONFormat.document(text, firstLine: firstLine).root)
    }
  }
}
