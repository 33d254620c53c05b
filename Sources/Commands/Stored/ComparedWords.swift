internal import Diagnostics
internal import Expressions
internal import Language
internal import Rows
internal import Values

/// What a condition compares fields with: null, or a word that a field of fixed words never has, would be true of no record, in silence.
struct ComparedWords {
  private(set) var problems: [ExpressionProblem] = []
  private let tree: SyntaxTree
  private let shape: RowShape

  init(_ checked: CheckedExpression, _ shape: RowShape) {
    tree = checked.tree
    self.shape = shape
    if checked.isValid { look(at: tree.root) }
  }

  private mutating func look(at id: NodeID) {
    switch tree[id].form {
    case .call(let function, nil, let sides) where sides.count == 2:
      if function.text == "_==_" {
        compare(sides[0], withNull: sides[1])
        compare(sides[1], withNull: sides[0])
      }
      if ["_==_", "_!=_", "@in"].contains(function.text) {
        compare(sides[0], with: sides[1])
        compare(sides[1], with: sides[0])
      }
    default: break
    }
    var children: [NodeID] = []
    tree[id].forEachChild { children.append($0) }
    for child in children { look(at: child) }
  }

  private mutating func compare(_ side: NodeID, withNull other: NodeID) {
    guard let name = name(of: side), case .literal(.null) = tree[other].form else { return }
    problems.append(
      ExpressionProblem(
        .badConstant(name),
        "no record has null as `\(name)`: `!has(record.\(name))` is true of those that lack it",
        at: tree[other].range, suggestions: []))
  }

  private mutating func compare(_ side: NodeID, with other: NodeID) {
    guard let name = name(of: side), let words = fixedWords(of: name) else { return }
    for literal in literals(other) {
      guard case .literal(.string(let word)) = tree[literal].form, !words.contains(word) else { continue }
      problems.append(
        ExpressionProblem(
          .badConstant(name), "`\(name)` is never '\(word)': it is one of \(words.joined(separator: ", "))",
          at: tree[literal].range,
          suggestions: Suggestions.nearest(to: word, among: words).map { "'\($0)'" }))
    }
  }

  /// A word, or the words of a list.
  private func literals(_ id: NodeID) -> [NodeID] {
    if case .list(let elements) = tree[id].form { return elements.map(\.value) }
    return [id]
  }

  /// The name of a field of the record.
  private func name(of id: NodeID) -> String? {
    switch tree[id].form {
    case .identifier(let word, _): return word.text
    case .select(let owner, let word, _):
      guard case .identifier(let record, _) = tree[owner].form, record.text == "record" else { return nil }
      return word.text
    default: return nil
    }
  }

  private func fixedWords(of name: String) -> [String]? {
    switch shape.field(name)?.model.type {
    case .choice(let choices), .list(.choice(let choices)): choices.map(\.name)
    default: nil
    }
  }
}
