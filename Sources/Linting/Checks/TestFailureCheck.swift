internal import Diagnostics
internal import Expressions
internal import Language
internal import Values
internal import YAML

/// Runs the error rules over the recorded refusal and compares what they make of it with the failure that a test wants.
enum TestFailureCheck: Check {
  static let rules: [Rule] = [.testOtherFailure, .testFailureUnsaid]

  static func run(_ context: ConnectorContext, _ texts: CheckedTexts, _ report: inout FindingList) {
    guard context.isComplete else { return }
    var told: Set<SourceRange> = []
    var said: [String: Int] = [:]
    var unsaid: [String: [(text: String, place: SourceRange, path: String)]] = [:]
    var unexpected: [(refusal: RecordedRefusal, finding: Finding)] = []
    /// The rules that make failures which cases want.
    var proven: Set<SourceRange> = []
    let exchanges = Dictionary(grouping: context.evidence.exchanges) { $0.recording.name }
    for test in context.connector.tests?.file?[TestFile.cases] ?? [] {
      guard let recording = test[TestCase.recording]?.value, !report.touch(test.block) else { continue }
      guard let replies = exchanges[recording], let last = replies.last else { continue }
      if !test.block.has("fails") {
        for reply in replies where reply.exchange.status >= 400 || reply.exchange === last.exchange {
          guard let refusal = RecordedRefusal(reply, of: test, context, texts, report),
            let finding = refusal.unexpected(by: test, among: replies)
          else { continue }
          unexpected.append((refusal, finding))
          break
        }
      }
      guard let fails = test[TestCase.fails], !report.touch(test.block),
        let refusal = RecordedRefusal(last, of: test, context, texts, report)
      else { continue }
      if let rule = refusal.ruleRange { proven.insert(rule) }
      if let finding = refusal.difference(from: fails, of: test) {
        if told.insert(finding.range).inserted { report.add(finding) }
        continue
      }
      for key in ["code", "message"] {
        if fails.block.has(key) {
          said[key, default: 0] += 1
        } else if let text = refusal.text(key) {
          unsaid[key, default: []].append((text, fails.block.head, "\(fails.block.path)"))
        }
      }
    }
    for (refusal, finding) in unexpected {
      let finding = refusal.isProven(by: proven) ? refusal.atStream(finding) : finding
      if told.insert(finding.range).inserted { report.add(finding) }
    }
    for (key, places) in unsaid.sorted(by: { $0.key < $1.key }) {
      // Where most cases leave it out it does not matter to their author.
      guard places.count <= max(said[key, default: 0], 1) else { continue }
      for place in places {
        report.add(
          Finding(
            .testFailureUnsaid,
            "the refusal has a `\(key)`, which \(said[key] == nil ? "no case says" : "the case does not say and others do")",
            at: place.place, path: place.path, evidence: [.init("it is", String(place.text.prefix(80)))]))
      }
    }
  }
}

/// The reply that ends a case, with the error rule that takes it.
private struct RecordedRefusal {
  private let reply: Evidence.Recorded
  /// What expressions see of the reply.
  private let activation: Activation
  private let rule: ErrorRule?
  private let texts: [String: CheckedText]
  /// Where a rule would have to be added: the errors of all requests.
  private let home: SourceRange
  /// The stream, where it has no rules of its own.
  private let silent: SourceRange?

  var ruleRange: SourceRange? { rule?.block.node.range }

  /// Nil where it cannot be told which rule takes the reply.
  init?(
    _ reply: Evidence.Recorded, of test: TestCase, _ context: ConnectorContext, _ texts: CheckedTexts,
    _ report: FindingList
  ) {
    guard test.block.has("stream") || test.block.has("action"), let http = context.file[ConnectorFile.http],
      !report.touch(http.block.keyRange("errors"))
    else { return nil }
    self.reply = reply
    // Signing in anew may have ended the case as well, which is not judged by these rules.
    let request = test[TestCase.action].flatMap {
      context.file[ConnectorFile.actions]?.named($0.value)?.value[ActionBlock.request]?.block
    }
    let isAnswer =
      test.block.has("stream")
      ? reply.stream == test[TestCase.stream]?.value
      : request.flatMap { RequestPattern($0) }?.fit(reply.exchange) != nil
    guard isAnswer else { return nil }
    var activation = reply.activation
    if reply.body == nil { activation["body"] = reply.text }
    self.activation = activation
    let stream = test[TestCase.stream].flatMap { context.stream($0.value)?.value }
    let action = test[TestCase.action].flatMap { context.file[ConnectorFile.actions]?.named($0.value)?.value }
    let throttled = stream?[StreamBlock.throttled] ?? http[HTTPBlock.throttled]
    // What slows the run down, or asks for a new beginning, is judged by other rules.
    guard !Self.slowsDown(throttled, reply, activation, context),
      !Self.restarts(stream?[StreamBlock.changes], activation, context)
    else { return nil }
    let own = stream?[StreamBlock.errors] ?? action?[ActionBlock.errors] ?? []
    let rules = own + (http[HTTPBlock.errors] ?? [])
    guard !rules.contains(where: { $0.block.isDamaged || report.touch($0.block) }) else { return nil }
    var taken: ErrorRule?
    for rule in rules {
      guard let fits = Self.fits(rule, reply, activation, context) else { return nil }
      if fits {
        taken = rule
        break
      }
    }
    rule = taken
    guard taken != nil || reply.exchange.status >= 400 else { return nil }
    switch taken?[ErrorRule.then] ?? .fail {
    case .fail, .retry, .refresh_auth: break
    default: return nil
    }
    var read: [String: CheckedText] = [:]
    for key in ["code", "message"] {
      guard let block = taken?.block, block.has(key) else { continue }
      guard let text = context.text(at: block.path.appending(key), in: texts), text.checked.isValid else {
        return nil
      }
      read[key] = text
    }
    self.texts = read
    silent = test[TestCase.stream].flatMap { context.stream($0.value) }.flatMap {
      $0.value.block.has("errors") ? nil : context.own($0.nameRange)
    }
    home = http.block.has("errors") ? http.block.keyRange("errors") : context.own(http.block.head)
  }

  private static func slowsDown(
    _ throttled: ThrottledBlock?, _ reply: Evidence.Recorded, _ activation: Activation,
    _ context: ConnectorContext
  ) -> Bool {
    guard let throttled else { return reply.exchange.status == 429 }
    let statuses = (throttled[ThrottledBlock.status] ?? []).map(\.value.bounds)
    if statuses.contains(where: { $0.contains(reply.exchange.status) }) || reply.exchange.status == 429 {
      return true
    }
    if let header = throttled[ThrottledBlock.header]?.lowercased(),
      reply.exchange.headers.contains(where: { $0.lowercaseName == header })
    {
      return true
    }
    guard let when = throttled[ThrottledBlock.when] else { return false }
    return holds(when, activation, context) ?? true
  }

  /// Whether the reply may say that a state is too old, upon which the stream is read anew.
  private static func restarts(_ changes: Block?, _ activation: Activation, _ context: ConnectorContext)
    -> Bool
  {
    guard let changes, changes.has("restart_when") else { return false }
    guard let when = changes.fieldIfKnown(ChangeFields.restart) else { return true }
    return holds(when, activation, context) ?? true
  }

  private static func fits(
    _ rule: ErrorRule, _ reply: Evidence.Recorded, _ activation: Activation, _ context: ConnectorContext
  ) -> Bool? {
    let statuses = (rule[ErrorRule.status] ?? []).map(\.value.bounds)
    guard statuses.isEmpty || statuses.contains(where: { $0.contains(reply.exchange.status) }) else {
      return false
    }
    guard let when = rule[ErrorRule.when] else { return true }
    return holds(when, activation, context)
  }

  /// Whether a condition holds; of what is not there it does not, and nil when it reads more than the reply.
  private static func holds(
    _ condition: ExpressionText, _ activation: Activation, _ context: ConnectorContext
  ) -> Bool? {
    guard let program = context.environments.triedProgram(condition.source),
      program.checked.variables.allSatisfy(["body", "status", "headers", "now"].contains)
    else { return nil }
    switch program.evaluate(activation) {
    case .success(let value):
      if case .bool(let truth) = value.plain { return truth }
      return false
    // What is endless is not tried again with the next rule.
    case .failure(let error): return error.kind == .budget ? nil : false
    }
  }

  // MARK: Differences

  /// The first thing that the case wants otherwise.
  func difference(from fails: ExpectedFailure, of test: TestCase) -> Finding? {
    if let wanted = fails[ExpectedFailure.kind], wanted != kind {
      return finding(
        "the recorded reply with status \(reply.exchange.status) is a failure of the kind `\(kind.rawValue)`, and a test wants `\(wanted.rawValue)`",
        "kind", wantedAt: fails.block.valueRange("kind"))
    }
    if let wanted = fails[ExpectedFailure.code],
      let finding = textDifference("code", wanted, fails, { $0 == $1 })
    {
      return finding
    }
    guard let wanted = fails[ExpectedFailure.message] else { return nil }
    return textDifference("message", wanted, fails) { $0.holds($1) }
  }

  /// A rule ends the run with a reply of a case that must not fail.
  func unexpected(by test: TestCase, among replies: [Evidence.Recorded]) -> Finding? {
    // What is tried again, or in another way, is answered otherwise in the end.
    guard !test.block.has("webhook"), rule?[ErrorRule.then] ?? .fail == .fail,
      rule != nil
        || (400..<500).contains(reply.exchange.status) && ![408, 429].contains(reply.exchange.status),
      reply.exchange.status != 401 || replies.count == 1,
      !replies.contains(where: {
        $0.exchange !== reply.exchange && $0.exchange.status < 400 && $0.exchange.path == reply.exchange.path
      })
    else { return nil }
    let place = rule?.block.node.mapping?.entries.first?.key.range ?? home
    return Finding(
      .testOtherFailure,
      rule == nil
        ? "a recorded reply with status \(reply.exchange.status) is a failure that no rule takes, and its case expects none"
        : "a recorded reply is made a failure by this rule, and its case expects none",
      at: place, path: rule.map { "\($0.block.path)" } ?? "http.errors",
      related: [
        .init("the case", at: test.block.valueRange("name")),
        .init("the reply", at: reply.exchange.statusRange),
      ])
  }

  /// Whether the rule is right as it is, because cases want the failures that it makes, so that the stream lacks one of its own.
  func isProven(by rules: Set<SourceRange>) -> Bool {
    ruleRange.map(rules.contains) ?? false && silent != nil
  }

  func atStream(_ finding: Finding) -> Finding {
    guard let silent, let rule else { return finding }
    var finding = finding
    finding.message =
      "a recorded reply with status \(reply.exchange.status) is a failure like that of all streams, and its case expects none"
    finding.range = silent
    finding.related.insert(
      .init("made by this rule", at: rule.block.node.mapping?.entries.first?.key.range ?? home), at: 0)
    finding.evidence.append(.init("add", "`errors` to the stream, or `fails` to the case"))
    return finding
  }

  private var kind: FailureKind {
    rule?[ErrorRule.kind] ?? FailureKind(of: reply.exchange.status)
  }

  private static let known: Set<String> = ["body", "status", "headers"]

  /// What the rule makes of the reply: its code or its words.
  func text(_ key: String) -> String? {
    guard let text = texts[key], text.checked.variables.allSatisfy(Self.known.contains) else { return nil }
    return text.program.evaluate(activation).success?.shortText
  }

  private func textDifference(
    _ key: String, _ wanted: String, _ fails: ExpectedFailure, _ agree: (String, String) -> Bool
  ) -> Finding? {
    // What reads more than the reply cannot be told here.
    guard texts[key].map({ $0.checked.variables.allSatisfy(Self.known.contains) }) ?? true else { return nil }
    let found = text(key)
    if let found, agree(found, wanted) { return nil }
    let standard = "the provider answered with status \(reply.exchange.status)"
    if key == "message", found == nil, standard.holds(wanted) { return nil }
    let place = fails.block.valueRange(key)
    // Of two that disagree the one that the reply holds is right.
    let isRecorded = reply.recording.file.bytes[...].holdsWords(wanted)
    let gives = found.map { "`\($0.prefix(60))`" } ?? "nothing"
    guard isRecorded || found == nil else {
      return Finding(
        .testOtherFailure, "the recorded refusal gives \(gives) as `\(key)`", at: place,
        path: "\(fails.block.path).\(key)",
        related: texts[key].map { [.init("read here", at: $0.range)] } ?? [],
        suggestions: found.map { $0.utf8.count < 60 ? [$0] : [] } ?? [])
    }
    return finding(
      "the error rule makes \(gives) of the recorded refusal's `\(key)`, and a test wants `\(wanted.prefix(60))`",
      key, wantedAt: place)
  }

  /// A finding at what the rule says, or at the rule that does not say it.
  private func finding(_ message: String, _ key: String, wantedAt place: SourceRange) -> Finding {
    let here = rule.map { rule in
      rule.block.has(key)
        ? rule.block.valueRange(key) : rule.block.node.mapping?.entries.first?.key.range ?? home
    }
    return Finding(
      .testOtherFailure, message, at: here ?? home, path: rule.map { "\($0.block.path)" } ?? "http.errors",
      related: [.init("wanted here", at: place), .init("the refusal", at: reply.exchange.statusRange)])
  }
}

extension Evidence.Recorded {
  /// A body that is neither JSON nor XML, as it is.
  fileprivate var text: Value {
    var bytes = recording.file.bytes[exchange.body.clamped(to: 0..<recording.file.bytes.count)]
    while let last = bytes.last, last <= 0x20 { bytes = bytes.dropLast() }
    return .string(String(decoding: bytes, as: UTF8.self))
  }
}

extension Result {
  fileprivate var success: Success? {
    if case .success(let value) = self { value } else { nil }
  }
}

extension Rule {
  private static func failing(_ rule: String, _ marker: String = "") -> Diagnostics.Example {
    """
    http:
      base_url: https://api.example.com/v1
      rate_limit: {requests: 100, per: 1m}
      throttled: {status: [429], wait: {header: Retry-After}}
      errors:
        - \(rule)
    \(marker)
    --- connectors/acme/recordings/denied.http
    ### no access
    GET /employees

    HTTP 403
    Content-Type: application/json

    {"error": {"name": "no_licence"}}
    \(Rule.testCase())
      - name: no access
        stream: employees
        settings: {api_key: made-up}
        recording: denied
        fails: {kind: quota, code: no_licence}
    """
  }

  static let testOtherFailure = Rule(
    "test/other-failure", .error, .proven, "a failure that a test wants and that the error rules do not make",
    page: """
      The error rules were run over the refusal that ends the recording, and the failure is another one than the case wants: of another \
      `kind`, or with another `code` or `message`. Either the rule reads the wrong key or the case is wrong; the finding shows both places.
      """,
    failing: failing(
      "{status: [403], code: body.error.name}", "#      ^^^^^^ test/other-failure"),
    passing: failing("{status: [403], kind: quota, code: body.error.name}"))

  private static func refusals(_ last: String, _ marker: String = "") -> Diagnostics.Example {
    """
    http:
      base_url: https://api.example.com/v1
      rate_limit: {requests: 100, per: 1m}
      throttled: {status: [429], wait: {header: Retry-After}}
      errors:
        - {status: [403], code: body.error.name}
    --- connectors/acme/recordings/denied.http
    ### no access
    GET /employees

    HTTP 403
    Content-Type: application/json

    {"error": {"name": "no_licence"}}
    \(Rule.testCase())
    \(["once", "twice"].map { refusal($0, ", code: no_licence") }.joined(separator: "\n"))
    \(refusal("thrice", last))
    \(marker)
    """
  }

  private static func refusal(_ name: String, _ code: String) -> String {
    """
      - name: refused \(name)
        stream: employees
        settings: {api_key: made-up}
        recording: denied
        fails: {kind: permission\(code)}
    """
  }

  static let testFailureUnsaid = Rule(
    "test/failure-unsaid", .info, .heuristic,
    "a failure without the code or words that other cases expect",
    page: """
      Most cases that must fail say with which `code` or `message`, and the recorded refusal of this one has them as well; or it is the only \
      one that has them. Without them the case passes whatever the error rule reads.
      """,
    failing: refusals("", "#   ^^^^^ test/failure-unsaid"),
    passing: refusals(", code: no_licence"))
}
