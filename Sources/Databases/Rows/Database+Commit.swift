internal import Programs
internal import Rows
internal import Storage

extension Database {
  /// Writes a page with its checkpoints; all or nothing.
  ///
  /// `sealed` is what of it may not lie open.
  func commit(_ page: PageCommit, sealed: SealedPage) throws(StoreFailure) -> RowCounts {
    var noted: [(SeenRows.Listing, [Int64])] = []
    var waiting: PostponedPages.Entry?
    let counts = try transaction { () throws(StoreFailure) in
      let changesBefore = totalChangeCount
      try check(page.lease)
      let context = try context(page)
      var counts = RowCounts()
      counts.read = page.read
      counts.filtered = page.filtered
      counts.quarantined = page.quarantined.count
      counts.deleted += try remove(try keys(ofAliases: page.replacedAliases, context), context)
      for (index, batch) in page.rows.enumerated() where !batch.isEmpty {
        let table = try table(batch.shape)
        try register(model: table.model, context)
        var writer = try BatchWriter(batch, sealedRaw: sealed.rows[index], context, table, self)
        try writer.write()
        counts += writer.counts
        if page.notesSeen { noted.append((listing(context, table.model), writer.touched)) }
      }
      for known in page.known {
        counts.unchanged += known.ids.count
        if page.notesSeen { noted.append((listing(context, known.model), known.ids)) }
      }
      try keep(page.aliases, context)
      let gone =
        page.deletedKeys + (try keys(ofAliases: page.deletedAliases, context))
        + (try leftOut(page, context))
      counts.deleted += try remove(gone, context)
      for (index, record) in page.quarantined.enumerated() {
        try quarantine(record, raw: sealed.quarantine[index], context)
      }
      try heal(page.healedKeys + gone, context)
      if page.notesSeen { noted += try rows(ofQuarantined: page.quarantined, context) }
      let parents = try keep(page.parents, sealed: sealed.parents, context)
      if page.notesSeen, !parents.isEmpty { noted.append((listing(context, ""), parents)) }
      let sum = (postponed[page.lease, page.stream] ?? PostponedPages.Entry(since: clock.now)).adding(
        page, counts)
      if page.holdsOnlyRows, counts.unchanged > 0, totalChangeCount == changesBefore,
        postponed.mayWait(sum, at: clock.now)
      {
        waiting = sum
        return counts
      }
      try forget(page.forgottenSlices, page)
      try write(sum, of: page.stream, page.lease)
      return counts
    }
    // Only now: a page that was undone has seen nothing.
    postponed[page.lease, page.stream] = waiting
    for (listing, ids) in noted { seen.note(ids, in: listing) }
    return counts
  }

  func context(_ page: PageCommit) throws(StoreFailure) -> PageContext {
    PageContext(
      organization: page.lease.organization.number, integration: page.lease.integration.number,
      run: page.lease.run.number, source: try source(page.lease, page.stream), cause: page.cause,
      notesSeen: page.notesSeen, now: now)
  }

  /// The number of a stream, given to it when it first has something to write.
  func source(_ lease: RunLease, _ stream: String) throws(StoreFailure) -> Int64 {
    let name = SourceName(integration: lease.integration.number, stream: stream)
    if let known = sources[name] { return known }
    try run(
      "INSERT INTO sources(organization, integration, stream) VALUES (?, ?, ?) ON CONFLICT DO NOTHING",
      [.integer(lease.organization.number), .integer(name.integration), .text(stream)])
    let number = try row(
      "SELECT id FROM sources WHERE integration = ? AND stream = ?",
      [.integer(name.integration), .text(stream)]
    ) { $0.integer(0) }
    guard let number else { throw StoreFailure(.failed, "the stream \(stream) has no number") }
    sources[name] = number
    return number
  }

  /// Remembers that the source gives rows of a model; written once.
  private func register(model: String, _ context: PageContext) throws(StoreFailure) {
    guard let table = tables[model], table.sources.insert(context.source).inserted else { return }
    try run(
      "INSERT INTO source_models(source, model, organization) VALUES (?, ?, ?) ON CONFLICT DO NOTHING",
      [.integer(context.source), .text(model), .integer(context.organization)])
  }

  /// Tables that have rows of a source, as far as this program knows their models.
  func tables(ofSource source: Int64) throws(StoreFailure) -> [StoredTable] {
    try rows(
      "SELECT model FROM source_models WHERE source = ? ORDER BY model", [.integer(source)]
    ) { StoredTable(model: $0.text(0)) }
  }

  func listing(_ context: PageContext, _ model: String) -> SeenRows.Listing {
    SeenRows.Listing(run: context.run, source: context.source, model: model)
  }

  // MARK: Records

  /// The keys of the records that were known by other names.
  private func keys(ofAliases aliases: [String], _ context: PageContext) throws(StoreFailure) -> [String] {
    var keys: [String] = []
    for alias in aliases {
      keys += try rows(
        "SELECT record_key FROM record_aliases WHERE source = ? AND alias = ?",
        [.integer(context.source), .text(alias)]
      ) { $0.text(0) }
    }
    return keys
  }

  private func keep(_ aliases: [RecordAlias], _ context: PageContext) throws(StoreFailure) {
    for alias in aliases {
      try run(
        """
        INSERT INTO record_aliases(organization, source, record_key, alias) VALUES (?, ?, ?, ?)
        ON CONFLICT(source, record_key) DO UPDATE SET alias = excluded.alias WHERE alias <> excluded.alias
        """,
        [.integer(context.organization), .integer(context.source), .text(alias.key), .text(alias.alias)])
    }
  }

  private func remove(_ keys: [String], _ context: PageContext) throws(StoreFailure) -> Int {
    if keys.isEmpty { return 0 }
    var count = 0
    for table in try tables(ofSource: context.source) {
      let removal = try RecordRemoval(context, table, self)
      for key in keys { count += try removal.remove(key: key) }
    }
    for key in keys {
      try run(
        "DELETE FROM parent_records WHERE source = ? AND record_key = ?",
        [.integer(context.source), .text(key)])
      try run(
        "DELETE FROM record_aliases WHERE source = ? AND record_key = ?",
        [.integer(context.source), .text(key)])
    }
    try heal(keys, context)
    return count
  }

  /// Those of the records that are left out that have something here, and that this run has not met as records of the stream.
  private func leftOut(_ page: PageCommit, _ context: PageContext) throws(StoreFailure) -> [String] {
    if page.leftOutKeys.isEmpty { return [] }
    let tables = try tables(ofSource: context.source)
    var gone: [String] = []
    for key in page.leftOutKeys {
      var found = try rows(
        "SELECT id FROM parent_records WHERE source = ? AND record_key = ?",
        [.integer(context.source), .text(key)]
      ) { (model: "", id: $0.integer(0)) }
      for table in tables {
        found += try RecordRemoval(context, table, self).ids(of: key).map { (model: table.model, id: $0) }
      }
      let isMet = found.contains { seen[listing(context, $0.model)].contains($0.id) }
      if !found.isEmpty, !isMet || page.leavesOutMet { gone.append(key) }
    }
    return gone
  }

  /// A quarantined record is still there at the provider: its older rows count as seen.
  private func rows(
    ofQuarantined records: [QuarantinedRecord], _ context: PageContext
  ) throws(StoreFailure) -> [(SeenRows.Listing, [Int64])] {
    guard !records.isEmpty else { return [] }
    var noted: [(SeenRows.Listing, [Int64])] = []
    for table in try tables(ofSource: context.source) {
      let removal = try RecordRemoval(context, table, self)
      var ids: [Int64] = []
      for record in records { ids += try removal.ids(of: record.key) }
      noted.append((listing(context, table.model), ids))
    }
    return noted
  }

  private func quarantine(
    _ record: QuarantinedRecord, raw: String?, _ context: PageContext
  ) throws(StoreFailure) {
    try run(
      """
      INSERT INTO quarantine(organization, source, record_key, model, path, reason, place, raw, first_run, last_run)
      VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?9, ?9)
      ON CONFLICT(source, record_key, model) DO UPDATE SET
        path = excluded.path, reason = excluded.reason, place = excluded.place, raw = excluded.raw,
        last_run = excluded.last_run
      """,
      [
        .integer(context.organization), .integer(context.source), .text(record.key), .text(record.model),
        .text(record.path), .text(record.reason), .text(record.place), SQLValue(raw), .integer(context.run),
      ])
  }

  private func heal(_ keys: [String], _ context: PageContext) throws(StoreFailure) {
    for key in keys {
      try run(
        "DELETE FROM quarantine WHERE source = ? AND record_key = ?", [.integer(context.source), .text(key)])
    }
  }

  private func keep(
    _ parents: [ParentRecord], sealed: [String], _ context: PageContext
  ) throws(StoreFailure) -> [Int64] {
    var ids: [Int64] = []
    for (parent, sealed) in zip(parents, sealed) {
      try run(
        """
        INSERT INTO parent_records(organization, source, record_key, json, hash) VALUES (?, ?, ?, ?, ?)
        ON CONFLICT(source, record_key) DO UPDATE SET json = excluded.json, hash = excluded.hash
          WHERE hash IS NOT excluded.hash
        """,
        [
          .integer(context.organization), .integer(context.source), .text(parent.key), .text(sealed),
          .text(RowHash(of: parent.json).text),
        ])
      guard context.notesSeen else { continue }
      ids += try rows(
        "SELECT id FROM parent_records WHERE source = ? AND record_key = ?",
        [.integer(context.source), .text(parent.key)]
      ) { $0.integer(0) }
    }
    return ids
  }

  // MARK: Checkpoints and counts

  /// Writes what pages that changed nothing left to be written; within a transaction of the run.
  func writePostponed(_ lease: RunLease) throws(StoreFailure) {
    for (stream, entry) in postponed.entries(of: lease) { try write(entry, of: stream, lease) }
  }

  private func forget(_ slices: [String], _ page: PageCommit) throws(StoreFailure) {
    for slice in slices {
      try run(
        "DELETE FROM checkpoints WHERE integration = ? AND stream = ? AND slice = ?",
        [.integer(page.lease.integration.number), .text(page.stream), .text(slice)])
    }
  }

  private func write(
    _ entry: PostponedPages.Entry, of stream: String, _ lease: RunLease
  ) throws(StoreFailure) {
    for checkpoint in entry.checkpoints {
      try run(
        """
        INSERT INTO checkpoints(organization, integration, stream, slice, state, run) VALUES (?, ?, ?, ?, ?, ?)
        ON CONFLICT(integration, stream, slice) DO UPDATE SET state = excluded.state, run = excluded.run
        """,
        [
          .integer(lease.organization.number), .integer(lease.integration.number), .text(checkpoint.stream),
          .text(checkpoint.slice), .text(checkpoint.state), .integer(lease.run.number),
        ])
    }
    // What the run has counted so far, so that it is known even of a run that dies.
    try run(
      """
      INSERT INTO sync_streams(
        run, stream, organization, read, filtered, created, updated, unchanged, deleted, quarantined, pages)
      VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
      ON CONFLICT(run, stream) DO UPDATE SET
        read = read + excluded.read, filtered = filtered + excluded.filtered,
        created = created + excluded.created, updated = updated + excluded.updated,
        unchanged = unchanged + excluded.unchanged, deleted = deleted + excluded.deleted,
        quarantined = quarantined + excluded.quarantined, pages = pages + excluded.pages
      """,
      [.integer(lease.run.number), .text(stream), .integer(lease.organization.number)] + entry.counts.values
        + [SQLValue(entry.pages)])
  }
}

extension RowCounts {
  /// In the order of the columns of `sync_streams`.
  var values: [SQLValue] {
    [read, filtered, created, updated, unchanged, deleted, quarantined].map { SQLValue($0) }
  }
}
