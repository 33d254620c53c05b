internal import Databases
internal import Interpreter
internal import Language
internal import Programs
internal import Storage
internal import Values

/// `connector check`: whether an integration's settings and credentials work.
struct CheckCommand: Command {
  let name = "check"
  let summary = "Try an integration's settings and credentials with one cheap call"
  let details = """
    Makes the call that the connector names under `check`, with the settings of the store, the environment and `--set`. A \
    complaint names the setting at fault. For a connector that exchanges files it looks into the folders of the partner.
    """
  let examples = [
    CommandExample(
      "connector check bamboohr --set subdomain=acme", "with the key in CONNECTOR_BAMBOOHR_API_KEY"),
    CommandExample("connector check slack --format json", "for scripts"),
  ]
  let argument: Argument? = Argument("NAME", .one, "A connector.", completion: .listed(.connectors))
  let options: [any AnyOption] = [AnswerForm.option] + RuntimeOptions.requestLog + RuntimeOptions.all
  let exitCodes: [ExitCode] = [.providerFailed, .refused]

  func run(_ invocation: Invocation) async -> ExitCode {
    switch NamedConnector.load(invocation) {
    case .failure(let refusal): return invocation.fail(refusal)
    case .success(let named):
      let refusal = await self.refusal(of: named, invocation)
      if invocation.answersInJSON {
        invocation.print(Self.json(named.connector.name, refusal))
        return refusal?.code ?? .success
      }
      guard let refusal else {
        invocation.print("\(named.connector.name): the provider accepts these settings and credentials")
        return .success
      }
      return invocation.fail(refusal)
    }
  }

  /// Why it does not work; nil when it does.
  private func refusal(of named: NamedConnector, _ invocation: Invocation) async -> NamedConnector.Refusal? {
    guard named.connector.file?[ConnectorFile.exchange] != nil else {
      return await refusal(named, invocation)
    }
    let exchange = await EdiExchangeRun(named.connector.name, invocation).look()
    switch exchange {
    case .works: return nil
    case .fails(let refusal): return refusal
    // Whoever reads one file from an address has no partner.
    case .isNotSet(let missing): return await refusal(named, invocation) == nil ? nil : missing
    }
  }

  /// What the call that is named under `check` says.
  private func refusal(_ named: NamedConnector, _ invocation: Invocation) async -> NamedConnector.Refusal? {
    do {
      let bench = try await Workbench.open(invocation, named)
      do {
        guard bench.program.hasCheck else {
          return NamedConnector.Refusal(
            code: .nothing, message: "`\(named.connector.name)` names no call under `check`",
            help: "connector explain check")
        }
        try await bench.session.check()
        await bench.store.close()
        return nil
      } catch {
        await bench.store.close()
        return NamedConnector.Refusal(error, of: named, invocation)
      }
    } catch {
      return error
    }
  }

  private static func json(_ connector: String, _ refusal: NamedConnector.Refusal?) -> String {
    let value = Value.map(
      MapValue([
        ("connector", .string(connector)), ("ok", .bool(refusal == nil)),
        ("problem", refusal.map { .string($0.message) } ?? .null),
        ("help", refusal?.help.map(Value.string) ?? .null),
      ]))
    return JSONText.of(value)
  }
}
