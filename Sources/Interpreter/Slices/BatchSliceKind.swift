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
  let isChangedOnly: Bool

  init?(_ block: Block, _ surroundings: Surroundings) throws(RunFailure) {
    guard let batch = block.as(BatchSlice.self) else { return nil }
    name = SliceKindList.name(of: block)
    stream = try batch.demand(BatchSlice.stream).value
    path = try RecordPath(batch.demand(BatchSlice.value)).parts
    size = try batch.demand(BatchSlice.size)
    isChangedOnly = batch[BatchSlice.changedOnly] ?? false
  }

  func open(_ work: StreamWork, _ variables: Activation) -> any SliceCursor {
    let remembers = isChangedOnly && work.stream.slices.count == 1
    return BatchSlices(parents: ParentRecords(stream), path: path, size: size, remembers: remembers)
  }
}

private struct BatchSlices: SliceCursor {
  var parents: ParentRecords
  let path: [String]
  let size: Int
  /// Each id is remembered with a hash of its record, and goes into a batch only when that is another one.
  let remembers: Bool

  mutating func next(_ work: StreamWork) async throws(RunFailure) -> SliceItem? {
    var ids: [Value] = []
    var members: [SliceMember] = []
    var unchanged: [String] = []
    while ids.count < size, let parent = try await parents.next(work) {
      var value: Value? = parent.value
      for part in path { value = value?.member(part) }
      guard let value, !value.isNull else { continue }
      if remembers {
        let member = SliceMember(id: value.templateText ?? "", fingerprint: Fingerprint.of(parent.json))
        if work.known[member.id] == member.fingerprint {
          unchanged.append(member.id)
          continue
        }
        members.append(member)
      }
      ids.append(value)
    }
    guard !ids.isEmpty || !unchanged.isEmpty else { return nil }
    return SliceItem(
      id: ids.first?.templateText ?? "", value: .list(ids), members: members, unchanged: unchanged)
  }
}
