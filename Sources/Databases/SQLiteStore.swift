package import Programs
package import Rows
package import Storage

/// The embedded store: one SQLite file.
///
/// Everything is written through one connection on a thread of its own; reading has another one and waits for nobody.
package struct SQLiteStore: Sendable {
  /// How raw records of the provider lie in the file; where there are keys, those in quarantine are sealed in any case.
  package enum RawForm: String, CaseIterable, Sendable {
    /// Without keys they are not kept.
    case sealed
    /// As they are: for measuring and for data that is nobody's.
    case plain
  }

  /// What a store is opened with.
  package struct Options: Sendable {
    package var sealing: (any Sealing)?
    package var raw: RawForm = .sealed
    package var clock: any RunClock = SystemClock()
    /// Who acts through this store, for the audit log.
    package var actor = "connector"
    /// Asked every now and then while somebody else holds the file, with how long that has lasted; false gives up.
    package var keepsWaiting: @Sendable (Duration) -> Bool = { _ in true }
    /// Called between the steps of a migration; tests end the process there.
    package var failpoint: @Sendable (String) -> Void = { _ in }

    package init() {}
  }

  /// The path of a store that is gone when it is closed.
  package static let inMemory = ":memory:"

  package let path: String
  let writer: DatabaseThread
  /// The writer itself where there is no file that two connections could share.
  let reader: DatabaseThread
  private(set) var options: Options

  private init(_ path: String, _ options: Options) throws(StoreFailure) {
    self.path = path
    self.options = options
    writer = try DatabaseThread()
    if path == Self.inMemory {
      reader = writer
      return
    }
    reader = try DatabaseThread { () throws(StoreFailure) in
      let database = try Database(
        path: path, isReader: true, clock: options.clock, keepsWaiting: options.keepsWaiting)
      try database.configureReader()
      return database
    }
  }

  /// Opens a file, makes it when there is none, and brings its schema up to date.
  package static func open(_ path: String, _ options: Options = Options()) async throws(StoreFailure)
    -> SQLiteStore
  {
    let store = try SQLiteStore(path, options)
    try await store.writer.open { () throws(StoreFailure) in
      if path != inMemory { NewStore.put(at: path, options.clock) }
      let database = try Database(path: path, clock: options.clock, keepsWaiting: options.keepsWaiting)
      database.actor = options.actor
      if path == inMemory, let bytes = NewStore.bytes(at: options.clock.now, isLogged: false) {
        try database.take(bytes)
      }
      try database.configure()
      try Migrator(
        database: database, path: path, migrations: Migrations.all, failpoint: options.failpoint
      ).run()
      return database
    }
    return store
  }

  /// The same store with keys: they are kept in it themselves, and so can be had only once it is open.
  package func sealing(by sealing: any Sealing) -> SQLiteStore {
    var store = self
    store.options.sealing = sealing
    return store
  }

  /// Fails in words when raw records of an organization cannot be sealed: better before a run than within.
  package func proveSealing(_ integration: IntegrationRecord) async throws(StoreFailure) {
    guard options.raw == .sealed else { return }
    guard let sealing = options.sealing else {
      throw StoreFailure(.sealed, "there is no master key to seal records with")
    }
    _ = try await sealing.seal(
      "", for: SealedPlace(integration.organization, integration.id, field: "proof"))
  }

  /// Closes the file; whatever is asked of the store afterwards fails.
  package func close() async {
    await reader.close()
    await writer.close()
  }
}

extension Database {
  private static let pageBytes = 8192
  /// Pages of the log after which it is written back: 16 MB, so that a long sync writes each page of an index seldom.
  private static let checkpointPages = 2_000
  /// 4 MB: a whole sync has 64, and pages of an index that are not in here lie in the system's own memory.
  ///
  /// Keys in no order are written no slower than with 8.
  private static let cacheKibibytes = 4_096

  func configure() throws(StoreFailure) {
    try script("PRAGMA page_size = \(Self.pageBytes)")
    _ = try rows("PRAGMA journal_mode = WAL") { $0.text(0) }
    try script(
      """
      PRAGMA synchronous = FULL;
      PRAGMA foreign_keys = ON;
      PRAGMA wal_autocheckpoint = \(Self.checkpointPages);
      PRAGMA cache_size = -\(Self.cacheKibibytes);
      PRAGMA journal_size_limit = 67108864;
      """)
  }

  func configureReader() throws(StoreFailure) {
    try script("PRAGMA query_only = ON")
  }
}

// MARK: Store

extension SQLiteStore: Store {
  package func integration(
    organization: String, connector: String, name: String
  ) async throws(StoreFailure) -> IntegrationRecord {
    try await writer.use { (database) throws(StoreFailure) in
      try database.integration(organization: organization, connector: connector, name: name)
    }
  }

  package func begin(_ integration: IntegrationID, _ start: RunStart) async throws(StoreFailure) -> RunLease {
    try await writer.use { (database) throws(StoreFailure) in try database.begin(integration, start) }
  }

  package func renew(_ lease: RunLease) async throws(StoreFailure) {
    try await writer.use { (database) throws(StoreFailure) in try database.renew(lease) }
  }

  package func finish(_ lease: RunLease, _ end: RunEnd) async throws(StoreFailure) {
    try await writer.use { (database) throws(StoreFailure) in try database.finish(lease, end) }
  }

  package func checkpoints(_ integration: IntegrationID) async throws(StoreFailure) -> [Checkpoint] {
    try await writer.use { (database) throws(StoreFailure) in try database.checkpoints(integration) }
  }

  package func known(
    _ lease: RunLease, stream: String, models: [RowShape], _ records: [RecordSighting]
  ) async throws(StoreFailure) -> KnownRecords {
    try await writer.use { (database) throws(StoreFailure) in
      try database.known(lease, stream: stream, models: models, records)
    }
  }

  package func sealed(_ page: PageCommit) async throws(StoreFailure) -> PageCommit {
    var page = page
    if page.sealed == nil { page.sealed = try await seal(page) }
    return page
  }

  package func commit(_ page: PageCommit) async throws(StoreFailure) -> RowCounts {
    let sealed = if let sealed = page.sealed { sealed } else { try await seal(page) }
    return try await writer.use { (database) throws(StoreFailure) in
      try database.commit(page, sealed: sealed)
    }
  }

  package func parents(
    _ integration: IntegrationID, stream: String, after key: String?, limit: Int
  ) async throws(StoreFailure) -> [ParentRecord] {
    let (organization, kept) = try await reader.use { (database) throws(StoreFailure) in
      (
        try database.organization(of: integration),
        try database.parents(integration, stream: stream, after: key, limit: limit)
      )
    }
    var opened: [ParentRecord] = []
    for parent in kept {
      let place = SealedPlace.parent(organization, integration, stream, key: parent.key)
      guard let json = try await openRaw(parent.json, place) else {
        throw StoreFailure(.sealed, "there is no master key to open the records of \(stream) with")
      }
      opened.append(ParentRecord(key: parent.key, json: json))
    }
    return opened
  }

  package func keys(
    ofAlias alias: String, stream: String, of integration: IntegrationID
  ) async throws(StoreFailure) -> [String] {
    try await reader.use { (database) throws(StoreFailure) in
      try database.keys(ofAlias: alias, stream: stream, of: integration)
    }
  }

  package func quarantinedKeys(
    _ integration: IntegrationID, stream: String
  ) async throws(StoreFailure) -> [String] {
    try await writer.use { (database) throws(StoreFailure) in
      try database.quarantinedKeys(integration, stream: stream)
    }
  }

  package func quarantined(
    _ lease: RunLease, stream: String, after number: Int64, limit: Int
  ) async throws(StoreFailure) -> [WaitingRecord] {
    let kept = try await writer.use { (database) throws(StoreFailure) in
      try database.quarantined(lease.integration, stream: stream, after: number, limit: limit)
    }
    var opened: [WaitingRecord] = []
    for (record, model) in kept {
      let place = SealedPlace.quarantine(lease.organization, lease.integration, model, key: record.key)
      // What cannot be opened stays where it is: no run fails for it.
      let raw = try? await openRaw(record.raw, place)
      opened.append(WaitingRecord(number: record.number, key: record.key, raw: raw ?? ""))
    }
    return opened
  }

  package func unseen(
    _ lease: RunLease, stream: String, in span: RowSpan? = nil
  ) async throws(StoreFailure) -> (known: Int, unseen: Int) {
    try await writer.use { (database) throws(StoreFailure) in
      try database.unseen(lease, stream: stream, in: span)
    }
  }

  package func sweep(
    _ lease: RunLease, stream: String, in span: RowSpan? = nil, isAllowedByHand: Bool = false
  ) async throws(StoreFailure) -> RowCounts {
    try await writer.use { (database) throws(StoreFailure) in
      try database.sweep(lease, stream: stream, in: span, isAllowedByHand: isAllowedByHand)
    }
  }

  package func link(_ lease: RunLease, _ keys: [IdentityKeys]) async throws(StoreFailure) {
    try await linkIdentities(lease.organization, lease.integration, keys)
  }

  package func memory(_ integration: IntegrationID, _ name: String) async throws(StoreFailure) -> String? {
    try await writer.use { (database) throws(StoreFailure) in try database.memory(integration, name) }
  }

  package func remember(
    _ integration: IntegrationID, _ name: String, _ value: String?
  ) async throws(StoreFailure) {
    try await writer.use { (database) throws(StoreFailure) in
      try database.remember(integration, name, value)
    }
  }

  package func amend(
    memory name: String, of integration: IntegrationID, _ body: @Sendable (String?) -> String?
  ) async throws(StoreFailure) {
    try await writer.use { (database) throws(StoreFailure) in
      try database.amend(memory: name, of: integration, body)
    }
  }

  package func limits(of connector: String) async throws(StoreFailure) -> String? {
    try await reader.use { (database) throws(StoreFailure) in try database.limits(of: connector) }
  }

  package func amend(
    limitsOf connector: String, _ body: @Sendable (String?) -> String?
  ) async throws(StoreFailure) {
    try await writer.use { (database) throws(StoreFailure) in try database.amend(limitsOf: connector, body) }
  }

  private func seal(_ page: PageCommit) async throws(StoreFailure) -> SealedPage {
    guard let sealing = options.sealing else {
      return options.raw == .plain ? SealedPage(open: page) : SealedPage(withholding: page)
    }
    return try await SealedPage(page, by: sealing, keepsRows: options.raw == .plain)
  }
}
