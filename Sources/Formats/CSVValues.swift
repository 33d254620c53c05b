/// Takes separated values apart, row by row, out of a text that comes piece by piece.
struct CSVValues {
  private var source: any ByteSource
  private var separator: [UInt8]
  private let quote: UInt8?
  private var piece: [UInt8] = []
  private var at = 0
  private var isAtEnd = false
  /// The line that is read now, from 1.
  private var line = 1
  /// The values of the row, one after the other, and where each ends.
  private var text: [UInt8] = []
  private var ends: [Int] = []
  /// The line on which the row begins.
  private(set) var rowLine = 1

  init(_ source: any ByteSource, _ dialect: CSVFormat.Dialect) {
    self.source = source
    separator = dialect.separator
    quote = dialect.quote
  }

  /// How many values the row has.
  var count: Int { ends.count }

  /// The values of the row.
  func withValues<Result>(_ body: ([UnsafeBufferPointer<UInt8>]) -> Result) -> Result {
    text.withUnsafeBufferPointer { text in
      var start = 0
      return body(
        ends.map { end in
          defer { start = end }
          return UnsafeBufferPointer(rebasing: text[start..<end])
        })
    }
  }

  /// Reads the next row that is no empty line; false after the last.
  mutating func next() throws(DecodingFailure) -> Bool {
    while try refill() {
      rowLine = line
      text.removeAll(keepingCapacity: true)
      ends.removeAll(keepingCapacity: true)
      while try readValue() {}
      if ends.count > 1 || !text.isEmpty {
        let first = rowLine
        try text.withUnsafeBufferPointer { (text) throws(DecodingFailure) in
          try EncodingCheck.require(text, line: first)
        }
        return true
      }
    }
    return false
  }

  /// Passes over a line, whatever stands on it.
  mutating func skipLine() throws(DecodingFailure) {
    while try refill() {
      let byte = piece[at]
      at += 1
      if byte == 0x0A || byte == 0x0D { return try endLine(byte) }
    }
  }

  /// A first line such as `sep=;` says what separates the values.
  mutating func takeSeparatorLine() throws(DecodingFailure) {
    guard try isNext(Array("sep=".utf8)), try hold(5) else { return }
    _ = try hold(6)
    let mark = piece[at + 4]
    let isAlone = piece.count - at == 5 || piece[at + 5] == 0x0A || piece[at + 5] == 0x0D
    guard isAlone, mark >= 0x09, mark < 0x80 else { return }
    separator = [mark]
    try skipLine()
  }

  // MARK: Values

  /// Reads a value and what ends it; true when another one of the row follows.
  private mutating func readValue() throws(DecodingFailure) -> Bool {
    if let quote, try refill(), piece[at] == quote { try readQuoted(quote) }
    while try refill() {
      // Up to the next byte that may end the value at once.
      let first = separator[0]
      let stop = piece[at...].firstIndex { $0 == first || $0 == 0x0A || $0 == 0x0D } ?? piece.count
      text.append(contentsOf: piece[at..<stop])
      at = stop
      try checkLength()
      guard at < piece.count else { continue }
      let byte = piece[at]
      if byte == 0x0A || byte == 0x0D {
        at += 1
        ends.append(text.count)
        try endLine(byte)
        return false
      }
      if try isNext(separator) {
        at += separator.count
        ends.append(text.count)
        return true
      }
      text.append(byte)
      at += 1
    }
    ends.append(text.count)
    return false
  }

  /// Reads up to the closing quotation mark; two of them stand for one.
  private mutating func readQuoted(_ quote: UInt8) throws(DecodingFailure) {
    let opened = line
    at += 1
    while try refill() {
      let stop = piece[at...].firstIndex { $0 == quote || $0 == 0x0A } ?? piece.count
      text.append(contentsOf: piece[at..<stop])
      at = stop
      try checkLength()
      guard at < piece.count else { continue }
      at += 1
      if piece[at - 1] == 0x0A {
        line += 1
        text.append(0x0A)
      } else if try refill(), piece[at] == quote {
        text.append(quote)
        at += 1
      } else {
        return
      }
    }
    throw DecodingFailure("a quotation mark is not closed", at: .init(line: opened, column: 1))
  }

  private func checkLength() throws(DecodingFailure) {
    if text.count > ByteLimits.row {
      throw DecodingFailure(
        "the row is longer than \(ByteLimits.row >> 20) MB", at: .init(line: rowLine, column: 1))
    }
  }

  /// After a line's end; takes the LF of CR LF.
  private mutating func endLine(_ byte: UInt8) throws(DecodingFailure) {
    line += 1
    if byte == 0x0D, try refill(), piece[at] == 0x0A { at += 1 }
  }

  // MARK: Bytes

  /// Whether there is another byte to look at.
  private mutating func refill() throws(DecodingFailure) -> Bool {
    if at < piece.count { return true }
    return try hold(1)
  }

  /// Sees to it that so many bytes can be looked at; false when the text ends before.
  private mutating func hold(_ count: Int) throws(DecodingFailure) -> Bool {
    while piece.count - at < count {
      if isAtEnd { return false }
      guard let next = try source.next() else {
        isAtEnd = true
        return false
      }
      piece = at == piece.count ? next : Array(piece[at...]) + next
      at = 0
    }
    return true
  }

  private mutating func isNext(_ wanted: [UInt8]) throws(DecodingFailure) -> Bool {
    guard try hold(wanted.count) else { return false }
    return piece[at..<at + wanted.count].elementsEqual(wanted)
  }
}
