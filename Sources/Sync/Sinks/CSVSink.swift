internal import Glibc
package import Rows
internal import Storage
internal import Synchronization
internal import Values

/// Rows as comma-separated values (RFC 4180): one file per model, the columns of the model in order.
package final class CSVSink: RowSink {
  private let path: String
  private let files = Mutex<[String: OutputFile]>([:])
  /// Whether `path` is a folder that gets one file for each model.
  private let isFolder: Bool

  /// A file for the one model of the streams, or a folder (existing, or ending in `/`) for several.
  package init(path: String) {
    self.path = path
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
        Self.append(names, to: &bytes)
      }
      files.withLock { $0[shape.model] = file }
    }
  }

  package func write(_ page: SinkPage) throws(SinkFailure) {
    for batch in page.rows {
      guard let file = files.withLock({ $0[batch.shape.model] }) else { continue }
      try file.append { bytes in
        for row in 0..<batch.count { Self.append(Self.cells(batch, row), to: &bytes) }
      }
    }
    guard !page.deleted.isEmpty else { return }
    for model in page.models {
      guard let file = files.withLock({ $0[model] }) else { continue }
      try file.append { bytes in
        for key in page.deleted { Self.append([key, "", "", "true"], to: &bytes) }
      }
    }
  }

  package func finish() throws(SinkFailure) {
    for file in files.withLock({ Array($0.values) }) { try file.flush() }
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

  private static func append(_ cells: [String], to bytes: inout [UInt8]) {
    for (place, cell) in cells.enumerated() {
      if place > 0 { bytes.append(UInt8(ascii: ",")) }
      guard cell.utf8.contains(where: { [0x22, 0x2C, 0x0A, 0x0D].contains($0) }) else {
        bytes += cell.utf8
        continue
      }
      bytes.append(UInt8(ascii: "\""))
      for byte in cell.utf8 {
        if byte == UInt8(ascii: "\"") { bytes.append(byte) }
        bytes.append(byte)
      }
      bytes.append(UInt8(ascii: "\""))
    }
    bytes += [0x0D, 0x0A]
  }
}
