internal import Language
internal import Values

/// Lines with values at fixed columns, which count characters; lines with nothing on them are passed over.
struct FixedWidthFormat: RowFormat {
  fileprivate struct Column: Sendable {
    let name: [UInt8]
    let first: Int
    let end: Int
    let isTrimmed: Bool
  }

  private let columns: [Column]
  private let skip: Int
  private let encoding: TextEncoding

  init(_ block: FixedWidthDecoding) {
    columns = (block[FixedWidthDecoding.columns] ?? []).compactMap { column in
      guard let at = column.value[FixedColumn.at], let width = column.value[FixedColumn.width] else {
        return nil
      }
      return Column(
        name: RowText.name(column.name), first: at - 1, end: at - 1 + width,
        isTrimmed: column.value[FixedColumn.trim] ?? true)
    }
    skip = block[FixedWidthDecoding.skip] ?? 0
    encoding = block[FixedWidthDecoding.encoding] ?? .utf8
  }

  func showsItsEnd(_ start: @autoclosure () -> [UInt8]) -> Bool { false }
  var isTable: Bool { true }

  func rows(of source: any ByteSource) -> any RowReader {
    Reader(lines: LineReader(EncodedText(source, encoding)), columns: columns, skip: skip)
  }

  private struct Reader: RowReader {
    var lines: LineReader
    let columns: [Column]
    let skip: Int

    mutating func next(_ rows: Int) throws(DecodingFailure) -> Value? {
      var text = RowText(wanted: rows)
      while !text.isFull, let line = try lines.next() {
        if lines.number <= skip || line.allSatisfy({ $0 == 0x20 || $0 == 0x1A }) { continue }
        let number = lines.number
        try line.withUnsafeBufferPointer { (line) throws(DecodingFailure) in
          try EncodingCheck.require(line, line: number)
          let starts = Self.characters(line)
          text.beginRow()
          for column in columns { text.add(column.name, Self.value(column, line, starts)) }
          text.endRow()
        }
      }
      return try text.finish()
    }

    /// Where each character begins, and the end; nil when every character is a byte.
    private static func characters(_ line: UnsafeBufferPointer<UInt8>) -> [Int]? {
      if line.allSatisfy({ $0 < 0x80 }) { return nil }
      return line.indices.filter { line[$0] & 0xC0 != 0x80 } + [line.count]
    }

    /// What lies in a column; nothing where the line is too short.
    private static func value(
      _ column: Column, _ line: UnsafeBufferPointer<UInt8>, _ starts: [Int]?
    ) -> UnsafeBufferPointer<UInt8> {
      let count = starts.map { $0.count - 1 } ?? line.count
      var (first, end) = (min(column.first, count), min(column.end, count))
      if let starts { (first, end) = (starts[first], starts[end]) }
      if column.isTrimmed {
        while first < end, line[first] == 0x20 || line[first] == 0x09 { first += 1 }
        while first < end, line[end - 1] == 0x20 || line[end - 1] == 0x09 { end -= 1 }
      }
      return UnsafeBufferPointer(rebasing: line[first..<end])
    }
  }
}
