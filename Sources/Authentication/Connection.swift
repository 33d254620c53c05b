internal import Expressions
package import HTTP
package import Programs
package import Storage
package import Values

/// The streams and actions that somebody wants to use.
package struct Purpose: Sendable, Hashable {
  package let streams: Set<String>
  package let actions: Set<String>

  package init(streams: Set<String>, actions: Set<String>) {
    self.streams = streams
    self.actions = actions
  }
}

/// All that a proof of one integration is made from.
package struct Connection: Sendable {
  package let settings: [String: Value]
  package let integration: IntegrationID
  package let credentials: any CredentialStore
  package let client: any HTTPClient
  package let clock: any RunClock
  /// Proofs that stand before this one in `all`; they apply to its log-in calls as well.
  var earlier: [any Authenticator] = []
  let time = ProviderTime()
  /// What the connection is for, which decides on the scopes that are asked for; nil for all that the connector can do.
  package var purpose: Purpose?

  package init(
    settings: [String: Value], integration: IntegrationID, credentials: any CredentialStore,
    client: any HTTPClient, clock: any RunClock, purpose: Purpose? = nil
  ) {
    self.settings = settings
    self.integration = integration
    self.credentials = credentials
    self.client = client
    self.clock = clock
    self.purpose = purpose
  }

  /// The moment that proofs bear.
  var moment: Instant { time.moment(clock.now) }

  /// `settings`, `account` and `now`, with the values that a proof has captured itself.
  func variables(account own: [String: Value] = [:]) async throws(RunFailure) -> Activation {
    var account: [String: Value] = [:]
    for proof in earlier { account.merge(try await proof.account()) { _, new in new } }
    account.merge(own) { _, new in new }
    return plainVariables(account: account)
  }

  /// The same, when no proof needs to be asked.
  func plainVariables(account: [String: Value] = [:]) -> Activation {
    var variables = Activation()
    variables["settings"] = Self.map(settings)
    variables["account"] = Self.map(account)
    variables["now"] = .timestamp(moment)
    return variables
  }

  static func map(_ values: [String: Value]) -> Value {
    .map(MapValue(values.sorted { $0.key < $1.key }.map { ($0.key, $0.value) }))
  }
}
