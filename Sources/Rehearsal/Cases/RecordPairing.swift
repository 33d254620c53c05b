internal import YAML

/// Which of the records that came is meant by each that is expected.
///
/// Records are told apart by their ids where the case names them, so that one missing record is one difference.
struct RecordPairing {
  /// The position of the record that is meant by each expected one; nil where none is.
  let found: [Int?]
  /// Positions of records that nobody expects, in order.
  let unexpected: [Int]

  init(_ expected: [Node], _ records: [CanonicalRecord]) {
    var left = Array(records.indices)
    found = expected.map { node in
      let id = node.mapping?["id"]?.scalar?.text
      let place = left.firstIndex { id == nil || records[$0].id == id }
      return place.map { left.remove(at: $0) }
    }
    unexpected = left
  }
}
