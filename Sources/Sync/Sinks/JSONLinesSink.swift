internal import JSON
internal import Rows
internal import Values
internal import Synchronization

/// Rows as JSON lines, all models in one file: `{"model":"employee","id":"7",...}`; what is gone as `{...,"deleted":true}`.
///
/// Of a model that several streams give, `source_stream` stands before the id.
package final class JSONLinesSink: RowSink {
  private let file: OutputFile
  private let writers = Mutex<[String: [String: (start: [UInt8], writer: RowJSONWriter)]]>([:])

  private static let rowsAtOnce = 1_000

  /// A new file in the place of an old one; `-` is standard output.
  package init(path: String) throws(SinkFailure) {
    file = path == "-" ? OutputFile() : try OutputFile(path: path)
  }

  package func begin(_ sources: [SinkSource]) throws(SinkFailure) {
    writers.withLock { writers in
      for source in sources {
        let stream = source.isShared ? "\"\(SinkSource.streamName)\":\"\(source.stream)\"," : ""
        let opening = "{\"model\":\"\(source.shape.model)\",\(stream)"
        writers[source.stream, default: [:]][source.shape.model] =
          (Array(opening.utf8), RowJSONWriter(source.shape, opening: opening))
      }
    }
  }

  package func write(_ page: SinkPage) throws(SinkFailure) {
    let writers = writers.withLock { $0[page.stream] ?? [:] }
    for batch in page.rows {
      guard let writer = writers[batch.shape.model]?.writer else { continue }
      // In portions, so that a page of any size lies in the file before it becomes much in memory.
      for first in stride(from: 0, to: batch.count, by: Self.rowsAtOnce) {
        try file.append { bytes in
          writer.write(first..<min(first + Self.rowsAtOnce, batch.count), of: batch, to: &bytes)
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
          bytes += ",\"deleted\":true}\n".utf8
        }
      }
    }
  }

  package func flush() throws(SinkFailure) { try file.flush() }

  package func finish() throws(SinkFailure) { try file.finish() }
}
