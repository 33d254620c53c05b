package import Language

/// A construct or a union of the language, with how it is reached.
package struct CatalogueEntry: Sendable {
  package enum Content: Sendable {
    case construct(any Construct.Type)
    case union(any UnionDeclaration.Type)
  }

  /// A key whose value chooses a kind: `type: cursor`.
  package struct Decider: Sendable, Hashable {
    package let key: String
    package let value: String
  }

  package let content: Content
  /// The unions it is a kind of, outermost first; empty for a block of its own.
  package let unions: [any UnionDeclaration.Type]
  /// What its block must say for it to be chosen.
  package let deciders: [Decider]

  package var about: About {
    switch content {
    case .construct(let type): type.about
    case .union(let type): type.about
    }
  }

  package var name: String { about.name }

  /// The last part of the name: `cursor` of `pages/cursor`.
  package var suffix: String { name.split(separator: "/").last.map(String.init) ?? name }

  /// The keys of a construct; none for a union.
  package var fields: [FieldInfo] { declarations.map(\.info) }

  var declarations: [any AnyField] {
    switch content {
    case .construct(let type): type.fields
    case .union: []
    }
  }

  package var constraints: [Constraint] {
    switch content {
    case .construct(let type): type.constraints
    case .union: []
    }
  }
}

/// A key at the block that has it.
package struct KeyPlace: Sendable {
  package let block: CatalogueEntry
  package let field: FieldInfo
}

extension ValueShape {
  /// What may stand directly under a key of this shape, through lists, maps and short forms.
  var blocks: [CatalogueEntry.Content] {
    switch self {
    case .block(let type): [.construct(type)]
    case .union(let type): [.union(type)]
    case .list(let element, _): element.blocks
    case .map(let element, _): element.blocks
    case .either(let short, let long): short.blocks + long.blocks
    default: []
    }
  }

  /// The words that may stand directly under a key of this shape.
  var choices: [Choice] {
    switch self {
    case .choice(let choices): choices
    case .list(let element, _): element.choices
    case .map(let element, _): element.choices
    case .either(let short, let long): short.choices + long.choices
    default: []
    }
  }

  /// The scopes whose variables may stand directly under a key of this shape.
  var scopes: [Scope] {
    switch self {
    case .template(let scope), .expression(let scope, _), .tree(let scope): [scope]
    case .list(let element, _): element.scopes
    case .map(let element, _): element.scopes
    case .either(let short, let long): short.scopes + long.scopes
    default: []
    }
  }
}

extension CatalogueEntry.Content {
  var about: About {
    switch self {
    case .construct(let type): type.about
    case .union(let type): type.about
    }
  }
}
