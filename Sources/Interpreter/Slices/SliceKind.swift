internal import Diagnostics
internal import Expressions
internal import Language
internal import Programs
internal import Values

/// A way of dividing a stream into slices that are read one by one.
///
/// A new kind is one file and its line in `SliceKindList`.
protocol SliceKind: Sendable {
  /// Nil when the block is of another kind.
  init?(_ block: Block, _ surroundings: Surroundings) throws(RunFailure)
  /// The variable that holds what the stream is read for.
  var name: String { get }
  /// Fields that each record of the stream gets from it.
  var carry: [(name: String, value: ExpressionProgram)] { get }
  /// Each slice has its own cursor.
  var keepsState: Bool { get }
  func open(_ work: StreamWork, _ variables: Activation) async throws(RunFailure) -> any SliceCursor
}

extension SliceKind {
  var keepsState: Bool { true }
}

/// Goes through the slices of one kind.
protocol SliceCursor: Sendable {
  mutating func next(_ work: StreamWork) async throws(RunFailure) -> SliceItem?
}

/// What a stream is read for, once.
struct SliceItem: Sendable {
  /// Tells its checkpoint from those of others.
  let id: String
  let value: Value
  /// A hash of the record behind it.
  var fingerprint: String?
  /// What a batch holds, where each of it is remembered for itself.
  var members: [SliceMember] = []
  /// What was passed over before it, because the records are as they were.
  var unchanged: [String] = []

  /// Only passed over: there is nothing to read.
  var isNothing: Bool { members.isEmpty && !unchanged.isEmpty }
}

/// What a stream is read for that has no cursor of its own: one id of a batch for instance.
struct SliceMember: Sendable {
  let id: String
  /// A hash of the record behind it, where only changed ones are read.
  var fingerprint: String?
}

/// All kinds there are.
enum SliceKindList {
  static let all: [any SliceKind.Type] = [
    ParentSliceKind.self, ListSliceKind.self, DiscoveredSliceKind.self, BatchSliceKind.self,
    TreeSliceKind.self,
  ]

  static func kind(_ block: Block, _ surroundings: Surroundings) throws(RunFailure) -> any SliceKind {
    for type in all {
      if let kind = try type.init(block, surroundings) { return kind }
    }
    throw RunFailure(.request, "this slice cannot be used; `connector lint` tells more", at: block.head)
  }

  /// The variables that slices bring into being.
  static func names(of blocks: [Block]) -> [String] { blocks.map(SliceFields.variable) }

  static func carry(of block: Block, _ surroundings: Surroundings) -> [(
    name: String, value: ExpressionProgram
  )] {
    (block[SliceFields.carry] ?? []).map { ($0.name, ExpressionProgram($0.value, surroundings)) }
  }
}

/// Values that are all known.
struct ListedSlices: SliceCursor {
  private var values: ArraySlice<Value>

  init(_ values: [Value]) { self.values = values[...] }

  mutating func next(_ work: StreamWork) -> SliceItem? {
    guard let value = values.popFirst() else { return nil }
    return SliceItem(id: value.templateText ?? "", value: value)
  }
}

/// `list`: once for each of given values.
struct ListSliceKind: SliceKind {
  let name: String
  let carry: [(name: String, value: ExpressionProgram)]
  private let of: ExpressionProgram

  init?(_ block: Block, _ surroundings: Surroundings) throws(RunFailure) {
    guard let list = block.as(ListSlice.self) else { return nil }
    name = SliceFields.variable(of: block)
    carry = SliceKindList.carry(of: block, surroundings)
    of = ExpressionProgram(try list.demand(ListSlice.of), surroundings)
  }

  func open(_ work: StreamWork, _ variables: Activation) throws(RunFailure) -> any SliceCursor {
    ListedSlices(try of.elements(variables))
  }
}

/// `discovered`: once for each item that a request lists when the run begins.
struct DiscoveredSliceKind: SliceKind {
  let name: String
  let carry: [(name: String, value: ExpressionProgram)]
  private let call: CallProgram
  private let items: ExpressionProgram

  init?(_ block: Block, _ surroundings: Surroundings) throws(RunFailure) {
    guard let discovered = block.as(DiscoveredSlice.self) else { return nil }
    name = SliceFields.variable(of: block)
    carry = SliceKindList.carry(of: block, surroundings)
    call = try CallProgram(discovered.demand(DiscoveredSlice.request).block, surroundings)
    items = ExpressionProgram(try discovered.demand(DiscoveredSlice.items), surroundings)
  }

  func open(_ work: StreamWork, _ variables: Activation) async throws(RunFailure) -> any SliceCursor {
    ListedSlices(try await work.listed(by: call, items, variables))
  }
}

extension ExpressionProgram {
  /// The elements of a list; none when it is absent or null.
  func elements(_ variables: Activation) throws(RunFailure) -> [Value] {
    guard let value = try value(variables)?.plain, !value.isNull else { return [] }
    guard case .list(let list) = value else {
      throw RunFailure(.request, "this gives \(value.kind.title) where a list is wanted", at: place)
    }
    return list.values
  }
}
