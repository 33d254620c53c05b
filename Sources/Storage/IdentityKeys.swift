package import Rows

/// By which fields the rows that a stream gives of a model are recognised in other integrations.
package struct IdentityKeys: Sendable {
  package let stream: String
  package let shape: RowShape
  /// Canonical fields; what the mapping says, or else the model.
  package let fields: [String]

  package init(stream: String, shape: RowShape, fields: [String]) {
    self.stream = stream
    self.shape = shape
    self.fields = fields
  }
}
