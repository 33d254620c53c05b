internal import Diagnostics
internal import Language
internal import Programs
internal import Values

/// How one canonical field, at any depth, is made.
struct FieldProgram: Sendable {
  enum Rule: Sendable {
    case value(ValueProgram)
    case choice(EnumProgram)
    case list(ListProgram)
    case object(ObjectProgram)
    case money(MoneyProgram)
  }

  let name: String
  let type: ModelType
  let isRequired: Bool
  let rule: Rule
  /// The name of the field in the mapping.
  let place: SourceRange

  /// The rule of a field; fails where the mapping does not fit the model, which the linter tells at length.
  init(
    _ rule: Named<Block>, as field: ModelField, _ scope: inout Compilation
  ) throws(RunFailure) {
    name = field.name
    type = field.type
    isRequired = field.isRequired
    place = rule.nameRange
    let block = rule.value
    func unfit(_ given: String) -> RunFailure {
      RunFailure(
        .request, "`\(field.name)` is \(field.type.meaning), and \(given) is given", at: rule.nameRange)
    }
    if let value = block.as(ValueRule.self), let text = value[ValueRule.value] {
      self.rule = .value(ValueProgram(text, &scope))
    } else if let choice = block.as(EnumRule.self) {
      guard let program = EnumProgram(choice, &scope) else { throw unfit("an unfinished enum") }
      self.rule = .choice(program)
    } else if let list = block.as(ListRule.self) {
      guard let element = ListProgram.element(of: field.type) else { throw unfit("a list") }
      self.rule = .list(try ListProgram(list, of: element, field, &scope))
    } else if let object = block.as(ObjectRule.self) {
      guard let holder = ObjectProgram.Holder(field.type) else { throw unfit("an object") }
      self.rule = .object(try ObjectProgram(object, holder, &scope))
    } else if let money = block.as(MoneyRule.self) {
      guard case .plain(.money) = field.type, let program = MoneyProgram(money, &scope) else {
        throw unfit("an amount of money")
      }
      self.rule = .money(program)
    } else {
      throw unfit("nothing that can be run")
    }
  }

  /// Every expression that the rule reads.
  var expressions: [ValueProgram] {
    switch rule {
    case .value(let value): [value]
    case .choice(let choice): [choice.match]
    case .list(let list): list.expressions
    case .object(let object): object.expressions
    case .money(let money): [money.amount, money.currency]
    }
  }
}

/// Whether a field came out with something.
enum Presence: Sendable {
  case absent, null, value

  /// What a record without a value for a required field is told.
  func lack(of field: String) -> String {
    "`\(field)` is required, and \(self == .null ? "it is null" : "the record does not have it")"
  }
}

extension FieldProgram {
  /// Writes the field as JSON; nothing is written when it is absent.
  func write(in frame: inout MappingFrame, to bytes: inout [UInt8]) throws(FieldProblem) -> Presence {
    let presence: Presence
    switch rule {
    case .value(let program): presence = try write(program, in: &frame, to: &bytes)
    case .choice(let program): presence = try program.writeWords(of: self, in: &frame, to: &bytes)
    case .list(let program): presence = try program.write(in: &frame, to: &bytes)
    case .object(let program): presence = try program.write(in: &frame, to: &bytes)
    case .money(let program): presence = try program.write(in: &frame, to: &bytes)
    }
    return presence
  }

  private func write(
    _ program: ValueProgram, in frame: inout MappingFrame, to bytes: inout [UInt8]
  ) throws(FieldProblem) -> Presence {
    guard let value = try program.value(in: &frame) else { return .absent }
    do throws(Misfit) {
      return try JSONForms.append(value, as: type, to: &bytes) ? .value : .null
    } catch {
      throw FieldProblem("`\(name)` \(error.message)", at: program.place)
    }
  }
}
