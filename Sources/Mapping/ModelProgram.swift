internal import Diagnostics
internal import JSON
internal import Expressions
internal import Language
internal import Programs
internal import Rows
internal import Values

/// How one kind of canonical record is made of a record.
struct ModelProgram: Sendable {
  /// A canonical field and the columns it lies in.
  private struct Placed: Sendable {
    let field: FieldProgram
    let form: RowShape.Form
  }

  private struct Custom: Sendable {
    let name: String
    let type: PlainType
    let value: ValueProgram
  }

  let shape: RowShape
  private let named: [NamedProgram]
  private let condition: ValueProgram?
  private let each: ValueProgram?
  private let id: ValueProgram?
  private let updatedAt: ValueProgram?
  private let createdAt: ValueProgram?
  private let fields: [Placed]
  private let custom: [Custom]

  init(_ block: ModelMapping, models: ModelCatalogue) throws(RunFailure) {
    guard let name = block[ModelMapping.model], let model = models[name.value] else {
      throw RunFailure(
        .request, "there is no model `\(block[ModelMapping.model]?.value ?? "")`",
        at: block[ModelMapping.model]?.range ?? block.block.head)
    }
    shape = RowShape(model)
    let shared = block[ModelMapping.named] ?? []
    let record = MappingScope.record(names: shared.map(\.name))
    named = shared.enumerated().map { place, entry in
      // Each sees only those before it, so that none can lead back to itself.
      let before = MappingScope.record(names: shared.prefix(place).map(\.name))
      return NamedProgram(name: entry.name, program: ValueProgram(entry.value, before))
    }
    condition = block[ModelMapping.when].map { ValueProgram($0, record) }
    each = block[ModelMapping.each].map { ValueProgram($0, record) }
    let root = each == nil ? record : record.element
    id = block[ModelMapping.id].map { ValueProgram($0, root) }
    updatedAt = block[ModelMapping.updatedAt].map { ValueProgram($0, root) }
    createdAt = block[ModelMapping.createdAt].map { ValueProgram($0, root) }
    var fields: [Placed] = []
    for rule in block[ModelMapping.values] ?? [] {
      guard let field = shape.field(rule.name) else {
        throw RunFailure(
          .request, "model `\(model.name)` has no field `\(rule.name)`", at: rule.nameRange)
      }
      fields.append(
        Placed(field: try FieldProgram(rule, as: field.model, root), form: field.form))
    }
    let missing = model.fields.filter { field in
      field.isRequired && !fields.contains { $0.field.name == field.name }
    }
    if let missing = missing.first {
      throw RunFailure(
        .request, "model `\(model.name)` needs `\(missing.name)`, and nothing is mapped to it",
        at: block.block.head)
    }
    self.fields = fields
    custom = (block[ModelMapping.custom] ?? []).compactMap { entry in
      guard let type = entry.value[CustomField.type], let value = entry.value[CustomField.value] else {
        return nil
      }
      return Custom(name: entry.name, type: type.plain, value: ValueProgram(value, root))
    }
  }

  /// A record may give several rows or none, or rows whose id is not its key.
  var isDerived: Bool { condition != nil || each != nil || id != nil }

  /// Makes the rows of the record that the frame has, or none of them.
  func map(
    key: String, raw: String?, in frame: inout MappingFrame, to batch: inout RowBatch
  ) throws(FieldProblem) {
    frame.begin(shape.model, naming: named)
    let mark = batch.mark
    do throws(FieldProblem) {
      if let condition, try !condition.isTrue(in: &frame) {
        batch.withdraw(key)
        return
      }
      guard let each else {
        return try addRow(key: key, position: nil, raw: raw, in: &frame, to: &batch)
      }
      guard case .list(let list) = try each.elements(in: &frame), !list.isEmpty else {
        batch.withdraw(key)
        return
      }
      for (position, item) in list.enumerated() {
        do throws(FieldProblem) {
          try frame.with(item: item) { (frame) throws(FieldProblem) in
            try addRow(key: key, position: position, raw: raw, in: &frame, to: &batch)
          }
        } catch {
          throw error.below("[\(position)]")
        }
      }
    } catch {
      batch.rollBack(to: mark)
      throw error
    }
  }

  private func addRow(
    key: String, position: Int?, raw: String?, in frame: inout MappingFrame, to batch: inout RowBatch
  ) throws(FieldProblem) {
    var head = RowBatch.Head()
    head.sourceID = batch.append(try sourceID(key: key, position: position, in: &frame))
    if isDerived { head.recordKey = batch.append(key) }
    head.updatedAt = try instant(updatedAt, "source_updated_at", in: &frame)
    head.createdAt = try instant(createdAt, "source_created_at", in: &frame)
    if let raw { head.raw = batch.append(raw) }
    batch.beginRow()
    for placed in fields { try set(placed, in: &frame, to: &batch) }
    if !custom.isEmpty { try setCustom(in: &frame, to: &batch) }
    batch.endRow(head)
  }

  private func sourceID(
    key: String, position: Int?, in frame: inout MappingFrame
  ) throws(FieldProblem) -> String {
    guard let id else { return position.map { "\(key):\($0 + 1)" } ?? key }
    guard let value = try id.value(in: &frame), let text = SourceText.ofID(value) else {
      throw FieldProblem("the id is no text and no whole number", at: id.place).below("id")
    }
    return text
  }

  private func instant(
    _ program: ValueProgram?, _ name: String, in frame: inout MappingFrame
  ) throws(FieldProblem) -> Instant? {
    guard let program, let value = try program.value(in: &frame), !value.isNull else { return nil }
    guard case .timestamp(let instant) = value.plain else {
      throw FieldProblem(
        "`\(name)` is instant, and this is \(value.kind.title): write `instant(...)`", at: program.place
      ).below(name)
    }
    return instant
  }

  // MARK: Columns

  private func set(
    _ placed: Placed, in frame: inout MappingFrame, to batch: inout RowBatch
  ) throws(FieldProblem) {
    let presence: Presence
    do throws(FieldProblem) {
      presence = try setColumns(placed, in: &frame, to: &batch)
      if presence != .value, placed.field.isRequired {
        throw FieldProblem(
          "`\(placed.field.name)` is required, and the record does not have it",
          at: placed.field.expressions.first?.place ?? placed.field.place)
      }
    } catch {
      if frame.trace != nil { trace(placed, .problem(error.message), in: &frame) }
      throw error.below(placed.field.name)
    }
    guard frame.trace != nil else { return }
    switch presence {
    case .absent: trace(placed, .absent, in: &frame)
    case .null: trace(placed, .null, in: &frame)
    case .value: trace(placed, .value, in: &frame)
    }
  }

  private func setColumns(
    _ placed: Placed, in frame: inout MappingFrame, to batch: inout RowBatch
  ) throws(FieldProblem) -> Presence {
    switch (placed.form, placed.field.rule) {
    case (.money(let amount, let currency), .money(let program)):
      return try setMoney(program, amount, currency, in: &frame, to: &batch)
    case (.money(let amount, let currency), .value(let program)):
      return try setNothing(
        program, [amount, currency], "is money: an amount and a currency", in: &frame, to: &batch)
    case (.choice(let word, let raw), .choice(let program)):
      return try setChoice(program, placed.field, word, raw, in: &frame, to: &batch)
    case (.choice(let word, _), .value(let program)):
      return try setWord(program, placed.field, word, in: &frame, to: &batch)
    case (.plain(let column), .value(let program)):
      return try setValue(program, placed.field, column, in: &frame, to: &batch)
    case (.plain(let column), _), (.choice(let column, _), _), (.money(let column, _), _):
      let start = batch.bytes.count
      let presence = try placed.field.write(in: &frame, to: &batch.bytes)
      finish(column, presence, from: start, in: &batch)
      return presence
    }
  }

  /// Gives a column the JSON that was appended since `start`.
  private func finish(_ column: Int, _ presence: Presence, from start: Int, in batch: inout RowBatch) {
    switch presence {
    case .absent: break
    case .null:
      batch.bytes.removeLast(batch.bytes.count - start)
      batch.setNull(column)
    case .value: batch.setText(column, from: start)
    }
  }

  private func setValue(
    _ program: ValueProgram, _ field: FieldProgram, _ column: Int, in frame: inout MappingFrame,
    to batch: inout RowBatch
  ) throws(FieldProblem) -> Presence {
    guard let value = try program.value(in: &frame) else { return .absent }
    if value.isNull {
      batch.setNull(column)
      return .null
    }
    let start = batch.bytes.count
    do throws(Misfit) {
      switch field.type {
      case .plain(.address), .list, .object:
        _ = try JSONForms.append(value, as: field.type, to: &batch.bytes)
        batch.setText(column, from: start)
      case .plain(let type):
        switch try ScalarForms.append(value, as: type, to: &batch.bytes) {
        case .null:
          batch.setNull(column)
          return .null
        case .text: batch.setText(column, from: start)
        case .integer(let number): batch.setInteger(column, number)
        }
      case .reference:
        guard let id = SourceText.ofID(value) else {
          // An empty text names no record.
          if case .string(let text) = value.plain, text.isEmpty {
            batch.setNull(column)
            return .null
          }
          throw Misfit("is a record's id, and this is \(value.kind.title)")
        }
        _ = batch.append(id)
        batch.setText(column, from: start)
      case .choice: break
      }
    } catch {
      throw FieldProblem("`\(field.name)` \(error.message)", at: program.place)
    }
    return .value
  }

  /// An expression whose every outcome is one of the model's words.
  private func setWord(
    _ program: ValueProgram, _ field: FieldProgram, _ column: Int, in frame: inout MappingFrame,
    to batch: inout RowBatch
  ) throws(FieldProblem) -> Presence {
    guard let value = try program.value(in: &frame) else { return .absent }
    if value.isNull {
      batch.setNull(column)
      return .null
    }
    let start = batch.bytes.count
    if case .list = field.type {
      do throws(Misfit) {
        _ = try JSONForms.append(value, as: field.type, to: &batch.bytes)
      } catch {
        throw FieldProblem("`\(field.name)` \(error.message)", at: program.place)
      }
    } else {
      guard case .choice(let choices) = field.type, case .string(let word) = value.plain,
        choices.contains(where: { $0.name == word })
      else {
        throw FieldProblem("`\(field.name)` has fixed values, and this is none of them", at: program.place)
      }
      _ = batch.append(word)
    }
    batch.setText(column, from: start)
    return .value
  }

  private func setChoice(
    _ program: EnumProgram, _ field: FieldProgram, _ word: Int, _ raw: Int, in frame: inout MappingFrame,
    to batch: inout RowBatch
  ) throws(FieldProblem) -> Presence {
    if case .list = field.type {
      let start = batch.bytes.count
      let presence = try program.writeWords(of: field, in: &frame, to: &batch.bytes)
      finish(word, presence, from: start, in: &batch)
      let rawStart = batch.bytes.count
      batch.bytes.append(contentsOf: frame.raw)
      finish(raw, presence, from: rawStart, in: &batch)
      return presence
    }
    guard let value = try program.match.value(in: &frame) else { return .absent }
    if value.isNull {
      batch.setNull(word)
      batch.setNull(raw)
      return .null
    }
    let meaning = try program.meaning(of: value)
    program.note(meaning, field: field.name, in: &frame)
    let start = batch.bytes.count
    _ = batch.append(meaning.word)
    batch.setText(word, from: start)
    let rawStart = batch.bytes.count
    _ = batch.append(meaning.raw)
    batch.setText(raw, from: rawStart)
    return .value
  }

  private func setMoney(
    _ program: MoneyProgram, _ amount: Int, _ currency: Int, in frame: inout MappingFrame,
    to batch: inout RowBatch
  ) throws(FieldProblem) -> Presence {
    var parts: [UInt8] = []
    let (presence, split) = try program.append(in: &frame, to: &parts)
    switch presence {
    case .absent: break
    case .null:
      batch.setNull(amount)
      batch.setNull(currency)
    case .value:
      let start = batch.bytes.count
      batch.bytes.append(contentsOf: parts[..<split])
      batch.setText(amount, from: start, isPlain: true)
      let code = batch.bytes.count
      batch.bytes.append(contentsOf: parts[split...])
      batch.setText(currency, from: code, isPlain: true)
    }
    return presence
  }

  /// For types that no expression alone can give: only absent and null are allowed.
  private func setNothing(
    _ program: ValueProgram, _ columns: [Int], _ meaning: String, in frame: inout MappingFrame,
    to batch: inout RowBatch
  ) throws(FieldProblem) -> Presence {
    guard let value = try program.value(in: &frame) else { return .absent }
    guard value.isNull else { throw FieldProblem("this \(meaning)", at: program.place) }
    for column in columns { batch.setNull(column) }
    return .null
  }

  private func setCustom(in frame: inout MappingFrame, to batch: inout RowBatch) throws(FieldProblem) {
    let start = batch.bytes.count
    batch.bytes.append(0x7B)
    var count = 0
    for field in custom {
      guard let value = try field.value.value(in: &frame) else { continue }
      if count > 0 { batch.bytes.append(0x2C) }
      count += 1
      JSONText.append(field.name, to: &batch.bytes)
      batch.bytes.append(0x3A)
      do throws(Misfit) {
        _ = try JSONForms.append(value, as: .plain(field.type), to: &batch.bytes)
      } catch {
        throw FieldProblem("`\(field.name)` \(error.message)", at: field.value.place).below(
          "custom.\(field.name)")
      }
    }
    batch.bytes.append(0x7D)
    finish(shape.custom, count == 0 ? .absent : .value, from: start, in: &batch)
  }

  private func trace(_ placed: Placed, _ outcome: MappingTrace.Outcome, in frame: inout MappingFrame) {
    let expressions = frame.withNames(placed.field.expressions)
    frame.trace?.entries.append(
      MappingTrace.Entry(
        model: shape.model, field: placed.field.name, place: placed.field.place,
        expressions: expressions.map(\.place),
        paths: expressions.flatMap { $0.expression.program.checked.plainPaths.map(\.description) },
        outcome: outcome))
  }
}

extension CustomType {
  fileprivate var plain: PlainType {
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
