internal import Diagnostics
internal import JSON
internal import Language
internal import Programs
internal import Values

/// An object made field by field.
struct ObjectProgram: Sendable {
  /// What an object may hold.
  enum Holder: Sendable {
    case fields([ModelField])
    /// A map of texts.
    case texts
    /// Any JSON.
    case anything

    init?(_ type: ModelType) {
      switch type {
      case .object(let fields): self = .fields(fields)
      case .plain(.address): self = .fields(ModelField.address)
      case .plain(.map): self = .texts
      case .plain(.json): self = .anything
      default: return nil
      }
    }
  }

  private let condition: ValueProgram?
  private let fields: ObjectFields

  init(_ rule: ObjectRule, _ holder: Holder, _ scope: inout Compilation) throws(RunFailure) {
    condition = rule[ObjectRule.when].map { ValueProgram($0, &scope) }
    fields = try ObjectFields(rule[ObjectRule.values] ?? [], holder, rule.block.head, &scope)
  }

  var expressions: [ValueProgram] { (condition.map { [$0] } ?? []) + fields.expressions }

  /// An object none of whose fields is there is absent itself.
  func write(in frame: inout MappingFrame, to bytes: inout [UInt8]) throws(FieldProblem) -> Presence {
    if let condition, try !condition.isTrue(in: &frame) { return .absent }
    let start = bytes.count
    if try fields.write(in: &frame, to: &bytes) == 0 {
      bytes.removeLast(bytes.count - start)
      return .absent
    }
    return .value
  }
}

/// The fields of an object or of an element of a list.
struct ObjectFields: Sendable {
  private let fields: [FieldProgram]
  /// The required fields that nothing makes.
  private let missing: [String]
  private let holdsTexts: Bool
  private let place: SourceRange

  init(
    _ rules: [Named<Block>], _ holder: ObjectProgram.Holder, _ place: SourceRange,
    _ scope: inout Compilation
  ) throws(RunFailure) {
    self.place = place
    var fields: [FieldProgram] = []
    var missing: [String] = []
    var holdsTexts = false
    for rule in rules {
      switch holder {
      case .fields(let known):
        guard let field = known.first(where: { $0.name == rule.name }) else {
          throw RunFailure(.request, "there is no field `\(rule.name)` here", at: rule.nameRange)
        }
        fields.append(try FieldProgram(rule, as: field, &scope))
      case .texts, .anything:
        let free = ModelField(
          name: rule.name, type: Self.freeType(rule.value), isRequired: false, summary: "", pii: nil,
          range: rule.nameRange)
        fields.append(try FieldProgram(rule, as: free, &scope))
        if case .texts = holder { holdsTexts = true }
      }
    }
    if case .fields(let known) = holder {
      missing = known.filter { field in field.isRequired && !rules.contains { $0.name == field.name } }
        .map(\.name)
    }
    self.fields = fields
    self.missing = missing
    self.holdsTexts = holdsTexts
  }

  /// In a free object the rule itself says what the field is.
  private static func freeType(_ rule: Block) -> ModelType {
    if rule.as(MoneyRule.self) != nil { return .plain(.money) }
    if rule.as(ListRule.self) != nil { return .list(.plain(.json)) }
    if let choice = rule.as(EnumRule.self) {
      let words = (choice[EnumRule.cases] ?? []).map(\.value.value)
      return .choice((words + [choice[EnumRule.otherwise]?.value].compactMap { $0 }).map { Choice($0, "") })
    }
    return .plain(.json)
  }

  var expressions: [ValueProgram] { fields.flatMap(\.expressions) }

  /// Writes the object and tells how many fields it has.
  func write(in frame: inout MappingFrame, to bytes: inout [UInt8]) throws(FieldProblem) -> Int {
    if let name = missing.first {
      throw FieldProblem("`\(name)` is required, and nothing is mapped to it", at: place).below(name)
    }
    bytes.append(0x7B)
    var count = 0
    for field in fields {
      let start = bytes.count
      if count > 0 { bytes.append(0x2C) }
      JSONText.append(field.name, to: &bytes)
      bytes.append(0x3A)
      let presence: Presence
      do throws(FieldProblem) {
        presence = try write(field, in: &frame, to: &bytes)
      } catch {
        throw error.below(field.name)
      }
      if presence != .value, field.isRequired {
        throw FieldProblem(presence.lack(of: field.name), at: field.place).below(field.name)
      }
      if presence == .absent {
        bytes.removeLast(bytes.count - start)
        continue
      }
      count += 1
      if presence == .value { frame.trace?.given.insert(field.place) }
      if case .choice(let program) = field.rule {
        program.writeRaw(beside: field.name, in: &frame, to: &bytes)
      }
    }
    bytes.append(0x7D)
    return count
  }

  private func write(
    _ field: FieldProgram, in frame: inout MappingFrame, to bytes: inout [UInt8]
  ) throws(FieldProblem) -> Presence {
    guard holdsTexts, case .value(let program) = field.rule else {
      return try field.write(in: &frame, to: &bytes)
    }
    // A map holds texts and no nulls.
    guard let value = try program.value(in: &frame), !value.isNull else { return .absent }
    do throws(Misfit) {
      try JSONForms.append(text: value, to: &bytes)
    } catch {
      throw FieldProblem("`\(field.name)` \(error.message)", at: program.place)
    }
    return .value
  }
}
