internal import Rows
internal import Storage

/// Finds rows of different integrations that show the same thing, from what the change feed says since last time.
///
/// After a bulk load there are as many rows to link as there are rows, so a portion of the feed is done at once, and rows whose
/// identity is what it was are passed over.
struct IdentityLinking {
  let database: Database
  let shape: RowShape
  let organization: Int64

  /// So many entries of the feed in one transaction: others wait for no longer than for a large page.
  private static let entriesAtOnce: Int64 = 20_000

  private var key: [SQLValue] { [.integer(organization), .text(shape.model)] }

  /// Reads one portion of the feed; false when there is none left.
  func step() throws(StoreFailure) -> Bool {
    // Links that are lost are found again from the same place of the feed.
    try database.transaction(awaitsDisk: false) { () throws(StoreFailure) in
      let from =
        try database.row("SELECT sequence FROM identity_positions WHERE organization = ? AND model = ?", key)
      {
        $0.integer(0)
      } ?? 0
      let last = try database.row("SELECT max(sequence) FROM changes") { $0.integer(0) } ?? 0
      guard from < last else { return false }
      let to = min(last, from + Self.entriesAtOnce)
      let touched = try database.rows(
        "SELECT DISTINCT row FROM changes WHERE sequence > ? AND sequence <= ? AND organization = ? AND model = ?",
        [.integer(from), .integer(to)] + key
      ) { $0.integer(0) }
      if !touched.isEmpty { try renew(touched.sorted()) }
      try database.run(
        """
        INSERT INTO identity_positions(organization, model, sequence) VALUES (?, ?, ?)
        ON CONFLICT DO UPDATE SET sequence = excluded.sequence
        """, key + [.integer(to)])
      return to < last
    }
  }

  /// Takes the identity of rows anew, and links those where it changed and every row that they shared a value with, before or now.
  private func renew(_ touched: [Int64]) throws(StoreFailure) {
    let reading = try IdentityReading(database, shape, organization)
    let register = try IdentityRegister(database, shape.model, organization)
    for row in touched { try register.note(row, try reading.marks(of: row)) }
    try register.write()
    let affected = try register.affected()
    for row in affected where register.mayHaveLinks(row) { try forgetLinks(of: row) }
    let statement = try database.statement(
      """
      INSERT INTO identity_links(organization, model, first_row, second_row, method, confidence, status, made_at)
      VALUES (?, ?, ?, ?, ?, ?, 'found', ?) ON CONFLICT DO NOTHING
      """)
    statement.bind(1, organization)
    statement.bind(2, shape.model)
    statement.bind(7, database.now)
    for row in affected.sorted() {
      for agreement in try register.agreements(of: row)
      where !affected.contains(agreement.other) || row < agreement.other {
        statement.bind(3, min(row, agreement.other))
        statement.bind(4, max(row, agreement.other))
        statement.bind(5, reading.names(of: agreement.fields).joined(separator: "+"))
        statement.bind(6, agreement.confidence)
        try statement.run()
      }
    }
    statement.clear()
  }

  /// What somebody has decided about stays.
  private func forgetLinks(of row: Int64) throws(StoreFailure) {
    // Left to itself the planner walks along all links of the model for the second.
    for place in ["WHERE model = ? AND first_row = ?", "\(Self.bySecond) WHERE model = ? AND second_row = ?"]
    {
      try database.run(
        "DELETE FROM identity_links \(place) AND status = 'found'", [.text(shape.model), .integer(row)])
    }
  }

  static let bySecond = "INDEXED BY identity_links_of_second"
}
