internal import Diagnostics
internal import JSON
internal import Language
internal import Values
internal import YAML

/// Holds what a mapping makes of a record against what a test expects of it.
struct ExpectationMatch {
  /// Fields that the test does not name may be anything.
  let isPartial: Bool

  enum Mismatch {
    /// Something else came, of what is written at a place.
    case other(found: String, wanted: YAML.Node, by: SourceRange? = nil)
    /// A field came that the record at this place does not have.
    case unexpected(name: String, found: String, at: SourceRange)
    /// A field of an object is expected, and the rule of the object does not make it; perhaps one that is spelt alike.
    case unmapped(name: String, at: SourceRange, by: Block, near: String?)
  }

  /// The first thing in which a field of a record, or of an object in it, differs.
  func mismatch(_ part: Made.Part, in holder: YAML.Node) -> Mismatch? {
    guard let wanted = holder.mapping?.entry(part.name) else {
      guard !isPartial, part.value.isThere else { return nil }
      let place = holder.mapping?.entries.first?.key.range ?? holder.range
      return .unexpected(name: part.name, found: part.value.shown, at: place)
    }
    return mismatch(part.value, wanted.value, part.type)
  }

  private func mismatch(_ made: Made, _ wanted: YAML.Node, _ type: ModelType?) -> Mismatch? {
    if wanted.isNull {
      switch made {
      case .absent, .null, .unknown: return nil
      default: return .other(found: made.shown, wanted: wanted)
      }
    }
    switch made {
    case .unknown, .something: return nil
    case .absent, .null: return .other(found: "nothing", wanted: wanted)
    case .text(let text):
      let isSame = wanted.scalar.map { Self.agree(text, $0.text, type) } ?? false
      return isSame ? nil : .other(found: "`\(text)`", wanted: wanted)
    case .list(let items): return mismatch(items, wanted, type)
    case .object(let parts, let rule): return mismatch(parts, wanted, rule)
    }
  }

  private func mismatch(_ items: [Made], _ wanted: YAML.Node, _ type: ModelType?) -> Mismatch? {
    guard let list = wanted.list, list.count == items.count else {
      return .other(found: Made.list(items).shown, wanted: wanted)
    }
    var element: ModelType?
    if case .list(let inner)? = type { element = inner }
    for (item, node) in zip(items, list) {
      if let found = mismatch(item, node, element) { return found }
    }
    return nil
  }

  private func mismatch(_ parts: [Made.Part], _ wanted: YAML.Node, _ rule: Block?) -> Mismatch? {
    guard let entries = wanted.mapping?.entries else {
      return .other(found: Made.object(parts, by: rule).shown, wanted: wanted)
    }
    for entry in entries where !entry.value.isNull && !parts.contains(where: { $0.name == entry.key.text }) {
      let isMade = rule.map { Self.makes(entry.key.text, $0) } ?? true
      if let rule, !isMade {
        let surplus = parts.filter { part in
          part.value.isThere && !entries.contains { $0.key.text == part.name }
        }
        let near = Suggestions.nearest(to: entry.key.text, among: surplus.map(\.name)).first
        return .unmapped(name: entry.key.text, at: entry.key.range, by: rule, near: near)
      }
      return .other(
        found: rule == nil ? "no `\(entry.key.text)`" : "nothing", wanted: entry.value,
        by: rule.flatMap { Self.maker(of: entry.key.text, $0) })
    }
    for part in parts {
      if let found = mismatch(part, in: wanted) { return found }
    }
    return nil
  }

  private static func makes(_ name: String, _ rule: Block) -> Bool { maker(of: name, rule) != nil }

  private static func maker(of name: String, _ rule: Block) -> SourceRange? {
    let rules = rule.as(ObjectRule.self)?[ObjectRule.values] ?? rule.as(ListRule.self)?[ListRule.values]
    return (rules ?? []).first { $0.name == name || $0.name + "_raw" == name }?.nameRange
  }

  private static func agree(_ found: String, _ wanted: String, _ type: ModelType?) -> Bool {
    if found == wanted { return true }
    guard case .plain(let plain)? = type else { return type == nil && isSameNumber(found, wanted) }
    switch plain {
    case .instant: return Instant(found).map { Instant(wanted) == $0 } ?? true
    case .decimal, .percent, .integer: return isSameNumber(found, wanted)
    case .boolean, .date, .text: return false
    case .json, .map: return isSameNumber(found, wanted)
    // What the store does to addresses, phones and codes is its own affair.
    default: return found.lowercased() == wanted.lowercased()
    }
  }

  private static func isSameNumber(_ found: String, _ wanted: String) -> Bool {
    Decimal(found).map { Decimal(wanted) == $0 } ?? false
  }
}

extension Made {
  /// In a few words, for messages.
  var shown: String {
    switch self {
    case .absent, .null: "nothing"
    case .text(let text): text.count > 60 ? "`\(text.prefix(57))...`" : "`\(text)`"
    case .list(let items): items.count == 1 ? "a list of one" : "a list of \(items.count)"
    case .object: "an object"
    case .something, .unknown: "a value"
    }
  }
}

extension YAML.Node {
  fileprivate var items: Int { list?.count ?? 0 }

  /// In a few words, for messages.
  var shown: String {
    if let scalar { return isNull ? "nothing" : "`\(scalar.text)`" }
    guard list != nil else { return "an object" }
    return items == 1 ? "a list of one" : "a list of \(items)"
  }
}
