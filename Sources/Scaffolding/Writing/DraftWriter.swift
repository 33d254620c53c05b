internal import Language

/// Writes all files of a new connector from what was inferred.
struct DraftWriter {
  let sketch: ProviderSketch
  let streams: [StreamDraft]

  init(_ sketch: ProviderSketch, _ streams: [StreamDraft]) {
    self.sketch = sketch
    self.streams = streams
  }

  func outcome() -> Scaffold.Outcome {
    var files: [Scaffold.File] = []
    var guessCount = 0
    func add(_ path: String, _ yaml: YAMLText, _ root: any Construct.Type) {
      files.append(.init(path: path, text: yaml.text(as: root)))
      guessCount += yaml.guessCount
    }
    let folder = "connectors/\(sketch.name)"
    add("\(folder)/connector.yaml", ConnectorText.text(of: sketch, streams), ConnectorFile.self)
    for stream in streams {
      guard let mapping = stream.mapping else { continue }
      add("mappings/\(sketch.name)/\(stream.name).yaml", MappingText.text(of: mapping), MappingFile.self)
    }
    add("\(folder)/tests.yaml", TestsText.text(of: sketch, streams), TestFile.self)
    for recording in RecordingText.recordings(of: sketch, streams) {
      files.append(.init(path: "\(folder)/recordings/\(recording.name).http", text: recording.text))
    }
    return Scaffold.Outcome(files: files, summary: summary(), guessCount: guessCount)
  }

  private func summary() -> [Scaffold.SummaryLine] {
    var lines = sketch.summary
    lines.append(.init("auth", sketch.auth.description, sketch.auth.origin))
    for stream in streams {
      let place = "\(stream.endpoint.method) \(stream.endpoint.path)"
      lines.append(
        .init(
          "\(stream.name) pages", stream.pages.words,
          "guess \(Guess<Bool>.decimal(stream.pages.confidence)): \(stream.pages.reason)"))
      guard let mapping = stream.mapping else {
        let reason =
          stream.missing.map { "nothing fits `\($0.field)`, which every \($0.model) needs" }
          ?? "no canonical model fits"
        lines.append(.init(stream.name, "\(place): \(reason); add a mapping by hand", nil))
        continue
      }
      let weak = mapping.fields.count { $0.guess.confidence < 0.5 }
      let need = weak == 0 ? "" : ", \(weak) need\(weak == 1 ? "s" : "") you"
      let model = mapping.model.value
      lines.append(
        .init(
          stream.name,
          "\(place) → \(model.name): \(mapping.fields.count) of \(model.fields.count) fields mapped\(need)",
          mapping.notMapped.isEmpty
            ? nil
            : mapping.notMapped.count == 1 ? "1 key left out" : "\(mapping.notMapped.count) keys left out"))
    }
    return lines
  }
}

extension PageGuess {
  /// The style in words, for the screen.
  var words: String {
    switch style {
    case .none: "everything at once"
    case .page: "numbered, `\(parameter ?? "page")`"
    case .offset: "offset, `\(parameter ?? "offset")`"
    case .cursor(let token): "cursor, `\(token.joined(separator: "."))` in the reply"
    case .keyset(let key): "after the last `\(key)`, `\(parameter ?? "after")`"
    case .nextURL(let path): "next address, `\(path.joined(separator: "."))` in the reply"
    case .linkHeader: "header `Link`"
    case .relay(let connection): "a connection, `\(connection.joined(separator: "."))` in the reply"
    }
  }
}
