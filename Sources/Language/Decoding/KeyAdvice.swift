internal import Diagnostics

/// What an unknown key was most likely meant to be.
struct KeyAdvice {
  /// The nearest keys of this block, best first.
  var names: [String] = []
  /// Where the key does belong, when it is legal somewhere near.
  var place: String?
  /// The best name is right beyond doubt: replacing it cannot change what a correct file means.
  var isSure = false

  init(
    for key: String, free: [FieldInfo], all: [FieldInfo], deciders: [String],
    enclosing: some Sequence<any Construct.Type>,
    onlyMissing: FieldInfo?
  ) {
    let folded = key.lowercased()
    if let known = free.first(where: { $0.alsoKnownAs.contains(folded) }) {
      // The other tool's key may take its value in another form, so the fix is offered and not applied.
      names = [known.key]
      return
    }
    for outer in enclosing.reversed().prefix(2) where outer.fields.contains(where: { $0.info.key == key }) {
      place = "`\(key)` is a key of the `\(outer.about.name)` block around this one"
      return
    }
    let near = Suggestions.nearest(to: key, among: free.map(\.key))
    let holders = all.filter { Self.keys(of: $0.shape).contains(key) }
    if let holder = holders.first, near.first.map({ Self.distance($0, key) > 2 }) ?? true {
      place = "`\(key)` belongs under `\(holder.key)`"
      return
    }
    names = near
    if names.isEmpty, let onlyMissing { names = [onlyMissing.key] }
    isSure = names.count == 1 || (names.first.map { Self.distance($0, key) <= 1 } ?? false)
  }

  private static func distance(_ a: String, _ b: String) -> Int {
    Suggestions.editDistance(Array(a.utf8), Array(b.utf8), limit: 10)
  }

  /// The keys that may stand directly in a value of that shape.
  private static func keys(of shape: ValueShape) -> Set<String> {
    switch shape {
    case .block(let type): Set(type.fields.map(\.info.key))
    case .union(let type):
      type.variants.reduce(into: []) { found, variant in
        if case .block(let construct) = variant.content { found.formUnion(construct.fields.map(\.info.key)) }
      }
    case .either(let a, let b): keys(of: a).union(keys(of: b))
    default: []
    }
  }
}
