package import Diagnostics
package import Language

/// What a mapping did with one record, for the tools that explain: which rule made which field of what.
package struct MappingTrace: Sendable {
  /// A canonical field that a rule was run for.
  package struct Entry: Sendable {
    package let model: String
    package let field: String
    /// The field's name in the mapping.
    package let place: SourceRange
    /// The expressions that were evaluated.
    package let expressions: [SourceRange]
    /// The paths that they read, as they are written: `record.address.city`.
    package let paths: [String]
    package let outcome: Outcome
    /// What the mapping says of a field that the model does not have.
    package var custom: Declaration?
  }

  /// A field of the mapping's own.
  package struct Declaration: Sendable {
    package let type: PlainType
    package let pii: PIIClass
  }

  /// What came of a field.
  package enum Outcome: Sendable, Hashable {
    case absent, null, value
    case problem(String)
  }

  /// A word that an enum matched.
  package struct Match: Sendable, Hashable {
    /// The `match` of the enum.
    package let place: SourceRange
    /// The position of the case in `cases`; nil for `otherwise`.
    package let arm: Int?
  }

  /// Names, in the mapping, of fields at any depth that came out with a value.
  package internal(set) var given: Set<SourceRange> = []
  package internal(set) var entries: [Entry] = []
  package internal(set) var matches: [Match] = []

  package init() {}

  mutating func note(_ place: SourceRange, arm: Int?) { matches.append(Match(place: place, arm: arm)) }
}
