internal import Expressions
internal import Values

/// What fields see of recorded rows, by the ids of these.
struct SamplesByID {
  /// The last row of each id, with the record that gave it.
  private var last: [String: (record: Value, sample: Activation)] = [:]
  /// All rows of an id that more than one has, in the order in which they come.
  private var repeated: [String: [Activation]] = [:]
  /// Ids under which records in different forms came.
  private var doubtful: Set<String> = []

  init(_ records: [(record: Value, rows: [Row]?)]) {
    last.reserveCapacity(records.count)
    for (record, rows) in records {
      for row in rows ?? [] {
        guard let earlier = last.updateValue((record, row.sample), forKey: row.id) else { continue }
        repeated[row.id, default: [earlier.sample]].append(row.sample)
        if !earlier.record.isSame(as: record) { doubtful.insert(row.id) }
      }
    }
  }

  var isEmpty: Bool { last.isEmpty }

  /// One where all rows of the id were made of the same.
  subscript(id: String) -> [Activation]? {
    doubtful.contains(id) ? repeated[id] : last[id].map { [$0.sample] }
  }
}
