internal import Authentication
internal import Calling
internal import Databases
internal import Diagnostics
internal import HTTP
internal import Interpreter
internal import Language
internal import Programs
internal import Storage
internal import Sync
internal import Values

/// Everything that running a connector takes, put together from the command line: the composition root.
struct Workbench: Sendable {
  let program: ConnectorProgram
  let store: SQLiteStore
  let integration: IntegrationRecord
  let session: Session
  let caller: Caller
  /// What earlier runs have written, where this one writes elsewhere.
  let keptRows: KeptRows?
  /// The integration's secrets as they were at the beginning: settings and tokens.
  let secrets: [String]
  /// Tokens are got by calls of their own, which nobody who watches sees.
  let getsTokens: Bool

  /// Where a command wants its rows.
  enum StoreChoice: Sendable {
    /// The store of the options, made when there is none.
    case kept
    /// A store that is forgotten with the process, for commands that keep nothing.
    case passing
  }

  static func open(
    _ invocation: Invocation, _ named: NamedConnector, program: ConnectorProgram? = nil,
    store choice: StoreChoice = .kept,
    watching watch: (any HTTPClient) -> any HTTPClient = { $0 }
  ) async throws(NamedConnector.Refusal) -> Workbench {
    let log = try RequestLog(invocation)
    let ground = try await Groundwork.open(invocation, named, program: program, store: choice)
    do {
      return try await Workbench(
        ground, settings: try ground.program.settings.values(ground.given), log: log, watching: watch)
    } catch {
      throw NamedConnector.Refusal(error, of: named, invocation)
    }
  }

  /// A connector in use, with settings that hold; `watch` may stand between it and the provider, and sees no token being got.
  init(
    _ ground: Groundwork, settings: [String: Value], log: (any CallLog)? = nil,
    watching watch: (any HTTPClient) -> any HTTPClient = { $0 }
  ) async throws(RunFailure) {
    let file = ground.program.file
    let (store, integration) = (ground.store, ground.integration)
    let (name, account) = (ground.program.name, "\(integration.id.number)")
    let known = await ground.secrets(settings, [])
    let authenticator = try ground.auth.authenticator(
      ground.connection(settings) { client in
        log.map { LoggedClient(client, to: $0, provider: name, secrets: known) } ?? client
      })
    secrets = await ground.secrets(settings, authenticator.credentials)
    getsTokens = !authenticator.credentials.isEmpty
    let caller = Caller(
      client: watch(ground.client), policy: CallPolicy(file[ConnectorFile.http], Surroundings()),
      provider: name, account: account, clock: ground.clock, shared: SharedLimits(),
      memory: ground.memory, log: log, secrets: secrets)
    session = try await Session.open(
      ground.program, settings: settings, kept: ground.keptAccount, authenticator: authenticator,
      calls: caller, clock: ground.clock)
    program = ground.program
    self.store = store
    self.integration = integration
    keptRows = ground.keptRows
    self.caller = caller
  }
}

extension NamedConnector.Refusal {
  /// What went wrong on the way to a running connector, with the code that tells whose turn it is.
  init(_ error: any Error, connector: String) {
    switch error {
    case let failure as RunFailure:
      let signIn = failure.kind == .credentials ? "connector auth login \(connector)" : nil
      let help =
        failure.setting.map {
          "`--set \($0)=...` or \(SettingVariable.name(connector: connector, setting: $0))"
            + (signIn.map { ", or `\($0)` to keep it" } ?? "")
        } ?? signIn
      self.init(code: Self.code(failure), message: failure.description, help: help)
    case let failure as StoreFailure:
      self.init(code: Self.code(failure), message: failure.message, help: nil)
    case let failure as SinkFailure:
      self.init(code: .outputFailed, message: failure.message, help: nil)
    case let problem as WebAddress.Problem:
      self.init(code: .usage, message: problem.message, help: nil)
    default: self.init(code: .usage, message: "\(error)", help: nil)
    }
  }

  /// The same with the settings that it is about, and where they came from.
  init(_ error: any Error, of named: NamedConnector, _ invocation: Invocation) {
    let name = named.connector.name
    let origins = CredentialOrigins(named, invocation)
    self.init(error, connector: name)
    guard let failure = error as? RunFailure else { return }
    let signIn = "`connector auth login \(name)`"
    if let setting = failure.setting {
      let settings = [setting] + failure.otherSettings
      let ways = settings.map {
        "`\(origins.argument(for: $0))` or \(SettingVariable.name(connector: name, setting: $0))"
      }
      let isKept = failure.kind == .credentials || settings.contains(where: origins.isSecret)
      let keeping = isKept ? ", or \(signIn) to keep \(settings.count == 1 ? "it" : "them")" : ""
      self.init(code: code, message: message, help: ways.joined(separator: ", ") + keeping)
    } else if failure.kind == .credentials, let used = origins.text {
      self.init(
        code: code, message: message, help: "used were \(used); \(signIn) asks for those of the store anew")
    }
  }

  static func code(_ failure: SyncFailure) -> ExitCode {
    switch failure.cause {
    case .run(let failure): code(failure)
    case .store(let failure): code(failure)
    case .sink: .outputFailed
    }
  }

  static func code(_ failure: RunFailure) -> ExitCode {
    switch failure.kind {
    case .credentials, .permission: .refused
    case .provider, .quota: .providerFailed
    // What passes by itself, such as a name that leads nowhere today, is no mistake of who asks.
    case .not_found, .request: failure.status == nil && !failure.isPassing ? .usage : .providerFailed
    }
  }

  private static func code(_ failure: StoreFailure) -> ExitCode {
    switch failure.kind {
    case .busy, .alreadyRunning: .negative
    case .diskFull: .outputFailed
    default: .usage
    }
  }
}

/// What calls tell each other, kept in the store.
struct StoredMemory: CallMemory {
  let store: SQLiteStore
  let integration: IntegrationID
  let connector: String

  // What cannot be kept only makes the next run less careful: never a reason to fail a call.
  func load(_ place: CallMemoryPlace) async -> String? {
    switch place {
    case .account: try? await store.memory(integration, "limits")
    case .application: try? await store.limits(of: connector)
    }
  }

  func amend(_ place: CallMemoryPlace, _ body: @Sendable (String?) -> String?) async {
    switch place {
    case .account: try? await store.amend(memory: "limits", of: integration, body)
    case .application: try? await store.amend(limitsOf: connector, body)
    }
  }
}
