internal import Cryptography
internal import Synchronization
package import Storage
package import Values

/// Envelope encryption: a master key wraps a data key for each organization, which seals values bound to their place.
package final class KeyRing: Sealing, Sendable {
  private let store: any KeyStore
  private let now: @Sendable () -> Instant
  private let source: Source
  private let state = Mutex(State())

  /// Finds the master keys when they are first needed, and anew when somebody has put another one in place.
  ///
  /// Whether one may be made that has never been there is the argument: only when the store holds nothing that was sealed.
  package typealias Source = @Sendable (_ mayMake: Bool) -> Result<MasterKeys, KeyFailure>

  private struct State {
    var masters: MasterKeys?
    var sealers: [OrganizationID: (sealer: OrganizationSealer, until: Instant)] = [:]
  }

  /// After this time the keys of an organization are read anew before anything is sealed, because another process may have begun a
  /// new version.
  private static let sealerLasts = TimeSpan(nanoseconds: 60_000_000_000)
  /// How long after a new version the old one is kept for those who do not know of it yet; well longer than a sealer lasts.
  private static let grace = TimeSpan(nanoseconds: 600_000_000_000)

  package init(store: any KeyStore, now: @escaping @Sendable () -> Instant, source: @escaping Source) {
    self.store = store
    self.now = now
    self.source = source
  }

  /// With master keys that are known and do not change.
  package convenience init(
    _ masters: MasterKeys, store: any KeyStore, now: @escaping @Sendable () -> Instant
  ) {
    self.init(store: store, now: now) { _ in .success(masters) }
  }

  /// The master keys; found when they are first asked for.
  package func masters() async throws(StoreFailure) -> MasterKeys {
    if let known = state.withLock({ $0.masters }) { return known }
    return try find(mayMake: try await store.dataKeys(nil).isEmpty)
  }

  /// Finds the master keys anew, after another one was put in place.
  package func refind() async throws(StoreFailure) { _ = try find(mayMake: false) }

  private func find(mayMake: Bool) throws(StoreFailure) -> MasterKeys {
    switch source(mayMake) {
    case .success(let found):
      state.withLock { $0.masters = found }
      return found
    case .failure(let failure): throw StoreFailure(.sealed, failure.message)
    }
  }

  /// Refuses in words when there are data keys that none of the master keys opens: never starts as if the store were empty.
  package func prove() async throws(StoreFailure) {
    let keys = try await store.dataKeys(nil)
    if keys.isEmpty { return }
    let masters = try await masters()
    for wrapped in keys { _ = try unwrapped(wrapped, masters) }
  }

  package func seal(_ text: String, for place: SealedPlace) async throws(StoreFailure) -> String {
    try await sealer(place.organization).seal(text, for: place)
  }

  package func seal(_ texts: PlainTexts) async throws(StoreFailure) -> SealedTexts {
    try await sealer(texts.place.organization).seal(texts)
  }

  package func open(_ sealed: String, for place: SealedPlace) async throws(StoreFailure) -> String {
    if let known = known(place.organization),
      DataKey.version(of: sealed).map({ known.all[$0] != nil }) ?? true
    {
      return try known.open(sealed, for: place)
    }
    // Another process may have begun a new version.
    return try await refreshed(place.organization).open(sealed, for: place)
  }

  /// The keys of an organization for use without waiting, for the next minute; its first data key is made when there is none.
  package func sealer(_ organization: OrganizationID) async throws(StoreFailure) -> OrganizationSealer {
    if let known = known(organization) { return known }
    return try await refreshed(organization)
  }

  private func known(_ organization: OrganizationID) -> OrganizationSealer? {
    let now = now()
    return state.withLock { state in
      guard let known = state.sealers[organization], now < known.until else { return nil }
      return known.sealer
    }
  }

  private func refreshed(_ organization: OrganizationID) async throws(StoreFailure) -> OrganizationSealer {
    var wrapped = try await store.dataKeys(organization)
    if wrapped.isEmpty {
      _ = try await addKey(organization, version: 1)
      wrapped = try await store.dataKeys(organization)
    }
    var keys: [Int: DataKey] = [:]
    let masters = try await masters()
    for key in wrapped { keys[key.version] = try unwrapped(key, masters) }
    guard let newest = keys.keys.max(), let current = keys[newest] else {
      throw StoreFailure(.failed, "the store keeps no data keys")
    }
    let sealer = OrganizationSealer(organization: organization, current: current, all: keys)
    let now = now()
    state.withLock { $0.sealers[organization] = (sealer, now.adding(Self.sealerLasts) ?? now) }
    return sealer
  }

  private func addKey(_ organization: OrganizationID, version: Int) async throws(StoreFailure) -> Bool {
    let key = DataKey(organization: organization, version: version)
    let master = try await masters().current
    do {
      return try await store.add(
        WrappedKey(
          organization: organization, version: version, wrapped: try key.wrapped(by: master), created: now()))
    } catch let error as StoreFailure {
      throw error
    } catch {
      throw StoreFailure(.failed, "a data key cannot be made: \(error)")
    }
  }

  private func unwrapped(
    _ wrapped: WrappedKey, _ known: MasterKeys
  ) throws(StoreFailure) -> DataKey {
    if let key = DataKey(wrapped, masters: known) { return key }
    let masters = try find(mayMake: false)
    if let key = DataKey(wrapped, masters: masters) { return key }
    guard let id = DataKey.masterID(of: wrapped.wrapped) else {
      throw StoreFailure(.sealed, "a data key in the store is damaged")
    }
    guard masters.named(id) != nil else {
      throw StoreFailure(
        .sealed,
        "the store was sealed with the master key \(id), and the one given is \(masters.current.id)")
    }
    throw StoreFailure(.sealed, "a data key in the store is damaged, or was moved from another organization")
  }

  // MARK: Rotation

  /// What is sealed under which key.
  package struct Status: Sendable, Hashable {
    package struct Organization: Sendable, Hashable {
      package let organization: OrganizationID
      /// Versions with the master key that wraps each, lowest first.
      package let versions: [Version]
    }
    package struct Version: Sendable, Hashable {
      package let version: Int
      package let master: String
      package let created: Instant
    }
    package let master: String
    package let formerMasters: [String]
    package let organizations: [Organization]

    /// Data keys that another master key than the current one wraps.
    package var stale: Int {
      organizations.flatMap(\.versions).count { $0.master != master }
    }
  }

  package func status() async throws(StoreFailure) -> Status {
    let masters = try await masters()
    var versions: [OrganizationID: [Status.Version]] = [:]
    for key in try await store.dataKeys(nil) {
      versions[key.organization, default: []].append(
        Status.Version(
          version: key.version, master: DataKey.masterID(of: key.wrapped) ?? "?", created: key.created))
    }
    let organizations = versions.sorted { $0.key.number < $1.key.number }
      .map { Status.Organization(organization: $0.key, versions: $0.value) }
    return Status(
      master: masters.current.id, formerMasters: masters.keys.dropFirst().map(\.id),
      organizations: organizations)
  }

  /// Wraps every data key with the current master key.
  ///
  /// Can be broken off at any point and begun again.
  package func rewrap() async throws(StoreFailure) -> Int {
    let masters = try await masters()
    let master = masters.current
    var count = 0
    for wrapped in try await store.dataKeys(nil) where DataKey.masterID(of: wrapped.wrapped) != master.id {
      let key = try unwrapped(wrapped, masters)
      let text: String
      do {
        text = try key.wrapped(by: master)
      } catch {
        throw StoreFailure(.failed, "a data key cannot be wrapped: \(error)")
      }
      // When somebody else has wrapped it meanwhile there is nothing left to do.
      if try await store.rewrap(wrapped, as: text) { count += 1 }
    }
    return count
  }

  /// Gives an organization a new data key and seals everything with it.
  ///
  /// When it was broken off, `retire` goes on.
  package func rotate(
    _ organization: OrganizationID
  ) async throws(StoreFailure) -> (version: Int, resealed: Int) {
    let before = try await refreshed(organization)
    _ = try await addKey(organization, version: before.current.version + 1)
    return try await retire(organization)
  }

  /// Seals what older versions still hold with the current one, and forgets those that nobody can be using any more.
  package func retire(
    _ organization: OrganizationID
  ) async throws(StoreFailure) -> (version: Int, resealed: Int) {
    let sealer = try await refreshed(organization)
    var count = 0
    // Whoever still seals with the old key while we go through is met in the next round.
    while true {
      let resealed = try await reseal(organization, sealer)
      count += resealed
      if resealed == 0 { break }
    }
    let keys = try await store.dataKeys(organization)
    let now = now()
    for (key, successor) in zip(keys, keys.dropFirst()) where key.version < sealer.current.version {
      guard let end = successor.created.adding(Self.grace), end <= now else { continue }
      _ = try await store.remove(key)
    }
    return (sealer.current.version, count)
  }

  private static let portion = 200

  private func reseal(
    _ organization: OrganizationID, _ sealer: OrganizationSealer
  ) async throws(StoreFailure) -> Int {
    let prefix = DataKey.prefix(sealer.current.version)
    var count = 0
    var last: String?
    while true {
      let values = try await store.sealedValues(
        organization, notBeginning: prefix, after: last, limit: Self.portion)
      guard let end = values.last else { return count }
      for value in values {
        let text = try sealer.open(value.sealed, for: value.place)
        if try await store.reseal(value, as: try sealer.seal(text, for: value.place)) { count += 1 }
      }
      last = end.id
    }
  }
}
