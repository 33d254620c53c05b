internal import Diagnostics
internal import Language
internal import Programs
internal import Values

/// A list made element by element.
struct ListProgram: Sendable {
  private enum Element: Sendable {
    case value(ValueProgram, ModelType)
    case fields(ObjectFields)
  }

  private let each: ValueProgram
  private let condition: ValueProgram?
  private let element: Element
  private let name: String

  /// The type of the elements; nil for what is no list.
  static func element(of type: ModelType) -> ModelType? {
    switch type {
    case .list(let element): element
    case .plain(.json): .plain(.json)
    default: nil
    }
  }

  init(
    _ rule: ListRule, of type: ModelType, _ field: ModelField, _ scope: inout Compilation
  ) throws(RunFailure) {
    guard let list = rule[ListRule.each] else {
      throw RunFailure(.request, "`\(field.name)` has no `each`", at: rule.block.head)
    }
    name = field.name
    each = ValueProgram(list, &scope)
    (condition, element) = try scope.inElement { (scope) throws(RunFailure) in
      let condition = rule[ListRule.when].map { ValueProgram($0, &scope) }
      if let value = rule[ListRule.value] { return (condition, .value(ValueProgram(value, &scope), type)) }
      guard let holder = ObjectProgram.Holder(type) else {
        throw RunFailure(
          .request, "`\(field.name)` is \(field.type.meaning): use `value`", at: rule.block.head)
      }
      let fields = try ObjectFields(rule[ListRule.values] ?? [], holder, rule.block.head, &scope)
      return (condition, .fields(fields))
    }
  }

  var expressions: [ValueProgram] {
    let inner: [ValueProgram] =
      switch element {
      case .value(let program, _): [program]
      case .fields(let fields): fields.expressions
      }
    return [each] + (condition.map { [$0] } ?? []) + inner
  }

  func write(in frame: inout MappingFrame, to bytes: inout [UInt8]) throws(FieldProblem) -> Presence {
    switch try each.elements(in: &frame) {
    case .absent: return .absent
    case .null:
      bytes.append(contentsOf: "null".utf8)
      return .null
    case .list(let list):
      bytes.append(0x5B)
      var count = 0
      for (position, item) in list.enumerated() {
        do throws(FieldProblem) {
          let isWritten = try frame.with(item: item) { (frame) throws(FieldProblem) in
            try write(after: count, in: &frame, to: &bytes)
          }
          if isWritten { count += 1 }
        } catch {
          throw error.below("[\(position)]")
        }
      }
      bytes.append(0x5D)
      return .value
    }
  }

  /// Writes the element that the frame has as its item; false when it is left out.
  private func write(
    after count: Int, in frame: inout MappingFrame, to bytes: inout [UInt8]
  ) throws(FieldProblem) -> Bool {
    if let condition, try !condition.isTrue(in: &frame) { return false }
    let start = bytes.count
    if count > 0 { bytes.append(0x2C) }
    switch element {
    case .fields(let fields): _ = try fields.write(in: &frame, to: &bytes)
    case .value(let program, let type):
      guard let value = try program.value(in: &frame) else {
        bytes.removeLast(bytes.count - start)
        return false
      }
      do throws(Misfit) {
        _ = try JSONForms.append(value, as: type, to: &bytes)
      } catch {
        throw FieldProblem("an element of `\(name)` \(error.message)", at: program.place)
      }
    }
    return true
  }
}
