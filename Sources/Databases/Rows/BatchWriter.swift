internal import Rows
internal import Storage
internal import Values

/// Writes the rows of one model of a page: the hot path.
///
/// A new row costs an insert, an unchanged one a look at its hash, a changed one a comparison and an update of what differs.
struct BatchWriter {
  private let batch: RowBatch
  private let sealedRaw: SealedTexts?
  /// Where `sealedRaw` lies while rows are written.
  private var sealedStart: UnsafePointer<UInt8>?
  private let page: PageContext
  private let table: ModelTable
  private let database: Database
  private var feed: ChangeFeed
  private let scratch = Scratch()
  private let set: ColumnSet
  private let hasRaw: Bool
  private let insertion: InsertStatement
  private let lookup: Statement

  private(set) var counts = RowCounts()
  /// Numbers of the rows of this page, as far as somebody asks.
  private(set) var touched: [Int64] = []
  private let notesTouched: Bool
  private var habit: InsertHabit

  init(
    _ batch: RowBatch, sealedRaw: SealedTexts?, _ page: PageContext, _ table: ModelTable, _ database: Database
  ) throws(StoreFailure) {
    self.batch = batch
    self.sealedRaw = sealedRaw
    self.page = page
    self.table = table
    self.database = database
    feed = try ChangeFeed(page, StoredTable(model: table.model), database)
    set = Self.columns(of: batch)
    hasRaw = sealedRaw != nil || batch.heads.contains { $0.raw != nil }
    insertion = try table.insert(set, hasRaw: hasRaw)
    lookup = try table.lookup()
    notesTouched = page.notesSeen || batch.isDerived
    habit = table.habits[page.source] ?? InsertHabit()
    bindShared()
  }

  /// Columns that at least one row of the page has.
  private static func columns(of batch: RowBatch) -> ColumnSet {
    var set = ColumnSet(count: batch.shape.columns.count + 1)
    batch.cells.withUnsafeBufferPointer { cells in
      for (slot, column) in batch.columns.enumerated() {
        let isPresent = stride(from: slot, to: cells.count, by: batch.width).contains { place in
          // Not `!=`: a call of another module is not seen through.
          if case .absent = cells[place].state { false } else { true }
        }
        if isPresent { set.insert(column) }
      }
    }
    return set
  }

  private func bindShared() {
    insertion.statement.bind(1, page.organization)
    insertion.statement.bind(2, page.source)
    insertion.statement.bind(3, page.run)
    insertion.statement.bind(4, page.run)
    lookup.bind(1, page.source)
  }

  mutating func write() throws(StoreFailure) {
    try batch.bytes.withUnsafeBufferPointer { (bytes) throws(StoreFailure) in
      // An empty page has no bytes; nothing then points into them.
      guard let start = bytes.baseAddress else { return }
      try (sealedRaw?.bytes ?? []).withUnsafeBufferPointer { (sealed) throws(StoreFailure) in
        sealedStart = sealed.baseAddress
        defer { sealedStart = nil }
        for row in 0..<batch.count { try write(row, start) }
      }
    }
    try feed.flush()
    table.habits[page.source] = habit
    if batch.isDerived { try withdrawRest() }
    for key in batch.withdrawn {
      counts.deleted += try RecordRemoval(page, StoredTable(model: table.model), database).remove(key: key)
    }
  }

  private mutating func write(_ row: Int, _ bytes: UnsafePointer<UInt8>) throws(StoreFailure) {
    if habit.insertsFirst, try insert(row, bytes) { return }
    let head = batch.heads[row]
    lookup.bindKept(2, text: bytes + head.sourceID.start, count: head.sourceID.length)
    guard try lookup.step() else {
      lookup.reset()
      habit.foundNothing()
      if try !insert(row, bytes) {
        throw StoreFailure(.failed, "the table \(table.name) has a row that it does not find")
      }
      return
    }
    habit.foundRow()
    let id = lookup.integer(0)
    let (isSame, isOfSameRecord) = lookup.withBytes(1) { stored in
      (head.isSameRow(as: stored), head.isOfSameRecord(as: stored))
    }
    let isDeleted = lookup.integer(2) != 0
    let hasMoved = batch.isDerived && lookup.textOrNil(3) != head.recordKey.map(batch.text)
    lookup.reset()
    if notesTouched { touched.append(id) }
    if isDeleted {
      try restore(row, id, bytes)
    } else if isSame && !hasMoved {
      counts.unchanged += 1
      // What no field is made of has changed: the next run should know the record, and the record kept should be this one.
      if !isOfSameRecord { try rehash(row, id, bytes) } else if hasRaw { try keepRaw(row, id, bytes) }
    } else {
      try compare(row, id, bytes)
    }
  }

  /// False when a row with this source id is there already.
  private mutating func insert(_ row: Int, _ bytes: UnsafePointer<UInt8>) throws(StoreFailure) -> Bool {
    let head = batch.heads[row]
    let statement = insertion.statement
    statement.bindKept(5, text: bytes + head.sourceID.start, count: head.sourceID.length)
    bind(head.recordKey, to: statement, 6, bytes)
    scratch.bindHashes(of: head, to: statement, 7)
    scratch.bindCreated(head.createdAt, to: statement, 8)
    scratch.bindUpdated(head.updatedAt, to: statement, 9)
    bindCells(insertion.positions, of: row, to: statement, from: insertion.firstColumn, bytes)
    if hasRaw { bindRaw(row, to: statement, insertion.rawColumn, bytes) }
    try statement.run()
    guard database.changeCount > 0 else { return false }
    let id = database.lastInsertedID
    if notesTouched { touched.append(id) }
    counts.created += 1
    try feed.created(row: id)
    return true
  }

  /// A row that was gone and is back: created again, with what it says now.
  private mutating func restore(
    _ row: Int, _ id: Int64, _ bytes: UnsafePointer<UInt8>
  ) throws(StoreFailure) {
    var present = ColumnSet(count: batch.shape.columns.count + 1)
    for position in insertion.positions {
      if case .absent = batch.cell(row, position).state {} else { present.insert(position) }
    }
    try update(row, id, present, bytes)
    counts.created += 1
    try feed.append(
      .created, row: id, sourceID: batch.text(batch.heads[row].sourceID), cause: "restored")
  }

  private mutating func compare(
    _ row: Int, _ id: Int64, _ bytes: UnsafePointer<UInt8>
  ) throws(StoreFailure) {
    let stored = try table.select(set)
    stored.bind(1, id)
    guard try stored.step() else { throw StoreFailure(.failed, "the row \(id) of \(table.name) is gone") }
    let difference = RowDifference(
      stored: stored, positions: insertion.positions, cells: insertion.positions.map { batch.cell(row, $0) },
      shape: batch.shape, bytes: bytes)
    let wasOfThisRun = stored.integer(insertion.positions.count) == page.run
    stored.reset()
    if difference.isEmpty {
      // The record says the same, with other columns absent or in other words. Its hash is kept, so that it is known at once next time.
      try rehash(row, id, bytes)
      counts.unchanged += 1
      return
    }
    try update(row, id, difference.columns, bytes)
    counts.updated += 1
    if wasOfThisRun { counts.contradicted += 1 }
    try feed.append(
      .updated, row: id, sourceID: batch.text(batch.heads[row].sourceID), fields: difference.json)
  }

  private func update(
    _ row: Int, _ id: Int64, _ columns: ColumnSet, _ bytes: UnsafePointer<UInt8>
  ) throws(StoreFailure) {
    let head = batch.heads[row]
    let keepsRaw = head.raw != nil && hasRaw
    let update = try table.update(columns, hasRaw: keepsRaw)
    let statement = update.statement
    statement.bind(1, id)
    statement.bind(2, page.run)
    scratch.bindHashes(of: head, to: statement, 3)
    bind(head.recordKey, to: statement, 4, bytes)
    scratch.bindCreated(head.createdAt, to: statement, 5)
    scratch.bindUpdated(head.updatedAt, to: statement, 6)
    bindCells(update.positions, of: row, to: statement, from: update.firstColumn, bytes)
    if keepsRaw { bindRaw(row, to: statement, update.rawColumn, bytes) }
    try statement.run()
  }

  /// The same row from another record.
  private func rehash(_ row: Int, _ id: Int64, _ bytes: UnsafePointer<UInt8>) throws(StoreFailure) {
    let head = batch.heads[row]
    let statement = try database.statement(
      """
      UPDATE \(table.name) SET hash = ?2, record_key = ?3, \(TableNames.raw) = ?4,
        source_updated_at = coalesce(?5, source_updated_at) WHERE id = ?1
      """)
    statement.bind(1, id)
    scratch.bindHashes(of: head, to: statement, 2)
    bind(head.recordKey, to: statement, 3, bytes)
    bindRaw(row, to: statement, 4, bytes)
    scratch.bindUpdated(head.updatedAt, to: statement, 5)
    try statement.run()
  }

  /// The provider's record beside a row that has not changed, where an earlier run kept none.
  private func keepRaw(_ row: Int, _ id: Int64, _ bytes: UnsafePointer<UInt8>) throws(StoreFailure) {
    guard batch.heads[row].raw != nil, sealedRaw.map({ $0.texts[row] != nil }) ?? true else { return }
    let statement = try database.statement(
      "UPDATE \(table.name) SET \(TableNames.raw) = ?2 WHERE id = ?1 AND \(TableNames.raw) IS NULL")
    statement.bind(1, id)
    bindRaw(row, to: statement, 2, bytes)
    try statement.run()
  }

  /// Rows that a record of this page gave before and gives no longer.
  private mutating func withdrawRest() throws(StoreFailure) {
    let given = Set(touched)
    var keys = TextSet()
    for head in batch.heads {
      guard let slice = head.recordKey else { continue }
      let key = batch.text(slice)
      guard keys.insert(key) else { continue }
      counts.deleted += try RecordRemoval(page, StoredTable(model: table.model), database).remove(
        key: key, except: given)
    }
  }
}

// MARK: Binding

extension BatchWriter {
  private func bind(
    _ slice: RowBatch.Slice?, to statement: Statement, _ index: Int, _ bytes: UnsafePointer<UInt8>
  ) {
    if let slice {
      statement.bindKept(index, text: bytes + slice.start, count: slice.length)
    } else {
      statement.bindNull(index)
    }
  }

  private func bindCells(
    _ positions: [Int], of row: Int, to statement: Statement, from first: Int, _ bytes: UnsafePointer<UInt8>
  ) {
    batch.cells.withUnsafeBufferPointer { cells in
      var index = first
      for position in positions {
        let cell = batch.slot(of: position).map { cells[row * batch.width + $0] } ?? .absent
        switch cell.state {
        case .absent, .null: statement.bindNull(index)
        case .text: statement.bindKept(index, text: bytes + Int(cell.payload), count: Int(cell.length))
        case .integer: statement.bind(index, cell.payload)
        }
        index += 1
      }
    }
  }

  private func bindRaw(
    _ row: Int, to statement: Statement, _ index: Int, _ bytes: UnsafePointer<UInt8>
  ) {
    if let sealedRaw {
      guard let text = sealedRaw.texts[row], let sealedStart else { return statement.bindNull(index) }
      statement.bindKept(index, bytes: sealedStart + text.lowerBound, count: text.count)
    } else {
      bind(batch.heads[row].raw, to: statement, index, bytes)
    }
  }
}

/// Whether rows of a source tend to be new, so that inserting at once is the shorter way.
struct InsertHabit {
  private(set) var insertsFirst = true
  private var newInARow = 0
  /// A first page of a few new records among known ones should not change the way.
  private static let enough = 8

  mutating func foundRow() {
    insertsFirst = false
    newInARow = 0
  }

  mutating func foundNothing() {
    newInARow += 1
    if newInARow >= Self.enough { insertsFirst = true }
  }
}
