package import Language
package import Mapping

/// What the mapping says of the paths of a stream's records: what becomes of them, and so whether it is about somebody.
package struct CanonicalPaths: Sendable {
  enum Claim: Sendable, Hashable {
    /// Words that an enum matches: they say what they say, and stay.
    case vocabulary
    /// Nothing about a person.
    case plain
    /// About a person; the kind where the canonical field tells it.
    case personal(PersonalKind?)
  }

  private var claims: [[String]: Claim] = [:]
  /// Paths below the elements of a list, which may stand anywhere.
  private var below: [[String]: Claim] = [:]

  package init() {}

  /// Learns from one field that a rule made.
  package mutating func note(_ entry: MappingTrace.Entry, of models: ModelCatalogue) {
    let ofMapping = entry.custom.map {
      CanonicalField(name: String(entry.field.trimmingPrefix("custom.")), type: .plain($0.type), pii: $0.pii)
    }
    guard let field = ofMapping ?? models[entry.model]?.field(at: entry.field) else { return }
    var paths: [[String]] = []
    for text in entry.paths {
      let path = Self.keys(of: text)
      if !path.isEmpty, !paths.contains(path) { paths.append(path) }
    }
    let claim = Self.claim(field, alone: paths.count == 1)
    for path in paths {
      if path.first == "item" {
        Self.merge(claim, at: Array(path.dropFirst()), into: &below)
      } else {
        Self.merge(claim, at: path.first == "record" ? Array(path.dropFirst()) : path, into: &claims)
      }
    }
  }

  /// What is said of a path of the record, or of what it lies in.
  func claim(of path: [String]) -> (claim: Claim, isExact: Bool)? {
    if let claim = claims[path] { return (claim, true) }
    for count in stride(from: 1, through: min(3, path.count), by: 1) {
      if let claim = below[Array(path.suffix(count))] { return (claim, true) }
    }
    for count in stride(from: path.count - 1, to: 0, by: -1) {
      if let claim = claims[Array(path.prefix(count))] { return (claim, false) }
    }
    return nil
  }

  /// What is said of a key by itself, when all paths that end in it say the same.
  func claim(ofKey key: String) -> Claim? {
    let found = Set(
      claims.filter { $0.key.last == key || $0.key.last?.hasSuffix(":" + key) ?? false }.map(\.value))
    return found.count == 1 ? found.first : nil
  }

  private static func merge(_ claim: Claim, at path: [String], into claims: inout [[String]: Claim]) {
    guard !path.isEmpty else { return }
    switch (claims[path], claim) {
    case (nil, _), (.plain?, _), (.personal(nil)?, .personal), (.personal?, .vocabulary): claims[path] = claim
    default: break
    }
  }

  /// `record.address["Postal code"]` is `record`, `address`, `Postal code`.
  static func keys(of text: String) -> [String] {
    var keys: [String] = []
    var key = ""
    var quote: Character?
    var isIndex = false
    func isSeparator(_ character: Character) -> Bool { ".[]?".contains(character) }
    for character in text {
      if let open = quote {
        if character == open { quote = nil } else { key.append(character) }
      } else if character == "\"" || character == "'" {
        quote = character
        isIndex = false
      } else if isSeparator(character) {
        if !key.isEmpty, !(isIndex && key.allSatisfy(\.isNumber)) { keys.append(key) }
        key = ""
        isIndex = character == "["
      } else {
        key.append(character)
      }
    }
    if !key.isEmpty { keys.append(key) }
    return keys
  }

  // MARK: Canonical fields

  private static func claim(_ field: CanonicalField, alone: Bool) -> Claim {
    switch field.type {
    case .choice: return .vocabulary
    case .plain(.boolean), .plain(.country), .plain(.currency), .plain(.language), .plain(.timezone),
      .plain(.region),
      .plain(.integer), .plain(.percent):
      return field.pii == .government_id ? .personal(.nationalID) : .plain
    case .reference: return .plain
    default: break
    }
    guard field.pii != PIIClass.none else { return .plain }
    // What several paths are made into does not say what each of them is.
    guard alone else { return .personal(nil) }
    // Words that say nothing about who it is, and much about what a mapping must cope with.
    if ["pronouns", "prefix", "suffix"].contains(KeyWords(field.name).last) { return .plain }
    let kind = kind(field)
    if kind == nil, case .plain(.date) = field.type { return .plain }
    if kind == nil, case .plain(.instant) = field.type { return .plain }
    return .personal(kind)
  }

  private static func kind(_ field: CanonicalField) -> PersonalKind? {
    switch field.type {
    case .plain(.email): return .email
    case .plain(.phone): return .phone
    case .plain(.url): return field.pii == .credential ? .secret : .address
    case .plain(.money), .plain(.decimal):
      return field.pii == .financial || field.pii == .health ? .amount : nil
    case .plain(.date), .plain(.instant), .plain(.time):
      return field.pii == .sensitive || field.pii == .health ? .birthDate : nil
    case .plain(.text): return textKind(field)
    default: return nil
    }
  }

  private static func textKind(_ field: CanonicalField) -> PersonalKind? {
    let words = KeyWords(field.name)
    switch field.pii {
    case .government_id: return .nationalID
    case .credential: return .secret
    case .financial: return .account
    case .criminal, .health: return .words
    default: break
    }
    if let kind = PersonalKind.named(field.name, isPerson: true) { return kind }
    if words.last == "number" { return .number }
    if words.joined == "jobtitle" || words.last == "occupation" { return .title }
    if words.has("customer", "supplier", "counterparty") { return .organization }
    if words.has("description", "memo", "subject", "text", "title", "location", "path", "reason", "school") {
      return .words
    }
    return nil
  }
}

/// A leaf of a canonical model, with the class of what it lies in where it has none of its own.
private struct CanonicalField {
  let name: String
  let type: ModelType
  let pii: PIIClass?
}

extension Model {
  /// The field at a path such as `home_address.city`.
  fileprivate func field(at path: String) -> CanonicalField? {
    let names = path.split(separator: ".").map(String.init).filter { !$0.allSatisfy(\.isNumber) }
    guard let first = names.first, let field = field(first) else { return nil }
    var found = CanonicalField(name: field.name, type: field.type, pii: field.pii)
    for name in names.dropFirst() {
      guard let inner = found.type.field(name) else {
        return CanonicalField(name: name, type: .plain(.text), pii: found.pii)
      }
      found = CanonicalField(name: name, type: inner.type, pii: inner.pii ?? found.pii)
    }
    return found
  }
}

extension ModelType {
  fileprivate func field(_ name: String) -> ModelField? {
    switch self {
    case .object(let fields): fields.first { $0.name == name }
    case .list(let inner): inner.field(name)
    default: nil
    }
  }
}
