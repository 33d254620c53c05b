internal import Diagnostics
internal import JSON
internal import Language
internal import YAML

/// What a recorded request of an action holds of its inputs, held against what the case gives.
struct RecordedInputs {
  private let test: TestCase
  private let action: ActionBlock
  private let exchange: Exchange
  private let asked: JSONView
  private let body: YAML.Node

  /// Nil where it was not one request that was recorded, or one without JSON.
  init?(_ test: TestCase, _ action: ActionBlock, _ context: ConnectorContext) {
    guard let recording = test[TestCase.recording].flatMap({ context.connector.recording($0.value) }),
      let request = action[ActionBlock.request], let body = request[RequestBlock.json(.request)]?.node,
      let pattern = context.requests.first(where: { $0.block === request.block })?.pattern
    else { return nil }
    let fitting = recording.exchanges.filter { pattern.fit($0) != nil }
    guard let exchange = fitting.first, fitting.count == 1,
      let range = exchange.requestBody?.clamped(to: recording.file.bytes.indices),
      let asked = try? JSONDocument(Array(recording.file.bytes[range]))
    else { return nil }
    (self.test, self.action, self.exchange, self.asked, self.body) = (
      test, action, exchange, asked.root, body
    )
  }

  /// The first thing that the request holds and the case does not give.
  var finding: Finding? { look(body, asked) }

  private func look(_ written: YAML.Node, _ asked: JSONView) -> Finding? {
    if let text = written.scalar?.text {
      let inputs = action[ActionBlock.inputs] ?? []
      guard
        let input = inputs.first(where: { text == "${input.\($0.name)}" || text == "${input.?\($0.name)}" }),
        asked.kind != .null
      else { return nil }
      guard let given = (test[TestCase.input] ?? []).named(input.name) else {
        return finding(input.name, at: test.block.keyRange(test.block.has("input") ? "input" : "action"))
      }
      return part(of: asked, missingIn: given.value)
    }
    if let list = written.list {
      for (node, element) in zip(list, asked.elements) {
        if let finding = look(node, element) { return finding }
      }
    }
    for entry in written.mapping?.entries ?? [] {
      guard let member = asked[entry.key.text], let finding = look(entry.value, member) else { continue }
      return finding
    }
    return nil
  }

  /// A part of a value with parts that the case leaves out.
  private func part(of asked: JSONView, missingIn given: YAML.Node) -> Finding? {
    if let list = given.list {
      return zip(list, asked.elements).lazy.compactMap { part(of: $1, missingIn: $0) }.first
    }
    guard let mapping = given.mapping else { return nil }
    for member in asked.members {
      guard let name = member.key.string else { continue }
      guard let own = mapping[name] else {
        let others = mapping.entries.map(\.key).filter { asked[$0.text] == nil }
        let near = Suggestions.nearest(to: name, among: others.map(\.text))
        let meant = others.first { $0.text == near.first }
        var finding = finding(name, at: (meant ?? mapping.entries.first?.key)?.range ?? given.range)
        if meant != nil { finding.suggestions = [name] }
        return finding
      }
      if let finding = part(of: member.value, missingIn: own) { return finding }
    }
    return nil
  }

  private func finding(_ name: String, at place: SourceRange) -> Finding {
    Finding(
      .testMissingInput, "the recorded request holds `\(name)`, which the case does not give", at: place,
      about: name,
      path: "\(test.block.path).input", related: [.init("recorded here", at: exchange.targetRange)])
  }
}
