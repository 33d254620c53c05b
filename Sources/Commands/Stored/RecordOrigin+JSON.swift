internal import Databases
internal import Diagnostics
internal import Mapping
internal import Rows
internal import Storage
internal import Values

extension RecordOrigin {
  /// The same for programs: one field, or every field that has a value.
  func value(of field: String?) -> Value {
    let head = rows.heads[index]
    let shape = rows.rows.shape
    let fields = shape.fields.filter { candidate in
      field.map { $0 == candidate.name } ?? (value(of: candidate) != nil)
    }
    let added = custom.filter { field == nil || field == "custom" || field == $0.name }
    return .map(
      MapValue([
        ("model", .string(shape.model)), ("id", .string(rows.rows.text(rows.rows.heads[index].sourceID))),
        ("connector", .string(head.integration.connector)),
        ("integration", .string(head.integration.name)), ("stream", .string(head.stream)),
        ("request", request.map { Self.said($0.text, at: $0.place) } ?? .null),
        ("written_by_run", .int(head.changedRun.number)), ("first_run", .int(head.firstSeenRun.number)),
        ("deleted_at", head.deletedAt.map(Value.string) ?? .null),
        ("raw_is_kept", .bool(head.raw != nil)),
        (
          "fields",
          .list(
            fields.map { described($0.name, values(of: $0)) }
              + added.map { described($0.name, [("value", .string($0.value))]) })
        ),
      ]))
  }

  private func described(_ field: String, _ values: [(String, Value)]) -> Value {
    let model = rows.rows.shape.model
    let entry = trace?.entries.first { $0.model == model && Self.covers($0.field, field) }
    let ranges = entry.map(\.expressions) ?? []
    let rules = ranges.isEmpty ? writtenRule(field).map { [$0] } ?? [] : ranges
    var seen: Set<String> = []
    let paths = (record == nil ? [] : entry?.paths ?? []).filter { seen.insert($0).inserted }
    let read = paths.map { path -> Value in
      .map(MapValue([("path", .string(path)), ("value", .string(raw(at: path)))]))
    }
    return .map(
      MapValue(
        [("field", .string(field))] + values + [
          ("rules", .list(rules.map { Self.said($0.ruleText, at: Self.place($0)) })), ("read", .list(read)),
        ]))
  }

  /// The value by its parts, as texts: what a store keeps of it.
  private func values(of field: RowShape.Field) -> [(String, Value)] {
    func cell(_ column: Int) -> Value { text(of: column).map(Value.string) ?? .null }
    return switch field.form {
    case .plain(let column): [("value", cell(column))]
    case .choice(let word, let raw): [("value", cell(word)), ("raw", cell(raw))]
    case .money(let amount, let currency): [("value", cell(amount)), ("currency", cell(currency))]
    }
  }

  private static func said(_ text: String, at place: String) -> Value {
    .map(MapValue([("text", .string(text)), ("place", .string(place))]))
  }
}
