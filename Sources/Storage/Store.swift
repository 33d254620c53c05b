package import Rows
package import Values

/// Keeps canonical rows, checkpoints, runs and credentials; the embedded store and the shared one are both this.
///
/// Every method is one transaction. After an error nothing of it has happened. Every row belongs to an organization.
package protocol Store: Sendable {
  // MARK: Integrations

  /// The integration of that name, made when there is none. `name` is the connector's unless an organization has several.
  func integration(
    organization: String, connector: String, name: String
  ) async throws(StoreFailure) -> IntegrationRecord

  // MARK: Runs

  /// Begins a run: refused while another one of the integration holds its lease and lives.
  func begin(_ integration: IntegrationID, _ start: RunStart) async throws(StoreFailure) -> RunLease
  /// Renews the lease; refused when it went to another run.
  func renew(_ lease: RunLease) async throws(StoreFailure)
  /// Ends a run with its outcome and what each stream counted.
  func finish(_ lease: RunLease, _ end: RunEnd) async throws(StoreFailure)

  // MARK: Pages

  func checkpoints(_ integration: IntegrationID) async throws(StoreFailure) -> [Checkpoint]
  /// Which of the records need not be mapped: in each of the models they have a row of the same origin that is not deleted.
  func known(
    _ lease: RunLease, stream: String, models: [RowShape], _ records: [RecordSighting]
  ) async throws(StoreFailure) -> KnownRecords
  /// The page with everything sealed in it that may not lie open, which `commit` does where nobody has.
  ///
  /// Whoever has many pages seals one while the one before is written.
  func sealed(_ page: PageCommit) async throws(StoreFailure) -> PageCommit
  /// Writes a page with its checkpoints; all or nothing.
  func commit(_ page: PageCommit) async throws(StoreFailure) -> RowCounts
  /// Records of a stream that other streams are read for, in the order of their keys, after a key.
  func parents(
    _ integration: IntegrationID, stream: String, after key: String?, limit: Int
  ) async throws(StoreFailure) -> [ParentRecord]
  /// The keys of a stream's records that the provider may call gone by another name.
  func keys(
    ofAlias alias: String, stream: String, of integration: IntegrationID
  ) async throws(StoreFailure) -> [String]
  /// Keys of the stream's records that wait in quarantine, so that those that have become good can be let out.
  func quarantinedKeys(_ integration: IntegrationID, stream: String) async throws(StoreFailure) -> [String]
  /// Records of the stream that wait in quarantine and were kept as they came, after a number, in order.
  func quarantined(
    _ lease: RunLease, stream: String, after number: Int64, limit: Int
  ) async throws(StoreFailure) -> [WaitingRecord]
  /// How many rows of a stream are not deleted, and how many of them this run has not seen; of all, or of those that lie in a span.
  func unseen(
    _ lease: RunLease, stream: String, in span: RowSpan?
  ) async throws(StoreFailure) -> (known: Int, unseen: Int)
  /// Marks the rows of a stream that this run has not seen as gone; only after a complete listing of all, or of the span.
  ///
  /// With all of them, what the stream had in quarantine and has not put there again is forgotten.
  /// When they are more than the connector lets go at once, somebody has allowed it by hand, which is written down.
  func sweep(
    _ lease: RunLease, stream: String, in span: RowSpan?, isAllowedByHand: Bool
  ) async throws(StoreFailure) -> RowCounts
  /// Links the rows that changed since last time with rows of other integrations that show the same thing; nothing is merged.
  func link(_ lease: RunLease, _ keys: [IdentityKeys]) async throws(StoreFailure)

  // MARK: Memory beside the rows

  /// A small value that must survive a restart: quotas, circuit breakers, conditional headers.
  func memory(_ integration: IntegrationID, _ name: String) async throws(StoreFailure) -> String?
  func remember(_ integration: IntegrationID, _ name: String, _ value: String?) async throws(StoreFailure)
  /// Replaces such a value by what `body` makes of it, whoever else does the same.
  func amend(
    memory name: String, of integration: IntegrationID, _ body: @Sendable (String?) -> String?
  ) async throws(StoreFailure)
  /// What is left of the limits that all integrations of a connector share.
  func limits(of connector: String) async throws(StoreFailure) -> String?
  /// Replaces it in the same way.
  func amend(
    limitsOf connector: String, _ body: @Sendable (String?) -> String?
  ) async throws(StoreFailure)
}

/// An integration as the store knows it.
package struct IntegrationRecord: Sendable, Hashable {
  package let id: IntegrationID
  package let organization: OrganizationID
  package let organizationName: String
  package let connector: String
  package let name: String

  package init(
    id: IntegrationID, organization: OrganizationID, organizationName: String, connector: String, name: String
  ) {
    self.id = id
    self.organization = organization
    self.organizationName = organizationName
    self.connector = connector
    self.name = name
  }
}

/// What a run is when it begins.
package struct RunStart: Sendable, Hashable {
  /// `full`, `incremental`, `webhook`, `file`; an incremental run that none was before is written down as `first`.
  package let kind: String
  package let streams: [String]
  /// A person began it, which is written down.
  package let isByHand: Bool

  package init(kind: String, streams: [String], isByHand: Bool = false) {
    self.kind = kind
    self.streams = streams
    self.isByHand = isByHand
  }
}

/// How a run ended.
package struct RunEnd: Sendable {
  package enum Outcome: String, Sendable {
    case succeeded
    /// Something is missing: a page, a record, a stream.
    case partial
    case failed
    /// Somebody stopped it at a checkpoint.
    case stopped
  }

  package let outcome: Outcome
  package let finishedAt: Instant
  package let streams: [StreamOutcome]

  package init(outcome: Outcome, finishedAt: Instant, streams: [StreamOutcome]) {
    self.outcome = outcome
    self.finishedAt = finishedAt
    self.streams = streams
  }
}

/// What became of one stream in a run.
package struct StreamOutcome: Sendable {
  package let stream: String
  package let outcome: RunEnd.Outcome
  package let counts: RowCounts
  package let pages: Int
  /// Requests that went out for the stream: repetitions, redirects and calls for tokens included.
  package let requests: Int
  package let seconds: Double
  /// Why it is not green, in one sentence each, worst first.
  package let problems: [String]

  package init(
    stream: String, outcome: RunEnd.Outcome, counts: RowCounts, pages: Int, requests: Int, seconds: Double,
    problems: [String]
  ) {
    self.stream = stream
    self.outcome = outcome
    self.counts = counts
    self.pages = pages
    self.requests = requests
    self.seconds = seconds
    self.problems = problems
  }
}

/// Keeps credentials; each value is sealed to its organization, integration and field before it reaches the disk.
package protocol CredentialStore: Sendable {
  /// Settings that are secret are sealed; nil removes.
  func set(
    _ integration: IntegrationID, setting: String, to value: String?, isSecret: Bool
  ) async throws(StoreFailure)
  /// The token row of a credential with its version; nil when there is none.
  func token(_ integration: IntegrationID, _ credential: String) async throws(StoreFailure) -> StoredToken?
  /// Replaces the token row if its version is still the one that was read; false when somebody else was faster.
  func replaceToken(
    _ integration: IntegrationID, _ credential: String, _ token: TokenContent?, ifVersion version: Int64?
  ) async throws(StoreFailure) -> Bool
}

/// A token row.
package struct StoredToken: Sendable, Hashable {
  package let content: TokenContent
  package let version: Int64

  package init(content: TokenContent, version: Int64) {
    self.content = content
    self.version = version
  }
}

/// What is known of a connected account.
package struct TokenContent: Sendable, Hashable {
  package var accessToken: String
  package var refreshToken: String?
  /// When the access token was given; with `expiresAt` it tells how early to renew.
  package var issuedAt: Instant?
  package var expiresAt: Instant?
  package var refreshExpiresAt: Instant?
  /// What was granted, or what was asked for where the provider does not say.
  package var scopes: [String]
  /// What the person who consented was asked for; nil where nobody was, or it is not known.
  package var asked: [String]?
  /// Values of `capture`, as JSON texts by name.
  package var captured: [String: String]
  /// Why it can no longer be renewed and somebody must connect again; nil while it is good.
  package var endedBecause: String?
  /// A mark of the settings it was got with: once they change, it is no longer theirs.
  package var settingsMark: String?
  /// Somebody is renewing it; others wait for the row to change.
  package var claim: TokenClaim?

  package init(
    accessToken: String, refreshToken: String? = nil, issuedAt: Instant? = nil, expiresAt: Instant? = nil,
    refreshExpiresAt: Instant? = nil, scopes: [String] = [], captured: [String: String] = [:],
    endedBecause: String? = nil, settingsMark: String? = nil, claim: TokenClaim? = nil, asked: [String]? = nil
  ) {
    self.accessToken = accessToken
    self.refreshToken = refreshToken
    self.issuedAt = issuedAt
    self.expiresAt = expiresAt
    self.refreshExpiresAt = refreshExpiresAt
    self.scopes = scopes
    self.captured = captured
    self.endedBecause = endedBecause
    self.settingsMark = settingsMark
    self.claim = claim
    self.asked = asked
  }
}

/// The right to renew a token, for as long as one call to the token endpoint may take.
package struct TokenClaim: Sendable, Hashable {
  /// Drawn at random by who claims.
  package let holder: String
  /// After this moment the holder is taken for dead.
  package let until: Instant

  package init(holder: String, until: Instant) {
    self.holder = holder
    self.until = until
  }
}
