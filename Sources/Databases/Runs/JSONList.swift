internal import JSON
internal import Values

/// Lists of texts in one column.
enum JSONList {
  static func text(of texts: [String]) -> String {
    // Enough for any list of names; what is longer than this is no list of names.
    var steps = texts.count + 1
    return (try? JSONWriter.text(of: .list(texts.map(Value.string)), steps: &steps, limit: 1 << 24)) ?? "[]"
  }

  static func texts(of text: String) -> [String] {
    guard let document = try? JSONDocument(text: text) else { return [] }
    return document.root.elements.compactMap(\.string)
  }
}
