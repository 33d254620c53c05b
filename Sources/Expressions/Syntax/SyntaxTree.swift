package import Values

/// A node's place in its tree.
package struct NodeID: Sendable, Hashable {
  let index: Int

  init(_ index: Int) { self.index = index }
}

/// A word of the source and where it stands, in UTF-8 offsets.
package struct Name: Sendable, Hashable {
  package let text: String
  package let range: Range<Int>

  package init(_ text: String, at range: Range<Int>) {
    self.text = text
    self.range = range
  }
}

/// An expression as it was written, with macros already recognized.
///
/// Nodes live in one array and refer to each other by place, children before parents.
package struct SyntaxTree: Sendable {
  package let source: String
  private(set) var nodes: [Node] = []
  package internal(set) var root = NodeID(0)
  /// Nodes above each other in the tallest branch, per node; bounds every later recursion.
  private var heights: [Int] = []

  init(source: String) { self.source = source }

  package subscript(id: NodeID) -> Node { nodes[id.index] }
  package var count: Int { nodes.count }

  func height(of id: NodeID) -> Int { heights[id.index] }

  mutating func add(_ form: Node.Form, at range: Range<Int>) -> NodeID {
    let node = Node(form: form, range: range)
    var below = 0
    node.forEachChild { below = max(below, heights[$0.index]) }
    heights.append(1 + below)
    nodes.append(node)
    return NodeID(nodes.count - 1)
  }
}

/// One node: what it is, and the bytes of the source it covers.
///
/// A class, because nodes are looked at again and again by every stage.
package final class Node: Sendable {
  package let form: Form
  package let range: Range<Int>

  init(form: Form, range: Range<Int>) {
    self.form = form
    self.range = range
  }

  /// What a node is; operands refer to nodes of the same tree.
  package enum Form: Sendable {
    case literal(Value)
    /// `x`, or `.x`, which is never a local variable and never inside the container.
    case identifier(Name, isAbsolute: Bool)
    /// `a.b`, or `a.?b`.
    case select(NodeID, Name, isOptional: Bool)
    /// `has(a.b)`.
    case has(NodeID, Name, isOptional: Bool)
    /// `a[b]`, or `a[?b]`.
    case index(NodeID, NodeID, isOptional: Bool)
    /// A function, a method, or an operator under its name such as `_+_`.
    case call(Name, receiver: NodeID?, arguments: [NodeID])
    case logical(Logical, [NodeID])
    case conditional(NodeID, then: NodeID, otherwise: NodeID)
    case list([Element])
    case map([Entry])
    case comprehension(Comprehension)
    /// `cel.bind(name, value, body)`.
    case bind(Name, NodeID, NodeID)
    /// `a.optMap(x, body)`, or `a.optFlatMap(x, body)`.
    case optionalMap(NodeID, Name, NodeID, isFlat: Bool)
    /// What could not be understood; the problem is already reported.
    case invalid
  }

  /// The two operators that join conditions.
  package enum Logical: Sendable { case and, or }

  /// An element of a list; with `?` in front it is left out when its optional has no value.
  package struct Element: Sendable {
    package let value: NodeID
    package let isOptional: Bool
  }

  /// An entry of a map; with `?` in front it is left out when its optional has no value.
  package struct Entry: Sendable {
    package let key: NodeID
    package let value: NodeID
    package let isOptional: Bool
  }

  /// A macro that goes through a list or a map.
  package struct Comprehension: Sendable {
    /// What the macro makes of the elements.
    package enum Kind: String, Sendable {
      case all, exists, existsOne, map, filter, transformList, transformMap, transformMapEntry, sortBy
    }

    package let kind: Kind
    package let macro: Name
    package let range: NodeID
    /// One or two names; two are index and element, or key and value.
    package let variables: [Name]
    package let condition: NodeID?
    package let body: NodeID
  }

  /// The nodes directly below, in source order.
  package var children: [NodeID] {
    var children: [NodeID] = []
    forEachChild { children.append($0) }
    return children
  }

  /// Goes through the nodes directly below, in source order.
  package func forEachChild(_ visit: (NodeID) -> Void) {
    switch form {
    case .literal, .identifier, .invalid: break
    case .select(let operand, _, _), .has(let operand, _, _): visit(operand)
    case .index(let operand, let index, _):
      visit(operand)
      visit(index)
    case .call(_, let receiver, let arguments):
      if let receiver { visit(receiver) }
      arguments.forEach(visit)
    case .logical(_, let operands): operands.forEach(visit)
    case .conditional(let condition, let then, let otherwise):
      visit(condition)
      visit(then)
      visit(otherwise)
    case .list(let elements): for element in elements { visit(element.value) }
    case .map(let entries):
      for entry in entries {
        visit(entry.key)
        visit(entry.value)
      }
    case .comprehension(let loop):
      visit(loop.range)
      if let condition = loop.condition { visit(condition) }
      visit(loop.body)
    case .bind(_, let value, let body):
      visit(value)
      visit(body)
    case .optionalMap(let target, _, let body, _):
      visit(target)
      visit(body)
    }
  }
}
