/// A POST that only asks: how it is told from one that makes something, and what it is asked with.
struct OpenAPISearch {
  private static let words: Set = [
    "search", "query", "filter", "find", "list", "lookup", "paginate", "browse",
  ]

  /// By its name: `/flows/filter`, `/contacts:search`, `/listUsers`.
  static func isSearch(_ path: String) -> Bool {
    let parts = Words.parts(path.split(separator: "/").last.map(String.init) ?? "")
    return [parts.first, parts.last].contains { words.contains($0 ?? "") }
  }

  /// What must be sent, and what asks for pages; filters that may be left out are.
  static func body(of operation: Sample, in document: inout OpenAPIDocument) -> BodySketch {
    let content = document.resolved(operation["requestBody"])?["content"]?.members
    let schema = content?.first { $0.key.contains("json") || $0.key == "*/*" }?.value["schema"]
    return .json(body(as: schema, in: &document, depth: 3))
  }

  private static func body(as schema: Sample?, in document: inout OpenAPIDocument, depth: Int) -> Sample {
    guard depth > 0, let schema = document.resolved(schema) else { return .object([]) }
    let parts = (schema["allOf"]?.list ?? []).prefix(16).compactMap { document.resolved($0) } + [schema]
    let required = Set(parts.flatMap { $0["required"]?.list ?? [] }.compactMap(\.text))
    var members: [Sample.Member] = []
    for property in parts.flatMap({ $0["properties"]?.members ?? [] }).prefix(Limits.fields) {
      let value: Sample
      if PageGuess.namesSize(property.key) {
        let inner = document.resolved(property.value)
        let size = (inner?["maximum"] ?? inner?["default"])?.int ?? 100
        value = .number(String(min(max(size, 1), 1000)))
      } else if required.contains(property.key) || PageGuess.namesPage(property.key) {
        value = document.sample(of: property.value, key: property.key)
      } else {
        value = body(as: property.value, in: &document, depth: depth - 1)
        if value.members?.isEmpty ?? true { continue }
      }
      if value != .null { members.append(.init(key: property.key, value: value)) }
    }
    return .object(members)
  }
}
