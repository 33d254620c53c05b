internal import Diagnostics

/// Rules about mappings: what they give, held against the models, and what they read, held against recordings.
extension Rule {
  static let unknownModel = Rule(
    "mapping/unknown-model", .error, .proven, "a model that does not exist",
    page:
      "Models are the files in `schemas/models`; `connector list` shows them. Correct the name, or add the model.",
    failing: """
      --- mappings/acme/employees.yaml
      models:
        - model: employe
      #          ^^^^^^^ mapping/unknown-model
          fields:
            last_name: lastName
            first_name: firstName
            hire_date: date(hired)
            employment_status: {match: status, cases: {Active: active}, otherwise: unknown}
      """,
    passing: .goodMapping)

  static let unknownModelField = Rule(
    "mapping/unknown-field", .error, .proven, "a field that the model does not have",
    page: """
      Canonical models are closed, so that every reader knows what to expect. Correct the name; what the model really lacks goes under \
      `custom`, with its type.
      """,
    failing: """
      --- mappings/acme/employees.yaml
      models:
        - model: employee
          fields:
            last_name: lastName
            frist_name: firstName
      #     ^^^^^^^^^^ mapping/unknown-field
            hire_date: date(hired)
            employment_status: {match: status, cases: {Active: active}, otherwise: unknown}
      """,
    passing: .goodMapping)

  static let typeMismatch = Rule(
    "mapping/type-mismatch", .error, .proven, "a value of another type than the canonical field",
    page: """
      Nothing is converted silently: text becomes a date by `date()`, a moment by `instant()`, an exact number by `decimal()`, and a number \
      becomes text by `string()`. Lists need `each`, objects `fields`, money `amount` and `currency`.
      """,
    failing: """
      --- mappings/acme/employees.yaml
      models:
        - model: employee
          fields:
            last_name: lastName
            first_name: firstName
            hire_date: hired
      #                ^^^^^ mapping/type-mismatch
            employment_status: {match: status, cases: {Active: active}, otherwise: unknown}
      """,
    passing: .goodMapping)

  static let requiredUnmapped = Rule(
    "mapping/required-unmapped", .error, .proven, "a required canonical field that is not mapped",
    page:
      """
      Without its required fields every record would be set aside as incomplete, and so would one with an object or a list of objects that
      lack theirs. Map the field; a constant is an expression too, `'unknown'`.
      """,
    failing: """
      --- mappings/acme/employees.yaml
      models:
        - model: employee
          fields:
      #   ^^^^^^ mapping/required-unmapped
            first_name: firstName
            hire_date: date(hired)
            employment_status: {match: status, cases: {Active: active}, otherwise: unknown}
      not_mapped: [lastName]
      """,
    passing: .goodMapping)

  static let unknownEnumValue = Rule(
    "mapping/unknown-enum-value", .error, .proven, "a value that the canonical enum does not have",
    page:
      "Enums of the models have fixed values; what a provider says beyond them is kept as text beside. `connector explain MODEL.FIELD` lists the values.",
    failing: """
      --- mappings/acme/employees.yaml
      models:
        - model: employee
          fields:
            last_name: lastName
            first_name: firstName
            hire_date: date(hired)
            employment_status: {match: status, cases: {Active: activ}, otherwise: unknown}
      #                                                        ^^^^^ mapping/unknown-enum-value
      """,
    passing: .goodMapping)

  static let caseNeverSeen = Rule(
    "mapping/case-never-seen", .warning, .proven, "a case for a value that no recording shows",
    page: """
      The provider's words are compared letter by letter, and this one is in none of the recorded records: it may be misspelt. If the \
      provider documents it, add a recording that shows it. Cases for other words are only remarked on while every recorded word has its own.
      """,
    failing: """
      --- mappings/acme/employees.yaml
      models:
        - model: employee
          fields:
            last_name: lastName
            first_name: firstName
            hire_date: date(hired)
            employment_status: {match: status, cases: {Activ: active}, otherwise: unknown}
      #                                                ^^^^^ mapping/case-never-seen
      """,
    passing: .goodMapping)

  static let enumNotExhaustive = Rule(
    "mapping/enum-not-exhaustive", .info, .likely, "recorded values that no case covers",
    page:
      """
      The recordings show values that fall to `otherwise`. Add a case for each, or leave them to `otherwise` knowingly: name them with its \
      value, or expect them in a test beside it (`employment_status_raw: Sabbatical`).
      """,
    failing: """
      --- mappings/acme/employees.yaml
      models:
        - model: employee
          fields:
            last_name: lastName
            first_name: firstName
            hire_date: date(hired)
            employment_status: {match: status, cases: {}, otherwise: unknown}
      #                                        ^^^^^ mapping/enum-not-exhaustive
      """,
    passing: .goodMapping)

  static let enumNeedsMatch = Rule(
    "mapping/enum-needs-match", .error, .proven, "a canonical enum that gets the provider's word as it is",
    page:
      "Providers use words of their own. `match` names the provider's word, `cases` what each means, `otherwise` what anything else means.",
    failing: """
      --- mappings/acme/employees.yaml
      models:
        - model: employee
          fields:
            last_name: lastName
            first_name: firstName
            hire_date: date(hired)
            employment_status: status
      #                        ^^^^^^ mapping/enum-needs-match
      """,
    passing: .goodMapping)

  static let moneyAsFloat = Rule(
    "mapping/money-as-float", .error, .proven, "exact numbers that pass through binary floating point",
    page: """
      A number that the provider sends keeps its digits as long as nothing calculates with it as a `double`; 0.1 + 0.2 is not 0.3 there. \
      Write `decimal(a) * decimal(b)`.
      """,
    failing: """
      --- mappings/acme/employees.yaml
      models:
        - model: employee
          fields:
            last_name: lastName
            first_name: firstName
            hire_date: date(hired)
            weekly_hours: 37.5 * 1.0
      #                   ^^^^^^^^^^ mapping/money-as-float
            employment_status: {match: status, cases: {Active: active}, otherwise: unknown}
      """,
    passing: .goodMapping)

  static let moneyNeedsBlock = Rule(
    "mapping/money-needs-block", .error, .proven, "money without a currency",
    page:
      "An amount means nothing without its currency. Write `{amount: ..., currency: ...}`; a fixed currency is `'USD'`.",
    failing: """
      --- mappings/acme/employees.yaml
      models:
        - model: employee
          fields:
            last_name: lastName
            first_name: firstName
            hire_date: date(hired)
            pay_rate: "50000"
      #                ^^^^^ mapping/money-needs-block
            employment_status: {match: status, cases: {Active: active}, otherwise: unknown}
      """,
    passing: .goodMapping)

  static let failsOnRecording = Rule(
    "mapping/fails-on-recording", .error, .proven, "an expression that fails on recorded records",
    page: """
      The checker tries every expression on the records that were recorded. One that fails there loses such a record in every run. A \
      date format that does not fit is the usual cause: name it, `date(x, 'MM/dd/yyyy')`. A null is another: a path that is null makes the \
      field null, but what computes with it says so, `x == null ? null : x * 2`; texts that may be null are joined by \
      `[a, b].filter(x, x != null).join(' ')`.
      """,
    failing: """
      --- mappings/acme/employees.yaml
      models:
        - model: employee
          fields:
            last_name: lastName
            first_name: firstName
            hire_date: date(hired, 'dd/MM/yyyy')
      #                ^^^^^^^^^^^^^^^^^^^^^^^^^ mapping/fails-on-recording
            employment_status: {match: status, cases: {Active: active}, otherwise: unknown}
      """,
    passing: .goodMapping)

  static let unusedSourceKey = Rule(
    "mapping/unused-source-key", .info, .proven, "recorded keys that the mapping does not mention",
    page: """
      The provider sends more than is mapped. Map the key, or list it in `not_mapped` to say that leaving it out is meant: then a key that \
      appears later is noticed.
      """,
    failing: """
      --- mappings/acme/employees.yaml
      models:
        - model: employee
          fields:
      # ^^^^ mapping/unused-source-key mappings/acme/employees.yaml:4:5
            first_name: firstName
            last_name: lastName
            employment_status: {match: status, cases: {Active: active}, otherwise: unknown}
      \(Rule.testCase())
      """,
    passing: .goodMapping)

  static let staleNotMapped = Rule(
    "mapping/stale-not-mapped", .warning, .proven, "a left-out key that no recorded record has",
    page:
      "`not_mapped` lists keys that the provider sends and that are left out on purpose. This one is not sent, so that it may be misspelt or gone.",
    failing: """
      --- mappings/acme/employees.yaml
      not_mapped: [badge]
      #            ^^^^^ mapping/stale-not-mapped
      """,
    passing: .goodMapping)

  static let customShadowsField = Rule(
    "mapping/custom-shadows-field", .warning, .proven, "a custom field that the model has itself",
    page: "The model has a field of this name: map it under `fields`, where every reader looks for it.",
    failing: """
      --- mappings/acme/employees.yaml
      models:
        - model: employee
          fields:
            last_name: lastName
            hire_date: date(hired)
            employment_status: {match: status, cases: {Active: active}, otherwise: unknown}
          custom:
            first_name: {type: text, value: firstName}
      #     ^^^^^^^^^^ mapping/custom-shadows-field
      """,
    passing: .goodMapping)

  static let identityUnmapped = Rule(
    "mapping/identity-unmapped", .error, .proven, "an identity key that is not mapped",
    page:
      "`identity` names canonical fields by which the same thing in another provider is recognised; they must be mapped here.",
    failing: """
      --- mappings/acme/employees.yaml
      models:
        - model: employee
          fields:
            last_name: lastName
            first_name: firstName
            hire_date: date(hired)
            employment_status: {match: status, cases: {Active: active}, otherwise: unknown}
          identity: [work_email]
      #              ^^^^^^^^^^ mapping/identity-unmapped
      """,
    passing: .goodMapping)

  static let nameHidesKey = Rule(
    "mapping/name-hides-key", .error, .proven, "a name of `let` that already means something",
    page: """
      A name of `let` is a variable of every expression of its model, so that a key of the record, or of the elements of a list, that is \
      called the same could no longer be read there. Choose another name.
      """,
    failing: """
      --- mappings/acme/employees.yaml
      models:
        - model: employee
          let:
            status: status.trim()
      #     ^^^^^^ mapping/name-hides-key
          fields:
            last_name: lastName
            first_name: firstName
            hire_date: date(hired)
            employment_status: {match: status, cases: {Active: active}, otherwise: unknown}
      """,
    passing: .namingMapping)

  static let unusedName = Rule(
    "mapping/unused-name", .warning, .proven, "a name of `let` that no expression uses",
    page: "Nothing comes of it: use the name in an expression of the same model, or leave it out.",
    failing: """
      --- mappings/acme/employees.yaml
      models:
        - model: employee
          let:
            word: status.trim()
      #     ^^^^ mapping/unused-name
          fields:
            last_name: lastName
            first_name: firstName
            hire_date: date(hired)
            employment_status: {match: status, cases: {Active: active}, otherwise: unknown}
      """,
    passing: .namingMapping)

  static let strayMapping = Rule(
    "mapping/stray", .error, .proven, "a mapping for a stream that does not exist",
    page:
      "The file `mappings/<connector>/<stream>.yaml` belongs to the stream of that name. Rename the file or the stream.",
    failing: """
      --- mappings/acme/employes.yaml (whole)
      mapping: 1
      # ^^^^^^ mapping/stray mappings/acme/employes.yaml:1:1
      models:
        - model: employee
          fields:
            last_name: "'x'"
            employment_status: "'active'"
      """,
    passing: .goodMapping)
}

enum MappingRules {
  static let all: [Rule] = [
    .unknownModel, .unknownModelField, .typeMismatch, .requiredUnmapped, .unknownEnumValue, .caseNeverSeen,
    .enumNotExhaustive, .enumNeedsMatch, .moneyAsFloat, .moneyNeedsBlock, .failsOnRecording, .unusedSourceKey,
    .staleNotMapped, .customShadowsField, .identityUnmapped, .nameHidesKey,
    .unusedName, .strayMapping, .needlessBlock, .momentUnmapped,
  ]
}

extension Example {
  /// A mapping whose `let` is in order.
  static let namingMapping: Example = """
    --- mappings/acme/employees.yaml
    models:
      - model: employee
        let:
          word: status.trim()
        fields:
          last_name: lastName
          first_name: firstName
          hire_date: date(hired)
          employment_status: {match: word, cases: {Active: active}, otherwise: unknown}
    """

  /// The mapping that the failing examples were, put right.
  static let goodMapping: Example = """
    --- mappings/acme/employees.yaml
    models:
      - model: employee
        fields:
          last_name: lastName
          first_name: firstName
          hire_date: date(hired)
          employment_status: {match: status, cases: {Active: active}, otherwise: unknown}
    """
}
