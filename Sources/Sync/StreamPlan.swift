package import Interpreter
package import Language
package import Mapping
package import Programs
package import Rows
package import Storage

/// What a run does with one stream.
package struct StreamPlan: Sendable {
  package let program: StreamProgram
  /// Nil for a stream that has no model: it is read for other streams, or only counted.
  package let mapping: MappingProgram?
  package let shapes: [RowShape]
  /// By what the rows of each model are recognised in other integrations.
  package let identities: [IdentityKeys]

  package var name: String { program.name }

  /// Stands for what the stream reads.
  let asked: String

  /// Stands for what makes rows of what the provider has.
  var form: String? { mapping.map { "\($0.form.text) \(program.key.written) \(asked)" } }

  /// The stream has rows of its own, or others are read for its records.
  var isUseful: Bool { mapping != nil || program.isParent || program.isDeletionSource }
}

/// All streams of a connector with what is done with them, parents before children.
package struct SyncPlan: Sendable {
  package let streams: [StreamPlan]

  package init(
    _ program: ConnectorProgram, _ connector: LoadedConnector, models: ModelCatalogue
  ) throws(RunFailure) {
    var plans: [StreamPlan] = []
    let blocks = program.file[ConnectorFile.streams]
    for stream in program.streams {
      let file = connector.mapping(of: stream.name)?.file
      let mapped = file?[MappingFile.models] ?? []
      var mapping: MappingProgram?
      if let file { mapping = try MappingProgram(file, models: models) }
      let shapes = mapped.compactMap {
        $0[ModelMapping.model].flatMap { models[$0.value] }.map { RowShape($0) }
      }
      plans.append(
        StreamPlan(
          program: stream, mapping: mapping, shapes: shapes,
          identities: Self.identities(stream.name, mapped, shapes),
          asked: blocks?.named(stream.name).map { MappingFingerprint.of($0.value).text } ?? ""))
    }
    streams = Self.ordered(plans)
  }

  /// What a mapping says of identity takes the place of what the model says; a model that is mapped in several ways has the keys of all.
  private static func identities(
    _ stream: String, _ mapped: [ModelMapping], _ shapes: [RowShape]
  ) -> [IdentityKeys] {
    var seen: Set<String> = []
    return shapes.filter { seen.insert($0.model).inserted }.map { shape in
      let given = mapped.filter { $0[ModelMapping.model]?.value == shape.model }
        .flatMap { ($0[ModelMapping.identity] ?? []).map(\.value) }
      let fields = shape.fields.map(\.name).filter(given.contains)
      return IdentityKeys(stream: stream, shape: shape, fields: fields.isEmpty ? shape.identity : fields)
    }
  }

  private static func ordered(_ plans: [StreamPlan]) -> [StreamPlan] {
    var ordered: [StreamPlan] = []
    var waiting = plans
    while !waiting.isEmpty {
      let done = Set(ordered.map(\.name))
      let known = Set(plans.map(\.name))
      let ready = waiting.filter { plan in
        plan.program.parents.allSatisfy { done.contains($0) || !known.contains($0) }
      }
      // A circle is an error of its own when the streams are read.
      let next = ready.isEmpty ? waiting : ready
      ordered += next
      let names = Set(next.map(\.name))
      waiting.removeAll { names.contains($0.name) }
    }
    return ordered
  }

  /// What a sink gets of some streams.
  ///
  /// Whether a model is shared does not depend on which of them a run reads.
  func sources(of chosen: [StreamPlan]) -> [SinkSource] {
    let givers = Dictionary(grouping: streams.flatMap { Set($0.shapes.map(\.model)) }) { $0 }
    return chosen.flatMap { plan in
      var seen: Set<String> = []
      return plan.shapes.filter { seen.insert($0.model).inserted }.map {
        SinkSource(stream: plan.name, shape: $0, isShared: givers[$0.model, default: []].count > 1)
      }
    }
  }

  /// The streams that a run leaves out because nothing is made of what they hold.
  package var unmapped: [String] { streams.filter { !$0.isUseful }.map(\.name) }

  /// The streams that a request means, with the reason when it names one that is not there.
  package func selection(_ request: SyncRequest) throws(RunFailure) -> [StreamPlan] {
    guard !request.streams.isEmpty else {
      return streams.filter { $0.isUseful && (!$0.program.isSensitive || request.includesSensitive) }
    }
    for name in request.streams where !streams.contains(where: { $0.name == name }) {
      throw RunFailure(
        .request, "there is no stream `\(name)`; there are \(streams.map(\.name).joined(separator: ", "))")
    }
    return streams.filter { request.streams.contains($0.name) }
  }
}
