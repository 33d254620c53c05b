internal import Expressions

/// A template read backwards: from a text that came of it to the values that were put in.
struct OpenText: Sendable {
  private enum Part: Sendable {
    case literal([UInt8])
    /// The source of the expression, blanks taken away.
    case open(String)
  }

  private let parts: [Part]

  /// `known` are expressions whose values are no question.
  init(_ template: String, _ known: [String: String] = [:]) {
    parts = TemplateText(template).parts.map { part in
      switch part {
      case .literal(let text, _): return .literal(Array(text.utf8))
      case .expression(let source, _):
        let source = source.filter { $0 != " " }
        return known[source].map { .literal(Array($0.utf8)) } ?? .open(source)
      }
    }
  }

  var isEmpty: Bool { parts.isEmpty }

  /// The expressions.
  var places: [String] { parts.compactMap { if case .open(let source) = $0 { source } else { nil } } }

  var isOpen: Bool { parts.contains { if case .open = $0 { true } else { false } } }

  /// How many bytes of the template are fixed: the more, the better it tells texts apart.
  var weight: Int {
    parts.reduce(0) { sum, part in if case .literal(let bytes) = part { sum + bytes.count } else { sum } }
  }

  /// What stood for each expression, by its source; nil when the text cannot have come of the template.
  func values(in text: String, crossing slashes: Bool = true) -> [String: String]? {
    var values: [String: String] = [:]
    return match(parts[...], Array(text.utf8)[...], slashes, &values) ? values : nil
  }

  /// Whether a text fits when what stands before its first slash in the template is left out: a recording's path below the base.
  func endsLike(_ text: String) -> Bool {
    for first in parts.indices {
      guard case .literal(let bytes) = parts[first] else { continue }
      for start in bytes.indices where bytes[start] == UInt8(ascii: "/") {
        var values: [String: String] = [:]
        let tail = [Part.literal(Array(bytes[start...]))] + parts[(first + 1)...]
        if match(tail[...], Array(text.utf8)[...], false, &values) { return true }
      }
    }
    return false
  }

  private func match(
    _ parts: ArraySlice<Part>, _ text: ArraySlice<UInt8>, _ slashes: Bool, _ values: inout [String: String]
  ) -> Bool {
    guard let part = parts.first else { return text.isEmpty }
    let rest = parts.dropFirst()
    switch part {
    case .literal(let bytes):
      return text.starts(with: bytes) && match(rest, text.dropFirst(bytes.count), slashes, &values)
    case .open(let source):
      // The shortest stretch that lets the rest fit; templates have a handful of parts and texts are short.
      var end = text.startIndex
      while true {
        if match(rest, text[end...], slashes, &values) {
          values[source] = String(decoding: text[..<end], as: UTF8.self)
          return true
        }
        guard end < text.endIndex, slashes || text[end] != UInt8(ascii: "/") else { return false }
        end += 1
      }
    }
  }
}
