/// Why bytes are not what a connector says they are, and where the trouble is.
package struct DecodingFailure: Error, Sendable, Hashable {
  /// One sentence without a full stop.
  package let message: String
  /// Line and column of the text, counted from 1; nil when there is no text.
  package let place: Place?

  package struct Place: Sendable, Hashable {
    package let line: Int
    package let column: Int

    package init(line: Int, column: Int) {
      self.line = line
      self.column = column
    }
  }

  package init(_ message: String, at place: Place? = nil) {
    self.message = message
    self.place = place
  }
}

extension DecodingFailure: CustomStringConvertible {
  package var description: String {
    place.map { "\(message), at line \($0.line), column \($0.column)" } ?? message
  }
}

extension DecodingFailure.Place {
  /// The line and column of a byte; columns count bytes.
  init(of offset: Int, in bytes: some Collection<UInt8>, firstLine: Int = 1) {
    var line = firstLine
    var column = 1
    for byte in bytes.prefix(offset) {
      if byte == 0x0A {
        line += 1
        column = 1
      } else {
        column += 1
      }
    }
    self.init(line: line, column: column)
  }
}
