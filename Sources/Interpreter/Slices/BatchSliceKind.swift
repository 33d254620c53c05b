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

  init?(_ block: Block, _ surroundings: Surroundings) throws(RunFailure) {
    guard let batch = block.as(BatchSlice.self) else { return nil }
    name = SliceKindList.name(of: block)
    stream = try batch.demand(BatchSlice.stream).value
    path = try RecordPath(batch.demand(BatchSlice.value)).parts
    size = try batch.demand(BatchSlice.size)
  }

  func open(_ work: StreamWork, _ variables: Activation) -> any SliceCursor {
    BatchSlices(parents: ParentRecords(stream), path: path, size: size)
  }
}

private struct BatchSlices: SliceCursor {
  var parents: ParentRecords
  let path: [String]
  let size: Int

  mutating func next(_ work: StreamWork) async throws(RunFailure) -> SliceItem? {
    var ids: [Value] = []
    while ids.count < size, let parent = try await parents.next(work) {
      var value: Value? = parent.value
      for part in path { value = value?.member(part) }
      if let value, !value.isNull { ids.append(value) }
    }
    guard !ids.isEmpty else { return nil }
    return SliceItem(id: ids.first?.templateText ?? "", value: .list(ids))
  }
}
