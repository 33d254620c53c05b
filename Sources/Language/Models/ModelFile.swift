internal import Diagnostics
internal import YAML

/// A canonical model: `schemas/models/<name>.json`, a JSON Schema with keywords of ours.
package struct ModelFile: Construct {
  package static let about = About(
    "model", "A canonical entity: its fields, their types, what is personal about them.",
    details: "The file is `schemas/models/<name>.json`, a JSON Schema (2020-12) whose keywords are closed.",
    example: """
      {"$schema": "https://json-schema.org/draft/2020-12/schema", "$id": "cm:team:1", "title": "Team",
       "description": "People who work together.", "type": "object", "x-model": "team", "x-plural": "teams", "x-area": "hris",
       "x-identity": [], "required": ["name"],
       "properties": {"name": {"$ref": "types.json#/$defs/text", "description": "Its name.", "x-pii": "none"}}}
      """)
  package static let schema = Field<String>.required("$schema", .text, "The edition of JSON Schema.")
  package static let id = Field<String>.required("$id", .text, "`cm:<name>:<version>`.")
  package static let title = Field<String>.required("title", .text, "What one record is called.")
  package static let summary = Field<String>.required("description", .text, "What one record is.")
  package static let type = Field<ObjectWord>.required("type", .choice(), "Always `object`.")
  package static let model = Field<Placed<String>>.required(
    "x-model", .placed(.text(.name)), "The model's name, the same as the file's.")
  package static let plural = Field<String>.required("x-plural", .text(.name), "The name of several.")
  package static let area = Field<ModelArea>.required("x-area", .choice(), "The area it belongs to.")
  package static let identity = Field<[Placed<String>]>.required(
    "x-identity", .list(.placed(.text)), "Fields by which the same thing in another provider is recognised.")
  package static let access = Field<ModelAccess>.optional(
    "x-access", .choice(), "Whether reading it must be asked for.")
  package static let required = Field<[Placed<String>]>.required(
    "required", .list(.placed(.text)), "Fields that every record has.")
  package static let properties = Field<[Named<Block>]>.required(
    "properties", .map(.property, keys: .name), "The fields.")
  package static let fields: [any AnyField] = [
    schema, id, title, summary, type, model, plural, area, identity, access, required, properties,
  ]
  package let block: Block
  package init(_ block: Block) { self.block = block }
}

/// The word `object`.
package enum ObjectWord: String, ChoiceValue {
  case object
  package var summary: String { "an object" }
}

/// The area of a model.
package enum ModelArea: String, ChoiceValue {
  case hris, payroll, accounting, benefits, pension, learning, communication, documents, time, screening,
    recruiting, calendar, common
  package var summary: String {
    switch self {
    case .hris: "people and jobs"
    case .payroll: "pay"
    case .accounting: "ledgers and invoices"
    case .benefits: "insurance and benefits"
    case .pension: "retirement"
    case .learning: "courses"
    case .communication: "messages"
    case .documents: "files"
    case .time: "time worked"
    case .screening: "background checks"
    case .recruiting: "jobs offered"
    case .calendar: "dates and meetings"
    case .common: "used everywhere"
    }
  }
}

/// Whether reading a model must be asked for.
package enum ModelAccess: String, ChoiceValue {
  case restricted
  package var summary: String { "off unless the integration asks for it" }
}

/// The kinds of property that are told apart by `type`.
package enum PropertyKinds: UnionDeclaration {
  package static let about = About(
    "model/property", "A field of a model.",
    example:
      "{\"type\": \"array\", \"description\": \"Parts.\", \"x-pii\": \"none\", \"items\": {\"$ref\": \"types.json#/$defs/text\"}}"
  )
  package static let discriminator: String? = "type"
  package static let variants = [Variant("array", ListProperty.self), Variant("object", ObjectProperty.self)]
}

/// The keys that every property may have.
package enum PropertyFields {
  package static let summary = Field<String>.optional("description", .text, "What it means.")
  package static let pii = Field<PIIClass>.optional("x-pii", .choice(), "What kind of personal data it is.")
}

/// A field of one of the types of `types.json`.
package struct TypedProperty: Construct {
  package static let about = About(
    "model/property/typed", "A field of one of the types of `types.json`.",
    example:
      "{\"$ref\": \"types.json#/$defs/date\", \"description\": \"Day of hire.\", \"x-pii\": \"personal\"}")
  package static let reference = Field<Placed<String>>.required(
    "$ref", .placed(.text), "The type, `types.json#/$defs/<type>`.")
  package static let model = Field<Placed<String>>.optional(
    "x-model", .placed(.text(.modelReference)), "The model that a reference points to.")
  package static let values = Field<[Named<String>]>.optional(
    "x-enum", .map(.text), "The values of an enum, each with its meaning.")
  package static let fields: [any AnyField] = [
    reference, model, PropertyFields.summary, PropertyFields.pii, values,
  ]
  package let block: Block
  package init(_ block: Block) { self.block = block }
}

/// A list.
package struct ListProperty: Construct {
  package static let about = About(
    "model/property/array", "A list.",
    example: "{\"type\": \"array\", \"items\": {\"$ref\": \"types.json#/$defs/text\"}}")
  package static let items = Field<Block>.required("items", .property, "What its elements are.")
  package static let fields: [any AnyField] = [PropertyFields.summary, PropertyFields.pii, items]
  package let block: Block
  package init(_ block: Block) { self.block = block }
}

/// An object.
package struct ObjectProperty: Construct {
  package static let about = About(
    "model/property/object", "An object with fields of its own.",
    example: "{\"type\": \"object\", \"properties\": {\"name\": {\"$ref\": \"types.json#/$defs/text\"}}}")
  package static let required = Field<[Placed<String>]>.defaulted(
    "required", .list(.placed(.text)), [], shown: "[]", "Fields that every such object has.")
  package static let properties = Field<[Named<Block>]>.required(
    "properties", .map(.property, keys: .name), "Its fields.")
  package static let fields: [any AnyField] = [
    PropertyFields.summary, PropertyFields.pii, required, properties,
  ]
  package let block: Block
  package init(_ block: Block) { self.block = block }
}

extension Kind where Value == Block {
  /// A property: with `type` a list or an object, else a reference to a type.
  package static var property: Kind {
    Kind(.either(.block(TypedProperty.self), .union(PropertyKinds.self))) { node, decoding in
      guard let mapping = node.mapping, mapping["type"] != nil else {
        return decoding.decodeBlock(TypedProperty.self, from: node)
      }
      _ = mapping
      return decoding.decodeUnion(PropertyKinds.self, from: node)
    }
  }
}
