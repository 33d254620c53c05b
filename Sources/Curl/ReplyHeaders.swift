internal import HTTP

/// Reads the header lines of a reply as they come in.
struct ReplyHeaders {
  private var names: [String] = []
  private var values: [String] = []
  /// The blank line was there; libcurl takes headers that end anywhere.
  private(set) var isComplete = false
  private var count = 0

  /// More than any server sends; a peer that sends headers for ever is stopped here.
  static let maximum = 256 << 10

  /// False when there are too many of them.
  mutating func read(_ line: UnsafeBufferPointer<UInt8>) -> Bool {
    count += line.count
    guard count <= Self.maximum else { return false }
    var text = String(decoding: line, as: UTF8.self)[...]
    while let last = text.utf8.last, last == 0x0A || last == 0x0D { text = text.dropLast() }
    if text.isEmpty {
      isComplete = true
    } else if text.hasPrefix("HTTP/") {
      // A reply of its own: before it came `100 Continue` or the question of Digest.
      (names, values, isComplete) = ([], [], false)
    } else if !isComplete {
      // What comes after the blank line are trailers, which must not change what was read before the body.
      add(text)
    }
    return true
  }

  var result: HeaderFields {
    HeaderFields(zip(names, values).map { HeaderFields.Field($0, $1) })
  }

  /// The one value of a header that decides how the body is read.
  func value(_ name: String) -> String? {
    names.lastIndex { HeaderFields.areSame($0, name) }.map { values[$0] }
  }

  private mutating func add(_ line: Substring) {
    if line.first == " " || line.first == "\t" {
      if let last = values.indices.last { values[last] += " " + Self.trimmed(line) }
      return
    }
    guard let colon = line.utf8.firstIndex(of: 0x3A) else { return }
    names.append(String(Self.trimmed(line[..<colon])))
    values.append(String(Self.trimmed(line[line.index(after: colon)...])))
  }

  private static func trimmed(_ text: Substring) -> Substring {
    var text = text
    while let first = text.utf8.first, first == 0x20 || first == 0x09 { text = text.dropFirst() }
    while let last = text.utf8.last, last == 0x20 || last == 0x09 { text = text.dropLast() }
    return text
  }
}
