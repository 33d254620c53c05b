/// A call as the parser saw it, before it is known to be a macro.
struct MacroCall {
  let name: Name
  let receiver: NodeID?
  let arguments: [NodeID]
  let range: Range<Int>
}

/// A form that looks like a call but is rewritten while parsing, because it declares a name or does not
/// evaluate its argument.
package struct Macro: Sendable {
  package let name: String
  /// How it is written, as in `list.filter(x, condition)`; several lines for several forms.
  package let forms: [String]
  package let summary: String
  package let examples: [Example]
  /// The node it becomes, or nil when the call has none of the macro's forms.
  let expand: @Sendable (inout Parser, MacroCall) -> NodeID?

  /// Every macro there is.
  package static let all: [Macro] = ComprehensionMacros.all + BindingMacros.all
}

extension Parser {
  /// The simple name that a macro's variable has to be.
  mutating func variable(_ id: NodeID, of macro: Name) -> Name? {
    let node = tree[id]
    if case .identifier(let name, false) = node.form { return name }
    if case .invalid = node.form { return nil }
    problems.append(
      ExpressionProblem(
        .macro(macro.text), "'\(macro.text)' declares a variable here: write a simple name", at: node.range))
    return nil
  }
}
