/// The files of an archive as `git archive` writes it: POSIX tar with extended headers.
enum TarArchive {
  private static let block = 512

  /// Regular files by their paths; nil when the archive is broken.
  static func files(_ bytes: [UInt8]) -> [String: [UInt8]]? {
    var files: [String: [UInt8]] = [:]
    var position = 0
    var longPath: String?
    while position + block <= bytes.count {
      let header = bytes[position..<position + block]
      if header.allSatisfy({ $0 == 0 }) { return files }
      guard let size = number(header, at: 124, 12), size >= 0, size <= bytes.count - position - block else {
        return nil
      }
      let content = bytes[(position + block)..<(position + block + size)]
      position += block + (size + block - 1) / block * block
      switch header[header.startIndex + 156] {
      case UInt8(ascii: "x"): longPath = path(inExtendedHeader: content)
      case UInt8(ascii: "0"), 0:
        let prefix = text(header, at: 345, 155)
        let name = text(header, at: 0, 100)
        files[longPath ?? (prefix.isEmpty ? name : "\(prefix)/\(name)")] = Array(content)
        longPath = nil
      case UInt8(ascii: "g"): break
      default: longPath = nil
      }
    }
    return nil
  }

  private static func field(_ header: ArraySlice<UInt8>, at offset: Int, _ length: Int) -> ArraySlice<UInt8> {
    header.dropFirst(offset).prefix(length).prefix { $0 != 0 }
  }

  private static func text(_ header: ArraySlice<UInt8>, at offset: Int, _ length: Int) -> String {
    String(decoding: field(header, at: offset, length), as: UTF8.self)
  }

  private static func number(_ header: ArraySlice<UInt8>, at offset: Int, _ length: Int) -> Int? {
    Int(text(header, at: offset, length).split(separator: " ").first ?? "", radix: 8)
  }

  /// Records `length name=value\n`, whose length counts the whole record.
  private static func path(inExtendedHeader content: ArraySlice<UInt8>) -> String? {
    var rest = content
    while let space = rest.firstIndex(of: UInt8(ascii: " ")),
      let length = Int(String(decoding: rest[..<space], as: UTF8.self)), length > 0, length <= rest.count
    {
      let record = String(decoding: rest.prefix(length).dropFirst(space - rest.startIndex + 1), as: UTF8.self)
      if record.hasPrefix("path="), record.hasSuffix("\n") { return String(record.dropFirst(5).dropLast()) }
      rest = rest.dropFirst(length)
    }
    return nil
  }
}
