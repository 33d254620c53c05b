/// How the records of a stream become canonical records: `mappings/<connector>/<stream>.yaml`.
package struct MappingFile: Construct {
  package static let about = About(
    "mapping", "How the records of a stream become canonical records.",
    details:
      "The file is `mappings/<connector>/<stream>.yaml`; a record's own keys are the variables of its expressions.",
    example: """
      mapping: 1
      models:
        - model: employee
          fields:
            first_name: firstName
            work_email: workEmail.lowerAscii()
            hire_date: date(hireDate)
            employment_status:
              match: status
              cases: {Active: active, Inactive: terminated}
              otherwise: unknown
      not_mapped: [photoUrl]
      """)
  package static let edition = Field<Int>.required(
    "mapping", .integer(1...1), "The edition of the language; this is edition 1.", aka: ["spec", "version"])
  package static let models = Field<[ModelMapping]>.required(
    "models", .list(.block(), atLeast: 1), "The canonical records that one record gives.",
    aka: ["model", "outputs", "targets"])
  package static let notMapped = Field<[Placed<String>]>.defaulted(
    "not_mapped", .list(.placed(.text)), [], shown: "[]",
    "Keys of the record that are left out on purpose; a path leaves out what is below it, and between backticks stands a key with a dot.",
    aka: ["ignore", "ignored", "unmapped", "exclude"])
  package static let fields: [any AnyField] = [edition, models, notMapped]
  package let block: Block
  package init(_ block: Block) { self.block = block }
}

/// One canonical record made of a record.
package struct ModelMapping: Construct {
  package static let about = About(
    "mapping/model", "One kind of canonical record that a record gives.",
    example:
      "model: employee\nfields:\n  last_name: lastName\n  employment_status: {match: status, cases: {Active: active}, otherwise: unknown}"
  )
  package static let model = Field<Placed<String>>.required(
    "model", .placed(.text(.modelReference)), "The model.", aka: ["entity", "type"])
  /// Each sees all before it, so that many cost the square of their number.
  private static let mostNamed = 100
  package static let named = Field<[Named<ExpressionText>]>.defaulted(
    "let", .map(.expression(.mapping), keys: .name, atMost: mostNamed), [], shown: "{}",
    "Expressions over the record that have a name: all others of this block see their values as variables, each also those before it.",
    aka: ["vars", "variables", "define", "locals", "with"])
  package static let when = Field<ExpressionText>.optional(
    "when", .expression(.mapping, .boolean), "Only records for which this is true give one.",
    aka: ["if", "filter"])
  package static let each = Field<ExpressionText>.optional(
    "each", .expression(.mapping, .list),
    "One canonical record for each element; its keys are then the variables, the whole record is `record`.",
    aka: ["for_each"])
  package static let id = Field<ExpressionText>.optional(
    "id", .expression(.mapping), "The source id; the stream's key by default.", aka: ["source_id", "key"])
  package static let updatedAt = Field<ExpressionText>.optional(
    "source_updated_at", .expression(.mapping, .instant), "When the provider last changed it.",
    aka: ["updated_at"])
  package static let createdAt = Field<ExpressionText>.optional(
    "source_created_at", .expression(.mapping, .instant), "When the provider made it.", aka: ["created_at"])
  package static let values = Field<[Named<Block>]>.required(
    "fields", .map(.fieldRule),
    "Canonical fields by name: an expression, or a block for enums, lists, objects and money.",
    aka: ["map", "mapping", "properties", "columns"])
  package static let custom = Field<[Named<CustomField>]>.defaulted(
    "custom", .map(.block(), keys: .name), [], shown: "{}",
    "Fields that the model does not have, with their types.", aka: ["custom_fields", "extra"])
  package static let identity = Field<[Placed<String>]>.defaulted(
    "identity", .list(.placed(.text(.modelField))), [], shown: "the model's",
    "Canonical fields by which the same thing in another provider is recognised.", aka: ["identity_keys"])
  package static let fields: [any AnyField] = [
    model, named, when, each, id, updatedAt, createdAt, values, custom, identity,
  ]
  package let block: Block
  package init(_ block: Block) { self.block = block }
}

/// A field that the model does not have.
package struct CustomField: Construct {
  package static let about = About(
    "mapping/custom", "A field that the model does not have, with its type.",
    example: "type: date\nvalue: date(contractEnd)")
  package static let type = Field<CustomType>.required("type", .choice(), "Its type.")
  package static let value = Field<ExpressionText>.required(
    "value", .expression(.mapping), "Its value.", aka: ["from", "path"])
  package static let pii = Field<PIIClass>.defaulted(
    "pii", .choice(), .personal, shown: "personal", "What kind of personal data it is.")
  package static let fields: [any AnyField] = [type, value, pii]
  package let block: Block
  package init(_ block: Block) { self.block = block }
}

/// The type of a custom field.
package enum CustomType: String, ChoiceValue {
  case text, integer, decimal, boolean, date, instant, json
  package var summary: String {
    switch self {
    case .text: "text"
    case .integer: "a whole number"
    case .decimal: "an exact number"
    case .boolean: "true or false"
    case .date: "a civil date"
    case .instant: "a moment"
    case .json: "any JSON value"
    }
  }

  /// The type as models have it.
  package var plain: PlainType {
    switch self {
    case .text: .text
    case .integer: .integer
    case .decimal: .decimal
    case .boolean: .boolean
    case .date: .date
    case .instant: .instant
    case .json: .json
    }
  }
}

/// What kind of personal data a field holds.
package enum PIIClass: String, ChoiceValue {
  case none, personal, contact, sensitive, government_id, financial, health, criminal, credential
  package var summary: String {
    switch self {
    case .none: "nothing about a person"
    case .personal: "about a person"
    case .contact: "how to reach a person"
    case .sensitive: "a special category: birth, gender, family"
    case .government_id: "a number that a state gave"
    case .financial: "pay and accounts"
    case .health: "about health"
    case .criminal: "about crimes"
    case .credential: "gives access"
    }
  }
}
