internal import JSON
internal import Values

/// The provider's own text of a value.
enum SourceText {
  /// A text as it is, a number with its digits, a truth value as a word; nil for anything else.
  static func of(_ value: Value) -> String? {
    if case .json(let view) = value, let digits = view.numberText { return digits }
    switch value.plain {
    case .string(let text): return text
    case .int(let number): return String(number)
    case .uint(let number): return String(number)
    case .double(let number): return number.isFinite ? String(number) : nil
    case .decimal(let number): return number.description
    case .bool(let flag): return flag ? "true" : "false"
    case .date(let date): return date.description
    case .timestamp(let instant): return instant.description
    default: return nil
    }
  }

  /// The text of an id: a text that is not empty or a whole number; nil for anything else.
  static func ofID(_ value: Value) -> String? {
    if case .json(let view) = value, view.kind == .integer { return view.numberText }
    switch value.plain {
    case .string(let text): return text.isEmpty ? nil : text
    case .int(let number): return String(number)
    case .uint(let number): return String(number)
    default: return nil
    }
  }
}
