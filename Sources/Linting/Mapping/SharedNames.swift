internal import Diagnostics
internal import Expressions
internal import Language

/// The names that `let` of a model's mapping gives to expressions.
struct SharedNames {
  let entries: [Named<ExpressionText>]

  /// What has a name of its own in every mapping.
  private static let taken = ["item"] + Scope.mapping.variables.map(\.name)

  init(_ model: ModelMapping) { entries = model[ModelMapping.named] ?? [] }

  /// Whether a text uses one of the names, judged without parsing it.
  func areUsed(in text: ExpressionText?) -> Bool {
    guard let text, !entries.isEmpty else { return false }
    let words = Set(CheckedText.names(in: text.source))
    return entries.contains { words.contains($0.name) }
  }

  /// Names that hide a key, which could then not be read by its own name.
  func hiding(_ type: ExpressionType, _ holder: String) -> [Finding] {
    guard !entries.isEmpty else { return [] }
    var shape: ObjectShape?
    if case .object(let found) = type { shape = found }
    return entries.compactMap { entry in
      let isTaken = Self.taken.contains(entry.name)
      guard isTaken || shape?.field(entry.name) != nil else { return nil }
      let hidden = isTaken ? "the variable" : "the key of \(holder)"
      return Finding(
        .nameHidesKey, "`\(entry.name)` hides \(hidden) of the same name", at: entry.nameRange,
        path: entry.value.path.description)
    }
  }

  /// Names that none of the expressions uses.
  func unused(_ texts: [CheckedText]) -> [Finding] {
    entries.filter { entry in !texts.contains { $0.uses(entry.name) } }.map { entry in
      Finding(
        .unusedName, "no expression uses `\(entry.name)`", at: entry.nameRange,
        path: entry.value.path.description)
    }
  }
}
