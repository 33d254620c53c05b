internal import Diagnostics
internal import Language
internal import Storage

/// Where settings come from: the command line before the environment before the store.
struct SettingSources: Sendable {
  private let invocation: Invocation
  private let connector: LoadedConnector

  init(_ invocation: Invocation, _ named: NamedConnector) {
    self.invocation = invocation
    connector = named.connector
  }

  /// The values by name; `kept` are those of the store.
  func values(kept: [String: String]) throws(NamedConnector.Refusal) -> [String: String] {
    var values = kept
    let settings = connector.file?[ConnectorFile.settings] ?? []
    for setting in settings {
      let variable = SettingVariable.name(connector: connector.name, setting: setting.name)
      if let text = invocation.console.environment[variable] { values[setting.name] = text }
    }
    for given in invocation[RuntimeOptions.set] {
      guard settings.named(given.name) != nil else { throw unknown(given.name, among: settings.map(\.name)) }
      let isSecret = settings.named(given.name)?.value.as(SecretSetting.self) != nil
      values[given.name] = try text(given, isSecret: isSecret)
    }
    return values
  }

  /// Where the value of a setting comes from.
  func origin(of setting: String) -> String {
    if invocation[RuntimeOptions.set].contains(where: { $0.name == setting }) { return "`--set`" }
    let variable = SettingVariable.name(connector: connector.name, setting: setting)
    return invocation.console.environment[variable] == nil ? "the store" : variable
  }

  private func unknown(_ name: String, among known: [String]) -> NamedConnector.Refusal {
    let near = UsageError.guess(
      Suggestions.nearest(to: name, among: known, limit: 2),
      else: "`connector list \(connector.name)` shows its settings")
    return NamedConnector.Refusal(
      code: .usage, message: "`\(connector.name)` has no setting `\(Visible.word(name))`", help: near)
  }

  private func text(_ given: SettingValue, isSecret: Bool) throws(NamedConnector.Refusal) -> String {
    do {
      switch given.source {
      case .text(let text):
        guard !isSecret else {
          throw NamedConnector.Refusal(
            code: .usage,
            message: "`\(given.name)` is a secret: on a command line everybody on this machine can see it",
            help: "`--set \(given.name)=@FILE`, `--set \(given.name)=-` for standard input, or "
              + SettingVariable.name(connector: connector.name, setting: given.name))
        }
        return text
      case .file(let path):
        let bytes = try Files.read(Paths.joined(invocation.console.workingDirectory, path))
        return Self.withoutLineEnd(bytes)
      case .standardInput: return Self.withoutLineEnd(try invocation.console.readInput())
      }
    } catch let problem as FileProblem {
      throw NamedConnector.Refusal(code: .usage, message: problem.sentence, help: nil)
    } catch let refusal as NamedConnector.Refusal {
      throw refusal
    } catch {
      throw NamedConnector.Refusal(code: .usage, message: "\(error)", help: nil)
    }
  }

  private static func withoutLineEnd(_ bytes: [UInt8]) -> String {
    var text = String(decoding: bytes, as: UTF8.self)
    if text.hasSuffix("\n") { text.removeLast() }
    return text
  }
}
