internal import JSON
internal import Values

/// Rows on their way to become one document: a list of maps of text, written as JSON so that mappings read all formats alike.
struct RowText {
  /// A portion ends at the row that passes this, however many rows are wanted.
  private static let largePortion = 16 << 20

  private var bytes: [UInt8] = [0x5B]
  private(set) var count = 0
  private var isFirstField = true
  private let wanted: Int

  init(wanted: Int) { self.wanted = wanted }

  /// Whether the portion is as large as it should be.
  var isFull: Bool { count >= wanted || wanted < .max && bytes.count > Self.largePortion }

  /// A column's name with its quotes and colon.
  static func name(_ text: String) -> [UInt8] {
    var bytes: [UInt8] = []
    JSONText.append(text, to: &bytes)
    bytes.append(0x3A)
    return bytes
  }

  mutating func beginRow() {
    if count > 0 { bytes.append(0x2C) }
    count += 1
    isFirstField = true
    bytes.append(0x7B)
  }

  mutating func add(_ name: [UInt8], _ text: UnsafeBufferPointer<UInt8>) {
    addName(name)
    JSONText.append(text, to: &bytes)
  }

  mutating func addNull(_ name: [UInt8]) {
    addName(name)
    bytes.append(contentsOf: "null".utf8)
  }

  private mutating func addName(_ name: [UInt8]) {
    if !isFirstField { bytes.append(0x2C) }
    isFirstField = false
    bytes.append(contentsOf: name)
  }

  mutating func endRow() { bytes.append(0x7D) }

  /// Adds a row that is one text.
  mutating func add(row text: UnsafeBufferPointer<UInt8>) {
    if count > 0 { bytes.append(0x2C) }
    count += 1
    JSONText.append(text, to: &bytes)
  }

  /// The list; nil when there are no rows.
  consuming func finish() throws(DecodingFailure) -> Value? {
    if count == 0 { return nil }
    bytes.append(0x5D)
    return .json(try JSONFormat.document(bytes).root)
  }
}

/// Texts must be UTF-8 when they come so far: a wrong `encoding` is told and not guessed around.
enum EncodingCheck {
  static func require(_ text: UnsafeBufferPointer<UInt8>, line: Int) throws(DecodingFailure) {
    let isASCII = text.allSatisfy { $0 < 0x80 }
    if isASCII || String(validating: text, as: UTF8.self) != nil { return }
    throw DecodingFailure(
      "the text is not UTF-8: `encoding` says how it is written", at: .init(line: line, column: 1))
  }
}
