package import Rows
package import Expressions
internal import JSON
package import Language
package import Programs
package import Values

/// A mapping, compiled: records go in, canonical rows come out.
package struct MappingProgram: Sendable {
  private let models: [ModelProgram]
  private let hintCount: Int
  /// Stands for all that decides what becomes of a record.
  package let form: RowHash
  /// The same; nil where that is not the record alone.
  private let fingerprint: RowHash?

  /// Compiles a mapping; fails with its place where it cannot be run, which the linter tells at length.
  package init(_ mapping: MappingFile, models catalogue: ModelCatalogue) throws(RunFailure) {
    var models: [ModelProgram] = []
    var scope = Compilation()
    for model in mapping[MappingFile.models] ?? [] {
      models.append(try ModelProgram(model, models: catalogue, &scope))
    }
    self.models = models
    hintCount = scope.hintCount
    let isDerived = self.models.contains(where: \.isDerived)
    form = MappingFingerprint.of(
      mapping,
      (mapping[MappingFile.models] ?? []).compactMap {
        $0[ModelMapping.model].flatMap { catalogue[$0.value] }
      })
    fingerprint = scope.isOfRecordAlone && !isDerived ? form : nil
  }

  /// Records of this mapping have origins.
  package var tellsOrigins: Bool { fingerprint != nil }

  /// The origin of the rows that a record gives: those with the same origin need not be made again.
  ///
  /// Nil where a row says too little: where a record may give several rows or none, where expressions read more than the record,
  /// where the stream has added to it.
  package func origin(of record: Value) -> RowHash? {
    guard let fingerprint, case .json(let view) = record else { return nil }
    return view.withSource { RowHash(of: UnsafeRawBufferPointer($0), in: fingerprint) }
  }

  /// An empty page; `variables` are `settings` and `account`.
  ///
  /// Rows that are compared with nothing need no hashes.
  package func page(
    variables: Activation = Activation(), keepsRaw: Bool = false, hasHashes: Bool = true
  ) -> MappedPage {
    MappedPage(
      rows: models.map {
        RowBatch($0.shape, columns: $0.columns, isDerived: $0.isDerived, hasHashes: hasHashes)
      }, keepsRaw: keepsRaw, frame: MappingFrame(variables, hintCount: hintCount))
  }

  /// Maps a record; what cannot be made is quarantined model by model, and everything else goes on.
  ///
  /// `carried` are the fields that the stream adds to its records, and `origin` is what `origin(of:)` told.
  package func map(
    _ record: Value, key: String, carried: MapValue? = nil, origin: RowHash? = nil,
    into page: inout MappedPage
  ) {
    page.read += 1
    page.frame.begin(record, carried: carried)
    let raw = page.keepsRaw ? record : nil
    for (place, model) in models.enumerated() {
      do throws(FieldProblem) {
        try model.map(key: key, raw: raw, origin: origin, in: &page.frame, to: &page.rows[place])
      } catch {
        page.quarantined.append(
          RecordProblem(
            key: key, model: model.shape.model, path: error.path, reason: error.message, place: error.place,
            raw: record.jsonText))
      }
    }
  }

  /// What a canonical field of a record would hold, also where the record itself cannot be mapped; nil where that is no text.
  package func text(of field: String, in record: Value, _ variables: Activation) -> String? {
    var frame = MappingFrame(variables, hintCount: hintCount)
    frame.begin(record, carried: nil)
    for model in models {
      if let text = model.text(of: field, in: &frame) { return text }
    }
    return nil
  }

  /// Quarantines a record without mapping it; one that has no key is told apart from others like it by its content.
  package func refuse(
    _ record: Value, key: String? = nil, because reason: String, at path: String = "id",
    into page: inout MappedPage
  ) {
    page.read += 1
    let raw = record.jsonText
    let key = key ?? "without key \(RowHash(of: raw).text)"
    for model in models {
      page.quarantined.append(
        RecordProblem(
          key: key, model: model.shape.model, path: path, reason: reason, place: nil, raw: raw))
    }
  }
}

extension RowBatch {
  /// Keeps the provider's record: its bytes as they came, where it is a part of a document.
  mutating func append(record: Value) -> Slice {
    if case .json(let view) = record, let slice = view.withSource({ append($0) }) { return slice }
    return append(record.jsonText)
  }
}

extension Value {
  /// The record as JSON.
  fileprivate var jsonText: String {
    if case .json(let view) = self, let text = view.sourceText { return text }
    var steps = 10_000_000
    return (try? JSONWriter.text(of: self, steps: &steps, limit: 64 << 20)) ?? "null"
  }
}
