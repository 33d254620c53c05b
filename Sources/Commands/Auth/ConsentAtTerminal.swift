internal import Authentication
internal import Glibc
internal import HTTP
internal import Language
internal import Programs
internal import Synchronization

/// The consent of the person at this terminal: shows the page, waits for the answer on loopback.
struct ConsentAtTerminal {
  private let invocation: Invocation
  private let clock: any RunClock

  init(_ invocation: Invocation, clock: any RunClock) {
    self.invocation = invocation
    self.clock = clock
  }

  /// Whoever begins an attempt here is the one who ends it.
  private static let session = "terminal"

  func run(_ flow: ConsentFlow) async throws {
    let desk = ConsentDesk(clock: clock)
    if invocation[AuthCommand.paste] { return try await paste(flow, desk) }
    let path = try Self.path(of: invocation[AuthCommand.redirect])
    let listener: LoopbackListener
    do {
      listener = try LoopbackListener(port: UInt16(clamping: invocation[AuthCommand.port]), path: path)
    } catch {
      throw NamedConnector.Refusal(code: .usage, message: "\(error)", help: "--port 0 takes a free one")
    }
    let attempt = try await flow.begin(
      redirect: invocation[AuthCommand.redirect] ?? listener.redirect, session: Self.session)
    desk.remember(attempt)
    showScopes(flow)
    show(attempt)
    let outcome = Mutex<Result<Void, any Error>?>(nil)
    let clock = clock
    let waiting = Task {
      try await listener.wait(clock: clock) { query in
        let (page, result) = await Self.redeem(query, flow, desk)
        guard let result else { return .again(page: page) }
        outcome.withLock { $0 = result }
        return .done(page: page)
      }
    }
    let limit = Task {
      let end = clock.elapsed + .seconds(600)
      while clock.elapsed < end, Interruption.requests == 0, !Task.isCancelled {
        try? await Task.sleep(for: .milliseconds(100))
      }
      waiting.cancel()
    }
    Interruption.listen()
    _ = await waiting.result
    limit.cancel()
    guard let result = outcome.withLock({ $0 }) else {
      let isStopped = Interruption.requests > 0
      throw NamedConnector.Refusal(
        code: isStopped ? Interruption.code : .refused,
        message: isStopped ? "stopped before anybody agreed" : "nobody agreed within ten minutes", help: nil)
    }
    try result.get()
  }

  /// The page for the browser, and how it ended; no end while another answer may still come.
  private static func redeem(
    _ query: String, _ flow: ConsentFlow, _ desk: ConsentDesk
  ) async -> (page: String, result: Result<Void, any Error>?) {
    do {
      let (attempt, answer) = try desk.judge(query: query, session: session)
      _ = try await flow.finish(attempt, answer)
      return ("The account is connected. You can close this window.", .success(()))
    } catch let refusal as ConsentRefusal {
      guard case .denied = refusal else { return ("Not connected: \(refusal).", nil) }
      return ("Not connected: \(refusal).", .failure(RunFailure(.credentials, refusal.description)))
    } catch {
      return ("Not connected. The terminal says why.", .failure(error))
    }
  }

  private func paste(_ flow: ConsentFlow, _ desk: ConsentDesk) async throws {
    let redirect =
      invocation[AuthCommand.redirect] ?? "http://127.0.0.1:\(invocation[AuthCommand.port])/callback"
    let attempt = try await flow.begin(redirect: redirect, session: Self.session)
    desk.remember(attempt)
    showScopes(flow)
    invocation.console.errors.write("Open this address and agree:\n\n  \(attempt.address)\n\n")
    invocation.console.errors.flush()
    let question = "Then paste the address that the browser was sent to, whatever it shows: "
    let text: String?
    if invocation.console.person != nil {
      text = invocation.console.ask(question)
    } else {
      text = String(decoding: try invocation.console.readInput(), as: UTF8.self)
    }
    let words = (text ?? "").split(whereSeparator: \.isWhitespace)
    guard let address = words.first, let mark = address.firstIndex(of: "?") else {
      throw NamedConnector.Refusal(
        code: .usage, message: "this is no address with an answer in it", help: nil)
    }
    let query = address[address.index(after: mark)...].prefix { $0 != "#" }
    let (answered, answer): (ConsentAttempt, ConsentAnswer)
    do {
      (answered, answer) = try desk.judge(query: String(query), session: Self.session)
    } catch {
      throw RunFailure(.credentials, error.description)
    }
    _ = try await flow.finish(answered, answer)
  }

  private static func path(of redirect: String?) throws -> String {
    guard let redirect else { return "/callback" }
    return try WebAddress(redirect).path
  }

  /// What will be asked for, before anybody is sent there.
  private func showScopes(_ flow: ConsentFlow) {
    guard !flow.scopes.isEmpty else { return }
    let scopes = flow.scopes.map { "  \(Visible.word($0, limit: 200))\n" }.joined()
    invocation.console.errors.write("You will be asked for these scopes:\n\n\(scopes)\n")
  }

  private func show(_ attempt: ConsentAttempt) {
    invocation.console.errors.write(
      """
      Open this address and agree:

        \(attempt.address)

      Waiting for the answer at \(attempt.redirect), which the provider must know as a redirect address.

      """)
    invocation.console.errors.flush()
    if invocation.console.errors.isTerminal, !invocation[AuthCommand.noBrowser] { Self.open(attempt.address) }
  }

  /// Opens a browser where there is one; when there is none, the address has been shown.
  private static func open(_ address: WebAddress) {
    var actions = posix_spawn_file_actions_t()
    posix_spawn_file_actions_init(&actions)
    defer { posix_spawn_file_actions_destroy(&actions) }
    for descriptor in [STDIN_FILENO, STDOUT_FILENO, STDERR_FILENO] {
      posix_spawn_file_actions_addopen(&actions, descriptor, "/dev/null", O_RDWR, 0)
    }
    var arguments: [UnsafeMutablePointer<CChar>?] = [strdup("xdg-open"), strdup(address.description), nil]
    defer { for argument in arguments { free(argument) } }
    var process = pid_t()
    _ = posix_spawnp(&process, "xdg-open", &actions, nil, &arguments, environ)
  }
}
