internal import Diagnostics
internal import Expressions
internal import JSON
internal import Language
internal import Values
internal import YAML

/// What tests give to actions, held against the inputs that are declared, and what they expect back, against the recorded reply.
enum TestActionCheck: Check {
  static let rules: [Rule] = [.testBadInput]

  static func run(_ context: ConnectorContext, _ texts: CheckedTexts, _ report: inout FindingList) {
    for test in context.connector.tests?.file?[TestFile.cases] ?? [] {
      guard let name = test[TestCase.action]?.value,
        let action = context.file[ConnectorFile.actions]?.named(name)?.value, !report.touch(action.block)
      else { continue }
      for finding in inputFindings(test, action, context) { report.add(finding) }
      guard !report.touch(test.block) else { continue }
      if let finding = RecordedInputs(test, action, context)?.finding {
        report.add(finding)
      } else if let reply = reply(to: test, action, context),
        let finding = resultFinding(test, action, reply, context, texts)
      {
        report.add(finding)
      }
    }
  }

  // MARK: Inputs

  private static func inputFindings(
    _ test: TestCase, _ action: ActionBlock, _ context: ConnectorContext
  ) -> [Finding] {
    // What is refused before any request may be of any kind.
    guard !test.block.has("fails") || test.block.has("recording") else { return [] }
    let inputs = action[ActionBlock.inputs] ?? []
    return (test[TestCase.input] ?? []).compactMap { given in
      guard let input = inputs.named(given.name)?.value, let type = input[InputBlock.type],
        let wanted = unmet(given.value, type, input)
      else { return nil }
      let text = given.value.scalar?.text
      if let text, let misspelt = misspelt(text, input, context) {
        return Finding(
          .testBadInput, "tests give `\(text)`, and what may be given is called `\(misspelt.value)` here",
          at: misspelt.range, about: text, path: input.block.path.description,
          related: [.init("given here", at: given.value.range)], suggestions: [text])
      }
      let isQuotable = type == .text && text != nil && !given.value.isNull
      return Finding(
        .testBadInput, "`\(given.name)` is \(wanted), found \(given.value.meaning)", at: given.value.range,
        path: "\(test.block.path).input.\(given.name)",
        suggestions: isQuotable && input[InputBlock.values] == nil ? ["\"\(text ?? "")\""] : [])
    }
  }

  /// The declared word that must be the given one, where words that stand elsewhere too make up this one alone.
  private static func misspelt(
    _ text: String, _ input: InputBlock, _ context: ConnectorContext
  ) -> Placed<String>? {
    let words = input[InputBlock.values] ?? []
    let near = Suggestions.nearest(to: text, among: words.map(\.value))
    guard Suggestions.areSure(near, for: text), let best = near.first,
      FileWords(context.connector).prefer(text, used: 1, over: best)
    else { return nil }
    return words.first { $0.value == best }
  }

  /// What an input must be when the value is something else.
  private static func unmet(_ node: YAML.Node, _ type: InputType, _ input: InputBlock) -> String? {
    if node.isNull { return input[InputBlock.optional] == true ? nil : "needed" }
    guard fits(node, type) else { return type.summary }
    guard let words = input[InputBlock.values]?.map(\.value), let text = node.scalar?.text,
      !words.contains(text)
    else { return nil }
    return "one of \(words.prefix(8).joined(separator: ", "))"
  }

  private static func fits(_ node: YAML.Node, _ type: InputType) -> Bool {
    let resolved = node.scalar?.resolved
    switch type {
    case .any: return true
    case .text: return resolved == .string
    case .integer:
      if case .int? = resolved { return true } else { return false }
    case .number:
      switch resolved {
      case .int?, .float?: return true
      default: return false
      }
    case .boolean:
      if case .bool? = resolved { return true } else { return false }
    case .date: return node.scalar.map { CivilDate($0.text) != nil } ?? false
    case .instant: return node.scalar.map { Instant($0.text) != nil } ?? false
    case .list: return node.list?.allSatisfy { $0.scalar?.resolved == .string } ?? false
    case .map, .file: return node.mapping != nil
    }
  }

  // MARK: Results

  /// The recorded reply to the one request of an action.
  private static func reply(
    to test: TestCase, _ action: ActionBlock, _ context: ConnectorContext
  ) -> Evidence.Recorded? {
    guard !test.block.has("fails"), let recording = test[TestCase.recording]?.value,
      let pattern = action[ActionBlock.request].flatMap({ RequestPattern($0.block) })
    else { return nil }
    let replies = context.evidence.exchanges.filter {
      $0.recording.name == recording && (200..<300).contains($0.exchange.status)
        && pattern.fit($0.exchange) != nil
    }
    return replies.count == 1 ? replies.first : nil
  }

  /// The first result that the recorded reply does not give.
  private static func resultFinding(
    _ test: TestCase, _ action: ActionBlock, _ reply: Evidence.Recorded, _ context: ConnectorContext,
    _ texts: CheckedTexts
  ) -> Finding? {
    var activation = reply.activation
    if reply.body == nil { activation["body"] = .null }
    let expected = test.block.entry("result")?.value ?? test.block.node
    let match = ExpectationMatch(isPartial: test[TestCase.partial] ?? false || !test.block.has("result"))
    for result in action[ActionBlock.result] ?? [] {
      let path = action.block.path.appending("result").appending(result.name)
      guard let text = context.text(at: path, in: texts), text.checked.isValid,
        text.checked.variables.allSatisfy(["body", "status", "headers"].contains),
        let made = made(text.program, activation),
        let mismatch = match.mismatch(
          Made.Part(name: result.name, value: made, type: nil), in: expected)
      else { continue }
      return finding(mismatch, of: result, reading: Array(text.checked.variables), test, reply)
    }
    return nil
  }

  /// What an expression gives of a reply; nil when that cannot be told.
  private static func made(_ program: TriedProgram, _ activation: Activation) -> Made? {
    switch program.evaluate(activation) {
    case .success(let value): Made(value)
    case .failure(let error) where error.isAbsence: .absent
    case .failure: nil
    }
  }

  private static func finding(
    _ mismatch: ExpectationMatch.Mismatch, of result: Named<ExpressionText>, reading reads: [String],
    _ test: TestCase, _ reply: Evidence.Recorded
  ) -> Finding? {
    let path = "\(test.block.path).result"
    let related: [Finding.Related] = [.init("made here", at: result.nameRange)]
    switch mismatch {
    case .other(let found, let wanted, _):
      // Of two that disagree the one that the reply holds is right.
      let text = wanted.scalar?.text ?? ""
      // What reads nothing of the reply is not what the provider gave.
      let isRecorded =
        reads.isEmpty || text.utf8.count > 2 && reply.recording.file.bytes[...].holdsWords(text)
      guard isRecorded else {
        return Finding(
          .testValueMismatch, "the action gives \(found), and \(wanted.shown) is expected", at: wanted.range,
          path: path, related: related)
      }
      return Finding(
        .testValueMismatch,
        reads.isEmpty
          ? "this always gives \(found), and a test expects \(wanted.shown)"
          : "`\(result.name)` is \(found) in the recorded reply, and \(wanted.shown) is expected",
        at: result.value.range, path: result.value.path.description,
        related: [.init("expected here", at: wanted.range)])
    case .unexpected(let name, let found, _):
      return Finding(
        .testUnexpectedField, "the action gives `\(name)`, \(found), and nobody expects it",
        at: test.block.keyRange("result"), about: name, path: path, related: related)
    case .unmapped: return nil
    }
  }
}

extension Rule {
  static let testBadInput = Rule(
    "test/bad-input", .error, .proven, "an input of another type than the action declares",
    page: """
      An action judges its inputs before it sends anything: a text that looks like a number needs quotes, and where `values` are \
      declared it must be one of them.
      """,
    failing: Rule.testedAction(input: Rule.marked("    input: {text: 42}", at: "|42", "test/bad-input")),
    passing: Rule.testedAction(input: "    input: {text: \"42\"}"))
}
