/// What a file is that holds no segments, by its first bytes.
enum ForeignForm {
  private static let beginnings: [(bytes: [UInt8], name: String)] = [
    (Array("PK".utf8), "a zip archive"), ([0x1F, 0x8B], "packed with gzip"),
    (Array("-----BEGIN PGP".utf8), "encrypted with OpenPGP"), (Array("%PDF".utf8), "a PDF"),
    ([0xFF, 0xFE], "text in UTF-16, and segments are in bytes of their own"),
    ([0xFE, 0xFF], "text in UTF-16, and segments are in bytes of their own"),
    ([0x49, 0x00, 0x53, 0x00], "text in UTF-16, and segments are in bytes of their own"),
    ([0x00, 0x49, 0x00, 0x53], "text in UTF-16, and segments are in bytes of their own"),
    ([0xC9, 0xE2, 0xC1], "in EBCDIC, as mainframes write it"), (Array("<".utf8), "HTML or XML"),
    (Array("{".utf8), "JSON"), (Array("isa".utf8), "in small letters"),
    (Array("GS".utf8), "a functional group, and its ISA is missing"),
    (Array("ST".utf8), "a transaction set, and its ISA and GS are missing"),
    (Array("UNA".utf8), "EDIFACT"), (Array("UNB".utf8), "EDIFACT"),
  ]

  /// Whether an ISA segment begins at a later line.
  private static func hasInterchange(in start: [UInt8]) -> Bool {
    start.split(whereSeparator: { $0 == 0x0A || $0 == 0x0D }).dropFirst().contains { line in
      line.starts(with: Array("ISA".utf8)) && line.dropFirst(3).first.map { !Delimiters.isData($0) } == true
    }
  }

  static func name(of start: [UInt8]) -> String? {
    if let known = beginnings.first(where: { start.starts(with: $0.bytes) }) { return known.name }
    // The tag of an OpenPGP message: encrypted data, or the key it is encrypted with.
    if let first = start.first, [0x84, 0x85, 0x8C, 0xC1, 0xD2].contains(first) {
      return "encrypted with OpenPGP"
    }
    if hasInterchange(in: start) { return "other text, and an ISA stands behind it" }
    let line = start.prefix { $0 != 0x0A && $0 != 0x0D }
    return line.contains(UInt8(ascii: ",")) || line.contains(UInt8(ascii: ";"))
      ? "a table, as CSV has it" : nil
  }
}
