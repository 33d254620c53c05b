internal import Language
internal import Values

/// Rows of separated values, as RFC 4180 has them and as files really are.
///
/// Lines end with LF, CR LF or CR. A quotation mark only means something at the beginning of a value; what follows the closing one
/// belongs to the value. Empty lines are no rows. A row with fewer values lacks the last columns; one with more is a mistake.
struct CSVFormat: RowFormat {
  struct Dialect: Sendable {
    var separator: [UInt8] = [0x2C]
    /// Nil when nothing is quoted.
    var quote: UInt8? = 0x22
    var hasHeader = true
    var columns: [String]?
    var skip = 0
    /// Texts that stand for no value.
    var empty: [[UInt8]] = []
  }

  private let dialect: Dialect
  private let encoding: TextEncoding
  /// Columns that a table without them is not the one that was asked for.
  private let needed: [String]

  init(_ block: CSVDecoding, needing needed: [String] = []) {
    var dialect = Dialect()
    let separator = block[CSVDecoding.separator] ?? ","
    dialect.separator = separator == "\\t" ? [0x09] : separator.isEmpty ? [0x2C] : Array(separator.utf8)
    dialect.quote = (block[CSVDecoding.quote] ?? "\"").utf8.first
    dialect.hasHeader = block[CSVDecoding.header] ?? true
    dialect.columns = block[CSVDecoding.columns]?.map(\.value)
    dialect.skip = block[CSVDecoding.skip] ?? 0
    dialect.empty = (block[CSVDecoding.empty] ?? []).map { Array($0.value.utf8) }
    self.dialect = dialect
    encoding = block[CSVDecoding.encoding] ?? .utf8
    self.needed = dialect.hasHeader && dialect.columns == nil ? needed : []
  }

  func showsItsEnd(_ start: @autoclosure () -> [UInt8]) -> Bool { false }
  var isTable: Bool { true }
  // A table names its columns, also where it has no rows.
  var mayBeEmpty: Bool { !dialect.hasHeader }

  func rows(of source: any ByteSource) -> any RowReader {
    CSVRows(CSVValues(EncodedText(source, encoding), dialect), dialect, needed)
  }
}

/// Rows as maps of text by column.
private struct CSVRows: RowReader {
  private var values: CSVValues
  private let dialect: CSVFormat.Dialect
  private let needed: [String]
  private var names: [[UInt8]]?

  init(_ values: CSVValues, _ dialect: CSVFormat.Dialect, _ needed: [String]) {
    self.values = values
    self.dialect = dialect
    self.needed = needed
  }

  mutating func next(_ rows: Int) throws(DecodingFailure) -> Value? {
    if self.names == nil { self.names = try begin() }
    var names = self.names ?? []
    var text = RowText(wanted: rows)
    while !text.isFull, try values.next() {
      if names.isEmpty { names = Self.unnamed(values.count) }
      try check(names.count)
      text.beginRow()
      values.withValues { values in
        for (name, value) in zip(names, values) {
          if dialect.empty.contains(where: { $0.elementsEqual(value) }) {
            text.addNull(name)
          } else {
            text.add(name, value)
          }
        }
      }
      text.endRow()
    }
    self.names = names
    return try text.finish()
  }

  /// Passes over what comes before the rows and takes the names of the columns.
  private mutating func begin() throws(DecodingFailure) -> [[UInt8]] {
    for _ in 0..<dialect.skip { try values.skipLine() }
    try values.takeSeparatorLine()
    var header: [String]?
    if dialect.hasHeader, try values.next() {
      header = values.withValues { $0.map { String(decoding: $0, as: UTF8.self) } }
    }
    let names = Self.names(dialect.columns ?? header ?? [])
    // Whatever came in its place, an error or a page for people, has a first line as well, and often no other.
    if let missing = needed.first(where: { !names.contains(RowText.name($0)) }) {
      throw DecodingFailure(
        "its first line names no column `\(missing)`, by which records are told apart",
        at: .init(line: max(1, values.rowLine), column: 1))
    }
    return names
  }

  private func check(_ columns: Int) throws(DecodingFailure) {
    guard values.count > columns else { return }
    // Some programs end every row with separators.
    let isBlank = values.withValues { $0.dropFirst(columns).allSatisfy(\.isEmpty) }
    if isBlank { return }
    throw DecodingFailure(
      "the row has \(values.count) values, and there are \(columns) columns",
      at: .init(line: values.rowLine, column: 1))
  }

  private static func unnamed(_ count: Int) -> [[UInt8]] {
    (1...max(1, count)).map { RowText.name("column_\($0)") }
  }

  /// Names without blanks around them; one that is missing or there already gets a number.
  private static func names(_ header: [String]) -> [[UInt8]] {
    var taken: Set<String> = []
    // How far the numbers of a name have come: a line of one name again and again is named in one go.
    var numbers: [String: Int] = [:]
    return header.enumerated().map { place, name in
      let given = trimmed(name)
      let base = given.isEmpty ? "column_\(place + 1)" : given
      var name = base
      while !taken.insert(name).inserted {
        let number = numbers[base, default: 2]
        numbers[base] = number + 1
        name = "\(base)_\(number)"
      }
      return RowText.name(name)
    }
  }

  private static func trimmed(_ name: String) -> String {
    func isBlank(_ scalar: Unicode.Scalar) -> Bool {
      scalar.properties.isWhitespace || scalar == "\u{FEFF}" || scalar == "\u{200B}"
    }
    var scalars = name.unicodeScalars[...]
    while let first = scalars.first, isBlank(first) { scalars.removeFirst() }
    while let last = scalars.last, isBlank(last) { scalars.removeLast() }
    return String(Substring(scalars))
  }
}
