/// The headers of a message, in order; names are compared without case.
package struct HeaderFields: Sendable {
  package struct Field: Sendable, Hashable {
    package let name: String
    package let value: String

    package init(_ name: String, _ value: String) {
      self.name = name
      self.value = value
    }
  }

  package private(set) var fields: [Field]

  package init(_ fields: [Field] = []) { self.fields = fields }

  /// The first value of that name.
  package subscript(name: String) -> String? {
    fields.first { Self.areSame($0.name, name) }?.value
  }

  /// All values of that name, in order.
  package func values(of name: String) -> [String] {
    fields.filter { Self.areSame($0.name, name) }.map(\.value)
  }

  package mutating func append(_ name: String, _ value: String) { fields.append(Field(name, value)) }

  /// Puts a value in the place of all that have this name.
  package mutating func set(_ name: String, _ value: String) {
    remove(name)
    append(name, value)
  }

  package mutating func remove(_ name: String) {
    fields.removeAll { Self.areSame($0.name, name) }
  }

  package static func areSame(_ left: String, _ right: String) -> Bool {
    left.utf8.count == right.utf8.count && zip(left.utf8, right.utf8).allSatisfy { lower($0) == lower($1) }
  }

  private static func lower(_ byte: UInt8) -> UInt8 { (0x41...0x5A).contains(byte) ? byte | 0x20 : byte }
}
