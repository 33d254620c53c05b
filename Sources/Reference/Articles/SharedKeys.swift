internal import Language

/// Keys that a block has in common with another place of the reference, where they are described.
struct SharedKeys {
  let keys: Set<String>
  /// Where they are described.
  let words: Prose
  private let isRequest: Bool

  init?(_ entry: CatalogueEntry) {
    let request = RequestBlock.fields.map(\.info.key)
    if entry.name != RequestBlock.about.name, Set(entry.fields.map(\.key)).isSuperset(of: request) {
      keys = Set(request)
      isRequest = true
      let scope = entry.fields.first { $0.key == RequestBlock.methodNames.first }?.shape.scopes.first
      let over: Prose = scope.map { "; its templates are over " + .scope($0) + "." } ?? "."
      words = "Takes every key of " + .construct(RequestBlock.about.name) + over
      return
    }
    guard let union = entry.unions.last else { return nil }
    let common = Self.common(to: union)
    guard !common.isEmpty else { return nil }
    keys = Set(common.map(\.key))
    isRequest = false
    words = "Takes the keys of every " + .construct(union.about.name) + " as well."
  }

  /// Whether a condition is described there too.
  func describes(_ constraint: Constraint) -> Bool {
    guard isRequest else { return false }
    switch constraint {
    case .exactlyOne(let names), .atMostOne(let names), .atLeastOne(let names):
      return keys.isSuperset(of: names)
    case .needs: return false
    }
  }

  /// The keys that all kinds of a union have alike; none when there is hardly anything to share.
  static func common(to union: any UnionDeclaration.Type) -> [FieldInfo] {
    let kinds = union.variants.map { variant -> [FieldInfo] in
      guard case .block(let construct) = variant.content else { return [] }
      return construct.fields.map(\.info)
    }
    guard let first = kinds.first else { return [] }
    let common = first.filter { field in
      kinds.dropFirst().allSatisfy { kind in kind.contains { $0.isDescribed(as: field) } }
    }
    return common.count > 1 ? common : []
  }
}

extension FieldInfo {
  fileprivate func isDescribed(as other: FieldInfo) -> Bool {
    key == other.key && summary == other.summary && isRequired == other.isRequired
      && standardText == other.standardText && shape.words == other.shape.words
  }
}
