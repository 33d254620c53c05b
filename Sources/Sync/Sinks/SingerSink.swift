internal import JSON
internal import Rows
internal import Storage
internal import Synchronization
internal import Values

/// Rows as messages of the Singer format on standard output, so that its targets can take them.
///
/// Each model is a stream with a SCHEMA before its first RECORD; after each page a STATE says where the run would go on. Where several streams
/// give one model, `source_stream` is part of the key.
package final class SingerSink: RowSink {
  private let file: OutputFile
  private let state = Mutex(State())

  private struct State {
    /// By stream and model.
    var writers: [String: [String: (start: [UInt8], writer: RowJSONWriter)]] = [:]
    /// Checkpoints by stream and slice, as a later run would need them.
    var bookmarks: [String: [String: String]] = [:]
  }

  package init() { file = OutputFile() }

  package func begin(_ sources: [SinkSource]) throws(SinkFailure) {
    var told: Set<String> = []
    for source in sources {
      let shape = source.shape
      let stream = source.isShared ? "\"\(SinkSource.streamName)\":\"\(source.stream)\"," : ""
      let start = "{\"type\":\"RECORD\",\"stream\":\"\(shape.model)\",\"record\":{\(stream)"
      state.withLock {
        $0.writers[source.stream, default: [:]][shape.model] =
          (Array(start.utf8), RowJSONWriter(shape, opening: start))
      }
      guard told.insert(shape.model).inserted else { continue }
      let key = (source.isShared ? [SinkSource.streamName] : []) + ["id"]
      let message = Value.map(
        MapValue([
          ("type", .string("SCHEMA")), ("stream", .string(shape.model)),
          ("schema", SingerSchema.schema(of: shape, key: key)),
          ("key_properties", .list(key.map(Value.string))),
        ]))
      try write(message)
    }
  }

  package func write(_ page: SinkPage) throws(SinkFailure) {
    let writers = state.withLock { $0.writers[page.stream] ?? [:] }
    for batch in page.rows {
      guard let writer = writers[batch.shape.model]?.writer else { continue }
      try file.append { bytes in
        for row in 0..<batch.count {
          writer.write(row, of: batch, to: &bytes)
          // The row ends its own line; the message is closed before that.
          bytes[bytes.count - 1] = UInt8(ascii: "}")
          bytes.append(UInt8(ascii: "\n"))
        }
      }
    }
    for model in page.models where !page.deleted.isEmpty {
      guard let (start, _) = writers[model] else { continue }
      try file.append { bytes in
        for key in page.deleted {
          bytes += start
          bytes += "\"id\":".utf8
          JSONText.append(key, to: &bytes)
          bytes += ",\"_sdc_deleted_at\":\"\(page.moment)\"}}\n".utf8
        }
      }
    }
    try writeState(page)
  }

  package func flush() throws(SinkFailure) { try file.flush() }

  private func writeState(_ page: SinkPage) throws(SinkFailure) {
    guard !page.checkpoints.isEmpty else { return }
    let bookmarks = state.withLock { state in
      for checkpoint in page.checkpoints {
        state.bookmarks[checkpoint.stream, default: [:]][checkpoint.slice] = checkpoint.state
      }
      return state.bookmarks
    }
    let streams = bookmarks.sorted { $0.key < $1.key }.map { stream in
      (
        stream.key,
        Value.map(MapValue(stream.value.sorted { $0.key < $1.key }.map { ($0.key, Value.string($0.value)) }))
      )
    }
    try write(
      .map(
        MapValue([
          ("type", .string("STATE")),
          ("value", .map(MapValue([("bookmarks", .map(MapValue(streams)))]))),
        ])))
    try file.flush()
  }

  private func write(_ message: Value) throws(SinkFailure) {
    var steps = 10_000_000
    guard let text = try? JSONWriter.text(of: message, steps: &steps, limit: 64 << 20) else {
      throw SinkFailure("a message cannot be written as JSON")
    }
    try file.append { $0 += (text + "\n").utf8 }
  }
}
