/// A path of keys in a record: `employee.name`; between backticks stands a key that has a dot itself, `` `home.phone`.type ``.
package struct RecordPath: Sendable {
  package let parts: [String]

  /// Reads a path as far as it goes; whether it is one tells ``isWellFormed(_:)``.
  package init(_ text: String) {
    let dot = UInt8(ascii: ".")
    // Most paths are one key.
    if !text.isEmpty, !text.utf8.contains(where: { $0 == dot || $0 == Self.mark }) {
      parts = [text]
      return
    }
    guard text.utf8.contains(Self.mark) else {
      parts = text.utf8.split(separator: dot).map { String(Substring($0)) }
      return
    }
    var parts: [String] = []
    var rest = text.utf8[...]
    while let first = rest.first {
      if first == dot {
        rest = rest.dropFirst()
      } else if first == Self.mark, let end = rest.dropFirst().firstIndex(of: Self.mark) {
        parts.append(String(Substring(rest[..<end].dropFirst())))
        rest = rest[end...].dropFirst()
      } else {
        let part = rest.prefix { $0 != dot }
        parts.append(String(Substring(part)))
        rest = rest.dropFirst(part.count)
      }
    }
    self.parts = parts
  }

  private static let mark = UInt8(ascii: "`")

  /// A key as it is written in a path.
  package static func quoted(_ key: String) -> String {
    key.utf8.contains(UInt8(ascii: ".")) ? "`\(key)`" : key
  }

  /// Whether no part is empty, and every backtick is closed right before a dot or the end.
  package static func isWellFormed(_ text: String) -> Bool {
    let dot = UInt8(ascii: ".")
    var rest = text.utf8[...]
    while true {
      if rest.first == mark {
        guard let end = rest.dropFirst().firstIndex(of: mark), rest[..<end].count > 1 else { return false }
        rest = rest[end...].dropFirst()
      } else {
        let part = rest.prefix { $0 != dot }
        if part.isEmpty { return false }
        rest = rest.dropFirst(part.count)
      }
      guard let next = rest.first else { return true }
      guard next == dot else { return false }
      rest = rest.dropFirst()
    }
  }
}
