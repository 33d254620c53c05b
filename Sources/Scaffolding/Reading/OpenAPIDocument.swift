/// An OpenAPI document whose references can be followed, within bounds.
struct OpenAPIDocument {
  let root: Sample
  private var steps = 0
  /// References that are being followed: one that meets itself is left out.
  private var open: Set<String> = []
  /// The object being made up is somebody.
  private var isPerson = false
  /// Documents that this one refers to, which are not read.
  private(set) var otherDocuments: Set<String> = []

  init(root: Sample) { self.root = root }

  /// The thing itself, or what it refers to in the same document; nil for what lies elsewhere or goes in a circle.
  mutating func resolved(_ value: Sample?) -> Sample? {
    var value = value
    for _ in 0..<16 {
      guard let reference = value?["$ref"]?.text else { return value }
      value = target(of: reference)
    }
    return nil
  }

  private mutating func target(of reference: String) -> Sample? {
    guard reference.hasPrefix("#/") else {
      let document = reference.prefix { $0 != "#" }
      if !document.isEmpty { otherDocuments.insert(String(document.prefix(80))) }
      return nil
    }
    guard step() else { return nil }
    var value: Sample? = root
    for part in reference.dropFirst(2).split(separator: "/", omittingEmptySubsequences: false) {
      let key = part.replacing("~1", with: "/").replacing("~0", with: "~")
      if let items = value?.list {
        value = Int(key).flatMap { items.indices.contains($0) ? items[$0] : nil }
      } else {
        value = value?[String(key)]
      }
    }
    return value
  }

  private mutating func step() -> Bool {
    steps += 1
    return steps < Limits.steps
  }

  // MARK: Examples

  /// A value as the schema describes it.
  mutating func sample(of schema: Sample?, key: String = "", depth: Int = 0) -> Sample {
    guard step(), let reference = schema?["$ref"]?.text else { return sample(ofResolved: schema, key, depth) }
    guard open.insert(reference).inserted else { return .null }
    defer { open.remove(reference) }
    return sample(ofResolved: resolved(schema), key, depth)
  }

  private mutating func sample(ofResolved schema: Sample?, _ key: String, _ depth: Int) -> Sample {
    guard depth <= 2 * Limits.depth, let schema else { return .null }
    if let example = schema["example"] ?? schema["examples"]?.list?.first ?? schema["const"], example != .null
    {
      return personal(example, key)
    }
    if let first = schema["enum"]?.list?.first(where: { $0 != .null }) { return first }
    if let parts = schema["allOf"]?.list { return merged(parts.prefix(16), schema, key, depth) }
    if let options = schema["oneOf"]?.list ?? schema["anyOf"]?.list {
      let option = options.first { resolved($0)?["type"]?.text != "null" }
      return sample(of: option, key: key, depth: depth + 1)
    }
    switch type(of: schema) {
    case "object": return object(schema, depth)
    case "array":
      let item = sample(of: schema["items"], key: Words.singular(Words.snake(key)), depth: depth + 1)
      return .list(item == .null ? [] : [item])
    case "integer": return schema["default"] ?? .number(Words.parts(key).last == "id" ? "101" : "1")
    case "number": return schema["default"] ?? .number("10.5")
    case "boolean": return schema["default"] ?? .bool(true)
    case "null": return .null
    default: return text(schema, key)
    }
  }

  private func type(of schema: Sample) -> String {
    if let type = schema["type"]?.text { return type }
    if let types = schema["type"]?.list { return types.compactMap(\.text).first { $0 != "null" } ?? "null" }
    if schema["properties"] != nil { return "object" }
    return schema["items"] != nil ? "array" : "string"
  }

  private mutating func object(_ schema: Sample, _ depth: Int) -> Sample {
    var members: [Sample.Member] = []
    guard depth <= Limits.depth else { return .null }
    let outer = isPerson
    isPerson = MadeUp.isPerson((schema["properties"]?.members ?? []).map(\.key))
    defer { isPerson = outer }
    for property in (schema["properties"]?.members ?? []).prefix(Limits.fields) {
      let value = sample(of: property.value, key: property.key, depth: depth + 1)
      // What has no example is left out: a circle, or a schema that says nothing.
      if value != .null { members.append(.init(key: property.key, value: value)) }
    }
    return .object(members)
  }

  private mutating func merged(
    _ parts: some Collection<Sample>, _ schema: Sample, _ key: String, _ depth: Int
  ) -> Sample {
    var result = schema["properties"] != nil ? object(schema, depth) : .null
    for part in parts {
      let value = sample(of: part, key: key, depth: depth + 1)
      guard let members = value.members else {
        if result == .null { result = value }
        continue
      }
      for member in members { result.set(member.value, at: [member.key]) }
    }
    return result
  }

  private func text(_ schema: Sample, _ key: String) -> Sample {
    switch schema["format"]?.text {
    case "date":
      return .text(
        MadeUp.text(for: key, number: 1).flatMap { TextKind($0) == .date ? $0 : nil } ?? "2024-02-15")
    case "date-time": return .text("2026-01-11T09:30:00Z")
    case "email": return .text(MadeUp.email(1))
    case "uri", "url": return .text("https://www.example.com/1")
    case "uuid": return .text("00000000-0000-4000-8000-000000000101")
    case "time": return .text("09:30:00")
    default: break
    }
    if let standard = schema["default"]?.text { return .text(standard) }
    if let made = MadeUp.text(for: key, number: 1, isPerson: isPerson) { return .text(made) }
    return .text(Words.parts(key).last == "id" ? "101" : "sample")
  }

  /// Examples in documents are often real people; nobody's address is copied into a recording.
  private func personal(_ example: Sample, _ key: String) -> Sample {
    guard case .text(let text) = example else {
      return example.isScalar ? example : Pseudonyms.replaced(example)
    }
    let name = Words.snake(key)
    let isName = [
      "first_name", "last_name", "given_name", "family_name", "full_name", "display_name", "surname",
      "firstname", "lastname",
    ].contains(name)
    if isName || TextKind(text) == .email || Words.parts(key).contains("phone") {
      return .text(MadeUp.text(for: key, number: 1) ?? MadeUp.email(1))
    }
    return Credentials.isSecret(key) ? .text("made-up") : example
  }

  // MARK: Facts

  /// What the schema of a record says about its fields, by path.
  mutating func facts(
    of schema: Sample?, at path: [String] = [], into facts: inout [String: FieldFacts], depth: Int = 0
  ) {
    guard depth < Limits.depth, path.count < 3, step(), let schema = resolved(schema) else { return }
    for part in (schema["allOf"]?.list ?? []).prefix(16) {
      self.facts(of: part, at: path, into: &facts, depth: depth + 1)
    }
    for property in (schema["properties"]?.members ?? []).prefix(Limits.fields) {
      guard let inner = resolved(property.value) else { continue }
      let place = path + [property.key]
      var fact = FieldFacts()
      let values = inner["enum"]?.list ?? []
      fact.choices = inner.choices.filter { !$0.isEmpty }
      let types = inner["type"]?.list?.compactMap(\.text) ?? []
      fact.isNullable =
        (inner["nullable"] ?? inner["x-nullable"])?.bool ?? (types.contains("null") || values.contains(.null))
      facts[place.joined(separator: ".")] = fact
      self.facts(of: inner, at: place, into: &facts, depth: depth + 1)
    }
  }

  /// The schema of the elements of the list at a path.
  mutating func elementSchema(of schema: Sample?, at path: [String], depth: Int = 0) -> Sample? {
    guard depth < Limits.depth, let schema = resolved(schema) else { return nil }
    for part in (schema["allOf"]?.list ?? []).prefix(16) {
      if let found = elementSchema(of: part, at: path, depth: depth + 1) { return found }
    }
    guard let key = path.first else { return schema["items"] }
    guard let property = schema["properties"]?[key] else { return nil }
    return elementSchema(of: property, at: Array(path.dropFirst()), depth: depth + 1)
  }
}

extension Sample {
  /// The words of an `enum`, each once: documents of all kinds name some twice.
  var choices: [String] {
    var met: Set<String> = []
    return (self["enum"]?.list ?? []).compactMap(\.scalarText).filter { met.insert($0).inserted }
  }
}
