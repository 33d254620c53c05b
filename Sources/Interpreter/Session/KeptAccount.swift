internal import JSON
package import Storage
package import Values

/// Values of an account that deliveries brought (`challenges.keep`), kept beside its settings and sealed like secrets.
package enum KeptAccount {
  /// No setting of a connector can be called so.
  private static let prefix = "account:"

  /// The values among what the store keeps of an integration.
  package static func values(in settings: [String: String]) -> [String: Value] {
    var values: [String: Value] = [:]
    for (name, text) in settings where name.hasPrefix(prefix) {
      guard let document = try? JSONDocument(text: text) else { continue }
      values[String(name.dropFirst(prefix.count))] = .json(document.root)
    }
    return values
  }

  /// The names that the store has for them.
  package static func settings(in settings: [String: String]) -> [String] {
    settings.keys.filter { $0.hasPrefix(prefix) }.sorted()
  }

  /// Keeps what a delivery brought; to be done before it is answered.
  package static func keep(
    _ values: [String: Value], of integration: IntegrationID, in store: any CredentialStore
  ) async throws(StoreFailure) {
    for (name, value) in values.sorted(by: { $0.key < $1.key }) {
      var steps = 10_000
      guard let text = try? JSONWriter.text(of: value, steps: &steps, limit: 1 << 16) else {
        throw StoreFailure(.failed, "the value `\(name)` of a delivery is too long to be kept")
      }
      try await store.set(integration, setting: prefix + name, to: text, isSecret: true)
    }
  }
}
