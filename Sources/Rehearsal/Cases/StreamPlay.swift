internal import Expressions
internal import Interpreter
internal import JSON
internal import Language
internal import Mapping
internal import Programs
internal import Rows
internal import Values

/// Reads a stream as a run would, and keeps what comes of it.
///
/// The path of a record is that of a real run, `StreamReader.next` → `MappingProgram.map`; only the store is missing.
struct StreamPlay: Sendable {
  let connector: RehearsedConnector
  let session: Session

  func read(_ name: String, _ options: ReadOptions, into performance: inout Performance) async {
    do throws(RunFailure) {
      var options = options
      // What would be asked for ahead of a failure is in no recording.
      options.parallelSlices = 1
      options.readsAhead = false
      var reader = try StreamReader(session, stream: name, options: options)
      while let page = try await reader.next() {
        take(page, into: &performance)
        try await reader.acknowledge(page)
      }
    } catch {
      performance.failure = error
    }
  }

  /// Maps a page, and notes what it says about records that are gone.
  func take(_ page: ReadPage, into performance: inout Performance) {
    let mapping = connector.mapping(of: page.stream)
    let records = mapping.map { map(page.records, by: $0, into: &performance) } ?? []
    performance.add(page)
    performance.add(records, of: mapping)
    performance.delete(page.gone.names, in: mapping?.models ?? [])
    for deletion in page.deletions {
      performance.delete(deletion.keys, in: connector.mapping(of: deletion.stream)?.models ?? [])
    }
  }

  /// Maps records that came outside of a page.
  func take(
    _ records: [SourceRecord], deleted: [String], of stream: String, into performance: inout Performance
  ) {
    guard let mapping = connector.mapping(of: stream) else { return }
    performance.add(map(records, by: mapping, into: &performance), of: mapping)
    performance.delete(deleted, in: mapping.models)
  }

  /// The canonical records of provider's records, each with the rules that made it.
  func map(
    _ records: [SourceRecord], by mapping: RehearsedMapping, into performance: inout Performance
  ) -> [CanonicalRecord] {
    var page = mapping.program.page(variables: session.variables)
    page.trace = MappingTrace()
    var canonical: [CanonicalRecord] = []
    for record in records {
      guard let key = record.key else {
        mapping.program.refuse(record.value, because: "the record has no key", into: &page)
        continue
      }
      let before = page.rows.map(\.count)
      let traced = page.trace?.entries.count ?? 0
      mapping.program.map(record.value, key: key, into: &page)
      let trace = page.trace?.entries[traced...] ?? []
      for (place, batch) in page.rows.enumerated() {
        for row in before[place]..<batch.count {
          let entries = trace.filter { $0.model == batch.shape.model }
          canonical.append(self.record(row, of: batch, mapping, row - before[place], entries))
        }
      }
    }
    performance.quarantined += page.quarantined
    performance.entries += page.trace?.entries ?? []
    performance.matches.formUnion(page.trace?.matches ?? [])
    performance.given.formUnion(page.trace?.given ?? [])
    return canonical
  }

  private func record(
    _ row: Int, of batch: RowBatch, _ mapping: RehearsedMapping, _ position: Int,
    _ entries: [MappingTrace.Entry]
  ) -> CanonicalRecord {
    var bytes: [UInt8] = []
    let writer = mapping.writers[batch.shape.model]
    writer?.write(row, of: batch, to: &bytes)
    let value = (try? JSONDocument(bytes)).map { Value.json($0.root) } ?? .null
    // A list gives several rows: of the entries of a field, each row has the one at its own position.
    let perField = Dictionary(grouping: entries, by: \.field)
    let own = perField.values.compactMap { $0.indices.contains(position) ? $0[position] : $0.last }
    return CanonicalRecord(
      model: batch.shape.model, id: batch.text(batch.heads[row].sourceID), value: value, trace: own)
  }
}
