package import Language

/// The columns of a canonical model: what tables, JSON lines and mappings agree on.
package struct RowShape: Sendable {
  /// What a column holds; the store derives its type from it, JSON the form of the value.
  package enum Kind: Sendable, Hashable {
    case text, integer, boolean
    /// Exact digits, kept as text.
    case decimal
    /// `2026-11-20`.
    case date
    /// `08:30:00`.
    case time
    /// `2026-11-20T12:00:00Z`, fractions as far as there are any.
    case instant
    /// JSON text: lists, objects, addresses, maps.
    case json
  }

  package struct Column: Sendable, Hashable {
    package let name: String
    package let kind: Kind
  }

  /// How a canonical field lies in columns.
  package enum Form: Sendable, Hashable {
    case plain(Int)
    /// The model's word and the provider's own.
    case choice(word: Int, raw: Int)
    case money(amount: Int, currency: Int)
  }

  package struct Field: Sendable {
    package let name: String
    package let form: Form
    package let model: ModelField
  }

  package let model: String
  package let title: String
  package let columns: [Column]
  package let fields: [Field]
  /// Canonical fields by which the same thing in another provider is recognised.
  package let identity: [String]
  /// The JSON column with the fields that the model does not have; always the last.
  package let custom: Int

  package init(_ model: Model) {
    self.model = model.name
    title = model.title
    identity = model.identity
    var columns: [Column] = []
    func add(_ name: String, _ kind: Kind) -> Int {
      columns.append(Column(name: name, kind: kind))
      return columns.count - 1
    }
    fields = model.fields.map { field in
      let form: Form =
        switch field.type {
        case .choice: .choice(word: add(field.name, .text), raw: add(field.name + "_raw", .text))
        case .plain(.money):
          .money(
            amount: add(field.name + "_amount", .decimal), currency: add(field.name + "_currency", .text))
        case .plain(let type): .plain(add(field.name, Self.kind(of: type)))
        case .reference: .plain(add(field.name, .text))
        // The words of a list and, in the same order, the provider's own.
        case .list(.choice): .choice(word: add(field.name, .json), raw: add(field.name + "_raw", .json))
        case .list, .object: .plain(add(field.name, .json))
        }
      return Field(name: field.name, form: form, model: field)
    }
    custom = add("custom", .json)
    self.columns = columns
  }

  package func field(_ name: String) -> Field? { fields.first { $0.name == name } }

  private static func kind(of type: PlainType) -> Kind {
    switch type {
    case .text, .email, .phone, .url, .country, .region, .currency, .language, .timezone: .text
    case .integer: .integer
    case .decimal, .percent, .money: .decimal
    case .boolean: .boolean
    case .date: .date
    case .time: .time
    case .instant: .instant
    case .address, .map, .json: .json
    }
  }
}
