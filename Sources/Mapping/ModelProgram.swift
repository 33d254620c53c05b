internal import Diagnostics
internal import JSON
internal import Expressions
internal import Language
internal import Programs
internal import Rows
internal import Values

/// How one kind of canonical record is made of a record.
final class ModelProgram: Sendable {
  private struct Custom: Sendable {
    let name: String
    let place: SourceRange
    let type: PlainType
    let pii: PIIClass
    let value: ValueProgram
  }

  let shape: RowShape
  /// A record may give several rows or none, or rows whose id is not its key.
  let isDerived: Bool
  /// The columns that the mapping may fill.
  let columns: [Int]
  private let named: [NamedProgram]
  private let condition: ValueProgram?
  private let each: ValueProgram?
  private let id: ValueProgram?
  private let updatedAt: ValueProgram?
  private let createdAt: ValueProgram?
  private let fields: [ColumnProgram]
  private let custom: [Custom]
  /// The fields that have common forms, and the positions of those that have none.
  private let quick: SharedQuickProgram
  private let slow: [Int]
  private let firstHint: Int

  init(_ block: ModelMapping, models: ModelCatalogue, _ scope: inout Compilation) throws(RunFailure) {
    guard let name = block[ModelMapping.model], let model = models[name.value] else {
      throw RunFailure(
        .request, "there is no model `\(block[ModelMapping.model]?.value ?? "")`",
        at: block[ModelMapping.model]?.range ?? block.block.head)
    }
    shape = RowShape(model)
    let shared = block[ModelMapping.named] ?? []
    var named: [NamedProgram] = []
    for (place, entry) in shared.enumerated() {
      // Each sees only those before it, so that none can lead back to itself.
      scope.use(shared.prefix(place).map(\.name))
      named.append(NamedProgram(name: entry.name, program: ValueProgram(entry.value, &scope)))
    }
    self.named = named
    isDerived =
      block[ModelMapping.when] != nil || block[ModelMapping.each] != nil || block[ModelMapping.id] != nil
    scope.use(shared.map(\.name))
    condition = block[ModelMapping.when].map { ValueProgram($0, &scope) }
    each = block[ModelMapping.each].map { ValueProgram($0, &scope) }
    let shape = shape
    let rules =
      each == nil
      ? try Rules(block, shape, &scope)
      : try scope.inElement { (scope) throws(RunFailure) in try Rules(block, shape, &scope) }
    (id, updatedAt, createdAt) = (rules.id, rules.updatedAt, rules.createdAt)
    (fields, custom) = (rules.fields, rules.custom)
    firstHint = scope.hintCount
    var quick = QuickProgram()
    var slow: [Int] = []
    for (position, column) in fields.enumerated()
    where !quick.add(column.field, column.form, position: position) { slow.append(position) }
    quick.addTimes(updatedAt: updatedAt?.form, createdAt: createdAt?.form)
    scope.hintCount += quick.paths.count + quick.pathsOfItem.count
    columns = Self.columns(of: fields, shape, hasCustom: !custom.isEmpty)
    let slots = Dictionary(columns.enumerated().map { ($1, $0) }) { first, _ in first }
    (self.quick, self.slow) = (SharedQuickProgram(quick, slots: slots), slow)
    let missing = model.fields.filter { field in
      field.isRequired && !fields.contains { $0.field.name == field.name }
    }
    if let missing = missing.first {
      throw RunFailure(
        .request, "model `\(model.name)` needs `\(missing.name)`, and nothing is mapped to it",
        at: block.block.head)
    }
  }

  /// What stands at the root of the record, or at that of each element.
  private struct Rules {
    let id: ValueProgram?
    let updatedAt: ValueProgram?
    let createdAt: ValueProgram?
    var fields: [ColumnProgram] = []
    let custom: [Custom]

    init(_ block: ModelMapping, _ shape: RowShape, _ scope: inout Compilation) throws(RunFailure) {
      id = block[ModelMapping.id].map { ValueProgram($0, &scope) }
      updatedAt = block[ModelMapping.updatedAt].map { ValueProgram($0, &scope) }
      createdAt = block[ModelMapping.createdAt].map { ValueProgram($0, &scope) }
      custom = (block[ModelMapping.custom] ?? []).compactMap { entry in
        guard let type = entry.value[CustomField.type], let value = entry.value[CustomField.value] else {
          return nil
        }
        return Custom(
          name: entry.name, place: entry.nameRange, type: type.plain,
          pii: entry.value[CustomField.pii] ?? .personal, value: ValueProgram(value, &scope))
      }
      for rule in block[ModelMapping.values] ?? [] {
        guard let field = shape.field(rule.name) else {
          throw RunFailure(
            .request, "model `\(shape.model)` has no field `\(rule.name)`", at: rule.nameRange)
        }
        fields.append(ColumnProgram(field: try FieldProgram(rule, as: field.model, &scope), form: field.form))
      }
    }
  }

  private static func columns(of fields: [ColumnProgram], _ shape: RowShape, hasCustom: Bool) -> [Int] {
    var columns: Set<Int> = hasCustom ? [shape.custom] : []
    for field in fields {
      switch field.form {
      case .plain(let column): columns.insert(column)
      case .choice(let word, let raw): columns.formUnion([word, raw])
      case .money(let amount, let currency): columns.formUnion([amount, currency])
      }
    }
    return columns.sorted()
  }

  /// Makes the rows of the record that the frame has, or none of them.
  func map(
    key: String, raw: Value?, origin: RowHash?, in frame: inout MappingFrame, to batch: inout RowBatch
  ) throws(FieldProblem) {
    frame.begin(shape.model, naming: named)
    let mark = batch.mark
    do throws(FieldProblem) {
      if let condition, try !condition.isTrue(in: &frame) {
        batch.withdraw(key)
        return
      }
      guard let each else {
        return try addRow(key: key, position: nil, raw: raw, origin: origin, in: &frame, to: &batch)
      }
      guard case .list(let list) = try each.elements(in: &frame), !list.isEmpty else {
        batch.withdraw(key)
        return
      }
      for (position, item) in list.enumerated() {
        do throws(FieldProblem) {
          try frame.with(item: item) { (frame) throws(FieldProblem) in
            try addRow(key: key, position: position, raw: raw, origin: nil, in: &frame, to: &batch)
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
    key: String, position: Int?, raw: Value?, origin: RowHash?, in frame: inout MappingFrame,
    to batch: inout RowBatch
  ) throws(FieldProblem) {
    var head = RowBatch.Head()
    head.origin = origin
    head.sourceID = batch.append(try sourceID(key: key, position: position, in: &frame))
    if isDerived { head.recordKey = batch.append(key) }
    if let raw { head.raw = batch.append(record: raw) }
    batch.beginRow()
    frame.leftOver.removeAll(keepingCapacity: true)
    if fillQuickly(&head, in: &frame, to: &batch) {
      // In the order of the mapping, so that of several problems it is always the first one that is told.
      let rest = frame.leftOver.isEmpty ? slow : (slow + frame.leftOver).sorted()
      for field in rest { try fields[field].set(in: &frame, to: &batch) }
    } else {
      for column in fields { try column.set(in: &frame, to: &batch) }
    }
    if head.updatedAt == nil { head.updatedAt = try instant(updatedAt, "source_updated_at", in: &frame) }
    if head.createdAt == nil { head.createdAt = try instant(createdAt, "source_created_at", in: &frame) }
    if !custom.isEmpty { try setCustom(in: &frame, to: &batch) }
    batch.endRow(head)
  }

  /// Fills the columns that have common forms and notes those it gave up; false when nothing was done.
  private func fillQuickly(
    _ head: inout RowBatch.Head, in frame: inout MappingFrame, to batch: inout RowBatch
  ) -> Bool {
    // A trace wants to know of each field what happened.
    guard frame.trace == nil, let record = frame.recordRoot else { return false }
    let item = frame.itemRoot
    let size = record.tape.extent(record.index) + (item.map { $0.tape.extent($0.index) } ?? 0)
    guard size <= QuickRun.longestRecord else { return false }
    frame.reserveText(size * quick.pathUses + quick.addedBytes)
    frame.withMemory(firstHint) { hints, ends, text, leftOver in
      batch.withLastRow { cells, base in
        var run = QuickRun(quick, record: record, item: item, hints: hints, ends: ends, text: text)
        (head.updatedAt, head.updatedText) = run.instant(quick.updatedAt, base: base)
        (head.createdAt, head.createdText) = run.instant(quick.createdAt, base: base)
        for place in 0..<quick.columns.count {
          let column = quick.columns.start + place
          let presence = run.fill(column, cells, base: base)
          if presence == nil || presence != .value && column.pointee.isRequired {
            leftOver.append(column.pointee.field)
          }
        }
        return UnsafeBufferPointer(start: text, count: run.count)
      }
    }
    return true
  }

  /// The text of a field of the record that the frame has; nil where it has none, or gives a row for each of a list.
  func text(of name: String, in frame: inout MappingFrame) -> String? {
    guard each == nil, let column = fields.first(where: { $0.field.name == name }) else { return nil }
    var bytes: [UInt8] = []
    guard let presence = try? column.field.write(in: &frame, to: &bytes), presence == .value,
      let document = try? JSONDocument(bytes), case .string(let text) = Value.json(document.root).plain
    else { return nil }
    return text
  }

  private func sourceID(
    key: String, position: Int?, in frame: inout MappingFrame
  ) throws(FieldProblem) -> String {
    guard let id else { return position.map { "\(key):\($0 + 1)" } ?? key }
    guard let value = try value(of: id, "id", in: &frame), let text = SourceText.ofID(value) else {
      throw FieldProblem("the id is no text and no whole number", at: id.place).below("id")
    }
    return text
  }

  private func instant(
    _ program: ValueProgram?, _ name: String, in frame: inout MappingFrame
  ) throws(FieldProblem) -> Instant? {
    guard let program else { return nil }
    guard let value = try value(of: program, name, in: &frame), !value.isNull else { return nil }
    guard case .timestamp(let instant) = value.plain else {
      throw FieldProblem(
        "`\(name)` is instant, and this is \(value.kind.title): write `instant(...)`", at: program.place
      ).below(name)
    }
    frame.trace?.given.insert(program.place)
    return instant
  }

  /// The value of a rule that stands outside of `fields`; what is wrong with it is told under its name.
  private func value(
    of program: ValueProgram, _ name: String, in frame: inout MappingFrame
  ) throws(FieldProblem) -> Value? {
    do throws(FieldProblem) {
      return try program.value(in: &frame)
    } catch {
      throw error.below(name)
    }
  }

  // MARK: Custom fields

  private func setCustom(in frame: inout MappingFrame, to batch: inout RowBatch) throws(FieldProblem) {
    let start = batch.bytes.count
    batch.bytes.append(0x7B)
    var count = 0
    for field in custom {
      let value = try value(of: field.value, "custom.\(field.name)", in: &frame)
      if frame.trace != nil { trace(field, value.map { $0.isNull ? .null : .value } ?? .absent, in: &frame) }
      guard let value else { continue }
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
    batch.finishJSON(shape.custom, count == 0 ? .absent : .value, from: start)
  }

  private func trace(_ field: Custom, _ outcome: MappingTrace.Outcome, in frame: inout MappingFrame) {
    if outcome == .value { frame.trace?.given.insert(field.place) }
    frame.noteTrace(
      "custom.\(field.name)", at: field.place, [field.value], outcome,
      custom: MappingTrace.Declaration(type: field.type, pii: field.pii))
  }
}
