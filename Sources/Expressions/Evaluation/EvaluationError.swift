/// Why an expression has no value, and which part of it is to blame.
package struct EvaluationError: Error, Sendable, Hashable {
  /// What went wrong, for callers that decide by it.
  package enum Kind: Sendable, Hashable {
    /// A path led to a field or key that is not there.
    case noSuchKey(String)
    /// A path went on after a null.
    case selectionOnNull
    case indexOutOfRange
    /// No signature of the function takes values of these types.
    case noSuchOverload
    case undeclared(String)
    case overflow
    case divisionByZero
    case conversion
    case invalidArgument
    /// A table has no entry for a key.
    case noMatch
    case duplicateKey
    /// The value of an optional that has none.
    case noValue
    /// Too many steps, too much output, or too deep.
    case budget
  }

  package let kind: Kind
  private let words: String?
  /// UTF-8 offsets into the source of the expression.
  package let range: Range<Int>

  package init(_ kind: Kind, _ message: String, at range: Range<Int>) {
    self.kind = kind
    words = message
    self.range = range
  }

  /// A field that the data does not have, of which words are made when somebody asks: of most of them nobody does.
  init(missing field: String, at range: Range<Int>) {
    kind = .noSuchKey(field)
    words = nil
    self.range = range
  }

  package var message: String {
    if let words { return words }
    return if case .noSuchKey(let field) = kind { "there is no field '\(field)'" } else { "" }
  }

  /// Whether the data simply does not have what the expression asks for: in a mapping the field becomes absent.
  package var isAbsence: Bool {
    switch kind {
    case .noSuchKey, .selectionOnNull, .indexOutOfRange: true
    default: false
    }
  }

  /// The name at which a path ended because nothing is there, as the expression writes it.
  package func missingName(in source: String) -> String? {
    guard isAbsence else { return nil }
    let bytes = Array(source.utf8)
    return String(validating: bytes[range.clamped(to: 0..<bytes.count)], as: UTF8.self)
  }

  /// Whether the path ended early at a null rather than at a missing key.
  package var isThroughNull: Bool { kind == .selectionOnNull }
}

extension EvaluationError: CustomStringConvertible {
  package var description: String { message }
}
