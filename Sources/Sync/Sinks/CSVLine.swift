/// Lines of comma-separated values (RFC 4180).
package enum CSVLine {
  /// Whether cells may be computed by whoever opens the file.
  package enum Reader: Sendable, Hashable {
    /// A program, which takes every cell for what it is: cells are written exactly.
    case program
    /// A spreadsheet, which computes what looks like a formula: such a cell gets an apostrophe, which makes it text there.
    case spreadsheet
  }

  /// Adds a line with its end.
  package static func append(_ cells: [String], for reader: Reader, to bytes: inout [UInt8]) {
    for (place, cell) in cells.enumerated() {
      if place > 0 { bytes.append(UInt8(ascii: ",")) }
      let isGuarded = reader == .spreadsheet && isFormula(cell)
      guard isGuarded || cell.utf8.contains(where: { [0x22, 0x2C, 0x0A, 0x0D].contains($0) }) else {
        bytes += cell.utf8
        continue
      }
      bytes.append(UInt8(ascii: "\""))
      if isGuarded { bytes.append(UInt8(ascii: "'")) }
      for byte in cell.utf8 {
        if byte == UInt8(ascii: "\"") { bytes.append(byte) }
        bytes.append(byte)
      }
      bytes.append(UInt8(ascii: "\""))
    }
    bytes += [0x0D, 0x0A]
  }

  /// Whether a spreadsheet would compute a cell.
  ///
  /// Blanks and line ends before the sign do not hinder it, so they do not hinder us. Numbers stay numbers.
  private static func isFormula(_ cell: String) -> Bool {
    guard cell.utf8.contains(where: { [0x3D, 0x2B, 0x2D, 0x40].contains($0) }) else { return false }
    let begins = cell.split(
      omittingEmptySubsequences: false, whereSeparator: { $0 == "\n" || $0 == "\r" || $0 == "\r\n" }
    ).contains { line in
      line.drop { $0.isWhitespace }.first.map { "=+-@".contains($0) } ?? false
    }
    return begins && !isNumber(cell)
  }

  private static func isNumber(_ cell: String) -> Bool {
    let digits = cell.first == "-" ? cell.dropFirst() : cell[...]
    guard let first = digits.first, let last = digits.last, first.isASCII, first.isNumber, last.isNumber
    else {
      return false
    }
    return digits.count { $0 == "." } <= 1 && digits.allSatisfy { $0 == "." || ($0.isASCII && $0.isNumber) }
  }
}
