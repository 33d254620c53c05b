internal import Interpreter
internal import Mapping
internal import Rows
internal import Storage
internal import Values

/// The records of a page that a store knows: mapping them would give the rows that it has.
struct FamiliarPage: Sendable {
  /// By the place of the record in the page; nil where nothing stands for its rows.
  let origins: [RowHash?]
  /// Likewise.
  let isKnown: [Bool]
  let rows: [KnownRows]

  /// Asks the store.
  static func asking(
    _ store: any Store, _ lease: RunLease, _ plan: StreamPlan, _ mapping: MappingProgram, about page: ReadPage
  ) async throws(StoreFailure) -> FamiliarPage {
    // Of several records with one key the last one counts: each must be written in its turn.
    let repeated = repeatedKeys(page)
    let origins = page.records.map { record in
      record.key.flatMap { repeated.contains($0) ? nil : mapping.origin(of: record.value) }
    }
    var places: [Int] = []
    var records: [RecordSighting] = []
    for (place, record) in page.records.enumerated() {
      guard let key = record.key, let origin = origins[place] else { continue }
      places.append(place)
      records.append(RecordSighting(key: key, origin: origin))
    }
    let known = try await store.known(lease, stream: plan.name, models: plan.shapes, records)
    var isKnown = [Bool](repeating: false, count: origins.count)
    for (place, isThere) in zip(places, known.isKnown) { isKnown[place] = isThere }
    return FamiliarPage(origins: origins, isKnown: isKnown, rows: known.rows)
  }

  private static func repeatedKeys(_ page: ReadPage) -> TextSet {
    var keys = TextSet(minimumCapacity: page.records.count)
    var repeated = TextSet()
    for record in page.records {
      if let key = record.key, !keys.insert(key) { repeated.insert(key) }
    }
    return repeated
  }

  var knownCount: Int { isKnown.count { $0 } }
}

/// Whether records are looked up before they are mapped: worth it where most have not changed.
struct FamiliarityHabit {
  /// Pages that are mapped without a question.
  private var left = 0
  /// After a page of mostly new records the next ones are likely to be like it.
  private static let pause = 32

  mutating func asksNow() -> Bool {
    if left == 0 { return true }
    left -= 1
    return false
  }

  mutating func note(_ page: FamiliarPage) {
    if page.knownCount * 2 < page.isKnown.count { left = Self.pause }
  }
}
