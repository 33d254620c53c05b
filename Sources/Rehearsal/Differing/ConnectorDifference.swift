package import Diagnostics

/// What becomes different for the canonical records of a connector when its files change, as far as recordings show it.
package struct ConnectorDifference: Sendable {
  /// A canonical record, or the deletion of one.
  package struct Record: Sendable, Hashable {
    package let model: String
    package let id: String
  }

  /// A field that comes out differently.
  package struct Field: Sendable {
    package let model: String
    package let name: String
    /// Records in which it does.
    package internal(set) var count: Int
    package internal(set) var examples: [Example]
    /// The part of the mapping that makes it now, or made it before.
    package let maker: SourceRange?
  }

  /// A value before and after.
  package struct Example: Sendable {
    package let id: String
    /// Nil where the field was absent.
    package let old: String?
    package let new: String?
  }

  /// A case that ends in another way.
  package struct Ending: Sendable {
    package let name: String
    package let place: SourceRange
    /// Why it failed before; nil when it did not.
    package let old: String?
    package let new: String?
  }

  package let name: String
  /// Records that were held against each other.
  package internal(set) var compared = 0
  package internal(set) var appearing: [Record] = []
  package internal(set) var vanishing: [Record] = []
  /// Records that are marked as gone now, and were not before.
  package internal(set) var deleted: [Record] = []
  /// Records that were marked as gone before, and are no more.
  package internal(set) var kept: [Record] = []
  /// In the order in which they were met.
  package internal(set) var fields: [Field] = []
  package internal(set) var endings: [Ending] = []

  /// How many examples of a field are kept.
  static let mostExamples = 3

  package var isEmpty: Bool {
    appearing.isEmpty && vanishing.isEmpty && deleted.isEmpty && kept.isEmpty && fields.isEmpty
      && endings.isEmpty
  }

  init(name: String) { self.name = name }
}
