internal import Expressions
internal import Language
internal import Programs
internal import Values

/// Goes through all slices of a stream: every item of the first kind with every item of the second, and so on.
struct SliceWalk: Sendable {
  /// What one kind contributes to the slice at hand.
  private struct Level: Sendable {
    var cursor: any SliceCursor
    var item: SliceItem?
  }

  private var levels: [Level] = []
  private var isOver = false

  /// The next slice; nil when there is none any more.
  ///
  /// A stream without slices has one, the whole.
  mutating func next(_ work: StreamWork) async throws(RunFailure) -> Slice? {
    guard !isOver else { return nil }
    let kinds = work.stream.slices
    guard !kinds.isEmpty else {
      isOver = true
      return Slice(id: "", variables: work.variables, carry: [], fingerprint: nil)
    }
    if levels.isEmpty {
      levels.append(Level(cursor: try await kinds[0].open(work, work.variables)))
    }
    // Like a counter: the last place moves first, and one that is used up moves the place before it.
    while let last = levels.indices.last {
      guard let item = try await levels[last].cursor.next(work) else {
        levels.removeLast()
        continue
      }
      levels[last].item = item
      guard levels.count < kinds.count else { return slice(work) }
      levels.append(Level(cursor: try await kinds[levels.count].open(work, variables(work))))
    }
    isOver = true
    return nil
  }

  private func variables(_ work: StreamWork) -> Activation {
    var variables = work.variables
    for (kind, level) in zip(work.stream.slices, levels) { variables[kind.name] = level.item?.value }
    return variables
  }

  private func slice(_ work: StreamWork) -> Slice {
    let items = levels.compactMap(\.item)
    let fingerprints = items.compactMap(\.fingerprint)
    return Slice(
      id: RecordKey.joined(items.map(\.id)), variables: variables(work),
      carry: work.stream.slices.flatMap(\.carry),
      fingerprint: fingerprints.isEmpty ? nil : fingerprints.joined(separator: "+"),
      members: items.flatMap(\.members), unchanged: items.flatMap(\.unchanged),
      isNothing: items.contains(where: \.isNothing),
      batch: work.stream.slices.lazy.compactMap { $0 as? BatchSliceKind }.first?.name)
  }
}
