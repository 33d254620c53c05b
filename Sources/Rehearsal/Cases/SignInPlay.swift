internal import Authentication
internal import Calling
internal import Diagnostics
internal import HTTP
internal import Interpreter
internal import Language
internal import Programs
internal import Storage
internal import Values

/// Connects an account, and goes on with the connection for as long as exchanges of the recording are left.
struct SignInPlay: Sendable {
  let connector: RehearsedConnector
  let setting: Stage.Setting
  let block: SignInBlock

  /// Where the consent page of a rehearsal sends people back to.
  static let redirect = "https://app.example.com/callback"
  private static let session = "rehearsal"

  func play(into performance: inout Performance) async {
    do throws(RunFailure) {
      var settings = try connector.program.settings.values(setting.settings)
      MadeUpKey.supply(&settings, for: connector.program.file)
      let texts = settings.mapValues(\.templateText)
      let proofs = connector.program.file.proofs { texts[$0] ?? nil }
      performance.proofs = proofs.map(\.head)
      performance.rotates = proofs.contains { $0[OAuth2Fields.rotates] ?? false }
      performance.capturable = proofs.flatMap(\.captured)
      let provider = RecordedProvider(
        setting.recording, base: try await Stage.base(connector, setting, settings))
      let witness = RuleWitness()
      defer {
        performance.requests = provider.requests
        performance.misses = provider.misses
        performance.played = provider.order
        performance.unplayed = provider.unplayed
        performance.rules = witness.places
      }
      try await connect(settings, provider, witness, &performance)
    } catch {
      performance.failure = error
    }
  }

  private func connect(
    _ settings: [String: Value], _ provider: RecordedProvider, _ witness: RuleWitness,
    _ performance: inout Performance
  ) async throws(RunFailure) {
    let vault = ConnectedAccount(isConnected: false)
    let clock = RehearsalClock(setting.now)
    let connection = Connection(
      settings: settings, integration: IntegrationID(1), credentials: vault, client: provider, clock: clock,
      purpose: purpose)
    if let flow = try connector.proofs.consent(connection) { try await consent(flow, provider, clock) }
    let authenticator = try connector.proofs.authenticator(connection)
    let account = try await authenticator.account()
    // A token of which nothing is captured is got by the first request only.
    var draft = RequestDraft(method: "GET", target: "/")
    try await authenticator.prepare(&draft)
    performance.captured = account
    performance.token = vault.onlyToken
    let caller = Caller(
      client: provider, policy: connector.policy, provider: connector.program.name, account: "rehearsal",
      clock: clock, shared: SharedLimits(), memory: NoMemory())
    // What signing in should have told is not taken from the case.
    let told = connector.program.file.proofs.flatMap(\.captured)
    let kept = setting.account.filter { !told.contains($0.key) }
    let session = try await Session.open(
      connector.program, settings: settings, kept: kept, authenticator: authenticator, calls: caller,
      clock: clock, witness: witness)
    if !provider.unplayed.isEmpty { try await session.check() }
    let needsPerson = authenticator.credentials.contains(where: \.needsPerson)
    if !provider.unplayed.isEmpty, !needsPerson || performance.token?.refreshToken != nil {
      // Two refusals of one token that come together are answered by one renewal.
      try? await clock.sleep(for: .seconds(60))
      _ = try await authenticator.renew(after: nil)
      performance.renewedToken = vault.onlyToken
    }
    if !provider.unplayed.isEmpty { try await authenticator.signOut() }
  }

  private var purpose: Purpose? {
    guard block.block.has("streams") || block.block.has("actions") else { return nil }
    return Purpose(
      streams: connector.program.withParents((block[SignInBlock.streams] ?? []).map(\.value)),
      actions: Set((block[SignInBlock.actions] ?? []).map(\.value)))
  }

  /// What the browser does, and the person in front of it.
  private func consent(
    _ flow: ConsentFlow, _ provider: RecordedProvider, _ clock: RehearsalClock
  ) async throws(RunFailure) {
    let desk = ConsentDesk(clock: clock)
    let attempt = try await flow.begin(redirect: Self.redirect, session: Self.session)
    desk.remember(attempt)
    let page: HTTPResponse
    do {
      page = try await provider.send(HTTPRequest("GET", attempt.address))
    } catch {
      throw RunFailure(.request, error.message)
    }
    guard (300..<400).contains(page.status), let location = page.headers["Location"],
      let mark = location.firstIndex(of: "?")
    else {
      throw RunFailure(
        .request, "the recorded consent page sends nobody back: it wants a status 302 and a `Location`")
    }
    let query = String(location[location.index(after: mark)...])
      .replacing("state={secret}", with: "state=\(attempt.state)")
    let (answered, answer): (ConsentAttempt, ConsentAnswer)
    do {
      (answered, answer) = try desk.judge(query: query, session: Self.session)
    } catch {
      throw RunFailure(.credentials, "\(error)")
    }
    _ = try await flow.finish(answered, answer)
  }
}

extension Block {
  /// Names of what a way of signing in captures.
  fileprivate var captured: [String] {
    ((self[CaptureField.capture] ?? []) + (self[OAuth2Fields.identify]?[CaptureField.capture] ?? [])).map(
      \.name)
  }
}
