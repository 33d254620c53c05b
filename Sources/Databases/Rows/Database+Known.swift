internal import Rows
internal import Storage

extension Database {
  /// Which of the records have a row of the same origin in each of the models.
  func known(
    _ lease: RunLease, stream: String, models: [RowShape], _ records: [RecordSighting]
  ) throws(StoreFailure) -> KnownRecords {
    // A question; what it makes (the number of a stream, an empty table) the page that follows would make as well.
    try transaction(awaitsDisk: false) { () throws(StoreFailure) in
      try check(lease)
      let source = try source(lease, stream)
      var isKnown = [Bool](repeating: !models.isEmpty, count: records.count)
      var ids = models.map { _ in [Int64](repeating: 0, count: records.count) }
      for (place, model) in models.enumerated() {
        let lookup = try table(model).lookup()
        lookup.bind(1, source)
        for (number, record) in records.enumerated() where isKnown[number] {
          if let id = try row(of: record, by: lookup) {
            ids[place][number] = id
          } else {
            isKnown[number] = false
          }
        }
      }
      return KnownRecords(
        isKnown: isKnown,
        rows: zip(models, ids).map { model, ids in
          var rows = KnownRows(model: model.model)
          rows.ids = zip(ids, isKnown).compactMap { $1 ? $0 : nil }
          return rows
        })
    }
  }

  private func row(of record: RecordSighting, by lookup: Statement) throws(StoreFailure) -> Int64? {
    lookup.bind(2, record.key)
    defer { lookup.reset() }
    guard try lookup.step(), lookup.integer(2) == 0,
      lookup.withBytes(1, { record.origin.isStoredAsOrigin(in: $0) })
    else { return nil }
    return lookup.integer(0)
  }
}
