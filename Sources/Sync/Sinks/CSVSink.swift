internal import Glibc
internal import Rows
internal import Storage
internal import Synchronization
internal import Values

/// Rows as comma-separated values (RFC 4180): one file per model, the columns of the model in order; behind the id stands the stream where
/// several give the model.
package final class CSVSink: RowSink {
  private let path: String
  private let reader: CSVLine.Reader
  private let files = Mutex<[String: (file: OutputFile, isShared: Bool)]>([:])
  /// Whether `path` is a folder that gets one file for each model.
  private let isFolder: Bool

  /// A file for the one model of the streams, or a folder (existing, or ending in `/`) for several.
  package init(path: String, for reader: CSVLine.Reader) {
    self.path = path
    self.reader = reader
    var information = stat()
    isFolder =
      path.hasSuffix("/") || (stat(path, &information) == 0 && information.st_mode & S_IFMT == S_IFDIR)
  }

  package func begin(_ sources: [SinkSource]) throws(SinkFailure) {
    var seen: Set<String> = []
    let models = sources.filter { seen.insert($0.shape.model).inserted }
    guard isFolder || models.count <= 1 else {
      throw SinkFailure(
        "the streams give \(models.count) models, which one CSV file cannot hold: name a folder, `csv=\(path)/`"
      )
    }
    if isFolder { mkdir(path, 0o700) }
    for source in models {
      let file = try OutputFile(path: isFolder ? path + "/" + source.shape.model + ".csv" : path)
      try file.append { bytes in
        var names = Self.key("id", SinkSource.streamName, source.isShared)
        names += ["source_created_at", "source_updated_at", "deleted"] + source.shape.columns.map(\.name)
        CSVLine.append(names, for: .program, to: &bytes)
      }
      files.withLock { $0[source.shape.model] = (file, source.isShared) }
    }
  }

  private static func key(_ id: String, _ stream: String, _ isShared: Bool) -> [String] {
    isShared ? [id, stream] : [id]
  }

  package func write(_ page: SinkPage) throws(SinkFailure) {
    for batch in page.rows {
      guard let (file, isShared) = files.withLock({ $0[batch.shape.model] }) else { continue }
      try file.append { bytes in
        for row in 0..<batch.count {
          let key = Self.key(batch.text(batch.heads[row].sourceID), page.stream, isShared)
          CSVLine.append(key + Self.cells(batch, row), for: reader, to: &bytes)
        }
      }
    }
    guard !page.deleted.isEmpty else { return }
    for model in page.models {
      guard let (file, isShared) = files.withLock({ $0[model] }) else { continue }
      try file.append { bytes in
        for id in page.deleted {
          CSVLine.append(
            Self.key(id, page.stream, isShared) + ["", "", "true"], for: reader, to: &bytes)
        }
      }
    }
  }

  package func flush() throws(SinkFailure) {
    for (file, _) in files.withLock({ Array($0.values) }) { try file.flush() }
  }

  package func finish() throws(SinkFailure) {
    for (file, _) in files.withLock({ Array($0.values) }) { try file.finish() }
  }

  private static func cells(_ batch: RowBatch, _ row: Int) -> [String] {
    let head = batch.heads[row]
    let first = [
      head.createdAt?.description ?? "", head.updatedAt?.description ?? "",
      "false",
    ]
    return first
      + batch.shape.columns.indices.map { column in
        let cell = batch.cell(row, column)
        switch cell.state {
        case .absent, .null: return ""
        case .text: return batch.text(cell) ?? ""
        case .integer:
          guard batch.shape.columns[column].kind == .boolean else { return String(cell.payload) }
          return cell.payload == 0 ? "false" : "true"
        }
      }
  }
}
