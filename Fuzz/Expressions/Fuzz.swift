import Expressions
import JSON
import Values

/// Reads, checks, compiles and evaluates whatever it is given, with little budget.
///
/// Beyond not crashing: every range lies inside the source, and what a text says about itself stays true.
@_cdecl("LLVMFuzzerTestOneInput")
public func fuzzOneInput(_ bytes: UnsafePointer<UInt8>?, _ count: Int) -> CInt {
  guard let bytes, count > 1 else { return 0 }
  let mode = bytes[0]
  let source = String(decoding: UnsafeBufferPointer(start: bytes + 1, count: count - 1), as: UTF8.self)
  if mode & 8 != 0 {
    fuzzTemplate(source)
  } else {
    fuzzExpression(source, mode)
  }
  return 0
}

private func fuzzTemplate(_ source: String) {
  let length = source.utf8.count
  for part in TemplateText(source).parts {
    switch part {
    case .literal(_, let range): precondition(range.upperBound <= length, "a literal ends behind the text")
    case .expression(let text, let range):
      precondition(range.count == text.utf8.count, "an expression's range is not its text")
      fuzzExpression(text, 1)
    }
  }
}

private func fuzzExpression(_ source: String, _ mode: UInt8) {
  var environment = environment
  environment.isChecked = mode & 1 == 0
  environment.macrosAreEnabled = mode & 2 == 0
  environment.implicitRoot = mode & 4 == 0 ? nil : "record"
  let checked = CheckedExpression.check(source, in: environment)
  let length = source.utf8.count
  for problem in checked.problems {
    precondition(problem.range.upperBound <= length, "a problem lies behind the source: \(problem.message)")
  }
  _ = checked.printed
  let program = Program(checked)
  var activation = Activation()
  activation["record"] = record
  activation["x"] = .int(-1)
  activation["text"] = .string("aé😀")
  if case .failure(let error) = program.evaluate(activation, budget: Budget(steps: 5_000, output: 20_000)) {
    precondition(error.range.upperBound <= length, "an error lies behind the source: \(error.message)")
  }
}

private let environment = Environment(variables: [
  "record": .init(.object(shape)), "x": .init(.int), "text": .init(.dyn),
])

private let shape = ObjectShape(
  name: "record",
  fields: [
    "a": .init(.dyn), "name": .init(.wrapper(.string)), "list": .init(.list(.int)), "n": .init(.double),
  ],
  isClosed: false)

private let record: Value = {
  let text = #"""
    {"a": {"b": [1, 2.5, "x", null, {"c": true}]}, "name": "Ada", "list": [3, 1, 2],
     "n": 1e300, "big": 99999999999999999999}
    """#
  guard let document = try? JSONDocument(text: text) else { return .null }
  return .json(document.root)
}()
