internal import Diagnostics
internal import Expressions
internal import JSON
internal import Language
internal import Programs
internal import Rows
internal import Values

/// A canonical field and the columns it lies in.
///
/// Shared, not copied: a list of them is gone through for every record.
final class ColumnProgram: Sendable {
  let field: FieldProgram
  let form: RowShape.Form

  init(field: FieldProgram, form: RowShape.Form) {
    self.field = field
    self.form = form
  }

  /// Sets the columns of the row that was begun; what is absent is left as it is.
  func set(in frame: inout MappingFrame, to batch: inout RowBatch) throws(FieldProblem) {
    let presence: Presence
    do throws(FieldProblem) {
      presence = try setColumns(in: &frame, to: &batch)
      if presence != .value, field.isRequired {
        throw FieldProblem(
          presence.lack(of: field.name), at: field.expressions.first?.place ?? field.place)
      }
    } catch {
      if frame.trace != nil { trace(.problem(error.message), in: &frame) }
      throw error.below(field.name)
    }
    guard frame.trace != nil else { return }
    switch presence {
    case .absent: trace(.absent, in: &frame)
    case .null: trace(.null, in: &frame)
    case .value: trace(.value, in: &frame)
    }
  }

  private func trace(_ outcome: MappingTrace.Outcome, in frame: inout MappingFrame) {
    if outcome == .value { frame.trace?.given.insert(field.place) }
    frame.noteTrace(field.name, at: field.place, field.expressions, outcome)
  }

  private func setColumns(
    in frame: inout MappingFrame, to batch: inout RowBatch
  ) throws(FieldProblem) -> Presence {
    switch (form, field.rule) {
    case (.money(let amount, let currency), .money(let program)):
      return try setMoney(program, amount, currency, in: &frame, to: &batch)
    case (.money(let amount, let currency), .value(let program)):
      return try setNothing(
        program, [amount, currency], "is money: an amount and a currency", in: &frame, to: &batch)
    case (.choice(let word, let raw), .choice(let program)):
      return try setChoice(program, field, word, raw, in: &frame, to: &batch)
    case (.choice(let word, _), .value(let program)):
      return try setWord(program, field, word, in: &frame, to: &batch)
    case (.plain(let column), .value(let program)):
      return try setValue(program, field, column, in: &frame, to: &batch)
    case (.plain(let column), _), (.choice(let column, _), _), (.money(let column, _), _):
      let start = batch.bytes.count
      let presence = try field.write(in: &frame, to: &batch.bytes)
      batch.finishJSON(column, presence, from: start)
      return presence
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
      batch.finishJSON(word, presence, from: start)
      let rawStart = batch.bytes.count
      batch.bytes.append(contentsOf: frame.raw)
      batch.finishJSON(raw, presence, from: rawStart)
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
}

extension RowBatch {
  /// Gives a column the JSON that was appended since `start`.
  mutating func finishJSON(_ column: Int, _ presence: Presence, from start: Int) {
    switch presence {
    case .absent: break
    case .null:
      bytes.removeLast(bytes.count - start)
      setNull(column)
    case .value: setText(column, from: start)
    }
  }
}
