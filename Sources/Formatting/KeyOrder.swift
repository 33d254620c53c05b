internal import Language
internal import YAML

/// Puts the keys of every construct into the order in which the language describes them.
///
/// Keys that the author chose (streams, settings, enum cases, request bodies) keep their order.
enum KeyOrder {
  static func sort(_ value: inout Value, _ shape: ValueShape) {
    switch value.content {
    case .scalar, .alias: return
    case .list(var entries):
      guard let element = elementShape(shape) else { return }
      for index in entries.indices { sort(&entries[index].value, element) }
      value.content = .list(entries)
    case .mapping(let entries):
      value.content = .mapping(sorted(entries, shape))
    }
  }

  private static func sorted(_ entries: [Entry], _ shape: ValueShape) -> [Entry] {
    switch shape {
    case .block(let construct): return sorted(entries, construct.fields.map(\.info), deciders: [])
    case .union(let union): return sorted(entries, union: union, deciders: [])
    case .map(let element, keys: _):
      return entries.map { entry in
        var entry = entry
        sort(&entry.value, element)
        return entry
      }
    case .either(let first, let second): return sorted(entries, isMapping(first) ? first : second)
    default: return entries
    }
  }

  private static func sorted(
    _ entries: [Entry], union: any UnionDeclaration.Type, deciders: [String]
  ) -> [Entry] {
    let variant: Variant?
    if let key = union.discriminator {
      variant = union.variants.first { $0.name == entries.scalarText(of: key) }
    } else {
      // The telling key bears the variant's name.
      variant = union.variants.first { variant in entries.contains { $0.key?.text == variant.name } }
    }
    let deciders = deciders + [union.discriminator].compactMap { $0 }
    switch variant?.content {
    case .block(let construct): return sorted(entries, construct.fields.map(\.info), deciders: deciders)
    case .union(let inner): return sorted(entries, union: inner, deciders: deciders)
    case nil: return sorted(entries, [], deciders: deciders)
    }
  }

  /// Known keys in the order of the fields; an unknown key stays behind the known one that it followed.
  private static func sorted(_ entries: [Entry], _ fields: [FieldInfo], deciders: [String]) -> [Entry] {
    var ranks: [String: Int] = [:]
    for key in deciders + fields.map(\.key) where ranks[key] == nil { ranks[key] = ranks.count }
    let shapes = Dictionary(fields.map { ($0.key, $0.shape) }) { first, _ in first }
    var rank = -1
    let ranked = entries.enumerated().map { position, entry in
      var entry = entry
      if let key = entry.key?.text, let known = ranks[key] {
        rank = known
        entry.isKnownKey = true
        if let shape = shapes[key] { sort(&entry.value, shape) }
      }
      return (rank: rank, position: position, entry: entry)
    }
    return ranked.sorted { ($0.rank, $0.position) < ($1.rank, $1.position) }.map(\.entry)
  }

  private static func elementShape(_ shape: ValueShape) -> ValueShape? {
    switch shape {
    case .list(let element, atLeast: _): element
    case .either(let first, let second): elementShape(first) ?? elementShape(second)
    default: nil
    }
  }

  private static func isMapping(_ shape: ValueShape) -> Bool {
    switch shape {
    case .block, .union, .map: true
    case .either(let first, let second): isMapping(first) || isMapping(second)
    default: false
    }
  }
}

extension [Entry] {
  fileprivate func scalarText(of key: String) -> String? {
    guard case .scalar(let scalar) = first(where: { $0.key?.text == key })?.value.content else { return nil }
    return scalar.text
  }
}
