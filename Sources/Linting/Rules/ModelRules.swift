package import Diagnostics

/// Rules about models.
extension Rule {
  static let modelName = Rule(
    "model/name-mismatch", .error, .proven, "a model whose name is not its file's",
    page:
      "The file `schemas/models/<name>.json`, the key `x-model` and `$id` (`cm:<name>:<version>`) say the same name.",
    failing: .model(
      head: """
          "x-model": "squad",
        #            ^^^^^^^ model/name-mismatch
        """), passing: .model())

  package static let modelReference = Rule(
    "model/bad-reference", .error, .proven, "a reference to a model that does not exist",
    page: "A property of type `reference` names with `x-model` the model whose source id it holds.",
    failing: .model(
      property: """
            "lead_id": {
              "$ref": "types.json#/$defs/reference", "x-model": "employe",
        #                                                       ^^^^^^^^^ model/bad-reference
              "description": "Who leads.", "x-pii": "none"
            }
        """),
    passing: .model(
      property: """
            "lead_id": {
              "$ref": "types.json#/$defs/reference", "x-model": "employee",
              "description": "Who leads.", "x-pii": "none"
            }
        """))

  static let modelType = Rule(
    "model/unknown-type", .error, .proven, "a property of a type that does not exist",
    page: "Properties refer to the types of `types.json`, and to nothing else: `types.json#/$defs/date`.",
    failing: .model(
      property: """
            "since": {"$ref": "types.json#/$defs/dat", "description": "First day.", "x-pii": "none"}
        #                     ^^^^^^^^^^^^^^^^^^^^^^^ model/unknown-type
        """),
    passing: .model(
      property: """
            "since": {"$ref": "types.json#/$defs/date", "description": "First day.", "x-pii": "none"}
        """))

  package static let modelField = Rule(
    "model/unknown-property", .error, .proven, "a list of fields names one that the model does not have",
    page: "`required` and `x-identity` name properties of the same model.",
    failing: .model(
      required: """
          "required": ["nmae"],
        #              ^^^^^^ model/unknown-property
        """), passing: .model())

  static let modelEnum = Rule(
    "model/bad-enum", .error, .proven, "an enum without proper values",
    page: """
      An enum lists its values under `x-enum`, each with its meaning; values are lower-case words, because the provider's own text is kept \
      beside.
      """,
    failing: .model(
      property: """
            "kind": {
              "$ref": "types.json#/$defs/enum", "description": "Sort.", "x-pii": "none",
              "x-enum": {"Full Time": "All week."}
        #                ^^^^^^^^^^^ model/bad-enum
            }
        """),
    passing: .model(
      property: """
            "kind": {
              "$ref": "types.json#/$defs/enum", "description": "Sort.", "x-pii": "none",
              "x-enum": {"full_time": "All week."}
            }
        """))

  static let modelUndescribed = Rule(
    "model/undescribed", .error, .proven, "a property without meaning or class of personal data",
    page: """
      Each property says what it means (`description`) and what kind of personal data it is (`x-pii`), because logs, exports and pages are \
      redacted by it.
      """,
    failing: .model(
      property: """
            "size": {"$ref": "types.json#/$defs/integer", "description": "People in it."}
        #   ^^^^^^ model/undescribed
        """),
    passing: .model(
      property: """
            "size": {"$ref": "types.json#/$defs/integer", "description": "People in it.", "x-pii": "none"}
        """))

  static let modelImpliedField = Rule(
    "model/implied-field", .error, .proven, "a property that every model has anyway",
    page: """
      Id, source, hashes, tombstones, custom fields and the provider's own text of enums (`<field>_raw`) are implied; `docs/models.md` \
      lists them.
      """,
    failing: .model(
      property: """
            "deleted_at": {"$ref": "types.json#/$defs/instant", "description": "When it went.", "x-pii": "none"}
        #   ^^^^^^^^^^^^ model/implied-field
        """), passing: .model())
}

extension Example {
  /// A small model with the lines that matter exchanged.
  fileprivate static func model(
    head: String = "  \"x-model\": \"team\",", required: String = "  \"required\": [\"name\"],",
    property: String? = nil
  ) -> Example {
    Example(
      """
      --- schemas/models/team.json (whole)
      {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "$id": "cm:team:1",
        "title": "Team",
        "description": "People who work together.",
        "type": "object",
      \(head)
        "x-plural": "teams",
        "x-area": "hris",
        "x-identity": [],
      \(required)
        "properties": {
          "name": {"$ref": "types.json#/$defs/text", "description": "Its name.", "x-pii": "none"}\(property == nil ? "" : ",")
      \(property ?? "")
        }
      }
      """)
  }
}
