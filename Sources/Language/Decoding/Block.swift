package import Diagnostics
package import YAML

/// A mapping of a file that was checked against a construct: values by key, each with its place.
package final class Block: Sendable {
  package let construct: any Construct.Type
  package let node: Node
  /// Where the block stands in the document, `streams.employees.pages`.
  package let path: DocumentPath
  /// The key that introduces the block, for findings about the block as a whole; the block's start when it has none.
  package let head: SourceRange
  /// A handful: looking through them costs less than hashing.
  @usableFromInline let values: [FieldValue]
  /// Entries under a misspelt key, by the key that was meant.
  private let misspelt: [String: Mapping.Entry]
  /// Keys that stand in the file but could not be used.
  package let damagedKeys: Set<String>
  /// Something in the block itself (not below it) was wrong.
  package let isDamaged: Bool

  init(
    construct: any Construct.Type, node: Node, path: DocumentPath, head: SourceRange,
    values: [FieldValue], misspelt: [String: Mapping.Entry] = [:],
    damagedKeys: Set<String>, isDamaged: Bool
  ) {
    self.construct = construct
    self.node = node
    self.path = path
    self.head = head
    self.values = values
    self.misspelt = misspelt
    self.damagedKeys = damagedKeys
    self.isDamaged = isDamaged
  }

  // A generic one asks the runtime for its types at every call, which costs far more than the lookup: so the class of the box is
  // compared with the one that the field knows, and nothing is said of `Value?` before its value is there.
  @inlinable package subscript<Value>(_ field: Field<Value>) -> Value? {
    guard let box = box(field.key, field.mark) else {
      guard let standard = field.standardBox else { return nil }
      return standard.value
    }
    guard ObjectIdentifier(type(of: box)) == field.boxClass else { return nil }
    return unsafeDowncast(box, to: FieldValue.TypedBox<Value>.self).value
  }

  @usableFromInline func box(_ key: String, _ mark: FieldMark) -> (any AnyObject & Sendable)? {
    for value in values where value.mark == mark && value.key == key { return value.box }
    return nil
  }

  /// Whether the key stands in the file, usable or not.
  package func has(_ key: String) -> Bool {
    node.has(key) || misspelt[key] != nil
  }

  /// The range of a key, or of the block's head when the key is not there.
  package func keyRange(_ key: String) -> SourceRange { entry(key)?.key.range ?? head }

  /// The range of a key's value, or of the block's head when the key is not there.
  package func valueRange(_ key: String) -> SourceRange { entry(key)?.value.range ?? head }

  /// What stands under a key, or under a misspelling of it.
  package func entry(_ key: String) -> Mapping.Entry? { node.mapping?.entry(key) ?? misspelt[key] }
}

/// What was read under a key of a block.
package struct FieldValue: Sendable {
  @usableFromInline let key: String
  @usableFromInline let mark: FieldMark
  /// Asking an object for its class is far cheaper than casting a value of unknown type.
  @usableFromInline let box: any AnyObject & Sendable

  init(_ key: String, _ mark: FieldMark, _ box: any AnyObject & Sendable) {
    self.key = key
    self.mark = mark
    self.box = box
  }

  init<Value: Sendable>(_ key: String, _ value: Value) { self.init(key, FieldMark(key), TypedBox(value)) }

  @usableFromInline final class TypedBox<Value: Sendable>: Sendable {
    @usableFromInline let value: Value
    init(_ value: Value) { self.value = value }
  }
}

/// A number made of a key: most keys that differ are told apart by it, without a look at their letters.
package struct FieldMark: Sendable, Equatable {
  @usableFromInline let value: UInt64

  /// Goes on from the mark of what stands before the key, if something does.
  init(_ key: String, after earlier: FieldMark? = nil) {
    var key = key
    value = key.withUTF8 { bytes in
      // The constants are those of the hash FNV-1a.
      var value: UInt64 = earlier?.value ?? 0xCBF2_9CE4_8422_2325
      for byte in bytes { value = (value ^ UInt64(byte)) &* 0x0000_0100_0000_01B3 }
      return value
    }
  }

  @inlinable @inline(__always)
  package static func == (a: FieldMark, b: FieldMark) -> Bool { a.value == b.value }
}

/// A value and the place it was read from.
package struct Placed<Value: Sendable>: Sendable {
  package let value: Value
  package let node: Node

  package init(_ value: Value, _ node: Node) {
    self.value = value
    self.node = node
  }

  package var range: SourceRange { node.range }
}

/// A named entry of a mapping whose keys the author chose.
package struct Named<Value: Sendable>: Sendable {
  package let name: String
  package let nameRange: SourceRange
  package let value: Value

  package init(_ name: String, _ nameRange: SourceRange, _ value: Value) {
    self.name = name
    self.nameRange = nameRange
    self.value = value
  }
}

extension Sequence {
  /// The entry of that name.
  package func named<Value>(_ name: String) -> Named<Value>? where Element == Named<Value> {
    first { $0.name == name }
  }
}

extension Kind where Value == Node {
  /// Any value, taken as it is.
  package static var anything: Kind { Kind(.anything) { node, _ in node } }
}
