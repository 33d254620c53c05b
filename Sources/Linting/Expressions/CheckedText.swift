internal import Diagnostics
internal import Expressions
internal import Language
internal import Values
internal import YAML

/// An expression of the connector after checking, with its place.
///
/// A class, because lists of them are passed from check to check.
final class CheckedText {
  let checked: CheckedExpression
  let scope: Scope
  let path: DocumentPath
  /// The whole scalar.
  let range: SourceRange
  private let scalar: Scalar
  /// Where the expression starts in the scalar's text.
  private let offset: Int
  private let patience: Patience
  /// The compiled expression; compiled once, however many checks run it.
  private(set) lazy var program = TriedProgram(of: Program(checked), patience)
  /// All words of its source; taken apart once, however much is wrong with it.
  private(set) lazy var words = Self.names(in: checked.source)

  init(
    _ checked: CheckedExpression, scope: Scope, path: DocumentPath, scalar: Scalar, offset: Int,
    _ patience: Patience
  ) {
    self.checked = checked
    self.scope = scope
    self.path = path
    self.scalar = scalar
    self.offset = offset
    self.patience = patience
    range = scalar.range
  }

  /// The place in the file of a part of the expression.
  func place(_ inner: Range<Int>) -> SourceRange {
    scalar.range(ofInner: inner.lowerBound + offset..<inner.upperBound + offset)
  }

  /// Whether both are written at one place of one file.
  func isWritten(where other: CheckedText) -> Bool { offset == other.offset && range == other.range }

  /// An edit that puts other words in place of a part of the expression, quoted anew where they would not be read as a text.
  func edit(_ inner: Range<Int>, _ words: String) -> Finding.Edit {
    scalar.edit(inner.lowerBound + offset..<inner.upperBound + offset, words)
  }

  /// The fields of a variable that the expression reads, `subdomain` of `settings` for instance, with their places.
  func fields(of variable: String) -> [(name: String, range: SourceRange)] {
    var found: [(String, SourceRange)] = []
    forEachField(of: variable) { name, range in found.append((name, place(range))) }
    return found
  }

  /// Their names alone, which cost no look into the file.
  func fieldNames(of variable: String) -> [String] {
    var found: [String] = []
    forEachField(of: variable) { name, _ in found.append(name) }
    return found
  }

  private func forEachField(of variable: String, _ body: (String, Range<Int>) -> Void) {
    guard mentions(variable) else { return }
    visit { node in
      switch node.form {
      case .select(let operand, let name, _), .has(let operand, let name, _):
        if isVariable(operand, variable) { body(name.text, name.range) }
      case .index(let operand, let index, _):
        if case .literal(.string(let text)) = checked.tree[index].form, isVariable(operand, variable) {
          body(text, checked.tree[index].range)
        }
      default: break
      }
    }
  }

  /// The variable is used otherwise than by naming one of its fields.
  func usesWhole(_ variable: String) -> Bool {
    guard mentions(variable) else { return false }
    var occurrences = 0
    visit { node in
      if case .identifier(let name, _) = node.form, name.text == variable { occurrences += 1 }
    }
    return occurrences > fieldNames(of: variable).count
  }

  /// Whether the word stands anywhere in the source: most expressions are ruled out by it, and no tree is walked.
  private func mentions(_ word: String) -> Bool { checked.source.holds(word) }

  func uses(_ variable: String) -> Bool { checked.variables.contains(variable) }

  /// Other text stands beside it in the same scalar.
  var isMixed: Bool { scalar.text.utf8.count > checked.source.utf8.count + 3 }

  /// What the text is as one expression; nil where that is not plain.
  var joined: String? {
    let source = checked.source
    let around = scalar.text.split(separator: "${\(source)}", omittingEmptySubsequences: false)
    guard around.count == 2, !around.contains(where: { $0.contains { "'\\$".contains($0) } }) else {
      return nil
    }
    let value = source.hasPrefix("format(") ? source : "string(\(source))"
    return [around[0].isEmpty ? "" : "'\(around[0])'", value, around[1].isEmpty ? "" : "'\(around[1])'"]
      .filter { !$0.isEmpty }.joined(separator: " + ")
  }

  /// The expression takes a variable as it is, and asks nowhere whether it is there.
  func usesBare(_ variable: String) -> Bool {
    uses(variable) && !checked.source.holds("?") && !checked.source.holds("null")
      && !checked.source.holds("coalesce")
  }

  /// The expression reads nothing: it has the same value always.
  var isConstant: Bool { checked.variables.isEmpty && checked.isValid }

  private func isVariable(_ id: NodeID, _ name: String) -> Bool {
    if case .identifier(let found, _) = checked.tree[id].form { found.text == name } else { false }
  }

  func visit(_ body: (Expressions.Node) -> Void) { visit(from: checked.tree.root, body) }

  /// Goes through a part of the expression and all that is below it.
  func visit(from part: NodeID, _ body: (Expressions.Node) -> Void) {
    // Of a path each node has one below it: nothing need be kept for later.
    var pending: [NodeID] = []
    var next: NodeID? = part
    while let id = next ?? pending.popLast() {
      let node = checked.tree[id]
      body(node)
      next = nil
      node.forEachChild { child in
        if let earlier = next { pending.append(earlier) }
        next = child
      }
    }
  }
}
