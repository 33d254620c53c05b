internal import Diagnostics
internal import Expressions
internal import JSON
internal import Language
internal import Programs
internal import Values

/// `tree`: once for each of given values, and for each record of the stream itself below which there are others.
struct TreeSliceKind: SliceKind {
  let name: String
  let carry: [(name: String, value: ExpressionProgram)]
  let depth: Int
  let place: SourceRange
  private let from: ExpressionProgram
  private let when: ExpressionProgram?

  init?(_ block: Block, _ surroundings: Surroundings) throws(RunFailure) {
    guard let tree = block.as(TreeSlice.self) else { return nil }
    name = SliceFields.variable(of: block)
    carry = SliceKindList.carry(of: block, surroundings)
    depth = tree[TreeSlice.depth] ?? 100
    place = block.head
    from = ExpressionProgram(try tree.demand(TreeSlice.from), surroundings)
    when = tree.expression(TreeSlice.when, surroundings)
  }

  /// The beginning; what is below it comes from the ``TreeWalk``.
  func open(_ work: StreamWork, _ variables: Activation) throws(RunFailure) -> any SliceCursor {
    let roots = try from.elements(variables)
    return Roots(
      items: roots.map { SliceItem(id: work.stream.key.text(of: $0) ?? $0.templateText ?? "", value: $0) }[
        ...])
  }

  private struct Roots: SliceCursor {
    var items: ArraySlice<SliceItem>

    mutating func next(_ work: StreamWork) -> SliceItem? { items.popFirst() }
  }

  /// Those of a page's records that are asked for what is below them; who has no key is told of elsewhere.
  func branches(
    of records: [Value], _ key: RecordKey, _ variables: Activation
  ) throws(RunFailure) -> [TreeBranch] {
    var branches: [TreeBranch] = []
    var variables = variables
    for record in records {
      guard let id = key.text(of: record), !id.isEmpty else { continue }
      variables[name] = record
      if let when, try !when.isTrue(variables) { continue }
      branches.append(TreeBranch(id: id, json: record.templateText ?? "{}"))
    }
    return branches
  }
}

/// A record below which there are others; as text, so that the page it came with need not be kept.
struct TreeBranch: Sendable {
  let id: String
  let json: String
}

/// What of a tree is still to be read: level by level, each record once.
struct TreeWalk: Sendable {
  private let kind: TreeSliceKind
  private var waiting: [TreeBranch] = []
  private var first = 0
  /// How far down each record is that was met.
  private var depths: [ExactText: Int] = [:]

  /// Nil for a stream that is no tree.
  init?(_ stream: StreamProgram) {
    guard let kind = stream.tree else { return nil }
    self.kind = kind
  }

  mutating func begin(at root: Slice) { depths[ExactText(root.id)] = 0 }

  mutating func add(_ branches: [TreeBranch], below slice: Slice) throws(RunFailure) {
    let depth = (depths[ExactText(slice.id)] ?? 0) + 1
    for branch in branches where depths[ExactText(branch.id)] == nil {
      guard depth <= kind.depth else {
        throw RunFailure(
          .provider, "the tree has more than \(kind.depth) levels, down to `\(branch.id)`", at: kind.place)
      }
      depths[ExactText(branch.id)] = depth
      waiting.append(branch)
    }
  }

  /// The next one; nil while none is known.
  mutating func next(_ work: StreamWork) -> Slice? {
    guard first < waiting.count else {
      waiting = []
      first = 0
      return nil
    }
    let branch = waiting[first]
    first += 1
    var variables = work.variables
    variables[kind.name] = (try? JSONDocument(text: branch.json)).map { .json($0.root) }
    return Slice(id: branch.id, variables: variables, carry: kind.carry, fingerprint: nil)
  }
}
