internal import Diagnostics
internal import JSON
internal import Mapping
internal import Programs
internal import Values

/// A preview as one document, for programs.
enum PreviewJSON {
  static func text(of preview: Preview) -> String {
    let unforeseen = preview.sortedUnforeseen.map { entry in
      object([
        ("model", .string(entry.word.model)), ("field", .string(entry.word.field)),
        ("word", .string(entry.word.word)), ("count", .int(Int64(entry.count))),
      ])
    }
    let quarantined = preview.quarantined.map { problem in
      object([
        ("key", .string(problem.key)), ("model", .string(problem.model)), ("path", .string(problem.path)),
        ("reason", .string(problem.reason)), ("place", place(problem.place)),
      ])
    }
    let value = object([
      ("connector", .string(preview.connector)), ("stream", .string(preview.stream)),
      ("recording", preview.recording.map(Value.string) ?? .null), ("read", .int(Int64(preview.read))),
      ("records", .list(preview.records.map(record))),
      ("unread_keys", .list(preview.unreadKeys.map(Value.string))),
      ("absent_fields", .list(preview.absentFields.map { .string("\($0.model).\($0.field)") })),
      ("unforeseen_words", .list(unforeseen)), ("quarantined", .list(quarantined)),
      ("failure", preview.failure.map { .string($0.description) } ?? .null),
      ("reply", preview.refusal.map { .string($0.reply) } ?? .null),
    ])
    return JSONText.of(value)
  }

  private static func record(_ record: PreviewedRecord) -> Value {
    object([
      ("request", record.call.map { .string($0.curlCommand) } ?? .null),
      ("status", record.call.map { .int(Int64($0.status)) } ?? .null),
      ("key", record.key.map(Value.string) ?? .null), ("record", record.source),
      ("rows", .list(record.rows.map(row))),
    ])
  }

  private static func row(_ row: PreviewedRow) -> Value {
    object([
      ("model", .string(row.model)), ("id", .string(row.id)), ("value", row.value.map(Value.json) ?? .null),
      ("fields", .list(row.entries.map(entry))),
    ])
  }

  private static func entry(_ entry: MappingTrace.Entry) -> Value {
    let rule = entry.expressions.first ?? entry.place
    var outcome = ""
    var problem: Value = .null
    switch entry.outcome {
    case .absent: outcome = "absent"
    case .null: outcome = "null"
    case .value: outcome = "value"
    case .problem(let reason):
      outcome = "problem"
      problem = .string(reason)
    }
    return object([
      ("field", .string(entry.field)), ("outcome", .string(outcome)), ("problem", problem),
      ("expression", .string(rule.ruleText)), ("place", place(rule)),
      ("paths", .list(PreviewText.unique(entry.paths).map(Value.string))),
    ])
  }

  private static func object(_ pairs: [(String, Value)]) -> Value { .map(MapValue(pairs)) }

  private static func place(_ range: SourceRange?) -> Value {
    range.map { .string(PreviewText.place($0)) } ?? .null
  }
}
