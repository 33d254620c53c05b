internal import Interpreter
package import Storage
internal import Synchronization
internal import Values

/// By which names a provider may call records gone that a sink has got under their keys.
///
/// A sink knows ids only. What a record is called besides is known of those that this run has sent, and of those that an earlier run
/// has written into the store.
final class SentNames: Sendable {
  private struct State {
    /// Keys by the other name.
    var keys: [ExactText: [String]] = [:]
    var unknown = 0
  }

  private let stream: String
  private let kept: KeptRows?
  private let state = Mutex(State())

  init(stream: String, kept: KeptRows?) {
    self.stream = stream
    self.kept = kept
  }

  /// How many records are gone that the sink could not be told of.
  var unknownCount: Int { state.withLock { $0.unknown } }

  /// The keys of what a page says is gone; to be asked in the order of the pages.
  func keys(ofGone page: ReadPage) async throws(StoreFailure) -> [String] {
    let replaced = try await keys(of: page.gone.replacedAliases)
    if page.records.contains(where: { $0.deletionKey != nil }) {
      state.withLock { state in
        for record in page.records {
          guard let key = record.key, let name = record.deletionKey else { continue }
          state.keys[ExactText(name)] = [key]
        }
      }
    }
    let gone = try await keys(of: page.gone.aliases)
    state.withLock { state in for name in page.gone.aliases { state.keys[ExactText(name)] = nil } }
    let named = replaced + gone
    if named.isEmpty { return page.gone.keys }
    let there = TextSet(page.records.lazy.compactMap(\.key))
    return page.gone.keys + named.filter { !there.contains($0) }
  }

  private func keys(of names: [String]) async throws(StoreFailure) -> [String] {
    if names.isEmpty { return [] }
    var keys: [String] = []
    for name in names {
      var known = state.withLock { $0.keys[ExactText(name)] } ?? []
      if known.isEmpty, let kept {
        known = try await kept.store.keys(ofAlias: name, stream: stream, of: kept.integration)
      }
      if known.isEmpty { state.withLock { $0.unknown += 1 } }
      keys += known
    }
    return keys
  }
}

/// Rows that earlier runs have written, for a run that writes elsewhere.
package struct KeptRows: Sendable {
  let store: any Store
  let integration: IntegrationID

  package init(_ store: any Store, of integration: IntegrationID) {
    self.store = store
    self.integration = integration
  }
}
