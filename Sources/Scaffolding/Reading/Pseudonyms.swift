/// Replaces whatever may be somebody's or secret by made-up values, the same one for the same original.
///
/// What is kept are numbers that count, truth values, dates that are not of birth, and short words that repeat or stand under a key such
/// as `status`; any other text is replaced.
struct Pseudonyms {
  private var numbers: [String: Int] = [:]
  private var words: [String: Int] = [:]
  /// The object being replaced is somebody.
  private var isPerson = false

  static func replaced(_ value: Sample) -> Sample {
    var names = Pseudonyms()
    names.count(value)
    return names.replace(value, key: "", person: 1, depth: 0)
  }

  init() {}

  /// Replaces a reply; ids keep their relations to those of other replies.
  mutating func replacing(_ value: Sample, amongst all: [Sample] = []) -> Sample {
    words = [:]
    for value in all.isEmpty ? [value] : all { count(value) }
    return replace(value, key: "", person: 1, depth: 0)
  }

  /// How often each short text occurs: words of a vocabulary repeat, names do not.
  private mutating func count(_ value: Sample) {
    switch value {
    case .text(let text) where text.utf8.count <= 30: words[text, default: 0] += 1
    case .list(let items): for item in items { count(item) }
    case .object(let members): for member in members { count(member.value) }
    default: break
    }
  }

  private mutating func replace(_ value: Sample, key: String, person: Int, depth: Int) -> Sample {
    guard depth < 32 else { return .null }
    switch value {
    case .object(let members):
      let outer = isPerson
      isPerson = MadeUp.isPerson(members.map(\.key))
      defer { isPerson = outer }
      return .object(
        members.prefix(Limits.fields).map { member in
          // The word of a status may stand in an object, beside its id.
          let isWord = member.key.lowercased() == "name" && Self.named.contains(key.lowercased())
          return .init(
            key: member.key,
            value: replace(member.value, key: isWord ? key : member.key, person: person, depth: depth + 1))
        })
    case .list(let items):
      return .list(
        items.prefix(Limits.records).enumerated().map { position, item in
          replace(
            item, key: Words.singular(Words.snake(key)), person: item.isScalar ? person : position + 1,
            depth: depth + 1)
        })
    case .text(let text): return .text(replace(text, key, person))
    case .number(let digits): return replace(number: digits, key)
    case .null, .bool: return value
    }
  }

  private mutating func replace(_ text: String, _ key: String, _ person: Int) -> String {
    let parts = Words.parts(key)
    if text.isEmpty { return text }
    if Credentials.isSecret(key) { return "made-up" }
    if Self.isIdentifier(parts) { return identifier(text) }
    let kind = TextKind(text)
    if kind == .date || kind == .moment {
      let isBirth =
        parts.contains("birth") || parts.contains("birthday") || parts.contains("dob")
        || parts.contains("birthdate")
      return isBirth ? "1990-0\(1 + person % 9)-15" + text.dropFirst(10) : text
    }
    if kind == .email { return MadeUp.email(person) }
    if kind == .url { return "https://www.example.com/\(person)" }
    if Self.isVocabulary(parts), Self.isWord(text.replacing(".", with: "")) { return text }
    if let made = MadeUp.text(for: key, number: person, isPerson: isPerson) { return made }
    if (words[text] ?? 0) > 1, Self.isWord(text), !Self.isPersonal(parts) { return text }
    if kind == .number { return Self.isPersonal(parts) ? String(text.map { $0.isNumber ? "0" : $0 }) : text }
    return "sample"
  }

  private mutating func replace(number digits: String, _ key: String) -> Sample {
    let parts = Words.parts(key)
    if Self.isIdentifier(parts) { return .number(identifier(digits)) }
    if Self.isPersonal(parts) { return .number(digits.contains(".") ? "1000.5" : "1000") }
    return .number(digits)
  }

  /// A made-up id of the same form, the same for each occurrence.
  private mutating func identifier(_ original: String) -> String {
    let number = numbers[original] ?? numbers.count + 101
    numbers[original] = number
    if original.allSatisfy(\.isNumber) { return "\(number)" }
    let isUUID = original.utf8.count == 36 && original.utf8.count { $0 == UInt8(ascii: "-") } == 4
    if isUUID {
      return "00000000-0000-4000-8000-" + String(repeating: "0", count: max(0, 12 - "\(number)".count))
        + "\(number)"
    }
    return "x\(number)"
  }

  private static func isIdentifier(_ parts: [String]) -> Bool {
    guard let last = parts.last else { return false }
    return ["id", "ids", "uuid", "guid", "uid", "key", "externalid", "number", "code"].contains(last)
      && !(parts.contains("country") || parts.contains("currency") || parts.contains("language")
        || parts.contains("phone"))
  }

  private static func isVocabulary(_ parts: [String]) -> Bool {
    !Set(parts).isDisjoint(with: [
      "status", "state", "type", "kind", "category", "currency", "country", "unit", "language", "locale",
      "timezone", "gender", "role", "frequency",
      "sort", "order", "fields", "field", "table", "collection", "index", "bucket", "operation", "resource",
      "level", "priority", "method", "direction", "source", "object",
      "code", "lifecycle", "classification",
    ])
  }

  /// What nobody gives somebody's name.
  private static let named: Set = [
    "status", "state", "type", "kind", "category", "priority", "level", "frequency", "unit",
  ]

  private static func isPersonal(_ parts: [String]) -> Bool {
    !Set(parts).isDisjoint(with: [
      "salary", "pay", "wage", "compensation", "ssn", "sin", "nino", "tax", "iban", "bic", "bank", "account",
      "passport", "national", "insurance", "birth",
      "name", "first", "last", "address", "street", "note", "notes", "comment", "description", "phone",
      "mobile",
    ])
  }

  private static func isWord(_ text: String) -> Bool {
    text.utf8.count <= 30
      && text.allSatisfy { $0.isASCII && ($0.isLetter || $0.isNumber || " _-/".contains($0)) }
      && text.contains(where: \.isLetter)
  }
}
