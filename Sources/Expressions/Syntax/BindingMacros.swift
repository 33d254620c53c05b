/// Macros that name a value or look at a path without reading it.
enum BindingMacros {
  static let all: [Macro] = [has, bind, optMap, optFlatMap]

  private static let has = Macro(
    name: "has", forms: ["has(path.field)"],
    summary:
      "Whether a field is there. The path before the last point has to exist; where it is null there is none.",
    examples: [
      Example("has({'a': 1}.a)", "true"), Example("has({'a': 1}.b)", "false"),
      Example("has({'a': null}.a.b)", "false"),
    ]
  ) { parser, call in
    guard call.receiver == nil, call.arguments.count == 1 else { return nil }
    let argument = parser.tree[call.arguments[0]]
    switch argument.form {
    case .select(let operand, let name, let isOptional):
      return parser.add(.has(operand, name, isOptional: isOptional), at: call.range)
    case .invalid: return parser.invalid(at: call.range)
    case .index(let map, let key, _):
      // `has(a['b'])` asks for a key that is no name; that question is spelt with `in`.
      let text = "\(parser.text(parser.tree[key].range)) in \(parser.text(parser.tree[map].range))"
      parser.problems.append(
        ExpressionProblem(
          .macro("has"), "has() takes a path that ends in a field; a key in brackets is asked for with `in`",
          at: call.range,
          suggestions: [text]))
      return parser.invalid(at: call.range)
    default:
      parser.problems.append(
        ExpressionProblem(
          .macro("has"), "has() takes a path that ends in a field, as in has(a.b)", at: argument.range))
      return parser.invalid(at: call.range)
    }
  }

  private static let bind = Macro(
    name: "bind", forms: ["cel.bind(name, value, result)"],
    summary: "The result with a name for a value that is needed more than once.",
    examples: [Example("cel.bind(x, 2 + 3, x * x)", "25")]
  ) { parser, call in
    guard let receiver = call.receiver, case .identifier(let space, _) = parser.tree[receiver].form,
      space.text == "cel", call.arguments.count == 3
    else { return nil }
    guard let name = parser.variable(call.arguments[0], of: call.name) else {
      return parser.invalid(at: call.range)
    }
    return parser.add(.bind(name, call.arguments[1], call.arguments[2]), at: call.range)
  }

  private static let optMap = Macro(
    name: "optMap", forms: ["optional.optMap(x, result)"],
    summary: "The optional of a result made from the value inside, or none when there is none.",
    examples: [Example("optional.of(2).optMap(x, x + 1)", "optional.of(3)")]
  ) { optionalMap(&$0, $1, isFlat: false) }

  private static let optFlatMap = Macro(
    name: "optFlatMap", forms: ["optional.optFlatMap(x, optional)"],
    summary: "The optional made from the value inside, or none when there is none.",
    examples: [Example("optional.of({'a': 1}).optFlatMap(x, x.?b)", "optional.none()")]
  ) { optionalMap(&$0, $1, isFlat: true) }

  private static func optionalMap(_ parser: inout Parser, _ call: MacroCall, isFlat: Bool) -> NodeID? {
    guard let target = call.receiver, call.arguments.count == 2 else { return nil }
    guard let name = parser.variable(call.arguments[0], of: call.name) else {
      return parser.invalid(at: call.range)
    }
    return parser.add(.optionalMap(target, name, call.arguments[1], isFlat: isFlat), at: call.range)
  }
}
