internal import Values

extension CheckedExpression {
  /// The tree with a type behind every node, as in `(record.age~int > 30~int)~bool`: for tests and for the curious.
  package var printed: String { print(tree.root) }

  private func print(_ id: NodeID) -> String {
    let text = text(of: id)
    let isAtom =
      switch tree[id].form {
      case .literal, .identifier, .select, .index, .list, .map, .invalid, .has, .comprehension, .bind,
        .optionalMap:
        true
      case .call(let name, _, _): name.text.first?.isLetter == true
      case .logical, .conditional: false
      }
    return (isAtom ? text : "(\(text))") + "~\(type(of: id))"
  }

  private func text(of id: NodeID) -> String {
    switch tree[id].form {
    case .literal(let value): return CheckedExpression.text(of: value)
    case .identifier(let name, let isAbsolute): return (isAbsolute ? "." : "") + name.text
    case .select(let operand, let name, let isOptional):
      // A dotted name that is one variable has no parts with types of their own.
      let inner = reference(of: id) == nil ? print(operand) : path(operand)
      return "\(inner).\(isOptional ? "?" : "")\(name.text)"
    case .has(let operand, let name, _): return "has(\(print(operand)).\(name.text))"
    case .index(let operand, let index, let isOptional):
      return "\(print(operand))[\(isOptional ? "?" : "")\(print(index))]"
    case .call(let name, let receiver, let arguments): return call(id, name, receiver, arguments)
    case .logical(let kind, let operands):
      return operands.map(print).joined(separator: kind == .and ? " && " : " || ")
    case .conditional(let condition, let then, let otherwise):
      return "\(print(condition)) ? \(print(then)) : \(print(otherwise))"
    case .list(let elements):
      return "[" + elements.map { ($0.isOptional ? "?" : "") + print($0.value) }.joined(separator: ", ") + "]"
    case .map(let entries):
      let texts = entries.map { "\($0.isOptional ? "?" : "")\(print($0.key)): \(print($0.value))" }
      return "{" + texts.joined(separator: ", ") + "}"
    case .comprehension(let loop):
      let parts = loop.variables.map(\.text) + (loop.condition.map { [print($0)] } ?? []) + [print(loop.body)]
      return "\(print(loop.range)).\(loop.macro.text)(\(parts.joined(separator: ", ")))"
    case .bind(let name, let value, let body):
      return "cel.bind(\(name.text), \(print(value)), \(print(body)))"
    case .optionalMap(let target, let name, let body, let isFlat):
      return "\(print(target)).\(isFlat ? "optFlatMap" : "optMap")(\(name.text), \(print(body)))"
    case .invalid: return "?"
    }
  }

  private func path(_ id: NodeID) -> String {
    guard case .select(let operand, let name, _) = tree[id].form else { return text(of: id) }
    return "\(path(operand)).\(name.text)"
  }

  private func call(_ id: NodeID, _ name: Name, _ receiver: NodeID?, _ arguments: [NodeID]) -> String {
    let texts = arguments.map(print)
    if name.text.first?.isLetter != true {
      let symbol = name.text.filter { $0 != "_" && $0 != "@" }
      return texts.count == 2 ? "\(texts[0]) \(symbol) \(texts[1])" : symbol + texts.joined()
    }
    guard let receiver else { return "\(name.text)(\(texts.joined(separator: ", ")))" }
    let isQualified = if case .function(_, _, true)? = reference(of: id) { true } else { false }
    return
      "\(isQualified ? text(of: receiver) : print(receiver)).\(name.text)(\(texts.joined(separator: ", ")))"
  }

  private static func text(of value: Value) -> String {
    switch value {
    case .null: "null"
    case .bool(let flag): String(flag)
    case .int(let number): String(number)
    case .uint(let number): "\(number)u"
    case .double(let number): String(number)
    case .string(let text): "'\(text)'"
    case .bytes(let bytes): "b'\(String(decoding: bytes, as: UTF8.self))'"
    default: "\(value.kind.title)"
    }
  }
}
