internal import Diagnostics
internal import YAML

/// What an unknown key was most likely meant to be.
struct KeyAdvice {
  /// The nearest keys of this block, best first.
  var names: [String] = []
  /// Where the key does belong, when it is legal somewhere near.
  var place: String?
  /// The key of this block under which the key belongs.
  private(set) var holder: String?
  /// What to write in place of a key of another tool.
  private(set) var foreign: ForeignKeys.Advice?
  /// The best name is only proposed because nothing else is missing.
  private(set) var isGuess = false
  /// The key has this name in another tool.
  private(set) var isKnownElsewhere = false
  /// The best name is right beyond doubt: replacing it cannot change what a correct file means.
  var isSure = false

  init() {}

  init(
    for entry: Mapping.Entry, in type: any Construct.Type, free: [FieldInfo], all: [FieldInfo],
    enclosing: [any Construct.Type],
    siblings: [Variant],
    onlyMissing: FieldInfo?
  ) {
    let key = entry.key.text
    let folded = ForeignKeys.folded(key)
    if let known = free.first(where: { $0.isKnown(as: folded) }) {
      // The other tool's key may take its value in another form, so the fix is offered and not applied.
      names = [known.key]
      isKnownElsewhere = true
      return
    }
    if let advice = ForeignKeys.advice(key, in: type.about.name) {
      foreign = advice
      return
    }
    if let place = Self.placeAround(key, enclosing) {
      self.place = place
      return
    }
    let near = Suggestions.nearest(to: key, among: free.map(\.key))
    let isFar = near.first.map { Self.distance($0, key) > 2 } ?? true
    if isFar,
      let place = Self.placeElsewhere(
        entry, all, onlyMissing == nil ? enclosing : [], onlyMissing == nil ? siblings : [])
    {
      self.place = place
      holder = all.first { place.hasPrefix("`\(key)` belongs under `\($0.key)`") }?.key
      return
    }
    if isFar, onlyMissing == nil, let (outer, name) = Self.nameAround(folded, enclosing[...]) {
      place = "in the `\(outer)` block around this one it is `\(name)`"
      return
    }
    names = near
    if names.isEmpty { names = Self.misspeltSynonyms(key, free) }
    // What looks like nothing else is most likely an entry of the list of names that is missing.
    if names.isEmpty, onlyMissing == nil, let missing = free.first(where: { $0.isRequired && $0.shape.isMap })
    {
      place = "`\(key)` belongs under `\(missing.key)`"
      holder = missing.key
      return
    }
    if names.isEmpty, let onlyMissing {
      names = [onlyMissing.key]
      isGuess = true
    }
    isSure =
      names.first.map { name in
        Self.distance(name, key) <= 1
          || (names.count == 1 && !Suggestions.nearest(to: key, among: [name]).isEmpty)
      } ?? false
  }

  /// Of names that are equally near, one that is likelier for another reason comes first.
  mutating func settleTie(_ key: String, by isLikelier: (String) -> Bool) {
    guard let best = names.first, names.count > 1 else { return }
    let least = Self.distance(best, key)
    let equals = names.prefix { Self.distance($0, key) == least }
    guard equals.count > 1, !isLikelier(best), let place = equals.firstIndex(where: isLikelier) else {
      return
    }
    names.insert(names.remove(at: place), at: 0)
  }

  /// A key of the block around this one was written one level too deep.
  static func placeAround(_ key: String, _ enclosing: [any Construct.Type]) -> String? {
    let outer = enclosing.reversed().prefix(2).first { $0.fields.contains { $0.info.key == key } }
    return outer.map { "`\(key)` is a key of the `\($0.about.name)` block around this one" }
  }

  /// Another tool's word for a key of a block around this one.
  private static func nameAround(_ folded: String, _ enclosing: ArraySlice<any Construct.Type>) -> (
    String, String
  )? {
    for outer in enclosing.reversed().prefix(2) {
      if let field = outer.fields.first(where: { $0.info.isKnown(as: folded) }) {
        return (outer.about.name, field.info.key)
      }
    }
    return nil
  }

  /// A key that belongs under a neighbour, under another block of the document, or to another kind of this block.
  private static func placeElsewhere(
    _ entry: Mapping.Entry, _ all: [FieldInfo], _ enclosing: [any Construct.Type], _ siblings: [Variant]
  ) -> String? {
    let key = entry.key.text
    if let holder = all.first(where: { keys(of: $0.shape).contains(key) }) {
      return "`\(key)` belongs under `\(holder.key)`"
    }
    let folded = ForeignKeys.folded(key)
    for holder in all {
      guard case .block(let type) = holder.shape, type.about.name == "request",
        let inner = type.fields.map(\.info).first(where: { $0.isKnown(as: folded) })
      else { continue }
      return "`\(key)` belongs under `\(holder.key)`, where it is `\(inner.key)`"
    }
    if let sibling = siblings.first(where: { keys(of: $0).contains(key) }) {
      return "`\(key)` is a key of `\(sibling.about.name)`, which this is not"
    }
    if let holder = all.first(where: { isEntry(entry.value, of: $0.shape) }) {
      return "`\(key)` looks like an entry of `\(holder.key)`"
    }
    for outer in enclosing.reversed() {
      if let holder = outer.fields.first(where: { keys(of: $0.info.shape).contains(key) }) {
        return "`\(key)` belongs under `\(holder.info.key)`"
      }
    }
    return nil
  }

  /// Keys one of whose other names is spelt alike.
  private static func misspeltSynonyms(_ key: String, _ free: [FieldInfo]) -> [String] {
    let others = free.flatMap { info in info.alsoKnownAs.map { (name: $0, key: info.key) } }
    let near = Suggestions.nearest(to: key, among: others.map(\.name))
    return near.prefix(1).compactMap { name in others.first { $0.name == name }?.key }
  }

  private static func distance(_ a: String, _ b: String) -> Int {
    Suggestions.editDistance(Array(a.utf8), Array(b.utf8), limit: 10)
  }

  /// Whether a block has the keys of an element of a collection with names, as a stream has.
  private static func isEntry(_ node: Node, of shape: ValueShape) -> Bool {
    guard case .map(let element, _) = shape, let mapping = node.mapping, mapping.entries.count > 1 else {
      return false
    }
    return keys(of: element).union(["type"]).isSuperset(of: mapping.keys)
  }

  /// The keys that may stand directly in a value of that shape, with what other tools call them.
  static func infos(of shape: ValueShape) -> [FieldInfo] {
    switch shape {
    case .block(let type): type.fields.map(\.info)
    case .union(let type): type.variants.flatMap { parts(of: $0.content) }
    case .either(let a, let b): infos(of: a) + infos(of: b)
    default: []
    }
  }

  private static func parts(of content: Variant.Content) -> [FieldInfo] {
    switch content {
    case .block(let type): type.fields.map(\.info)
    case .union(let type): infos(of: .union(type))
    }
  }

  /// The keys that may stand directly in a value of that shape.
  private static func keys(of shape: ValueShape) -> Set<String> {
    switch shape {
    case .block(let type): Set(type.fields.map(\.info.key))
    case .union(let type): type.variants.reduce(into: []) { $0.formUnion(keys(of: $1)) }
    case .either(let a, let b): keys(of: a).union(keys(of: b))
    default: []
    }
  }

  private static func keys(of variant: Variant) -> Set<String> {
    switch variant.content {
    case .block(let construct): Set(construct.fields.map(\.info.key))
    case .union(let type): keys(of: .union(type))
    }
  }
}

extension ValueShape {
  fileprivate var isMap: Bool { if case .map = self { true } else { false } }
}

extension FieldInfo {
  /// Whether other tools call it so; the word in small letters without `_` and `-`.
  func isKnown(as folded: String) -> Bool { alsoKnownAs.contains { ForeignKeys.folds($0, to: folded) } }
}
