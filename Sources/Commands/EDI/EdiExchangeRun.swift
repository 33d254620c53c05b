internal import Curl
internal import Databases
internal import EDI
internal import Exchange
internal import Expressions
internal import Interpreter
internal import Language
internal import Programs
internal import Storage
internal import Sync
internal import Values

/// Exchanges files with a partner: a connector that has an `exchange`.
struct EdiExchangeRun {
  private let name: String
  private let invocation: Invocation

  /// What of an exchange is wanted.
  struct Directions: OptionSet {
    let rawValue: Int
    static let send = Directions(rawValue: 1)
    static let receive = Directions(rawValue: 2)
  }

  init(_ name: String, _ invocation: Invocation) {
    self.name = name
    self.invocation = invocation
  }

  func run(_ directions: Directions) async -> ExitCode {
    do throws(NamedConnector.Refusal) {
      let partner = try await ExchangePartner.open(name, invocation)
      let log = ExchangeLog(invocation)
      let exchange = partner.exchange(log)
      if directions == [.send, .receive], exchange.setup.inFolder != nil, !exchange.setup.place.canList {
        invocation.remark(
          "\(exchange.setup.place.title) only takes files: what the partner answers comes by other means")
      }
      do {
        // Answers first: what was refused must be told again.
        if directions.contains(.receive), directions == .receive || exchange.setup.canReceive {
          try await exchange.receive(with: try partner.reading(exchange.setup, invocation))
        }
        if directions.contains(.send), directions == .send || exchange.setup.outFolder != nil {
          try await send(exchange, partner, isAsked: directions == .send)
        }
      } catch let refusal as NamedConnector.Refusal {
        throw refusal
      } catch {
        throw NamedConnector.Refusal(error, connector: name)
      }
      await partner.ground.store.close()
      return log.isClean ? .success : .negative
    } catch {
      return invocation.fail(error)
    }
  }

  private func send(
    _ exchange: FileExchange, _ partner: ExchangePartner, isAsked: Bool
  ) async throws {
    try await exchange.deliverPrepared()
    guard exchange.setup.partner != nil else { return }
    let source: StoredMembers
    do throws(NamedConnector.Refusal) {
      source = try await StoredMembers.find(
        invocation[EdiCommand.membersOf], for: exchange.integration, in: partner.ground.store,
        partner.ground.named.project.models)
    } catch {
      // Who only receives has nobody to tell of.
      if error.code == .nothing, !isAsked, invocation[EdiCommand.membersOf] == nil { return }
      throw error
    }
    var request = DispatchRequest()
    request.isFull = invocation[EdiCommand.full]
    request.allowsMassEnding = invocation[EdiCommand.deletions]
    try await exchange.dispatch(request, from: source)
  }

  /// What a look into the folders of the partner says.
  enum Look {
    case works
    case fails(NamedConnector.Refusal)
    /// A setting of the place is missing.
    case isNotSet(NamedConnector.Refusal)
  }

  /// Tries the settings of an exchange without taking or writing anything.
  func look() async -> Look {
    do throws(NamedConnector.Refusal) {
      let partner = try await ExchangePartner.open(name, invocation)
      do throws(RunFailure) {
        if try await !partner.exchange(ExchangeLog(invocation)).look() {
          invocation.remark("the place only takes files; whether it takes them shows when one is sent")
        }
        return .works
      } catch {
        return .fails(NamedConnector.Refusal(error, connector: name))
      }
    } catch {
      return error.code == .usage ? .isNotSet(error) : .fails(error)
    }
  }

  /// Sends a file once more.
  func resend(_ file: ExchangedFile) async -> ExitCode {
    do throws(NamedConnector.Refusal) {
      let partner = try await ExchangePartner.open(name, invocation, integration: file.integration.name)
      do {
        try await partner.exchange(ExchangeLog(invocation)).resend(file)
      } catch {
        throw NamedConnector.Refusal(error, connector: name)
      }
      return .success
    } catch {
      return invocation.fail(error)
    }
  }
}

extension ExchangeSetup {
  /// Whether files of the partner can be picked up.
  fileprivate var canReceive: Bool { inFolder != nil && place.canList }
}

/// A connector with an `exchange`, its settings and its store.
struct ExchangePartner {
  let ground: Groundwork
  private let settings: [String: Value]
  private let variables: Activation
  private let setup: ExchangeSetup

  static func open(
    _ name: String, _ invocation: Invocation, integration: String? = nil
  ) async throws(NamedConnector.Refusal) -> ExchangePartner {
    let named = try NamedConnector.load(invocation, named: name).get()
    try named.requireSoundness()
    let ground = try await Groundwork.open(invocation, named, integration: integration)
    guard let block = ground.program.file[ConnectorFile.exchange] else {
      throw NamedConnector.Refusal(
        code: .usage,
        message: "the connector `\(Visible.word(name))` exchanges no files: it has no `exchange`",
        help: "connector explain exchange")
    }
    do {
      let settings = try ground.program.settings.values(ground.given)
      var variables = Activation()
      variables["settings"] = .map(
        MapValue(settings.sorted { $0.key < $1.key }.map { ($0.key, $0.value) }))
      let means = ExchangeProgram.Means(
        client: ground.client, addressGuard: AddressGuard(allowing: try Groundwork.allowedHosts(invocation)),
        archive: "\(ground.store.path).files/\(ground.integration.name)")
      return ExchangePartner(
        ground: ground, settings: settings, variables: variables,
        setup: try ExchangeProgram(block).setup(variables, means))
    } catch {
      throw NamedConnector.Refusal(error, connector: name)
    }
  }

  func exchange(_ log: ExchangeLog) -> FileExchange {
    var exchange = FileExchange(
      setup: setup, variables: variables, integration: ground.integration, store: ground.store,
      clock: ground.clock, tell: { log.tell($0) })
    exchange.failpoint = Failpoint.of(log.invocation)
    return exchange
  }

  func reading(
    _ setup: ExchangeSetup, _ invocation: Invocation
  ) throws(RunFailure) -> any ReceivedReading {
    StreamReading(
      program: ground.program,
      plan: try SyncPlan(ground.program, ground.named.connector, models: ground.named.project.models),
      stream: setup.stream ?? "", settings: settings, store: ground.store, integration: ground.integration,
      clock: ground.clock
    ) { progress in
      if invocation.isQuiet { return }
      let clock = SystemClock()
      await ProgressView(progress, invocation.console, invocation.errorStyle).run { clock.elapsed }
    }
  }
}
