internal import Diagnostics
internal import Expressions
internal import Language
internal import Rows
internal import Values

/// The words that a condition compares fields of fixed words with: one that a field never has would be true of no record, in silence.
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

  private mutating func compare(_ side: NodeID, with other: NodeID) {
    guard let (name, words) = fixedWords(of: side) else { return }
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

  private func fixedWords(of id: NodeID) -> (name: String, words: [String])? {
    let name: String
    switch tree[id].form {
    case .identifier(let word, _): name = word.text
    case .select(let owner, let word, _):
      guard case .identifier(let record, _) = tree[owner].form, record.text == "record" else { return nil }
      name = word.text
    default: return nil
    }
    switch shape.field(name)?.model.type {
    case .choice(let choices), .list(.choice(let choices)): return (name, choices.map(\.name))
    default: return nil
    }
  }
}
