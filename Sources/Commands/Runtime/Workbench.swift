internal import Authentication
internal import Calling
internal import Curl
internal import Databases
internal import Diagnostics
internal import HTTP
internal import Interpreter
internal import Language
internal import Programs
internal import Storage
internal import Values

/// Everything that running a connector takes, put together from the command line: the composition root.
struct Workbench: Sendable {
  let named: NamedConnector
  let program: ConnectorProgram
  let store: SQLiteStore
  let integration: IntegrationRecord
  let session: Session
  let caller: Caller

  /// Where a command wants its rows.
  enum StoreChoice: Sendable {
    /// The store of the options, made when there is none.
    case kept
    /// A store that is forgotten with the process, for commands that keep nothing.
    case passing
  }

  static func open(
    _ invocation: Invocation, _ named: NamedConnector, store choice: StoreChoice = .kept,
    log: (any CallLog)? = nil
  ) async throws(NamedConnector.Refusal) -> Workbench {
    do {
      let clock = SystemClock()
      let program = try ConnectorProgram(named.connector)
      var options = SQLiteStore.Options()
      options.raw = .plain
      let store = try await SQLiteStore.open(try path(invocation, named, choice), options)
      let integration = try await store.integration(
        organization: invocation[RuntimeOptions.organization] ?? "default", connector: named.connector.name,
        name: invocation[RuntimeOptions.integration] ?? named.connector.name)
      let given = try SettingSources(invocation, named).values(kept: try await store.settings(integration.id))
      let settings = try program.settings.values(given)
      let client = try client(invocation)
      let authenticator = try AuthProgram(program.file).authenticator(
        settings: settings, integration: integration.id, credentials: store, client: client, clock: clock)
      let caller = Caller(
        client: client, policy: CallPolicy(program.file[ConnectorFile.http], Surroundings()),
        provider: program.name,
        account: "\(integration.id.number)", clock: clock, shared: SharedLimits(),
        memory: StoredMemory(store: store, integration: integration.id), log: log)
      let session = try await Session.open(
        program, settings: settings, authenticator: authenticator, calls: caller, clock: clock)
      return Workbench(
        named: named, program: program, store: store, integration: integration, session: session,
        caller: caller)
    } catch let refusal as NamedConnector.Refusal {
      throw refusal
    } catch {
      throw NamedConnector.Refusal(error, connector: named.connector.name)
    }
  }

  private static func path(
    _ invocation: Invocation, _ named: NamedConnector, _ choice: StoreChoice
  ) throws(NamedConnector.Refusal) -> String {
    if case .passing = choice { return ":memory:" }
    guard let text = invocation[RuntimeOptions.store] else {
      return Paths.joined(named.folder.root, "connector.db")
    }
    guard text.hasPrefix("sqlite:"), text.count > 7 else {
      throw NamedConnector.Refusal(
        code: .usage, message: "`\(Visible.word(text))` names no store", help: "--store sqlite:FILE")
    }
    let path = String(text.dropFirst(7))
    return path == ":memory:" ? path : Paths.joined(invocation.console.workingDirectory, path)
  }

  private static func client(_ invocation: Invocation) throws -> any HTTPClient {
    var allowed: [AllowedHost] = []
    var hosts = invocation[RuntimeOptions.allowedHosts]
    var place: WebAddress?
    if let text = invocation[RuntimeOptions.divert] {
      let address = try WebAddress(text)
      place = address
      // Whoever sends everything to a mock means that it may be called.
      hosts.append(address.host)
    }
    for text in hosts {
      guard let host = AllowedHost(text) else {
        throw NamedConnector.Refusal(
          code: .usage, message: "`\(Visible.word(text))` is no host or network",
          help: "--allow-host 127.0.0.1")
      }
      allowed.append(host)
    }
    var options = CurlOptions(userAgent: "connector/\(Version.number)")
    options.proxy = .environment
    let curl = try CurlClient(options: options, guarding: AddressGuard(allowing: allowed))
    guard let place else { return RedirectFollower(curl) }
    return DivertedClient(RedirectFollower(curl), to: place)
  }
}

extension NamedConnector.Refusal {
  /// What went wrong on the way to a running connector, with the code that tells whose turn it is.
  init(_ error: any Error, connector: String) {
    switch error {
    case let failure as RunFailure:
      let help =
        failure.setting.map {
          "`--set \($0)=...` or \(SettingVariable.name(connector: connector, setting: $0))"
        }
      self.init(code: Self.code(failure), message: failure.description, help: help)
    case let failure as StoreFailure:
      self.init(
        code: failure.kind == .busy || failure.kind == .alreadyRunning ? .negative : .usage,
        message: failure.message,
        help: nil)
    case let problem as WebAddress.Problem:
      self.init(code: .usage, message: problem.message, help: nil)
    default: self.init(code: .usage, message: "\(error)", help: nil)
    }
  }

  static func code(_ failure: RunFailure) -> ExitCode {
    switch failure.kind {
    case .credentials, .permission: .refused
    case .provider, .quota: .providerFailed
    case .not_found, .request: failure.status == nil ? .usage : .providerFailed
    }
  }
}

/// Small texts of the calls, kept beside the integration.
struct StoredMemory: CallMemory {
  let store: SQLiteStore
  let integration: IntegrationID

  // What cannot be remembered is only slower the next time: never a reason to fail a call.
  func load(_ name: String) async -> String? { try? await store.memory(integration, name) }
  func save(_ name: String, _ value: String?) async { try? await store.remember(integration, name, value) }
}
