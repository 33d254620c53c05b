internal import Databases
internal import Authentication
internal import Interpreter
internal import Language
internal import Programs
internal import Storage
internal import Values

/// `connector auth login`: from nothing to a connection that works.
struct AuthLogin {
  private let invocation: Invocation
  private let ground: Groundwork

  init(_ invocation: Invocation, _ ground: Groundwork) {
    self.invocation = invocation
    self.ground = ground
  }

  func run() async throws(NamedConnector.Refusal) -> ExitCode {
    var given = ground.given
    if invocation.console.person != nil { forgetKeptSecrets(&given) }
    var asked: [String: Int] = [:]
    while true {
      do {
        try await connect(given)
        try await keep(given)
        try await ground.store.audit(
          .login, ground.integration, details: invocation[AuthCommand.noCheck] ? "not tried" : nil)
        invocation.remark(told())
        return .success
      } catch let failure as RunFailure {
        // A setting that is missing or wrong can be put right at once; each is asked for a few times.
        guard let setting = failure.setting, isWorthAsking(setting, asked),
          let answer = ask(setting, after: given[setting] == nil ? nil : failure.message)
        else { throw refusal(failure, given) }
        asked[setting, default: 0] += 1
        given[setting] = answer
      } catch let refusal as NamedConnector.Refusal {
        throw refusal
      } catch {
        throw NamedConnector.Refusal(error, connector: ground.named.connector.name)
      }
    }
  }

  /// Whoever signs in again has most likely a new secret; what the command line or the environment say still holds.
  private func forgetKeptSecrets(_ given: inout [String: String]) {
    for entry in ground.program.settings.entries where entry.isSecret {
      if let kept = ground.kept[entry.name], given[entry.name] == kept { given[entry.name] = nil }
    }
  }

  // MARK: Connecting

  private func connect(_ given: [String: String]) async throws {
    let settings = try ground.program.settings.values(given)
    var connection = ground.connection(settings)
    connection.purpose = try purpose()
    if let flow = try ground.auth.consent(connection) {
      try await ConsentAtTerminal(invocation, clock: ground.clock).run(flow)
    }
    if invocation[AuthCommand.noCheck] { return }
    let bench = try await Workbench(ground, settings: settings)
    try await bench.session.check()
  }

  /// What the person at the terminal wants to use; nil for everything.
  private func purpose() throws(NamedConnector.Refusal) -> Purpose? {
    let streams = invocation.arguments.dropFirst(2)
    let actions = invocation[AuthCommand.actions]
    if streams.isEmpty, actions.isEmpty { return nil }
    let name = ground.named.connector.name
    try ground.named.requireStreams(streams)
    for action in actions where ground.program.action(action) == nil {
      throw NamedConnector.Refusal(
        code: .usage, message: "`\(name)` has no action `\(Visible.word(action))`",
        help: ground.program.actions.map(\.name).joined(separator: ", "))
    }
    return Purpose(streams: ground.program.withParents(Array(streams)), actions: Set(actions))
  }

  private func keep(_ given: [String: String]) async throws(StoreFailure) {
    for entry in ground.program.settings.entries {
      guard let value = given[entry.name], value != ground.kept[entry.name] else { continue }
      try await ground.store.set(
        ground.integration.id, setting: entry.name, to: value, isSecret: entry.isSecret)
    }
  }

  private func told() -> String {
    let name = ground.named.connector.name
    if invocation[AuthCommand.noCheck] { return "\(name): kept, and not tried" }
    let isProven = ground.program.file[ConnectorFile.check] != nil
    return isProven
      ? "\(name): connected, and it works" : "\(name): kept; the connector has no `check` to try it"
  }

  // MARK: Asking

  private func isWorthAsking(_ setting: String, _ asked: [String: Int]) -> Bool {
    guard invocation.console.person != nil else { return false }
    return asked[setting, default: 0] < 3
  }

  private func ask(_ name: String, after problem: String?) -> String? {
    let entry = ground.program.settings.entries.first { $0.name == name }
    let block = ground.program.file[ConnectorFile.settings]?.named(name)?.value
    guard let entry, let block else { return nil }
    if let problem { invocation.remark(problem) }
    if let help = block[SettingFields.help] { invocation.remark(Visible.word(help, limit: 400)) }
    let values = block[EnumSetting.values]?.map(\.name) ?? []
    let hint = values.isEmpty ? block[SettingFields.example].map { " (such as \($0))" } ?? "" : ""
    let choice = values.isEmpty ? "" : " (\(values.joined(separator: ", ")))"
    let hasLines = block[SecretSetting.multiline] ?? false
    let question = "\(Visible.word(entry.title))\(hint)\(choice): "
    guard
      let answer = invocation.console.ask(
        question, isSecret: entry.isSecret, hasLines: hasLines && entry.isSecret)
    else { return nil }
    return Self.trimmed(answer)
  }

  /// What is pasted brings blanks and line ends that nobody meant.
  private static func trimmed(_ text: String) -> String {
    var part = text.drop(while: \.isWhitespace)
    while part.last?.isWhitespace ?? false { part.removeLast() }
    return String(part)
  }

  private func refusal(_ failure: RunFailure, _ given: [String: String]) -> NamedConnector.Refusal {
    let connector = ground.named.connector.name
    guard let setting = failure.setting, given[setting] == nil else {
      return NamedConnector.Refusal(failure, connector: connector)
    }
    let entry = ground.program.settings.entries.first { $0.name == setting }
    let form = entry?.isSecret ?? false ? "--set \(setting)=@FILE" : "--set \(setting)=VALUE"
    return NamedConnector.Refusal(
      code: .usage, message: failure.message,
      help: "\(form), or \(SettingVariable.name(connector: connector, setting: setting))")
  }
}
