internal import JSON
internal import Language
internal import Values

/// A way in which bodies are written: one file each.
protocol BodyFormat: Sendable {
  func value(of source: any ByteSource) throws(DecodingFailure) -> Value
}

/// A format whose body is a list, which can be read without ever holding all of it.
protocol RowFormat: BodyFormat {
  func reader(of source: any ByteSource) -> any RowReader
}

/// Reads the rows of a list one portion after another.
protocol RowReader {
  /// Up to so many rows, as a list; nil after the last.
  mutating func next(_ rows: Int) throws(DecodingFailure) -> Value?
}

extension RowFormat {
  func value(of source: any ByteSource) throws(DecodingFailure) -> Value {
    var reader = reader(of: source)
    return try reader.next(.max) ?? .list([])
  }
}

/// All formats there are.
enum Formats {
  static func format(of block: Block?) -> any BodyFormat {
    guard let block else { return JSONFormat() }
    if block.as(JSONLinesDecoding.self) != nil { return JSONLinesFormat() }
    if let native = block.as(NativeDecoding.self) { return NativeFormat(native) }
    return JSONFormat()
  }
}
