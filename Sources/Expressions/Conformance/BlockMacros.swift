internal import Values

/// Macros that only the cases of the conformance suite write: a block of numbered values, as optimizers make it.
///
/// People name a value with `cel.bind`, so the language itself does not offer these.
enum BlockMacros {
  static let all: [Macro] = [
    block, numbered("index", "@index", 1), numbered("iterVar", "@it", 2), numbered("accuVar", "@ac", 2),
  ]

  private static let block = Macro(
    name: "block", forms: ["cel.block([values], result)"],
    summary: "The result with `cel.index(n)` for each value, which may use those before it.", examples: []
  ) { parser, call in
    guard isOurs(call, parser), call.arguments.count == 2,
      case .list(let values) = parser.tree[call.arguments[0]].form
    else { return nil }
    var body = call.arguments[1]
    for (index, value) in values.enumerated().reversed() {
      let name = Name("@index:\(index)", at: parser.tree[value.value].range)
      body = parser.add(.bind(name, value.value, body), at: call.range)
    }
    return body
  }

  /// `cel.index(2)` is the name `@index:2`, and `cel.iterVar(1, 0)` the variable `@it:1:0` of a macro.
  private static func numbered(_ name: String, _ prefix: String, _ count: Int) -> Macro {
    Macro(name: name, forms: ["cel.\(name)(number)"], summary: "A name by its numbers.", examples: []) {
      parser, call in
      guard isOurs(call, parser), call.arguments.count == count else { return nil }
      var text = prefix
      for argument in call.arguments {
        guard case .literal(.int(let number)) = parser.tree[argument].form else { return nil }
        text += ":\(number)"
      }
      return parser.add(.identifier(Name(text, at: call.range), isAbsolute: false), at: call.range)
    }
  }

  private static func isOurs(_ call: MacroCall, _ parser: Parser) -> Bool {
    guard let receiver = call.receiver, case .identifier(let space, false) = parser.tree[receiver].form
    else { return false }
    return space.text == "cel"
  }
}
