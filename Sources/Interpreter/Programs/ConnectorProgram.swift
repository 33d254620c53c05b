internal import Diagnostics
package import Language
package import Programs

/// A connector, ready to run: every text compiled, every style chosen.
package struct ConnectorProgram: Sendable {
  package let name: String
  package let title: String
  package let file: ConnectorFile
  package let settings: SettingsProgram
  /// In the order of the file.
  package let streams: [StreamProgram]
  package let actions: [ActionProgram]
  /// Nil when the provider sends no notifications.
  package let webhooks: WebhookProgram?
  let http: HTTPProgram
  let check: CheckProgram?

  /// Refuses a connector whose file could not be read; what else is wrong with it is `connector lint`'s to say.
  package init(_ connector: LoadedConnector) throws(RunFailure) {
    guard let file = connector.file else {
      throw RunFailure(
        .request, "the connector `\(connector.name)` cannot be read; `connector lint` tells why")
    }
    if connector.isFamily {
      throw RunFailure(
        .request,
        "`\(connector.name)` is a family: other connectors extend it, and it describes no provider itself",
        at: file.block.keyRange("family"))
    }
    self.file = file
    name = connector.name
    title = file[ConnectorFile.title] ?? connector.name
    settings = SettingsProgram(file[ConnectorFile.settings] ?? [])
    let surroundings = Surroundings()
    http = HTTPProgram(file[ConnectorFile.http], surroundings)
    check = try CheckProgram(file[ConnectorFile.check], http.rules, surroundings)
    let blocks = file[ConnectorFile.streams] ?? []
    var streams: [StreamProgram] = []
    for block in blocks { streams.append(try StreamProgram(block, http.rules, among: blocks)) }
    self.streams = streams
    var actions: [ActionProgram] = []
    for block in file[ConnectorFile.actions] ?? [] { actions.append(try ActionProgram(block, http.rules)) }
    self.actions = actions
    webhooks = try WebhookProgram(file[ConnectorFile.webhooks], http.rules, streams)
  }

  /// Whether the connector names a call that proves the credentials.
  package var hasCheck: Bool { check != nil }

  package func stream(_ name: String) -> StreamProgram? { streams.first { $0.name == name } }
  package func action(_ name: String) -> ActionProgram? { actions.first { $0.name == name } }

  /// Streams with those that are read for them.
  package func withParents(_ names: [String]) -> Set<String> {
    var found: Set<String> = []
    var waiting = names
    while let name = waiting.popLast() {
      if found.insert(name).inserted { waiting += stream(name)?.parents ?? [] }
    }
    return found
  }
}

/// The call that proves the credentials, compiled.
struct CheckProgram: Sendable {
  let call: CallProgram
  let expect: ExpressionProgram?
  let rules: ReplyRules

  init?(_ block: CheckRequest?, _ rules: ReplyRules, _ surroundings: Surroundings) throws(RunFailure) {
    guard let block else { return nil }
    call = try CallProgram(block.block, surroundings)
    expect = block.expression(CheckRequest.expect, surroundings)
    self.rules = rules
  }
}
