internal import Values

/// XML cut into what is markup and what is text, so that texts can be changed and nothing else moves.
package struct MarkupText: Sendable {
  private enum Piece: Sendable {
    case markup(String)
    /// A text between tags or the value of an attribute, unescaped.
    case text(String, path: [String], siblings: [String])
  }

  private var pieces: [Piece] = []

  /// Nil when the markup does not close, or declares entities of its own, behind which anything may stand.
  package init?(_ source: String) {
    guard !source.contains("<!ENTITY") else { return nil }
    var reader = MarkupReader(source)
    guard reader.read() else { return nil }
    pieces = reader.pieces.map { piece in
      switch piece {
      case .markup(let text): .markup(text)
      case .text(let text, let path):
        .text(
          text, path: path.map(Self.ownName),
          siblings: (reader.children[path.dropLast().joined(separator: "/")] ?? []).map(Self.ownName))
      }
    }
  }

  /// `address-data` of `CR:address-data`: what a namespace is called is up to each reply, and connectors do without.
  private static func ownName(_ name: String) -> String {
    guard let colon = name.lastIndex(of: ":") else { return name }
    return (name.hasPrefix("@") ? "@" : "") + name[name.index(after: colon)...]
  }

  package var text: String {
    pieces.map { piece in
      switch piece {
      case .markup(let text): text
      case .text(let text, _, _): text.escapedForMarkup(apostrophes: false)
      }
    }.joined()
  }

  func mapped(_ change: (Spot, String) -> String) -> MarkupText {
    var copy = self
    copy.pieces = pieces.map { piece in
      guard case .text(let text, let path, let siblings) = piece, text.contains(where: { !$0.isWhitespace })
      else { return piece }
      return .text(change(Spot(path: path, siblings: siblings), text), path: path, siblings: siblings)
    }
    return copy
  }

  static func unescaped(_ text: String) -> String {
    guard text.utf8.contains(UInt8(ascii: "&")) else { return text }
    var result = ""
    var rest = Substring(text)
    while let sign = rest.firstIndex(of: "&") {
      result += rest[..<sign]
      rest = rest[sign...]
      guard let end = rest.prefix(12).firstIndex(of: ";"), let character = scalar(rest[..<end].dropFirst())
      else {
        result.append("&")
        rest = rest.dropFirst()
        continue
      }
      result.unicodeScalars.append(character)
      rest = rest[rest.index(after: end)...]
    }
    return result + rest
  }

  private static func scalar(_ name: Substring) -> Unicode.Scalar? {
    switch name {
    case "amp": return "&"
    case "lt": return "<"
    case "gt": return ">"
    case "quot": return "\""
    case "apos": return "'"
    default:
      guard name.hasPrefix("#") else { return nil }
      let digits = name.dropFirst()
      let number = digits.first == "x" ? UInt32(digits.dropFirst(), radix: 16) : UInt32(digits)
      return number.flatMap(Unicode.Scalar.init)
    }
  }
}

/// Goes through the source once.
private struct MarkupReader {
  enum Piece {
    case markup(String)
    case text(String, path: [String])
  }

  private var rest: Substring
  private var open: [String] = []
  var pieces: [Piece] = []
  /// Names of what stands in an element, by the path to it.
  var children: [String: [String]] = [:]

  init(_ source: String) { rest = Substring(source) }

  mutating func read() -> Bool {
    while !rest.isEmpty {
      guard let sign = rest.firstIndex(of: "<") else {
        addText(rest)
        break
      }
      addText(rest[..<sign])
      rest = rest[sign...]
      guard readMarkup() else { return false }
    }
    return open.isEmpty
  }

  private mutating func addText(_ text: Substring) {
    guard !text.isEmpty else { return }
    pieces.append(.text(MarkupText.unescaped(String(text)), path: open))
  }

  private mutating func readMarkup() -> Bool {
    if rest.hasPrefix("<![CDATA[") {
      guard let end = rest.firstRange(of: "]]>") else { return false }
      // Written with escapes from here on, which means the same.
      pieces.append(
        .text(String(rest[rest.index(rest.startIndex, offsetBy: 9)..<end.lowerBound]), path: open))
      rest = rest[end.upperBound...]
      return true
    }
    for (start, stop) in [("<!--", "-->"), ("<?", "?>"), ("<!", ">")] where rest.hasPrefix(start) {
      guard let end = rest.firstRange(of: stop) else { return false }
      // What a comment says is nothing that a connector reads.
      if start != "<!--" { pieces.append(.markup(String(rest[..<end.upperBound]))) }
      rest = rest[end.upperBound...]
      return true
    }
    if rest.hasPrefix("</") {
      guard let end = rest.firstIndex(of: ">"), let last = open.popLast(),
        rest[..<end].dropFirst(2).prefix(while: { !$0.isWhitespace }) == last
      else { return false }
      pieces.append(.markup(String(rest[...end])))
      rest = rest[rest.index(after: end)...]
      return true
    }
    return readTag()
  }

  private mutating func readTag() -> Bool {
    let name = rest.dropFirst().prefix { !$0.isWhitespace && $0 != ">" && $0 != "/" }
    guard !name.isEmpty, open.count < 256 else { return false }
    let parent = open.joined(separator: "/")
    if !(children[parent] ?? []).contains(String(name)) { children[parent, default: []].append(String(name)) }
    open.append(String(name))
    pieces.append(.markup("<\(name)"))
    rest = rest.dropFirst(1 + name.count)
    while let character = rest.first {
      if character == ">" {
        pieces.append(.markup(">"))
        rest = rest.dropFirst()
        return true
      }
      if rest.hasPrefix("/>") {
        pieces.append(.markup("/>"))
        rest = rest.dropFirst(2)
        open.removeLast()
        return true
      }
      if character.isWhitespace {
        pieces.append(.markup(String(character)))
        rest = rest.dropFirst()
      } else if !readAttribute() {
        return false
      }
    }
    return false
  }

  private mutating func readAttribute() -> Bool {
    let name = rest.prefix { $0 != "=" && !$0.isWhitespace && $0 != ">" && $0 != "/" }
    rest = rest.dropFirst(name.count).drop(while: \.isWhitespace)
    guard !name.isEmpty, rest.first == "=" else { return false }
    rest = rest.dropFirst().drop(while: \.isWhitespace)
    guard let quote = rest.first, quote == "\"" || quote == "'" else { return false }
    rest = rest.dropFirst()
    guard let end = rest.firstIndex(of: quote) else { return false }
    let value = MarkupText.unescaped(String(rest[..<end]))
    rest = rest[rest.index(after: end)...]
    pieces.append(.markup("\(name)=\""))
    // Namespaces are names, and no text of anybody's.
    if name.hasPrefix("xmlns") || name.hasPrefix("xsi:") {
      pieces.append(.markup(value))
    } else {
      pieces.append(.text(value, path: open + [String(name)]))
    }
    pieces.append(.markup("\""))
    return true
  }
}
