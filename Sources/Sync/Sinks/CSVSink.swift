internal import Glibc
package import Rows
internal import Storage
internal import Synchronization
internal import Values

/// Rows as comma-separated values (RFC 4180): one file per model, the columns of the model in order.
package final class CSVSink: RowSink {
  private let path: String
  private let reader: CSVLine.Reader
  private let files = Mutex<[String: OutputFile]>([:])
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

  package func begin(_ shapes: [RowShape]) throws(SinkFailure) {
    guard isFolder || shapes.count <= 1 else {
      throw SinkFailure(
        "the streams give \(shapes.count) models, which one CSV file cannot hold: name a folder, `csv=\(path)/`"
      )
    }
    if isFolder { mkdir(path, 0o700) }
    for shape in shapes {
      let file = try OutputFile(path: isFolder ? path + "/" + shape.model + ".csv" : path)
      try file.append { bytes in
        var names = ["id", "source_created_at", "source_updated_at", "deleted"]
        names += shape.columns.map(\.name)
        CSVLine.append(names, for: .program, to: &bytes)
      }
      files.withLock { $0[shape.model] = file }
    }
  }

  package func write(_ page: SinkPage) throws(SinkFailure) {
    for batch in page.rows {
      guard let file = files.withLock({ $0[batch.shape.model] }) else { continue }
      try file.append { bytes in
        for row in 0..<batch.count { CSVLine.append(Self.cells(batch, row), for: reader, to: &bytes) }
      }
    }
    guard !page.deleted.isEmpty else { return }
    for model in page.models {
      guard let file = files.withLock({ $0[model] }) else { continue }
      try file.append { bytes in
        for key in page.deleted { CSVLine.append([key, "", "", "true"], for: reader, to: &bytes) }
      }
    }
  }

  package func flush() throws(SinkFailure) {
    for file in files.withLock({ Array($0.values) }) { try file.flush() }
  }

  package func finish() throws(SinkFailure) {
    for file in files.withLock({ Array($0.values) }) { try file.finish() }
  }

  private static func cells(_ batch: RowBatch, _ row: Int) -> [String] {
    let head = batch.heads[row]
    let first = [
      batch.text(head.sourceID), head.createdAt?.description ?? "", head.updatedAt?.description ?? "",
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
