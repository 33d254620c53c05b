internal import Authentication
internal import Curl
internal import Databases
internal import HTTP
internal import Interpreter
internal import Language
internal import Programs
internal import Storage
internal import Sync
internal import Values

/// A connector with its store and its credentials, before anybody has signed in.
struct Groundwork: Sendable {
  let named: NamedConnector
  let program: ConnectorProgram
  let auth: AuthProgram
  /// For rows and all that belongs to them.
  let store: SQLiteStore
  let integration: IntegrationRecord
  /// For credentials: the kept store also when rows go elsewhere, because a renewed token must not be forgotten with the process.
  private let vault: SQLiteStore
  private let vaultID: IntegrationID
  let client: any HTTPClient
  let clock: any RunClock
  /// What the store keeps, by setting.
  let kept: [String: String]
  /// What deliveries brought for the account.
  let keptAccount: [String: Value]
  /// What holds: the command line before the environment before the store.
  let given: [String: String]

  /// Of the integration that is named, else of the one that the command line means; the program is made where nobody has it yet.
  static func open(
    _ invocation: Invocation, _ named: NamedConnector, program: ConnectorProgram? = nil,
    store choice: Workbench.StoreChoice = .kept, integration name: String? = nil
  ) async throws(NamedConnector.Refusal) -> Groundwork {
    do {
      let clock = SystemClock()
      let program = try program ?? ConnectorProgram(named.connector)
      // The store waits for the disk; the client is made meanwhile.
      async let opened = Self.store(invocation, named, choice, name)
      let client = try client(invocation)
      let (store, integration) = try await opened
      var (vault, vaultID) = (store, integration.id)
      if case .passing = choice,
        Files.kind(of: try StoreOpening(invocation, root: named.folder.root).path) != nil
      {
        let kept = try await Self.store(invocation, named, .kept, name)
        (vault, vaultID) = (kept.store, kept.integration.id)
      }
      // A setting that the connector no longer has is nobody's concern.
      let all = try await vault.settings(vaultID)
      let kept = all.filter { setting in
        program.settings.entries.contains { $0.name == setting.key }
      }
      return Groundwork(
        named: named, program: program, auth: try AuthProgram(program.file), store: store,
        integration: integration, vault: vault, vaultID: vaultID, client: client, clock: clock, kept: kept,
        keptAccount: KeptAccount.values(in: all),
        given: try SettingSources(invocation, named).values(kept: kept))
    } catch let refusal as NamedConnector.Refusal {
      throw refusal
    } catch {
      throw NamedConnector.Refusal(error, of: named, invocation)
    }
  }

  /// All that proofs are made from.
  ///
  /// `watch` may stand between them and the provider.
  func connection(
    _ settings: [String: Value], watching watch: (any HTTPClient) -> any HTTPClient = { $0 }
  ) -> Connection {
    Connection(
      settings: settings, integration: vaultID, credentials: vault, client: watch(client), clock: clock)
  }

  /// The rows of the kept store, for a run whose rows go elsewhere; nil where there is none.
  var keptRows: KeptRows? {
    vaultID == integration.id && vault.path == store.path ? nil : KeptRows(vault, of: vaultID)
  }

  /// What calls tell each other: in the kept store also when rows go elsewhere, because the provider counts them all.
  var memory: StoredMemory {
    StoredMemory(store: vault, integration: vaultID, connector: integration.connector)
  }

  /// Everything that is a secret of the integration at this moment: settings, and tokens by their rows.
  func secrets(_ settings: [String: Value], _ credentials: [Credential]) async -> [String] {
    var secrets = program.settings.entries.compactMap { entry in
      entry.isSecret ? settings[entry.name]?.templateText : nil
    }
    for credential in credentials {
      guard let token = try? await vault.token(vaultID, credential.name) else { continue }
      secrets += [token.content.accessToken, token.content.refreshToken].compactMap { $0 }
    }
    return secrets
  }

  private static func store(
    _ invocation: Invocation, _ named: NamedConnector, _ choice: Workbench.StoreChoice, _ name: String?
  ) async throws -> (store: SQLiteStore, integration: IntegrationRecord) {
    let store = try await StoreOpening(invocation, root: named.folder.root, choice).open().store
    let integration = try await store.integration(
      organization: invocation[RuntimeOptions.organization] ?? "default", connector: named.connector.name,
      name: name ?? invocation[RuntimeOptions.integration] ?? named.connector.name)
    return (store, integration)
  }

  /// Hosts that may be called although their addresses are private.
  static func allowedHosts(_ invocation: Invocation, beside more: [String] = [])
    throws(NamedConnector.Refusal) -> [AllowedHost]
  {
    var allowed: [AllowedHost] = []
    for text in invocation[RuntimeOptions.allowedHosts] + more {
      guard let host = AllowedHost(text) else {
        throw NamedConnector.Refusal(
          code: .usage, message: "`\(Visible.word(text))` is no host or network",
          help: "--allow-host 127.0.0.1")
      }
      allowed.append(host)
    }
    return allowed
  }

  private static func client(_ invocation: Invocation) throws -> any HTTPClient {
    var hosts: [String] = []
    var place: WebAddress?
    if let text = invocation[RuntimeOptions.divert] {
      let address: WebAddress
      do {
        address = try WebAddress(text)
      } catch {
        throw NamedConnector.Refusal(
          code: .usage, message: "`--divert` cannot be `\(Visible.word(text))`: \(error.message)",
          help: "--divert http://127.0.0.1:8900, as `connector mock` prints it")
      }
      place = address
      // Whoever sends everything to a mock means that it may be called.
      hosts.append(address.host)
    }
    let allowed = try allowedHosts(invocation, beside: hosts)
    var options = CurlOptions(userAgent: "connector/\(Version.number)")
    options.proxies = ProxyRules(environment: invocation.console.environment)
    if let file = invocation[RuntimeOptions.authorities] {
      let path = Paths.joined(invocation.console.workingDirectory, file)
      do throws(FileProblem) {
        options.authorities = try Files.read(path)
      } catch {
        throw NamedConnector.Refusal(
          code: .usage, message: "the trusted certificates cannot be read: \(error)",
          help: "`--ca-file` or SSL_CERT_FILE names them; without them those of this machine are trusted")
      }
    }
    let curl = try CurlClient(options: options, guarding: AddressGuard(allowing: allowed))
    guard let place else { return RedirectFollower(curl) }
    return DivertedClient(RedirectFollower(curl), to: place)
  }
}
