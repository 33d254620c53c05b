internal import Expressions
internal import Values

/// The evaluation of an expression over all its records.
struct EvaluationRun {
  private let program: Program
  private let bindings: Bindings
  private let invocation: Invocation

  init(_ program: Program, _ bindings: Bindings, _ invocation: Invocation) {
    self.program = program
    self.bindings = bindings
    self.invocation = invocation
  }

  /// Beyond this a value is no longer for reading.
  private static let longestValue = 1 << 24

  func run() -> ExitCode {
    if bindings.activations.isEmpty {
      return invocation.fail(.nothing, "there is no record in the file")
    }
    var (failed, absent) = (0, 0)
    for (index, activation) in bindings.activations.enumerated() {
      switch program.evaluate(activation) {
      case .success(let value): show(value, number: index + 1)
      case .failure(let error) where error.isAbsence && bindings.areRecords:
        absent += 1
        show(word: "absent", error, number: index + 1)
      case .failure(let error):
        failed += 1
        show(word: "error", error, number: index + 1)
      }
    }
    if bindings.areRecords {
      let counts = [(absent, "absent"), (failed, "failed")].filter { $0.0 > 0 }.map { ", \($0.0) \($0.1)" }
        .joined()
      invocation.remark(Sentence.counted(bindings.activations.count, "record") + counts)
    }
    return failed > 0 ? .negative : .success
  }

  private func show(_ value: Value, number: Int) {
    let text = Self.text(of: value)
    if invocation.answersInJSON {
      let record = bindings.areRecords ? "\"record\": \(number), " : ""
      invocation.print(
        "{\(record)\"value\": \(Self.json(of: value) ?? Self.quoted(text)), \"type\": \(Self.quoted(value.kind.title))}"
      )
    } else {
      invocation.print(invocation[EvalCommand.types] ? "\(text) : \(value.kind.title)" : text)
    }
  }

  private func show(word: String, _ error: EvaluationError, number: Int) {
    if invocation.answersInJSON {
      let record = bindings.areRecords ? "\"record\": \(number), " : ""
      invocation.print("{\(record)\"\(word)\": \(Self.quoted(error.message))}")
    } else if bindings.areRecords {
      invocation.print("\(word): \(Visible.word(error.message, limit: 400))")
    } else {
      ExpressionComplaint(error.message, error.range, program.checked.source).write(invocation)
    }
  }

  /// JSON where the value has such a form, else what tells it best.
  private static func text(of value: Value) -> String {
    if let json = json(of: value) { return json }
    switch value.plain {
    case .double(let number): return String(number)
    case .type(let type): return type.name
    default: return value.kind.title
    }
  }

  private static func json(of value: Value) -> String? {
    var steps = longestValue
    return try? JSONWriter.text(of: value, steps: &steps, limit: longestValue)
  }

  private static func quoted(_ text: String) -> String { json(of: .string(text)) ?? "\"\"" }
}
