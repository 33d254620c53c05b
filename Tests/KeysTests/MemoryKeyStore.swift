import Keys
import Storage
import Synchronization
import Values

/// A store of keys and sealed values in memory, which can be made to fail at the n-th write.
final class MemoryKeyStore: KeyStore, Sendable {
  struct State {
    var keys: [WrappedKey] = []
    var values: [String: SealedValue] = [:]
    var writesUntilFailure: Int?
  }
  let state = Mutex(State())

  private static let failure = StoreFailure(.failed, "killed")

  private func write<Result: Sendable>(
    _ body: (inout State) -> Result
  ) throws(StoreFailure) -> Result {
    let outcome: Swift.Result<Result, StoreFailure> = state.withLock { state in
      if let left = state.writesUntilFailure {
        if left == 0 { return .failure(Self.failure) }
        state.writesUntilFailure = left - 1
      }
      return .success(body(&state))
    }
    return try outcome.get()
  }

  func dataKeys(_ organization: OrganizationID?) async throws(StoreFailure) -> [WrappedKey] {
    state.withLock { state in
      state.keys.filter { organization == nil || $0.organization == organization }
        .sorted { $0.version < $1.version }
    }
  }

  func add(_ key: WrappedKey) async throws(StoreFailure) -> Bool {
    try write { state in
      if state.keys.contains(where: { $0.organization == key.organization && $0.version == key.version }) {
        return false
      }
      state.keys.append(key)
      return true
    }
  }

  func rewrap(_ key: WrappedKey, as wrapped: String) async throws(StoreFailure) -> Bool {
    try write { state in
      guard let place = state.keys.firstIndex(of: key) else { return false }
      state.keys[place] = WrappedKey(
        organization: key.organization, version: key.version, wrapped: wrapped, created: key.created)
      return true
    }
  }

  func remove(_ key: WrappedKey) async throws(StoreFailure) -> Bool {
    try write { state in
      let isUsed = state.values.values.contains {
        $0.place.organization == key.organization && $0.sealed.hasPrefix("v1.\(key.version).")
      }
      if isUsed { return false }
      state.keys.removeAll { $0 == key }
      return true
    }
  }

  func sealedValues(
    _ organization: OrganizationID, notBeginning prefix: String, after id: String?, limit: Int
  ) async throws(StoreFailure) -> [SealedValue] {
    state.withLock { state in
      let found = state.values.values.filter {
        $0.place.organization == organization && !$0.sealed.hasPrefix(prefix) && $0.id > id ?? ""
      }
      return Array(found.sorted { $0.id < $1.id }.prefix(limit))
    }
  }

  func reseal(_ value: SealedValue, as sealed: String) async throws(StoreFailure) -> Bool {
    try write { state in
      guard state.values[value.id] == value else { return false }
      state.values[value.id] = SealedValue(id: value.id, place: value.place, sealed: sealed)
      return true
    }
  }

  func put(_ id: String, _ place: SealedPlace, _ sealed: String) {
    state.withLock { $0.values[id] = SealedValue(id: id, place: place, sealed: sealed) }
  }

  func value(_ id: String) -> SealedValue? { state.withLock { $0.values[id] } }
}
