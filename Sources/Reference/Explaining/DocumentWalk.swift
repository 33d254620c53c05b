internal import Language
package import YAML

/// A place in a document, as the language sees it.
package struct DocumentPlace: Sendable {
  /// The block that stands at the place, or the one around it when the place is a key with a plain value.
  package let block: CatalogueEntry
  /// The block's mapping, when the document has it.
  package let node: Node?
  /// The last key of the language on the way: `pages` for `streams.employees.pages`; nil at the top.
  package let key: KeyPlace?
  /// Whether the place is the key of `block`, not a block itself.
  package let isKey: Bool
}

/// Follows paths through the language, and through a document where there is one.
struct DocumentWalk {
  let catalogue: ConstructCatalogue

  init(_ catalogue: ConstructCatalogue) { self.catalogue = catalogue }

  /// What stands at a path of keys and positions (`[0]`); nil when the language has no such place.
  ///
  /// Without a document the kinds of unions are unknown, and any kind that has the key will do; `*` stands for any name.
  func place(at path: [String], root: any Construct.Type, node: Node?) -> DocumentPlace? {
    guard let top = catalogue[root.about.name] else { return nil }
    var shape = ValueShape.block(root)
    var node = node
    var holder = (entry: top, node: node)
    var key: KeyPlace?
    var decides = false
    for step in path {
      if let found = block(of: shape, node) { holder = (found, node) }
      guard let next = follow(step, shape, node) else { return nil }
      decides = next.isDecider
      if let found = next.key { key = found }
      shape = next.shape
      node = next.node
    }
    if let found = block(of: shape, node) {
      return DocumentPlace(block: found, node: node, key: key, isKey: false)
    }
    if decides { return DocumentPlace(block: holder.entry, node: holder.node, key: key, isKey: false) }
    return DocumentPlace(block: key?.block ?? holder.entry, node: holder.node, key: key, isKey: key != nil)
  }

  private struct Step {
    let shape: ValueShape
    let node: Node?
    var key: KeyPlace?
    /// The key only says which kind a block is, so the place is that block.
    var isDecider = false
  }

  private func follow(_ step: String, _ shape: ValueShape, _ node: Node?) -> Step? {
    if step.hasPrefix("[") {
      guard let element = element(of: shape) else { return nil }
      return Step(shape: element, node: item(step, of: node))
    }
    switch shape {
    case .map(let element, _): return Step(shape: element, node: node?.mapping?[step])
    case .list(let element, _): return node == nil ? follow(step, element, nil) : nil
    case .either(let short, let long):
      return follow(step, chosen(short, long, node), node) ?? (node == nil ? follow(step, short, nil) : nil)
    case .tree, .anything: return Step(shape: shape, node: node?.mapping?[step])
    case .block, .union:
      guard let entry = block(of: shape, node) else { return nil }
      return follow(step, in: entry, node)
    default: return nil
    }
  }

  private func follow(_ step: String, in entry: CatalogueEntry, _ node: Node?) -> Step? {
    if let field = entry.fields.first(where: { $0.key == step }) {
      return Step(
        shape: field.shape, node: node?.mapping?[step], key: KeyPlace(block: entry, field: field))
    }
    if entry.deciders.contains(where: { $0.key == step }) {
      return Step(shape: .text(.plain), node: node?.mapping?[step], isDecider: true)
    }
    guard case .union(let type) = entry.content else { return nil }
    if type.discriminator == step {
      return Step(shape: .text(.plain), node: node?.mapping?[step], isDecider: true)
    }
    return catalogue.kinds(of: type).lazy.compactMap { self.follow(step, in: $0, node) }.first
  }

  private func element(of shape: ValueShape) -> ValueShape? {
    switch shape {
    case .list(let element, _): element
    case .either(let short, let long): element(of: long) ?? element(of: short)
    case .tree, .anything: shape
    default: nil
    }
  }

  private func item(_ step: String, of node: Node?) -> Node? {
    guard let items = node?.list, let position = Int(step.dropFirst().dropLast()),
      items.indices.contains(position)
    else { return nil }
    return items[position]
  }

  // MARK: Blocks

  /// The block that a value of this shape is, the kind of a union included.
  func block(of shape: ValueShape, _ node: Node?) -> CatalogueEntry? {
    switch shape {
    case .block(let type): return node?.mapping == nil && node != nil ? nil : catalogue[type.about.name]
    case .union(let type): return node?.mapping == nil && node != nil ? nil : kind(of: type, node)
    case .either(let short, let long): return block(of: chosen(short, long, node), node)
    default: return nil
    }
  }

  /// The form that the document uses; the longer one when that is unknown.
  func chosen(_ short: ValueShape, _ long: ValueShape, _ node: Node?) -> ValueShape {
    switch (short, long) {
    case (_, .list): node?.list == nil ? short : long
    case (.block, .union(let type)):
      type.discriminator.map { node?.mapping?[$0] != nil } == true ? long : short
    default: node?.scalar == nil ? long : short
    }
  }

  /// The kind that the document chooses, the union itself when it chooses none.
  private func kind(of union: any UnionDeclaration.Type, _ node: Node?) -> CatalogueEntry? {
    guard let mapping = node?.mapping else { return catalogue[union.about.name] }
    let found: Variant?
    if let key = union.discriminator {
      let name = mapping[key]?.scalar?.text
      found = union.variants.first { $0.name == name }
    } else {
      // Kinds may share a key; the one that knows all that is written is meant.
      let telling = union.variants.filter { mapping[$0.name] != nil }
      found = telling.first { $0.knows(mapping) } ?? telling.first
    }
    switch found?.content {
    case .block(let type): return catalogue[type.about.name]
    case .union(let inner): return kind(of: inner, node)
    case nil: return catalogue[union.about.name]
    }
  }
}

extension Variant {
  fileprivate func knows(_ mapping: Mapping) -> Bool {
    guard case .block(let type) = content else { return false }
    let keys = type.fields.map(\.info.key)
    return mapping.keys.allSatisfy { keys.contains($0) }
  }
}
