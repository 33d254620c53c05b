internal import Language
internal import Values

/// Text as it is, or the list of its lines.
struct TextFormat: BodyFormat {
  let isList: Bool
  private let encoding: TextEncoding

  init(_ block: TextDecoding) {
    isList = block[TextDecoding.lines] ?? false
    encoding = block[TextDecoding.encoding] ?? .utf8
  }

  func showsItsEnd(_ start: @autoclosure () -> [UInt8]) -> Bool { false }

  func value(of source: any ByteSource) throws(DecodingFailure) -> Value {
    if var reader = reader(of: source) { return try reader.next(.max) ?? .list([]) }
    var text: any ByteSource = EncodedText(source, encoding)
    let bytes = try text.all()
    guard let string = String(validating: bytes, as: UTF8.self) else {
      throw DecodingFailure("the text is not UTF-8: `encoding` says how it is written")
    }
    return .string(string)
  }

  func reader(of source: any ByteSource) -> (any RowReader)? {
    isList ? Reader(lines: LineReader(EncodedText(source, encoding))) : nil
  }

  private struct Reader: RowReader {
    var lines: LineReader

    mutating func next(_ rows: Int) throws(DecodingFailure) -> Value? {
      var text = RowText(wanted: rows)
      while !text.isFull, let line = try lines.next() {
        let number = lines.number
        try line.withUnsafeBufferPointer { (line) throws(DecodingFailure) in
          try EncodingCheck.require(line, line: number)
          text.add(row: line)
        }
      }
      return try text.finish()
    }
  }
}
