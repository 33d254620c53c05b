package import Authentication
internal import Diagnostics
package import Expressions
internal import Formats
package import HTTP
internal import Language
package import Programs
internal import Synchronization
package import Values

/// One integration in use: its settings and account, whom it calls and as whom.
package final class Session: Sendable {
  package let program: ConnectorProgram
  package let settings: [String: Value]
  package let clock: any RunClock
  /// When the run began: `now` of all expressions.
  package let now: Instant
  private let captured: Mutex<[String: Value]>
  private let plain: Activation

  let calls: any Calls
  let authenticator: any Authenticator
  /// What paths are appended to; nil when the connector names whole addresses only.
  package let base: WebAddress?
  private let secrets: Mutex<SecretTexts>
  let witness: RuleWitness?

  /// Begins to use an integration.
  ///
  /// `witness` is told which rules of the connector fit replies; a real run needs none.
  /// `settings` are those that `program.settings.values` made. The account is what the authenticator knows, unless one is given, and
  /// what deliveries brought before.
  package static func open(
    _ program: ConnectorProgram, settings: [String: Value], account: [String: Value]? = nil,
    kept: [String: Value] = [:], authenticator: any Authenticator, calls: any Calls, clock: any RunClock,
    witness: RuleWitness? = nil
  ) async throws(RunFailure) -> Session {
    let known: [String: Value] = if let account { account } else { try await authenticator.account() }
    return try Session(
      program, settings: settings, account: kept.merging(known) { $1 }, authenticator: authenticator,
      calls: calls, clock: clock, witness: witness)
  }

  private init(
    _ program: ConnectorProgram, settings: [String: Value], account: [String: Value],
    authenticator: any Authenticator, calls: any Calls, clock: any RunClock, witness: RuleWitness?
  ) throws(RunFailure) {
    self.program = program
    self.settings = settings
    captured = Mutex(account)
    self.authenticator = authenticator
    self.calls = calls
    self.clock = clock
    self.witness = witness
    now = clock.now
    var variables = Activation()
    variables["settings"] = Self.map(settings)
    variables["account"] = Self.map(account)
    variables["now"] = .timestamp(now)
    plain = variables
    base = try Self.base(program.http.baseURL, variables)
    let texts = program.settings.entries.compactMap { entry -> String? in
      guard entry.isSecret, case .string(let text)? = settings[entry.name] else { return nil }
      return text
    }
    secrets = Mutex(SecretTexts(texts))
  }

  /// `settings`, `account` and `now`, as every expression sees them.
  package var variables: Activation {
    var variables = plain
    variables["account"] = Self.map(account)
    return variables
  }

  /// Stands for the settings that are no secrets: a key may be another one for the same account any day.
  package var settingsMark: String {
    let open = program.settings.entries.filter { !$0.isSecret }
    let given = open.compactMap { entry in settings[entry.name].map { (entry.name, $0) } }
    return Fingerprint.of(Value.map(MapValue(given)).templateText ?? "")
  }

  /// See `HTTPClient.receiver`.
  package var receiver: (any TaskExecutor)? { calls.receiver }

  /// Values that were captured when the account was connected, or when its token was last renewed.
  package var account: [String: Value] { captured.withLock { $0 } }

  /// Takes up what a delivery brought for the account.
  func keep(_ values: [String: Value]) {
    if !values.isEmpty { captured.withLock { $0.merge(values) { $1 } } }
  }

  /// Gets new credentials, and with them what they capture; false when there is nothing to renew.
  func renew(after refused: RefusedCall) async throws(RunFailure) -> Bool {
    guard try await authenticator.renew(after: refused) else { return false }
    let fresh = try await authenticator.account()
    captured.withLock { $0.merge(fresh) { $1 } }
    return true
  }

  /// Scopes that a stream needs and that the person who signed in was not asked for.
  package func scopesNotAskedFor(of stream: String) async throws(RunFailure) -> [String] {
    try await authenticator.scopesNotAskedFor(of: stream)
  }

  private static func map(_ values: [String: Value]) -> Value {
    .map(MapValue(values.sorted { $0.key < $1.key }.map { ($0.key, $0.value) }))
  }

  private static func base(_ template: TemplateProgram?, _ variables: Activation) throws(RunFailure)
    -> WebAddress?
  {
    guard let template else { return nil }
    let text = try template.address(variables)
    do {
      return try WebAddress(text)
    } catch {
      throw RunFailure(
        .request, "`\(text)` is no address that can be called: \(error.message)", at: template.place)
    }
  }

  /// Remembers what was sent as credentials: tokens that no setting holds are secrets as well.
  func note(credentials: [String]) {
    guard !credentials.isEmpty else { return }
    secrets.withLock { secrets in
      for credential in credentials { secrets.add(credential: credential) }
    }
  }

  /// A failure without secrets, which a provider may have sent back in its words.
  func redacted(_ failure: RunFailure) -> RunFailure {
    var failure = failure
    let secrets = secrets.withLock { $0 }
    failure.message = secrets.hidden(in: failure.message)
    failure.code = failure.code.map(secrets.hidden)
    failure.notes = failure.notes.map(secrets.hidden)
    return failure
  }

  /// A text of the provider without secrets.
  package func redacted(_ text: String) -> String { secrets.withLock { $0.hidden(in: text) } }

  /// A state as a checkpoint keeps it.
  ///
  /// An address or token with a secret in it, as some providers make them, is left out: what it would have led to is read from its
  /// beginning.
  func kept(_ state: SliceState) -> String {
    let secrets = secrets.withLock { $0 }
    var state = state
    var text = state.json
    if secrets.isIn(text) {
      state.open?.page = nil
      text = state.json
    }
    if secrets.isIn(text) {
      (state.token, state.validator, state.open) = (nil, nil, nil)
      text = state.json
    }
    return text
  }
}

extension Session {
  /// Makes the cheap call that proves the credentials; does nothing when the connector names none.
  package func check() async throws(RunFailure) {
    guard let check = program.check else { return }
    let draft = try draft(check.call, variables)
    let answer = try await send(
      Outgoing(draft, of: check.call, rules: check.rules, body: .told, variables: variables))
    if case .turn(_, let failure) = answer.judgement { throw failure }
    guard let expect = check.expect else { return }
    var variables = variables
    answer.reply.bind(to: &variables)
    guard try expect.isTrue(variables) else {
      throw RunFailure(
        .credentials, "the provider's answer is not the expected one", status: answer.reply.status,
        at: expect.place)
    }
  }
}
