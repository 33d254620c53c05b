internal import Diagnostics
package import YAML

/// A key of a construct: its name, what it takes, whether it must be there, and how it is read.
///
/// Typed, so that reading it cannot go wrong. A class, because lists of fields are walked for every block, and copying a
/// description each time costs more than reading the value.
package final class Field<Value: Sendable>: AnyField {
  package let info: FieldInfo
  package var standard: Value? { standardBox?.value }
  @usableFromInline let standardBox: FieldValue.TypedBox<Value>?
  /// The class of the boxes that hold the field's values, worked out once.
  @usableFromInline let boxClass: ObjectIdentifier
  package let mark: FieldMark
  /// Reads a value into its box; made where the type is known, so that no read asks the runtime for it.
  private let read: @Sendable (Node, inout Decoding) -> FieldValue?

  package init(
    info: FieldInfo, standard: Value? = nil, read: @escaping @Sendable (Node, inout Decoding) -> Value?
  ) {
    self.info = info
    key = info.key
    isRequired = info.isRequired
    standardBox = standard.map { FieldValue.TypedBox($0) }
    boxClass = ObjectIdentifier(FieldValue.TypedBox<Value>.self)
    mark = FieldMark(info.key)
    self.read = { [key, mark] node, decoding in
      read(node, &decoding).map { FieldValue(key, mark, FieldValue.TypedBox($0)) }
    }
  }

  package let key: String
  package let isRequired: Bool

  package func decode(_ node: Node, _ decoding: inout Decoding) -> FieldValue? { read(node, &decoding) }
}

/// A field whose type does not matter, as lists hold it.
package protocol AnyField: AnyObject, Sendable {
  var info: FieldInfo { get }
  // Asked for every key of every block: answering must not copy the description.
  var key: String { get }
  var mark: FieldMark { get }
  var isRequired: Bool { get }
  /// Reads the value, reporting what is wrong; nil when nothing usable came of it.
  func decode(_ node: Node, _ decoding: inout Decoding) -> FieldValue?
}

/// The description of a field.
package struct FieldInfo: Sendable {
  package let key: String
  package let shape: ValueShape
  package let isRequired: Bool
  /// The default as the file would write it.
  package let standardText: String?
  package let summary: String
  /// Names that other tools use for the same thing, for suggestions.
  package let alsoKnownAs: [String]

  package init(
    key: String, shape: ValueShape, isRequired: Bool, standardText: String?, summary: String,
    alsoKnownAs: [String]
  ) {
    self.key = key
    self.shape = shape
    self.isRequired = isRequired
    self.standardText = standardText
    self.summary = summary
    self.alsoKnownAs = alsoKnownAs
  }
}

extension Field {
  /// A key that must be there.
  package static func required(
    _ key: String, _ kind: Kind<Value>, _ summary: String, aka: [String] = []
  ) -> Field {
    Field(
      info: FieldInfo(
        key: key, shape: kind.shape, isRequired: true, standardText: nil, summary: summary, alsoKnownAs: aka),
      read: kind.read)
  }

  /// A key that may be left out, and then means nothing.
  package static func optional(
    _ key: String, _ kind: Kind<Value>, _ summary: String, aka: [String] = []
  ) -> Field {
    Field(
      info: FieldInfo(
        key: key, shape: kind.shape, isRequired: false, standardText: nil, summary: summary, alsoKnownAs: aka),
      read: kind.read)
  }

  /// A key that may be left out, and then has a value all the same.
  static func defaulted(
    _ key: String, _ kind: Kind<Value>, _ standard: Value, shown: String, _ summary: String,
    aka: [String] = []
  ) -> Field {
    Field(
      info: FieldInfo(
        key: key, shape: kind.shape, isRequired: false, standardText: shown, summary: summary,
        alsoKnownAs: aka),
      standard: standard, read: kind.read)
  }
}

/// A kind of value: its shape as data and the reading of it.
package struct Kind<Value: Sendable>: Sendable {
  package let shape: ValueShape
  package let read: @Sendable (Node, inout Decoding) -> Value?

  package init(_ shape: ValueShape, read: @escaping @Sendable (Node, inout Decoding) -> Value?) {
    self.shape = shape
    self.read = read
  }
}
