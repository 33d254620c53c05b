internal import Diagnostics
internal import Expressions
internal import Language

/// Judges whether what an expression yields is what its key takes.
struct YieldJudgement {
  private let text: CheckedText
  private let wanted: Yield

  init(_ text: CheckedText, wanted: Yield) {
    self.text = text
    self.wanted = wanted
  }

  var finding: Finding? {
    let found = text.checked.type
    guard !fits(found) else { return nil }
    var advice: [String] = []
    switch (wanted, found) {
    case (.text, .int), (.text, .double), (.text, .bool): advice = ["string(\(text.checked.source))"]
    case (.instant, .string): advice = ["instant(\(text.checked.source))"]
    case (.boolean, _): advice = []
    // The first of a list was taken where all are wanted.
    case (.records, _) where text.checked.source.hasSuffix("[0]"):
      advice = [String(text.checked.source.dropLast(3))]
    case (.records, .object(let shape)):
      advice = shape.fields.filter { if case .list = $0.value.type { true } else { false } }.map(\.key)
        .sorted().map {
          "\(text.checked.source).\($0)"
        }
      // A reply without any list is the record itself.
      if advice.isEmpty { advice = ["[\(text.checked.source)]"] }
    default: break
    }
    if advice.isEmpty, wanted == .list || wanted == .records, takesOne(found) {
      advice = ["[\(text.checked.source)]"]
    }
    let whole = text.place(0..<text.checked.source.utf8.count)
    return Finding(
      .expressionType,
      "`\(text.path.last ?? "this key")` takes \(Self.meaning(of: wanted)), and this is \(Self.meaning(of: found))",
      at: whole, path: text.path.description, suggestions: advice,
      fixes: advice.first.map { [.init("what was probably meant", isSafe: false, replace: whole, with: $0)] }
        ?? [])
  }

  /// A single value of the kind that the list is wanted of; the body of a reply is a page and no record.
  private func takesOne(_ type: ExpressionType) -> Bool {
    switch type {
    case .object: text.scope == .routing || text.scope == .webhook
    case .string, .int, .uint: wanted == .list
    case .wrapper(let inner): takesOne(inner)
    default: false
    }
  }

  private func fits(_ type: ExpressionType) -> Bool {
    if case .wrapper(let inner) = type { return fits(inner) }
    if case .optional(let inner) = type { return fits(inner) }
    if type == .dyn || type == .error || type == .null { return true }
    switch wanted {
    case .anything: return true
    case .text: return type == .string
    case .boolean: return type == .bool
    case .integer: return type == .int || type == .uint
    case .number: return [.int, .uint, .double, .decimal].contains(type)
    case .list, .records:
      if case .list = type { return true }
      return false
    case .map:
      switch type {
      case .map, .object: return true
      default: return false
      }
    case .instant: return type == .timestamp || type == .date
    }
  }

  private static func meaning(of yield: Yield) -> String {
    switch yield {
    case .anything: "any value"
    case .text: "text"
    case .boolean: "true or false"
    case .integer: "a whole number"
    case .number: "a number"
    case .list: "a list"
    case .map: "a map"
    case .records: "a list of records"
    case .instant: "a moment"
    }
  }

  static func meaning(of type: ExpressionType) -> String {
    switch type {
    case .string: "text"
    case .bool: "true or false"
    case .int, .uint: "a whole number"
    case .double: "a number"
    case .decimal: "an exact number"
    case .date: "a date"
    case .timestamp: "a moment"
    case .duration: "a length of time"
    case .list: "a list"
    case .map, .object: "an object"
    case .null: "null"
    case .wrapper(let inner), .optional(let inner): meaning(of: inner)
    default: "\(type)"
    }
  }
}
