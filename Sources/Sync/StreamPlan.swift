internal import Interpreter
package import Language
package import Mapping
package import Programs
package import Rows

/// What a run does with one stream.
package struct StreamPlan: Sendable {
  package let name: String
  /// Nil for a stream that has no model: it is read for other streams, or only counted.
  package let mapping: MappingProgram?
  package let shapes: [RowShape]
  /// Other streams are read for each of its records, so these are kept.
  package let isParent: Bool
  /// What a complete listing does not hold is gone: at most so many percent of the rows.
  package let deletesAtMost: Int?
  /// Streams that must be read before this one.
  package let needs: [String]
  package let isSensitive: Bool
}

/// All streams of a connector with what is done with them, parents before children.
package struct SyncPlan: Sendable {
  package let streams: [StreamPlan]

  package init(_ connector: LoadedConnector, models: ModelCatalogue) throws(RunFailure) {
    let blocks = connector.file?[ConnectorFile.streams] ?? []
    let needs = blocks.map { Self.needs($0.value) }
    let parents = Set(needs.flatMap { $0 })
    var plans: [StreamPlan] = []
    for (stream, needed) in zip(blocks, needs) {
      let file = connector.mapping(of: stream.name)?.file
      let mapped = (file?[MappingFile.models] ?? []).compactMap { $0[ModelMapping.model]?.value }
      plans.append(
        StreamPlan(
          name: stream.name, mapping: try file.map { (file) throws(RunFailure) in try MappingProgram(file, models: models) },
          shapes: mapped.compactMap { models[$0].map { RowShape($0) } }, isParent: parents.contains(stream.name),
          deletesAtMost: stream.value[StreamBlock.deletions]?.as(ListedDeletions.self)?[ListedDeletions.atMost],
          needs: needed, isSensitive: stream.value[StreamBlock.sensitive] ?? false))
    }
    streams = Self.ordered(plans)
  }

  /// Streams whose records the requests of this one name, and the one that lists what is gone.
  private static func needs(_ stream: StreamBlock) -> [String] {
    (stream[StreamBlock.each] ?? []).compactMap { slice in
      slice.as(ParentSlice.self)?[ParentSlice.stream]?.value ?? slice.as(BatchSlice.self)?[BatchSlice.stream]?.value
    }
  }

  private static func ordered(_ plans: [StreamPlan]) -> [StreamPlan] {
    var ordered: [StreamPlan] = []
    var waiting = plans
    while !waiting.isEmpty {
      let done = Set(ordered.map(\.name))
      let known = Set(plans.map(\.name))
      let ready = waiting.filter { plan in plan.needs.allSatisfy { done.contains($0) || !known.contains($0) } }
      // A circle is an error of its own when the streams are read.
      let next = ready.isEmpty ? waiting : ready
      ordered += next
      let names = Set(next.map(\.name))
      waiting.removeAll { names.contains($0.name) }
    }
    return ordered
  }

  /// The streams that a request means, with the reason when it names one that is not there.
  package func selection(_ request: SyncRequest) throws(RunFailure) -> [StreamPlan] {
    guard !request.streams.isEmpty else {
      return streams.filter { $0.mapping != nil || $0.isParent }
        .filter { !$0.isSensitive || request.includesSensitive }
    }
    for name in request.streams where !streams.contains(where: { $0.name == name }) {
      throw RunFailure(
        .request, "there is no stream `\(name)`; there are \(streams.map(\.name).joined(separator: ", "))")
    }
    return streams.filter { request.streams.contains($0.name) }
  }
}
