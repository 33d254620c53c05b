internal import Expressions
internal import Language
internal import Programs
internal import Values

/// `batch`: once for each batch of ids of another stream.
struct BatchSliceKind: SliceKind {
  let name: String
  var carry: [(name: String, value: ExpressionProgram)] { [] }
  /// Which ids are together changes from run to run: a cursor can only be one of all.
  var keepsState: Bool { false }
  private let stream: String
  private let path: [String]
  private let size: Int
  /// Slices whose record is as it was in the last run are not read.
  private let isChangedOnly: Bool

  init?(_ block: Block, _ surroundings: Surroundings) throws(RunFailure) {
    guard let batch = block.as(BatchSlice.self) else { return nil }
    name = SliceFields.variable(of: block)
    stream = try batch.demand(BatchSlice.stream).value
    path = try RecordPath(batch.demand(BatchSlice.value)).parts
    size = try batch.demand(BatchSlice.size)
    isChangedOnly = batch[BatchSlice.changedOnly] ?? false
  }

  func open(_ work: StreamWork, _ variables: Activation) -> any SliceCursor {
    BatchSlices(
      parents: ParentRecords(stream), path: path, size: size, isChangedOnly: isChangedOnly,
      isRemembered: work.stream.slices.count == 1)
  }
}

private struct BatchSlices: SliceCursor {
  var parents: ParentRecords
  let path: [String]
  let size: Int
  let isChangedOnly: Bool
  /// Each id is remembered, with a hash of its record where it goes into a batch only when that is another one.
  let isRemembered: Bool
  private var batch = Batch()
  /// Ids that are new: the cursor of the others says nothing of them.
  private var fresh = Batch()
  private var unchanged: [String] = []

  /// Ids that wait until there are enough.
  private struct Batch: Sendable {
    var ids: [Value] = []
    var members: [SliceMember] = []

    mutating func add(_ id: Value, _ member: SliceMember) {
      ids.append(id)
      members.append(member)
    }
  }

  init(
    parents: ParentRecords, path: [String], size: Int, isChangedOnly: Bool, isRemembered: Bool
  ) {
    self.parents = parents
    self.path = path
    self.size = size
    self.isChangedOnly = isChangedOnly
    self.isRemembered = isRemembered
  }

  mutating func next(_ work: StreamWork) async throws(RunFailure) -> SliceItem? {
    while batch.ids.count < size, fresh.ids.count < size, let parent = try await parents.next(work) {
      var value: Value? = parent.value
      for part in path { value = value?.member(part) }
      guard let value, !value.isNull else { continue }
      guard isRemembered else {
        batch.ids.append(value)
        continue
      }
      let id = value.templateText ?? ""
      let fingerprint = isChangedOnly ? Fingerprint.of(parent.json) : nil
      if let fingerprint, work.known[ExactText(id)] == fingerprint {
        unchanged.append(id)
        continue
      }
      let member = SliceMember(id: id, fingerprint: fingerprint)
      if work.isNew(id) { fresh.add(value, member) } else { batch.add(value, member) }
    }
    let isFresh = batch.ids.count < size && !fresh.ids.isEmpty
    let taken = isFresh ? fresh : batch
    guard !taken.ids.isEmpty || !unchanged.isEmpty else { return nil }
    if isFresh { fresh = Batch() } else { batch = Batch() }
    defer { unchanged = [] }
    return SliceItem(
      id: taken.ids.first?.templateText ?? "", value: .list(taken.ids), members: taken.members,
      unchanged: unchanged)
  }
}
