/// Macros that go through a list or the keys of a map.
enum ComprehensionMacros {
  static let all: [Macro] = [
    loop(
      "all", .all, twoVariables: true,
      "Whether a condition holds for every element.",
      [Example("[1, 2, 3].all(x, x > 0)", "true"), Example("[].all(x, false)", "true")]),
    loop(
      "exists", .exists, twoVariables: true,
      "Whether a condition holds for some element.",
      [
        Example("[1, 2, 3].exists(x, x > 2)", "true"),
        Example("['a', 'b'].exists(i, v, i == 1 && v == 'b')", "true"),
      ]),
    loop(
      "exists_one", .existsOne, twoVariables: true,
      "Whether a condition holds for exactly one element.",
      [Example("[1, 2, 2].exists_one(x, x == 2)", "false")]),
    loop(
      "existsOne", .existsOne, twoVariables: true,
      "Whether a condition holds for exactly one element.",
      [Example("[1, 2, 2].existsOne(i, v, v == 1)", "true")]),
    Macro(
      name: "map", forms: ["list.map(x, result)", "list.map(x, condition, result)"],
      summary: "The results for every element, or for those that meet a condition.",
      examples: [Example("[1, 2].map(x, x * 10)", "[10, 20]"), Example("[1, 2].map(x, x > 1, x)", "[2]")],
      expand: { expand(&$0, $1, .map, variables: 1, conditional: true) }),
    loop(
      "filter", .filter, twoVariables: false,
      "The elements that meet a condition; of a map, its keys.",
      [Example("[1, 2, 3].filter(x, x % 2 == 1)", "[1, 3]")]),
    transform(
      "transformList", .transformList,
      "The results for every index and element, or key and value, as a list.",
      [Example("['a', 'b'].transformList(i, v, v + string(i))", "['a0', 'b1']")]),
    transform(
      "transformMap", .transformMap, "A map with the same keys and a result for every entry.",
      [Example("{'a': 1, 'b': 2}.transformMap(k, v, v * 2)", "{'a': 2, 'b': 4}")]),
    transform(
      "transformMapEntry", .transformMapEntry, "A map of the entries that the small maps of every step hold.",
      [Example("{'a': 'x', 'b': 'y'}.transformMapEntry(k, v, {v: k})", "{'x': 'a', 'y': 'b'}")]),
    Macro(
      name: "sortBy", forms: ["list.sortBy(x, key)"],
      summary: "The elements in the order of a key made from each.",
      examples: [Example("[3, 1, 2].sortBy(x, -x)", "[3, 2, 1]")],
      expand: { expand(&$0, $1, .sortBy, variables: 1, conditional: false) }),
  ]

  private static func loop(
    _ name: String, _ kind: Node.Comprehension.Kind, twoVariables: Bool, _ summary: String,
    _ examples: [Example]
  ) -> Macro {
    let single = "list.\(name)(x, condition)"
    return Macro(
      name: name, forms: twoVariables ? [single, "list.\(name)(index, x, condition)"] : [single],
      summary: summary,
      examples: examples
    ) { parser, call in
      let variables = twoVariables && call.arguments.count == 3 ? 2 : 1
      return expand(&parser, call, kind, variables: variables, conditional: false)
    }
  }

  private static func transform(
    _ name: String, _ kind: Node.Comprehension.Kind, _ summary: String, _ examples: [Example]
  ) -> Macro {
    Macro(
      name: name,
      forms: ["x.\(name)(key, value, result)", "x.\(name)(key, value, condition, result)"],
      summary: summary, examples: examples
    ) { parser, call in expand(&parser, call, kind, variables: 2, conditional: true) }
  }

  private static func expand(
    _ parser: inout Parser, _ call: MacroCall, _ kind: Node.Comprehension.Kind, variables count: Int,
    conditional: Bool
  ) -> NodeID? {
    let rest = call.arguments.count - count
    guard let range = call.receiver, rest == 1 || conditional && rest == 2, let body = call.arguments.last
    else {
      return nil
    }
    var variables: [Name] = []
    for argument in call.arguments.prefix(count) {
      guard let name = parser.variable(argument, of: call.name) else { return parser.invalid(at: call.range) }
      variables.append(name)
    }
    if variables.count == 2, variables[0].text == variables[1].text {
      parser.problems.append(
        ExpressionProblem(
          .macro(call.name.text), "'\(variables[1].text)' is declared twice", at: variables[1].range))
      return parser.invalid(at: call.range)
    }
    let loop = Node.Comprehension(
      kind: kind, macro: call.name, range: range, variables: variables,
      condition: rest == 2 ? call.arguments[count] : nil, body: body)
    return parser.add(.comprehension(loop), at: call.range)
  }
}
