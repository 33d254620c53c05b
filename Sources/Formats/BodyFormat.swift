internal import Language
internal import Values

/// A way in which bodies are written: one file each.
protocol BodyFormat: Sendable {
  /// The whole body.
  func value(of source: any ByteSource) throws(DecodingFailure) -> Value
  /// Whether a body that begins like this cannot be taken for a whole one when it was cut.
  func showsItsEnd(_ start: @autoclosure () -> [UInt8]) -> Bool
  /// Whether nothing at all is a body without records.
  var mayBeEmpty: Bool { get }
  /// Whether the body is rows of columns: nearly any text can be taken for that.
  var isTable: Bool { get }
  /// Whether the body is a list that can be read without ever holding all of it.
  var isList: Bool { get }
  /// Whether the body holds a list, known by its place, and can be read without ever holding all of that.
  var holdsList: Bool { get }
  /// Reads the list, or the body in portions of the list that it holds; nil when there is neither.
  func reader(of source: any ByteSource) -> (any RowReader)?
}

/// A format whose body is a list.
protocol RowFormat: BodyFormat {
  func rows(of source: any ByteSource) -> any RowReader
}

/// Reads the rows of a list one portion after another.
protocol RowReader {
  /// Up to so many rows, as a list or as the body that holds it; nil after the last.
  mutating func next(_ rows: Int) throws(DecodingFailure) -> Value?
}

extension BodyFormat {
  func showsItsEnd(_ start: @autoclosure () -> [UInt8]) -> Bool { true }
  var mayBeEmpty: Bool { !showsItsEnd([]) }
  var isTable: Bool { false }
  var isList: Bool { false }
  var holdsList: Bool { false }
  func reader(of source: any ByteSource) -> (any RowReader)? { nil }
}

extension RowFormat {
  var isList: Bool { true }
  func reader(of source: any ByteSource) -> (any RowReader)? { rows(of: source) }

  func value(of source: any ByteSource) throws(DecodingFailure) -> Value {
    var reader = rows(of: source)
    return try reader.next(.max) ?? .list([])
  }
}

/// All formats there are.
enum Formats {
  static func format(
    of block: Block?, listAt list: [String]? = nil, needing columns: [String] = []
  ) -> any BodyFormat {
    guard let block else { return JSONFormat() }
    if block.as(JSONLinesDecoding.self) != nil { return JSONLinesFormat() }
    if let csv = block.as(CSVDecoding.self) { return CSVFormat(csv, needing: columns) }
    if let xml = block.as(XMLDecoding.self) { return XMLFormat(xml, listAt: list) }
    if let text = block.as(TextDecoding.self) { return TextFormat(text) }
    if let fixed = block.as(FixedWidthDecoding.self) { return FixedWidthFormat(fixed) }
    if let gzip = block.as(GzipDecoding.self) { return GzipFormat(gzip, listAt: list, needing: columns) }
    if let zip = block.as(ZipDecoding.self) { return ZipFormat(zip, listAt: list, needing: columns) }
    if let native = block.as(NativeDecoding.self) { return format(native: native[NativeDecoding.format]) }
    return JSONFormat()
  }

  /// Formats with code of their own; nothing else passes the check of the language.
  private static func format(native name: NativeFormat?) -> any BodyFormat {
    switch name {
    case .x12_834, nil: EnrolmentFormat()
    }
  }
}
