internal import Databases
internal import Diagnostics
internal import JSON
internal import Language
internal import Mapping
internal import Reports
internal import Rows
internal import Storage
internal import Values
internal import YAML

/// The way of one record from the request that brought it to its canonical values.
struct RecordOrigin {
  let rows: StoredRows
  let index: Int
  let connector: LoadedConnector?
  let trace: MappingTrace?
  let record: JSONView?

  init(_ rows: StoredRows, _ index: Int, _ project: Project?) {
    self.rows = rows
    self.index = index
    let head = rows.heads[index]
    connector = project?.connector(head.integration.connector)
    record = head.raw.flatMap { try? JSONDocument(text: $0).root }
    guard let project, let mapping = connector?.mapping(of: head.stream)?.file,
      let program = try? MappingProgram(mapping, models: project.models)
    else {
      trace = nil
      return
    }
    // Without the record the rules still tell where they stand; only what they read is not there.
    let record = record.map(Value.json) ?? .map(MapValue())
    var page = program.page()
    page.trace = MappingTrace()
    program.map(record, key: head.recordKey ?? rows.rows.text(rows.rows.heads[index].sourceID), into: &page)
    trace = page.trace
  }

  /// All of it for one field, or for every field that has a value.
  func text(of field: String?, _ style: OutputStyle) -> String {
    let ink = Emphasis(style)
    let head = rows.heads[index]
    let shape = rows.rows.shape
    let id = Visible.word(rows.rows.text(rows.rows.heads[index].sourceID))
    var text =
      "\(ink.strong("\(shape.model) \(id)")) of \(Visible.word(head.integration.name)), stream \(head.stream)\n"
    if let request {
      text += "  request   \(Visible.word(request.text, limit: 200))   \(request.place)\n"
    }
    text += "  written   by run \(head.changedRun.number), first by run \(head.firstSeenRun.number)"
    text += head.deletedAt.map { ", gone since \($0)\n" } ?? "\n"
    for candidate in shape.fields where field == nil || candidate.name == field {
      let value = value(of: candidate)
      if field == nil && value == nil { continue }
      text += "\n\(ink.strong(candidate.name)) = \(value ?? "nothing")\n" + rule(candidate.name)
    }
    for own in custom where field == nil || field == "custom" || own.name == field {
      text +=
        "\n\(ink.strong(Visible.word(own.name))) = \(Visible.word(own.value, limit: 200))\n" + rule(own.name)
    }
    if connector == nil {
      text +=
        "\nthe connector `\(Visible.word(head.integration.connector))` is not in this project, so its mapping cannot be shown\n"
    } else if head.raw == nil {
      text +=
        "\nthe provider's record is not kept; `connector sync \(head.integration.connector) --full --raw` keeps it\n"
    }
    return text
  }

  // MARK: Parts

  static func isCustom(_ field: String) -> Bool { field == "custom" || field.hasPrefix("custom.") }

  /// Fields that the mapping adds to the model, by the names that they have in traces.
  var custom: [(name: String, value: String)] {
    let text = text(of: rows.rows.shape.custom)
    guard let members = text.flatMap({ try? JSONDocument(text: $0) })?.root.members else { return [] }
    return members.map { member in
      var steps = 10_000
      let value =
        (try? JSONWriter.text(of: .json(member.value), steps: &steps, limit: 1 << 16)) ?? "a large value"
      return ("custom.\(member.key.string ?? "")", member.value.string ?? value)
    }
  }

  /// The rule of the mapping, and what it found.
  private func rule(_ field: String) -> String {
    let model = rows.rows.shape.model
    guard let entry = trace?.entries.first(where: { $0.model == model && Self.covers($0.field, field) })
    else {
      return connector == nil ? "" : written(field)
    }
    var text = ""
    for (number, range) in entry.expressions.enumerated() {
      let name = number == 0 ? "rule" : "    "
      text += "  \(name)      \(Visible.word(range.ruleText, limit: 200))   \(Self.place(range))\n"
    }
    if entry.expressions.isEmpty { text += "  rule      \(Self.place(entry.place))\n" }
    var shown: Set<String> = []
    for path in entry.paths where record != nil && shown.insert(path).inserted {
      text += "  read      \(Visible.word(path)) = \(raw(at: path))\n"
    }
    if case .problem(let reason) = entry.outcome, record != nil {
      text += "  now       \(Visible.word(reason, limit: 300))\n"
    }
    return text
  }

  /// The rule as the mapping has it, when the record at hand does not lead as far.
  private func written(_ field: String) -> String {
    guard let range = writtenRule(field) else { return "  rule      the mapping has none for it\n" }
    return "  rule      \(Visible.word(range.ruleText, limit: 200))   \(Self.place(range))\n"
  }

  /// What the mapping says of a field.
  func writtenRule(_ field: String) -> SourceRange? {
    let mapping = connector?.mapping(of: rows.heads[index].stream)?.file
    let models = (mapping?[MappingFile.models] ?? []).filter {
      $0[ModelMapping.model]?.value == rows.rows.shape.model
    }
    if Self.isCustom(field) {
      let name = String(field.dropFirst("custom.".count))
      return models.lazy.compactMap { model in
        model[ModelMapping.custom]?.named(name)?.value[CustomField.value]?.range
      }.first
    }
    return models.lazy.compactMap { $0[ModelMapping.values]?.named(field)?.value.node.range }.first
  }

  /// A rule may stand for a field or for a part of it.
  static func covers(_ name: String, _ field: String) -> Bool {
    name == field || name.hasPrefix(field + ".") || name.hasPrefix(field + "[")
  }

  /// The request of the stream, as the connector writes it.
  var request: (text: String, place: String)? {
    guard let block = connector?.stream(rows.heads[index].stream)?.value[StreamBlock.read]?.block,
      let target = RequestBlock.target(of: block)
    else { return nil }
    let range = block.valueRange(target.method)
    return ("\(target.method.uppercased()) \(range.text)", Self.place(range))
  }

  /// What the provider sent at a path of the record.
  func raw(at path: String) -> String {
    var view = record
    for name in path.split(separator: ".") where !(name == "record" && view?["record"] == nil) {
      view = view?[String(name)]
    }
    guard let view else { return "nothing" }
    var steps = 10_000
    return Visible.word(
      (try? JSONWriter.text(of: .json(view), steps: &steps, limit: 1 << 16)) ?? "a large value", limit: 200)
  }

  func value(of field: RowShape.Field) -> String? {
    func text(_ column: Int) -> String? { self.text(of: column).map { Visible.word($0, limit: 200) } }
    switch field.form {
    case .plain(let column): return text(column)
    case .choice(let word, let raw): return text(word).map { $0 + (text(raw).map { "   (\($0))" } ?? "") }
    case .money(let amount, let currency):
      return text(amount).map { $0 + (text(currency).map { " \($0)" } ?? "") }
    }
  }

  func text(of column: Int) -> String? {
    let cell = rows.rows.cell(index, column)
    if case .absent = cell.state { return nil }
    return CSVText.text(of: cell, column, in: rows.rows)
  }

  static func place(_ range: SourceRange) -> String {
    let start = range.startPosition
    return "\(range.file.path):\(start.line):\(start.column)"
  }
}
