internal import Databases
internal import Language

/// `connector auth`: signs in, and tells how long that is good for.
struct AuthCommand: Command {
  enum Action: String, CaseIterable, Sendable {
    case login, status, refresh, logout
  }

  static let port = Option<Int>.number(
    "port", "PORT", default: 8765, in: 0...65535,
    "Where the answer of the consent page is awaited, on 127.0.0.1; 0 takes a free one")
  static let redirect = Option<String?>.text(
    "redirect", "URL", "The address the provider knows, when it leads to the port from elsewhere")
  static let paste = Option<Bool>.flag(
    "paste", "Read the address that the browser was sent back to, for a machine without a browser")
  static let noBrowser = Option<Bool>.flag("no-browser", "Only show the address of the consent page")
  static let noCheck = Option<Bool>.flag("no-check", "Keep the settings without trying them")
  static let actions = Option<[String]>.repeated(
    "action", "ACTION", "With `login`: an action that will be run, beside the streams that are named"
  ) { text throws(ValueProblem) in
    guard !text.isEmpty else { throw ValueProblem("expected the name of an action") }
    return text
  }

  let name = "auth"
  let summary = "Sign in to a provider, see how long it is good for, sign out"
  let details = """
    ACTION is `login`, `status`, `refresh` or `logout`.

    `login` asks for the settings that are missing, opens the provider's consent page where a person must agree, proves with \
    the connector's `check` that it works, and keeps what it needs sealed in the store. Without a terminal settings come from \
    `--set` and the environment.

    Where a person consents, `login` asks for the scopes of all streams and actions, or, with streams or `--action` named, for what these \
    need and no more. A stream that was left out says so when it is to be read; sign in again, and name it as well.

    `logout` gives the token back where the provider has a way, and forgets it with all settings.
    """
  let examples = [
    CommandExample("connector auth login bamboohr", "asks for what is missing, and tries it"),
    CommandExample("connector auth login slack --paste", "from a machine without a browser"),
    CommandExample("connector auth login xero invoices accounts", "with the scopes of two streams only"),
    CommandExample("pass acme | connector auth login acme --set api_key=-", "a secret from a pipe"),
    CommandExample("connector auth status slack --format json", "for a monitor"),
  ]
  let argument: Argument? = Argument(
    "ACTION NAME [STREAM...]", .any, "What to do, a connector, and with `login` the streams that it is for.",
    completion: .words(Action.allCases.map(\.rawValue)), .listed(.connectors),
    .byFirst([Action.login.rawValue: .listed(.streams)], otherwise: .none))
  let options: [any AnyOption] =
    [
      Self.actions, Self.port, Self.redirect, Self.paste, Self.noBrowser, Self.noCheck, AnswerForm.option,
    ] + RuntimeOptions.all
  let exitCodes: [ExitCode] = [.negative, .nothing, .providerFailed, .refused, .interrupted]

  func run(_ invocation: Invocation) async -> ExitCode {
    let words = Action.allCases.map(\.rawValue)
    guard let word = invocation.arguments.first else {
      return invocation.fail(.usage, "`connector auth` needs one of \(Sentence.alternatives(words))")
    }
    guard let action = Action(rawValue: word) else {
      return invocation.fail(
        .usage, "`connector auth` knows no `\(Visible.word(word))`", help: Sentence.alternatives(words))
    }
    guard invocation.arguments.count == 2 || action == .login && invocation.arguments.count > 2 else {
      return invocation.fail(.usage, "`connector auth \(word)` takes one NAME", help: "connector list")
    }
    do throws(NamedConnector.Refusal) {
      let named = try NamedConnector.load(invocation, named: invocation.arguments[1]).get()
      let ground = try await Groundwork.open(
        invocation, named, store: action == .login ? .kept : try await Self.place(invocation))
      let code: ExitCode
      switch action {
      case .login: code = try await AuthLogin(invocation, ground).run()
      case .status: code = try await AuthStatus(invocation, ground).run()
      case .refresh: code = try await AuthEnding(invocation, ground).refresh()
      case .logout: code = try await AuthEnding(invocation, ground).logout()
      }
      await ground.store.close()
      return code
    } catch {
      return invocation.fail(error)
    }
  }

  /// Where something is asked or taken away: to look makes no store, and no organization in one.
  private static func place(
    _ invocation: Invocation
  ) async throws(NamedConnector.Refusal) -> Workbench.StoreChoice {
    let root = ProjectFolder.open(invocation)?.root ?? invocation.console.workingDirectory
    guard Files.kind(of: try StoreOpening(invocation, root: root).path) != nil else { return .passing }
    try await ExistingStore.open(invocation).close()
    return .kept
  }
}
