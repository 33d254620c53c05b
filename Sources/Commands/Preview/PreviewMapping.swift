internal import Expressions
internal import Interpreter
internal import JSON
internal import Language
internal import Mapping
internal import Programs
internal import Rows
internal import Values

/// Maps records one by one, and remembers which rules ever gave a value.
struct PreviewMapping {
  private let program: MappingProgram
  private var writers: [String: RowJSONWriter]
  private var ruled: [Preview.AbsentField] = []
  private var given: Set<Preview.AbsentField> = []
  private let key: RecordKey
  private(set) var unforeseen: [UnforeseenWord: Int] = [:]
  private(set) var quarantined: [RecordProblem] = []

  init(_ file: MappingFile, models catalogue: ModelCatalogue, key: RecordKey) throws(RunFailure) {
    self.key = key
    program = try MappingProgram(file, models: catalogue)
    let models = (file[MappingFile.models] ?? []).compactMap { $0[ModelMapping.model]?.value }
    let shapes = models.compactMap { catalogue[$0].map { RowShape($0) } }
    writers = Dictionary(shapes.map { ($0.model, RowJSONWriter($0)) }) { first, _ in first }
  }

  /// Rules that were run and never gave a value, in the order in which they were first run.
  var absent: [Preview.AbsentField] { ruled.filter { !given.contains($0) } }

  mutating func rows(of record: SourceRecord, _ variables: Activation) -> [PreviewedRow] {
    var page = program.page(variables: variables)
    page.trace = MappingTrace()
    if let key = record.key {
      program.map(record.value, key: key, into: &page)
    } else {
      program.refuse(record.value, because: key.absence(in: record.value), into: &page)
    }
    unforeseen.merge(page.unforeseen, uniquingKeysWith: +)
    quarantined += page.quarantined
    let entries = page.trace?.entries ?? []
    for entry in entries { note(entry) }
    return page.rows.flatMap { batch in
      let own = entries.filter { $0.model == batch.shape.model }
      return (0..<batch.count).map { row(batch, $0, own) }
    }
  }

  private mutating func note(_ entry: MappingTrace.Entry) {
    let field = Preview.AbsentField(model: entry.model, field: entry.field)
    if !ruled.contains(field) { ruled.append(field) }
    switch entry.outcome {
    case .value, .problem: given.insert(field)
    case .absent, .null: return
    }
  }

  private func row(_ batch: RowBatch, _ row: Int, _ entries: [MappingTrace.Entry]) -> PreviewedRow {
    var bytes: [UInt8] = []
    let writer = writers[batch.shape.model]
    writer?.write(row, of: batch, to: &bytes)
    // A list gives several rows: of the entries of a field, each row has the one at its own position.
    var met: [String: Int] = [:]
    let own = entries.filter { entry in
      let position = met[entry.field, default: 0]
      met[entry.field] = position + 1
      return position == row
    }
    return PreviewedRow(
      model: batch.shape.model, id: batch.text(batch.heads[row].sourceID),
      value: (try? JSONDocument(bytes))?.root, entries: own)
  }
}
