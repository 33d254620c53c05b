internal import Diagnostics
internal import Rehearsal
internal import Reports
internal import Values

/// What changes for canonical records, for reading and for programs.
struct DiffReport {
  private let differences: [ConnectorDifference]
  private let base: String

  /// How many ids of a kind are named.
  private static let mostNames = 5

  init(_ differences: [ConnectorDifference], base: String) {
    self.differences = differences
    self.base = base
  }

  // MARK: Text

  func text(_ style: OutputStyle) -> String {
    let ink = Emphasis(style)
    let changed = differences.filter { !$0.isEmpty }
    let blocks = changed.map { text($0, ink) }
    let same = differences.count - changed.count
    let records = differences.reduce(0) { $0 + $1.compared }
    let counts = [
      changed.isEmpty ? nil : "\(Sentence.counted(changed.count, "connector")) with changes",
      same == 0 ? nil : "\(Sentence.counted(same, "connector")) without",
    ].compactMap { $0 }.joined(separator: ", ")
    return blocks.map { $0 + "\n" }.joined()
      + "since \(base): \(counts); \(Sentence.counted(records, "record")) compared\n"
  }

  private func text(_ difference: ConnectorDifference, _ ink: Emphasis) -> String {
    var text = ink.strong(difference.name) + "\n"
    for ending in difference.endings {
      let before = ending.old.map { Visible.word($0, limit: 300) } ?? "good"
      let now = ending.new.map { Visible.word($0, limit: 300) } ?? "good"
      text +=
        "  ! \(Visible.word(ending.name, limit: 200)): was \(before), is \(now)  \(ink.faint(place(ending.place)))\n"
    }
    for field in difference.fields {
      let maker = field.maker.map { "  \(ink.faint(place($0)))" } ?? ""
      text +=
        "  ~ \(field.model).\(Visible.word(field.name)): \(Sentence.counted(field.count, "record"))\(maker)\n"
      for example in field.examples {
        let (old, new) = (ink.error(shown(example.old)), ink.good(shown(example.new)))
        text += "      \(Visible.word(example.id)): \(old) → \(new)\n"
      }
      if field.count > field.examples.count { text += "      ...\n" }
    }
    text += lines("+", "appear", difference.appearing) + lines("-", "vanish", difference.vanishing)
    return text + lines("-", "are marked as gone now", difference.deleted)
      + lines("+", "are no longer marked as gone", difference.kept)
  }

  private func shown(_ text: String?) -> String { text.map { Visible.word($0, limit: 100) } ?? "(absent)" }

  private func place(_ range: SourceRange) -> String {
    let start = range.startPosition
    return "\(Visible.word(range.file.path, limit: 300)):\(start.line):\(start.column)"
  }

  /// `  + employee: 2 appear: 101, 102`.
  private func lines(_ sign: String, _ verb: String, _ records: [ConnectorDifference.Record]) -> String {
    var models: [String] = []
    for record in records where !models.contains(record.model) { models.append(record.model) }
    return models.map { model in
      let ids = records.filter { $0.model == model }.map { Visible.word($0.id) }
      let more = ids.count > Self.mostNames ? ", ..." : ""
      return
        "  \(sign) \(model): \(ids.count) \(verb): \(ids.prefix(Self.mostNames).joined(separator: ", "))\(more)\n"
    }.joined()
  }

  // MARK: JSON

  var json: String {
    let value = Value.map(
      MapValue([
        ("version", .int(1)), ("base", .string(base)), ("connectors", .list(differences.map(value))),
      ]))
    return JSONText.of(value)
  }

  private func value(_ difference: ConnectorDifference) -> Value {
    .map(
      MapValue([
        ("connector", .string(difference.name)), ("compared", .int(Int64(difference.compared))),
        ("changes", .bool(!difference.isEmpty)),
        ("fields", .list(difference.fields.map(value))),
        ("appearing", value(difference.appearing)), ("vanishing", value(difference.vanishing)),
        ("deleted", value(difference.deleted)), ("no_longer_deleted", value(difference.kept)),
        (
          "cases",
          .list(
            difference.endings.map { ending in
              .map(
                MapValue([
                  ("name", .string(ending.name)), ("place", .string(place(ending.place))),
                  ("old", text(ending.old)), ("new", text(ending.new)),
                ]))
            })
        ),
      ]))
  }

  private func value(_ field: ConnectorDifference.Field) -> Value {
    .map(
      MapValue([
        ("model", .string(field.model)), ("field", .string(field.name)), ("count", .int(Int64(field.count))),
        ("place", text(field.maker.map(place))),
        (
          "examples",
          .list(
            field.examples.map { example in
              .map(
                MapValue([
                  ("id", .string(example.id)), ("old", text(example.old)), ("new", text(example.new)),
                ]))
            })
        ),
      ]))
  }

  private func value(_ records: [ConnectorDifference.Record]) -> Value {
    .list(records.map { .map(MapValue([("model", .string($0.model)), ("id", .string($0.id))])) })
  }

  private func text(_ text: String?) -> Value { text.map(Value.string) ?? .null }
}
