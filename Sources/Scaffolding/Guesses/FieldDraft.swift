internal import Language

/// How a canonical field is filled from a record.
struct FieldDraft: Sendable {
  enum Rule: Sendable {
    case expression(String)
    case match(String, CaseGuess)
    case money(amount: String, currency: Guess<String>)
    case object([(field: String, expression: String)])
  }

  var field: String
  var rule: Rule
  var guess: Guess<Bool>
  /// The path it is read from; empty for a constant.
  var path: [String]
  /// Top-level keys of the record that it uses.
  var usedKeys: Set<String>

  /// The same, no surer than the reply that it was read from.
  func asSure(as confidence: Double) -> FieldDraft {
    guard guess.confidence > confidence else { return self }
    var draft = self
    draft.guess = Guess(true, confidence, "the reply is made up")
    return draft
  }
}

/// A place in a record as an expression.
enum RecordPath {
  /// Words that an expression takes for something else.
  private static let taken: Set = [
    "in", "as", "if", "else", "for", "true", "false", "null", "let", "loop", "while", "function", "import",
    "package", "namespace", "return",
    "var", "void", "const", "break", "continue", "record", "settings", "account", "item",
  ]

  static func expression(_ path: [String]) -> String {
    var result = ""
    for (position, key) in path.enumerated() {
      if isPlain(key), position > 0 || !taken.contains(key) {
        result += position == 0 ? key : ".\(key)"
      } else {
        let escaped = key.flatMap { $0 == "'" || $0 == "\\" ? ["\\", $0] : [$0] }
        result += (position == 0 ? "record" : "") + "['\(String(escaped))']"
      }
    }
    return result
  }

  /// The same below a variable such as `body`.
  static func expression(_ path: [String], below variable: String) -> String {
    path.reduce(variable) { result, key in
      isPlain(key) && !taken.contains(key)
        ? "\(result).\(key)" : "\(result)['\(key.filter { $0 != "'" && $0 != "\\" })']"
    }
  }

  private static func isPlain(_ key: String) -> Bool {
    guard let first = key.utf8.first, !(0x30...0x39).contains(first) else { return false }
    return key.utf8.allSatisfy {
      (0x30...0x39).contains($0) || (0x61...0x7A).contains($0 | 0x20) || $0 == 0x5F
    }
  }
}

/// A field that every record of a model needs, and that nothing in a provider's record could be.
struct MissingField: Error {
  var model: String
  var field: String
}

/// Finds for each field of a model the path of the record that it is most likely read from.
struct FieldMatcher {
  private let model: Model
  private let records: [Sample]
  private let facts: [String: FieldFacts]
  private let scalars: [(path: [String], value: Sample)]

  init(_ model: Model, records: [Sample], facts: [String: FieldFacts]) {
    self.model = model
    self.records = records
    self.facts = facts
    let first = records.first ?? .object([])
    scalars = first.scalars().map { path, value in
      (path, value == .null ? records.lazy.compactMap { $0[path] }.first { $0 != .null } ?? .null : value)
    }
  }

  /// The fields in the order of the model.
  func fields() throws(MissingField) -> [FieldDraft] {
    var drafts: [FieldDraft] = []
    var used: Set<[String]> = []
    for candidate in candidates()
    where !used.contains(candidate.path) && !drafts.contains(where: { $0.field == candidate.field }) {
      drafts.append(candidate)
      used.insert(candidate.path)
    }
    for field in model.fields where field.isRequired && !drafts.contains(where: { $0.field == field.name }) {
      guard let draft = fallback(field, used: used) else {
        throw MissingField(model: model.name, field: field.name)
      }
      drafts.append(draft)
      used.insert(draft.path)
    }
    let order = Dictionary(model.fields.enumerated().map { ($1.name, $0) }) { first, _ in first }
    return drafts.sorted { (order[$0.field] ?? 0, $0.field) < (order[$1.field] ?? 0, $1.field) }
  }

  private func candidates() -> [FieldDraft] {
    var found: [FieldDraft] = []
    for field in model.fields {
      if case .plain(.address) = field.type { found += addresses(field) }
      for (path, value) in scalars {
        let score = FieldNames.similarity(path, to: field.name, of: model.name)
        guard score >= 0.6,
          let draft = draft(field, path, value, score, "`\(path.joined(separator: "."))` by its name")
        else { continue }
        found.append(draft)
      }
    }
    return found.enumerated().sorted { a, b in
      (b.element.guess.confidence, a.offset) < (a.element.guess.confidence, b.offset)
    }.map(\.element)
  }

  // MARK: One field

  private func draft(
    _ field: ModelField, _ path: [String], _ value: Sample, _ confidence: Double, _ reason: String
  ) -> FieldDraft? {
    let source = RecordPath.expression(path)
    let guess = Guess(true, confidence, reason)
    func made(_ rule: FieldDraft.Rule, also keys: Set<String> = []) -> FieldDraft {
      FieldDraft(
        field: field.name, rule: rule, guess: guess, path: path, usedKeys: keys.union([path.first ?? ""]))
    }
    switch field.type {
    case .reference:
      switch value {
      case .text, .number: return TextKind(value) == .email ? nil : made(.expression(source))
      default: return nil
      }
    case .choice(let choices):
      let words = words(at: path)
      guard !words.isEmpty, words.count <= 40 else { return nil }
      return made(.match(source, CaseGuess(words: words, choices: choices)))
    case .plain(.money):
      guard isNumber(value) else { return nil }
      let currency = currency()
      return made(.money(amount: source, currency: currency.guess), also: currency.keys)
    case .plain(let type):
      return conversion(of: value, to: type, source).map { made(.expression(guarded($0, source, path))) }
    case .list, .object: return nil
    }
  }

  /// The expression that makes the type of a value; nil when they do not fit.
  private func conversion(of value: Sample, to type: PlainType, _ source: String) -> String? {
    let kind = TextKind(value)
    switch type {
    case .date:
      return kind == .date ? "date(\(source))" : kind == .moment ? "date(instant(\(source)))" : nil
    case .instant:
      if kind == .moment { return "instant(\(source))" }
      guard let number = value.int, number > 100_000_000 else { return nil }
      return "instant(\(source), '\(number > 100_000_000_000 ? "unix_ms" : "unix")')"
    case .email: return kind == .email ? source : nil
    case .url: return kind == .url ? source : nil
    case .boolean: return value.bool != nil ? source : nil
    case .integer: return value.int != nil ? source : nil
    case .decimal, .percent:
      if case .number = value { return source }
      return kind == .number ? "decimal(\(source))" : nil
    case .country: return isUpper(value, 2) ? source : nil
    case .currency: return isUpper(value, 3) ? source : nil
    case .time, .address, .map, .json, .money: return nil
    case .timezone: return value.text?.contains("/") ?? false ? source : nil
    case .language: return value.text.map { $0.count <= 8 } ?? false ? source : nil
    case .text, .phone, .region:
      if value.text != nil { return kind == .url ? nil : source }
      if case .number = value { return "string(\(source))" }
      return nil
    }
  }

  /// A function does not take null, so a field that may be null is asked first.
  private func guarded(_ expression: String, _ source: String, _ path: [String]) -> String {
    guard expression != source else { return expression }
    let isNullable = facts[path.joined(separator: ".")]?.isNullable ?? false
    return isNullable || records.contains { $0[path] == .null }
      ? "\(source) == null ? null : \(expression)" : expression
  }

  /// The provider's words at a path: those documented, and those seen.
  private func words(at path: [String]) -> [String] {
    var words = facts[path.joined(separator: ".")]?.choices ?? []
    for record in records {
      guard let value = record[path] else { continue }
      if case .number = value { return [] }
      if let word = value.scalarText, !word.isEmpty, word.count <= 60, !words.contains(word) {
        words.append(word)
      }
    }
    if words == ["true"] || words == ["false"] { words = ["true", "false"] }
    return words.allSatisfy { [.other, .number].contains(TextKind($0)) } ? words : []
  }

  private func isNumber(_ value: Sample) -> Bool {
    if case .number = value { true } else { TextKind(value) == .number }
  }

  private func isUpper(_ value: Sample, _ count: Int) -> Bool {
    value.text.map { $0.utf8.count == count && $0.utf8.allSatisfy { (0x41...0x5A).contains($0) } } ?? false
  }

  private func currency() -> (guess: Guess<String>, keys: Set<String>) {
    if let found = scalars.first(where: {
      isUpper($0.value, 3)
        && ($0.path.last.map(Words.parts)?.contains { $0 == "currency" || $0 == "ccy" } ?? false)
    }) {
      return (
        Guess(RecordPath.expression(found.path), 0.9, "a currency stands beside it"), [found.path.first ?? ""]
      )
    }
    return (Guess("'USD'", 0.2, "the record names no currency"), [])
  }

  private func addresses(_ field: ModelField) -> [FieldDraft] {
    var found: [FieldDraft] = []
    for member in records.first?.members ?? [] where member.value.members != nil {
      let score = FieldNames.similarity([member.key], to: field.name, of: model.name)
      guard score >= 0.6 else { continue }
      var parts: [(field: String, expression: String)] = []
      let texts = (member.value.members ?? []).filter { $0.value.text != nil }
      if let line = texts.first(where: {
        ["street", "line1", "line_1", "address_line_1", "street_1", "address1", "address_1", "street1"]
          .contains(Words.snake($0.key))
      }) {
        parts.append(("lines", "[\(RecordPath.expression([member.key, line.key]))]"))
      }
      for name in ["city", "region", "postal_code", "country"] {
        guard
          let part = texts.max(by: {
            FieldNames.similarity([$0.key], to: name, of: "address")
              < FieldNames.similarity([$1.key], to: name, of: "address")
          }),
          FieldNames.similarity([part.key], to: name, of: "address") >= 0.6,
          name != "country" || isUpper(part.value, 2)
        else { continue }
        parts.append((name, RecordPath.expression([member.key, part.key])))
      }
      guard parts.count > 1 else { continue }
      found.append(
        FieldDraft(
          field: field.name, rule: .object(parts), guess: Guess(true, score, "`\(member.key)` by its name"),
          path: [member.key],
          usedKeys: [member.key]))
    }
    return found
  }

  // MARK: Required fields

  /// It is called a name, and not a part of one.
  private static func isWholeName(_ path: [String]) -> Bool {
    let parts = Words.parts(path.last ?? "")
    return parts.last?.hasSuffix("name") == true
      && parts.allSatisfy { !["first", "last", "middle", "given", "family"].contains($0) }
  }

  /// Something for a field that every record of the model needs, marked as the weak guess that it is.
  private func fallback(_ field: ModelField, used: Set<[String]>) -> FieldDraft? {
    if case .choice(let choices) = field.type {
      let own = choices.first { $0.name == model.name }?.name
      let word = own ?? CaseGuess(words: [], choices: choices).otherwise
      return FieldDraft(
        field: field.name, rule: .expression("'\(word)'"),
        guess: Guess(true, own == nil ? 0.1 : 0.5, "no field says it; a fixed value"),
        path: [], usedKeys: [])
    }
    // What a record lacks cannot be what every record needs.
    let whole = scalars.filter { scalar in records.allSatisfy { ($0[scalar.path] ?? .null) != .null } }
    let free = whole.filter { !used.contains($0.path) }
    let alike = free.filter {
      Words.parts($0.path.last ?? "").contains { Words.parts(field.name).contains($0) }
    }
    let isName = Words.parts(field.name).last == "name"
    let nearest = alike + (isName ? whole.filter { Self.isWholeName($0.path) } : []) + free
    for (path, value) in nearest {
      if case .plain(.text) = field.type, TextKind(value) != .other { continue }
      if case .reference = field.type, Words.parts(path.last ?? "").last != "id" { continue }
      if let draft = draft(field, path, value, 0.2, "`\(field.name)` is required; nothing fits by name") {
        return draft
      }
    }
    // A name that is mapped already is still the best there is.
    guard case .plain(.text) = field.type else { return nil }
    let named =
      whole.first { $0.value.text != nil && Words.parts($0.path.last ?? "").contains("name") }
      ?? whole.first { $0.value.text != nil } ?? scalars.first
    guard let named,
      let draft = draft(
        field, named.path, named.value, 0.2, "`\(field.name)` is required; nothing fits better")
    else { return nil }
    return draft
  }
}
