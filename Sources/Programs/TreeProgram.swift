package import Expressions
package import Language
package import Values
internal import YAML

/// A YAML value with templates inside, compiled: a JSON body, the claims of a token.
package struct TreeProgram: Sendable {
  private indirect enum Branch: Sendable {
    case constant(Value)
    case text(TemplateProgram)
    case list([Branch])
    case map([(key: String, value: Branch)])
  }

  private let root: Branch

  package init(_ tree: TemplateTree, _ surroundings: Surroundings) {
    root = Self.branch(tree.node, tree, surroundings)
  }

  /// The value; a key or element whose expression has no value is left out, and so is the whole when it is that expression.
  package func value(_ variables: Activation) throws(RunFailure) -> Value? {
    try Self.value(of: root, variables)
  }

  private static func branch(_ node: YAML.Node, _ tree: TemplateTree, _ surroundings: Surroundings) -> Branch
  {
    if let list = node.list { return .list(list.map { branch($0, tree, surroundings) }) }
    if let mapping = node.mapping {
      return .map(mapping.entries.map { ($0.key.text, branch($0.value, tree, surroundings)) })
    }
    guard let scalar = node.scalar else { return .constant(.null) }
    switch scalar.resolved {
    case .null: return .constant(.null)
    case .bool(let flag): return .constant(.bool(flag))
    case .int(let number): return .constant(.int(Int64(number)))
    case .float(let number): return .constant(Decimal(scalar.text).map(Value.decimal) ?? .double(number))
    case .string:
      let template = Template(scalar: scalar, range: node.range, scope: tree.scope, path: tree.path)
      return .text(TemplateProgram(template, surroundings))
    }
  }

  private static func value(of branch: Branch, _ variables: Activation) throws(RunFailure) -> Value? {
    switch branch {
    case .constant(let value): return value
    case .text(let template): return try template.value(variables)
    case .list(let items):
      var values: [Value] = []
      for item in items {
        if let value = try value(of: item, variables) { values.append(value) }
      }
      return .list(values)
    case .map(let entries):
      var made = MapValue.Entries()
      for entry in entries {
        if let value = try value(of: entry.value, variables) { made.set(.string(entry.key), to: value) }
      }
      return .map(MapValue(made))
    }
  }
}
