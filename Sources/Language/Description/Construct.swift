/// A block of the language: its keys, what they mean, and an example, described once.
///
/// A construct is a struct around its checked block; it adds typed access where the product needs it.
package protocol Construct: Sendable {
  static var about: About { get }
  static var fields: [any AnyField] { get }
  /// Keys that exclude or need each other.
  static var constraints: [Constraint] { get }
  var block: Block { get }
  init(_ block: Block)
}

extension Construct {
  package static var constraints: [Constraint] { [] }

  /// The value of a field: what the file says, else its default, else nil (also when the file's value is unusable).
  @inlinable package subscript<Value>(_ field: Field<Value>) -> Value? { block[field] }
}

/// What a construct is, for people.
package struct About: Sendable {
  /// `pages/cursor`: how it is named in `explain` and the reference.
  package let name: String
  package let summary: String
  package let details: String
  /// A short YAML example of the block as it stands in a file.
  package let example: String

  package init(_ name: String, _ summary: String, details: String = "", example: String) {
    self.name = name
    self.summary = summary
    self.details = details
    self.example = example
  }
}

/// A condition over several keys of a block.
package enum Constraint: Sendable {
  case exactlyOne([String])
  case atMostOne([String])
  case atLeastOne([String])
  /// The first key has a meaning only with the second.
  case needs(String, String)
}

/// A block of which there are several kinds, told apart by `type:` or by the only key.
package protocol UnionDeclaration: Sendable {
  static var about: About { get }
  /// The key that decides, `type`; nil when the block has exactly one key, and that key decides.
  static var discriminator: String? { get }
  static var variants: [Variant] { get }
}

/// One kind of a union.
package struct Variant: Sendable {
  package enum Content: Sendable {
    case block(any Construct.Type)
    /// A kind that is itself divided, by another key of the same block.
    case union(any UnionDeclaration.Type)
  }
  package let name: String
  package let content: Content

  package init(_ name: String, _ type: any Construct.Type) {
    self.name = name
    content = .block(type)
  }

  package init(_ name: String, dividedBy type: any UnionDeclaration.Type) {
    self.name = name
    content = .union(type)
  }

  package var about: About {
    switch content {
    case .block(let type): type.about
    case .union(let type): type.about
    }
  }
}
