internal import Storage

/// Which rows have which marks, in the file, and what of it one portion of the feed changes.
final class IdentityRegister {
  /// Another row that shares marks with a row.
  struct Agreement {
    let other: Int64
    /// Codes of the fields that agree.
    var fields: [Int64] = []
    /// How many of the values nobody else in their integrations has.
    var alone = 0
    /// A field of both says different things.
    var isContradicted = false

    /// A value that two rows of one integration share tells them apart no better than a guess.
    var confidence: Double {
      if alone == 0 { return 0.4 }
      return isContradicted ? (alone > 1 ? 0.8 : 0.6) : (alone > 1 ? 0.95 : 0.8)
    }
  }

  private struct Holder {
    let row: Int64
    let integration: Int64
  }

  private struct Change {
    let row: Int64
    let old: [IdentityMark]
    let new: IdentityMarks
  }

  /// A value that more rows than this share tells nothing about any of them.
  private static let mostSharing = 20

  private let database: Database
  private let model: String
  private let organization: Int64
  private let known: Statement
  private let holding: Statement
  private var changes: [Change] = []
  private var marks: [Int64: [IdentityMark]] = [:]
  /// Rows that had no marks before and so no links that were found.
  private var fresh: Set<Int64> = []

  init(_ database: Database, _ model: String, _ organization: Int64) throws(StoreFailure) {
    self.database = database
    self.model = model
    self.organization = organization
    known = try database.statement("SELECT integration, marks FROM identity_rows WHERE model = ? AND row = ?")
    known.bind(1, model)
    holding = try database.statement("SELECT row, integration FROM identity_keys WHERE key = ?")
  }

  deinit {
    known.clear()
    holding.clear()
  }

  // MARK: Taking down

  /// Takes down what a row says now.
  func note(_ row: Int64, _ new: IdentityMarks) throws(StoreFailure) {
    let old = try self.old(row)
    if old == nil { fresh.insert(row) }
    guard (old?.marks ?? []) != new.marks else { return }
    marks[row] = new.marks
    changes.append(Change(row: row, old: old?.marks ?? [], new: new))
  }

  private func old(_ row: Int64) throws(StoreFailure) -> IdentityMarks? {
    defer { known.reset() }
    known.bind(2, row)
    guard try known.step() else { return nil }
    return IdentityMarks(
      integration: known.integer(0), marks: known.withBytes(1) { IdentityMarks.marks(in: $0) })
  }

  /// Brings the file to what was taken down; keys in their order, because each then lies near the one before.
  func write() throws(StoreFailure) {
    let rows = try database.statement(
      """
      INSERT INTO identity_rows(organization, model, row, integration, marks) VALUES (?, ?, ?, ?, ?)
      ON CONFLICT DO UPDATE SET marks = excluded.marks
      """)
    rows.bind(1, organization)
    rows.bind(2, model)
    for change in changes {
      rows.bind(3, change.row)
      rows.bind(4, change.new.integration)
      try change.new.bytes.withUnsafeBufferPointer { (bytes) throws(StoreFailure) in
        // Without marks there is no address; the row stays, so that it is known that it had some.
        if let start = bytes.baseAddress {
          rows.bindKept(5, bytes: start, count: bytes.count)
        } else {
          rows.bindNull(5)
        }
        try rows.run()
      }
    }
    rows.clear()
    try write(
      changes.flatMap { change in change.old.map { (key: $0.key, row: change.row, integration: 0) } },
      "DELETE FROM identity_keys WHERE organization = ?1 AND key = ?2 AND row = ?3 AND ?4 IS NOT NULL")
    try write(
      changes.flatMap { change in
        change.new.marks.map { (key: $0.key, row: change.row, integration: change.new.integration) }
      },
      "INSERT INTO identity_keys(organization, key, row, integration) VALUES (?1, ?2, ?3, ?4) ON CONFLICT DO NOTHING"
    )
  }

  private func write(
    _ entries: [(key: Int64, row: Int64, integration: Int64)], _ sql: String
  ) throws(StoreFailure) {
    if entries.isEmpty { return }
    let statement = try database.statement(sql)
    statement.bind(1, organization)
    for entry in entries.sorted(by: { ($0.key, $0.row) < ($1.key, $1.row) }) {
      statement.bind(2, entry.key)
      statement.bind(3, entry.row)
      statement.bind(4, entry.integration)
      try statement.run()
    }
    statement.clear()
  }

  // MARK: Asking

  /// The rows whose marks changed, and others that share a mark with one, before or now.
  func affected() throws(StoreFailure) -> Set<Int64> {
    let changed = Set(changes.map(\.row))
    var affected = changed
    var keys: Set<Int64> = []
    for change in changes { keys.formUnion((change.old + change.new.marks).map(\.key)) }
    for key in keys.sorted() {
      var others: [Int64] = []
      holding.bind(1, key)
      while try holding.step() {
        let row = holding.integer(0)
        if !changed.contains(row) { others.append(row) }
        // A value that too many others share links nobody, before or now.
        if others.count > Self.mostSharing { break }
      }
      holding.reset()
      if others.count <= Self.mostSharing { affected.formUnion(others) }
    }
    return affected
  }

  func mayHaveLinks(_ row: Int64) -> Bool { !fresh.contains(row) }

  /// The rows of other integrations that share marks with a row.
  func agreements(of row: Int64) throws(StoreFailure) -> [Agreement] {
    var found: [Int64: Agreement] = [:]
    let own = try marks(of: row)
    for mark in own {
      let holders = try holders(of: mark.key)
      guard holders.count > 1, let integration = holders.first(where: { $0.row == row })?.integration else {
        continue
      }
      let isAlone = Set(holders.map(\.integration)).count == holders.count
      for holder in holders where holder.integration != integration {
        found[holder.row, default: Agreement(other: holder.row)].fields.append(mark.field)
        if isAlone { found[holder.row]?.alone += 1 }
      }
    }
    for other in Array(found.keys) {
      let its = try marks(of: other)
      found[other]?.isContradicted = own.contains { mark in
        its.contains { $0.field == mark.field && $0.key != mark.key }
      }
    }
    return found.values.sorted { $0.other < $1.other }
  }

  private func marks(of row: Int64) throws(StoreFailure) -> [IdentityMark] {
    if let known = marks[row] { return known }
    let found = try old(row)?.marks ?? []
    marks[row] = found
    return found
  }

  /// The rows with a mark; none when too many have it.
  private func holders(of key: Int64) throws(StoreFailure) -> [Holder] {
    defer { holding.reset() }
    holding.bind(1, key)
    var holders: [Holder] = []
    while try holding.step() {
      holders.append(Holder(row: holding.integer(0), integration: holding.integer(1)))
      if holders.count > Self.mostSharing { return [] }
    }
    return holders
  }
}
