internal import Storage

extension Database {
  /// How many rows of a stream live, or records that others are read for, and how many of them this run has not seen.
  func unseen(
    _ lease: RunLease, stream: String, in span: RowSpan?
  ) throws(StoreFailure) -> (known: Int, unseen: Int) {
    try transaction { () throws(StoreFailure) in
      try check(lease)
      let source = try source(lease, stream)
      var known = 0
      var unseen = 0
      if let span {
        var page = PageCommit(lease: lease, stream: stream)
        page.cause = "absent"
        let context = try context(page)
        for table in try tables(ofSource: source, having: span) {
          known += try living(table, source, span).count
          unseen += try unseenRows(table, span, context).count
        }
        return (known, unseen)
      }
      for table in try tables(ofSource: source) {
        let (all, dead) = try census(table, source)
        let seen = self.seen[SeenRows.Listing(run: lease.run.number, source: source, model: table.model)]
        // A row may have been seen first and deleted later in the same run.
        let seenAlive = seen.count - dead.count(where: seen.contains)
        known += all - dead.count
        unseen += all - dead.count - seenAlive
      }
      // What other streams are read for may have no rows.
      let parents = try unseenParents(source, lease)
      return unseen == 0 && parents.unseen > 0 ? parents : (known, unseen)
    }
  }

  private func unseenParents(
    _ source: Int64, _ lease: RunLease
  ) throws(StoreFailure) -> (known: Int, unseen: Int) {
    let ids = try rows("SELECT id FROM parent_records WHERE source = ?", [.integer(source)]) { $0.integer(0) }
    let seen = self.seen[SeenRows.Listing(run: lease.run.number, source: source, model: "")]
    return (ids.count, ids.count { !seen.contains($0) })
  }

  /// How many rows of a source a table has, and which of them are tombstones; both from indexes alone.
  private func census(_ table: StoredTable, _ source: Int64) throws(StoreFailure) -> (Int, [Int64]) {
    let all = try row("SELECT count(*) FROM \(table.name) WHERE source = ?", [.integer(source)]) {
      $0.integer(0)
    }
    let dead = try rows(
      "SELECT id FROM \(table.name) WHERE source = ? AND deleted_at IS NOT NULL", [.integer(source)]
    ) { $0.integer(0) }
    return (Int(all ?? 0), dead)
  }

  /// The tables of a source that have the field a span goes by.
  private func tables(ofSource source: Int64, having span: RowSpan?) throws(StoreFailure) -> [StoredTable] {
    guard let span else { return try tables(ofSource: source) }
    var found: [StoredTable] = []
    for table in try tables(ofSource: source) {
      let count = try row(
        "SELECT count(*) FROM pragma_table_info(?) WHERE name = ?",
        [.text(TableNames.table(of: table.model)), .text(span.field)]
      ) { $0.integer(0) }
      if count == 1 { found.append(table) }
    }
    return found
  }

  /// The rows that live and lie in a span.
  private func living(_ table: StoredTable, _ source: Int64, _ span: RowSpan) throws(StoreFailure) -> [Int64]
  {
    let field = TableNames.quoted(span.field)
    return try rows(
      "SELECT id FROM \(table.name) WHERE source = ? AND deleted_at IS NULL AND \(field) >= ? AND \(field) < ?",
      [.integer(source), .text(span.from), .text(span.until)]
    ) { $0.integer(0) }
  }

  private func unseenRows(
    _ table: StoredTable, _ span: RowSpan?, _ context: PageContext
  ) throws(StoreFailure) -> [Int64] {
    guard let span else {
      return try unseenRows("SELECT id FROM \(table.name) WHERE source = ?", context, table.model)
    }
    let seen = self.seen[listing(context, table.model)]
    return try living(table, context.source, span).filter { !seen.contains($0) }
  }

  /// Gives the rows of a stream that this run has not seen a tombstone, and empties the quarantine of what it has not met again.
  func sweep(
    _ lease: RunLease, stream: String, in span: RowSpan?, isAllowedByHand: Bool
  ) throws(StoreFailure) -> RowCounts {
    let counts = try transaction { () throws(StoreFailure) in
      try check(lease)
      var page = PageCommit(lease: lease, stream: stream)
      page.cause = "absent"
      let context = try context(page)
      var counts = RowCounts()
      for table in try tables(ofSource: context.source, having: span) {
        counts.deleted += try RecordRemoval(context, table, self).remove(try unseenRows(table, span, context))
      }
      // What other streams are read for, and what is in quarantine, is kept without its time.
      for parent in span != nil
        ? [] : try unseenRows("SELECT id FROM parent_records WHERE source = ?", context, "")
      {
        try run("DELETE FROM parent_records WHERE id = ?", [.integer(parent)])
      }
      if span == nil {
        try run(
          "DELETE FROM quarantine WHERE source = ? AND last_run < ?",
          [.integer(context.source), .integer(context.run)])
      }
      try run(
        "UPDATE sync_streams SET deleted = deleted + ? WHERE run = ? AND stream = ?",
        [SQLValue(counts.deleted), .integer(context.run), .text(stream)])
      if isAllowedByHand {
        try audit(
          .deletionsAllowed, "\(try integrationName(lease.integration)) \(stream)", context.organization,
          details: "\(counts.deleted) rows in run \(context.run)")
      }
      return counts
    }
    return counts
  }

  private func unseenRows(
    _ sql: String, _ context: PageContext, _ model: String
  ) throws(StoreFailure) -> [Int64] {
    let seen = self.seen[listing(context, model)]
    let statement = try statement(sql)
    defer { statement.clear() }
    statement.bind(1, context.source)
    var ids: [Int64] = []
    while try statement.step() {
      let id = statement.integer(0)
      if !seen.contains(id) { ids.append(id) }
    }
    return ids
  }
}
