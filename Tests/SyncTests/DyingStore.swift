import Rows
import Storage

/// A store that is gone at a chosen step, as if the process had died there; what was written before stays.
struct DyingStore: Store {
  enum Step: Sendable { case unseen, sweep, remember }

  let store: any Store
  let step: Step

  private func die(at step: Step) throws(StoreFailure) {
    if step == self.step { throw StoreFailure(.failed, "the process is gone") }
  }

  func integration(
    organization: String, connector: String, name: String
  ) async throws(StoreFailure) -> IntegrationRecord {
    try await store.integration(organization: organization, connector: connector, name: name)
  }
  func begin(_ integration: IntegrationID, _ start: RunStart) async throws(StoreFailure) -> RunLease {
    try await store.begin(integration, start)
  }
  func renew(_ lease: RunLease) async throws(StoreFailure) { try await store.renew(lease) }
  func finish(_ lease: RunLease, _ end: RunEnd) async throws(StoreFailure) {
    try await store.finish(lease, end)
  }
  func checkpoints(_ integration: IntegrationID) async throws(StoreFailure) -> [Checkpoint] {
    try await store.checkpoints(integration)
  }
  func known(
    _ lease: RunLease, stream: String, models: [RowShape], _ records: [RecordSighting]
  ) async throws(StoreFailure) -> KnownRecords {
    try await store.known(lease, stream: stream, models: models, records)
  }
  func sealed(_ page: PageCommit) async throws(StoreFailure) -> PageCommit { try await store.sealed(page) }
  func commit(_ page: PageCommit) async throws(StoreFailure) -> RowCounts { try await store.commit(page) }
  func parents(
    _ integration: IntegrationID, stream: String, after key: String?, limit: Int
  ) async throws(StoreFailure) -> [ParentRecord] {
    try await store.parents(integration, stream: stream, after: key, limit: limit)
  }
  func quarantinedKeys(_ integration: IntegrationID, stream: String) async throws(StoreFailure) -> [String] {
    try await store.quarantinedKeys(integration, stream: stream)
  }
  func quarantined(
    _ lease: RunLease, stream: String, after number: Int64, limit: Int
  ) async throws(StoreFailure) -> [WaitingRecord] {
    try await store.quarantined(lease, stream: stream, after: number, limit: limit)
  }
  func unseen(
    _ lease: RunLease, stream: String, in span: RowSpan?
  ) async throws(StoreFailure) -> (known: Int, unseen: Int) {
    try die(at: .unseen)
    return try await store.unseen(lease, stream: stream, in: span)
  }
  func sweep(
    _ lease: RunLease, stream: String, in span: RowSpan?, isAllowedByHand: Bool
  ) async throws(StoreFailure) -> RowCounts {
    try die(at: .sweep)
    return try await store.sweep(lease, stream: stream, in: span, isAllowedByHand: isAllowedByHand)
  }
  func link(_ lease: RunLease, _ keys: [IdentityKeys]) async throws(StoreFailure) {
    try await store.link(lease, keys)
  }
  func memory(_ integration: IntegrationID, _ name: String) async throws(StoreFailure) -> String? {
    try await store.memory(integration, name)
  }
  func remember(
    _ integration: IntegrationID, _ name: String, _ value: String?
  ) async throws(StoreFailure) {
    try die(at: .remember)
    try await store.remember(integration, name, value)
  }
  func amend(
    memory name: String, of integration: IntegrationID, _ body: @Sendable (String?) -> String?
  ) async throws(StoreFailure) {
    try await store.amend(memory: name, of: integration, body)
  }
  func limits(of connector: String) async throws(StoreFailure) -> String? {
    try await store.limits(of: connector)
  }
  func amend(
    limitsOf connector: String, _ body: @Sendable (String?) -> String?
  ) async throws(StoreFailure) {
    try await store.amend(limitsOf: connector, body)
  }
  func keys(
    ofAlias alias: String, stream: String, of integration: IntegrationID
  ) async throws(StoreFailure) -> [String] {
    try await store.keys(ofAlias: alias, stream: stream, of: integration)
  }
}
