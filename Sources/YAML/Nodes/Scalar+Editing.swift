package import Diagnostics

extension Scalar {
  /// An edit that puts other words in place of a part of the text, so that the file is still read as it is meant.
  ///
  /// Between quotes the words are written with escapes. A plain text that they would end or turn into something else is quoted as a
  /// whole.
  package func edit(_ inner: Range<Int>, _ words: String) -> Finding.Edit {
    switch style {
    case .literal, .folded: Finding.Edit(range(ofInner: inner), words)
    case .singleQuoted: Finding.Edit(range(ofInner: inner), Self.escaped(words, "'", by: "'"))
    case .doubleQuoted:
      Finding.Edit(range(ofInner: inner), Self.escaped(Self.escaped(words, "\\", by: "\\"), "\"", by: "\\"))
    case .plain: plainEdit(inner, words)
    }
  }

  private func plainEdit(_ inner: Range<Int>, _ words: String) -> Finding.Edit {
    var bytes = Array(text.utf8)
    bytes.replaceSubrange(inner.clamped(to: 0..<bytes.count), with: words.utf8)
    let whole = String(decoding: bytes, as: UTF8.self)
    guard Self.needsQuotes(whole, in: text) else { return Finding.Edit(range(ofInner: inner), words) }
    let hasEscapes = whole.utf8.contains { $0 == UInt8(ascii: "\"") || $0 == UInt8(ascii: "\\") }
    return Finding.Edit(
      range, hasEscapes ? "'" + Self.escaped(whole, "'", by: "'") + "'" : "\"" + whole + "\"")
  }

  /// Whether a plain text that is changed so would be taken for something else; brackets and commas only where there were none before.
  private static func needsQuotes(_ whole: String, in before: String) -> Bool {
    let bytes = Array(whole.utf8)
    guard let first = bytes.first, let last = bytes.last else { return true }
    if Array("'\"[]{}>|*&!%@`#,?:-".utf8).contains(first), whole.first != before.first { return true }
    if last == UInt8(ascii: ":") || last == UInt8(ascii: " ") { return true }
    let breaks = zip(bytes, bytes.dropFirst()).contains { one, next in
      one == UInt8(ascii: ":") && next == UInt8(ascii: " ")
        || one == UInt8(ascii: " ") && next == UInt8(ascii: "#")
    }
    let flow = Set("[]{},".utf8)
    return breaks || bytes.contains(where: flow.contains) && !before.utf8.contains(where: flow.contains)
  }

  private static func escaped(_ text: String, _ character: Character, by escape: Character) -> String {
    text.reduce(into: "") { result, next in
      if next == character { result.append(escape) }
      result.append(next)
    }
  }
}
