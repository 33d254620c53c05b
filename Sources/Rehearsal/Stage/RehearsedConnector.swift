internal import Authentication
internal import Calling
internal import HTTP
internal import Interpreter
package import Language
internal import Mapping
package import Programs
internal import Rows

/// A connector with everything that its cases need, compiled once.
package struct RehearsedConnector: Sendable {
  package let loaded: LoadedConnector
  let program: ConnectorProgram
  let proofs: AuthProgram
  let policy: CallPolicy
  private let mappings: [String: RehearsedMapping]

  /// Fails where the connector cannot be run at all.
  package init(_ connector: LoadedConnector, models: ModelCatalogue) throws(RunFailure) {
    loaded = connector
    program = try ConnectorProgram(connector)
    proofs = try AuthProgram(program.file)
    policy = CallPolicy(program.file[ConnectorFile.http], Surroundings())
    var mappings: [String: RehearsedMapping] = [:]
    for mapping in connector.mappings {
      guard let file = mapping.file else { continue }
      mappings[mapping.stream] = try RehearsedMapping(file, models: models)
    }
    self.mappings = mappings
  }

  /// The exchanges of a recording with their replies; where archives come, the text that stands for one is packed again.
  func scenes(of recording: Recording) -> [RecordedProvider.Scene] {
    let archives = (loaded.file?[ConnectorFile.streams] ?? []).compactMap {
      $0.value[StreamBlock.decode]?.as(ZipDecoding.self)
    }
    return recording.exchanges.map { exchange in
      var scene = RecordedProvider.Scene(exchange, in: recording)
      if let archive = archives.first, (200..<300).contains(scene.status),
        scene.headers["Content-Type"]?.hasSuffix("/zip") ?? false
      {
        scene.body = PackedText.archive(of: scene.body, namedLike: archive[ZipDecoding.files] ?? "*")
      }
      return scene
    }
  }

  func mapping(of stream: String) -> RehearsedMapping? { mappings[stream] }
}

/// A mapping with the writers of its models' rows.
struct RehearsedMapping: Sendable {
  let program: MappingProgram
  let writers: [String: RowJSONWriter]
  /// In the order of the mapping.
  let models: [String]

  init(_ file: MappingFile, models catalogue: ModelCatalogue) throws(RunFailure) {
    program = try MappingProgram(file, models: catalogue)
    models = (file[MappingFile.models] ?? []).compactMap { $0[ModelMapping.model]?.value }
    let shapes = models.compactMap { catalogue[$0].map { RowShape($0) } }
    writers = Dictionary(shapes.map { ($0.model, RowJSONWriter($0)) }) { first, _ in first }
  }
}
