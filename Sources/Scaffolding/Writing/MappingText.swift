internal import Language

/// Writes `mappings/<connector>/<stream>.yaml`.
enum MappingText {
  static func text(of draft: MappingDraft) -> YAMLText {
    var yaml = YAMLText()
    yaml.comment("yaml-language-server: $schema=../../schemas/mapping.schema.json")
    yaml.raw(0, "mapping", "1")
    yaml.open(0, "models")
    yaml.element(1, "model", draft.model.value.name, draft.model.remark)
    if let updated = draft.updatedAt { yaml.entry(2, "source_updated_at", updated) }
    if let created = draft.createdAt { yaml.entry(2, "source_created_at", created) }
    yaml.open(2, "fields")
    for field in draft.fields { self.field(field, &yaml) }
    if !draft.notMapped.isEmpty {
      yaml.blank()
      yaml.raw(0, "not_mapped", YAMLText.flow(draft.notMapped))
    }
    return yaml
  }

  private static func field(_ draft: FieldDraft, _ yaml: inout YAMLText) {
    let remark = draft.guess.remark
    switch draft.rule {
    case .expression(let source): yaml.entry(3, draft.field, source, remark)
    case .match(let source, let guess):
      yaml.open(3, draft.field, remark)
      yaml.entry(4, "match", source)
      yaml.open(4, "cases")
      for entry in guess.cases { yaml.entry(5, entry.word, entry.choice.value, entry.choice.remark) }
      yaml.entry(4, "otherwise", guess.otherwise)
    case .money(let amount, let currency):
      yaml.open(3, draft.field, remark)
      yaml.entry(4, "amount", amount)
      yaml.entry(4, "currency", currency.value, currency.remark)
    case .object(let parts):
      yaml.open(3, draft.field, remark)
      yaml.open(4, "fields")
      for part in parts { yaml.entry(5, part.field, part.expression) }
    }
  }
}
