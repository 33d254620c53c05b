internal import Calling
internal import Diagnostics
internal import Expressions
internal import HTTP
internal import Language
internal import Programs
internal import Values
internal import YAML

/// What is to be done about a reply.
enum Judgement: Sendable {
  case accept
  /// Nothing changed since the validator that was sent.
  case unchanged
  case throttled(wait: Duration?)
  case retry(RunFailure)
  case renew(RunFailure)
  case fail(RunFailure)
  /// A rule says how the listing goes on without this reply.
  case turn(Turn, RunFailure)

  enum Turn: Sendable, Hashable {
    case skipRecord, gone, skipStream, endPages, empty, restart
  }
}

/// What certain replies mean: the rules of a stream before those of `http`, and what holds for all.
struct ReplyRules: Sendable {
  private var throttled: ThrottledProgram?
  private var errors: [ErrorProgram]
  /// True of a reply that says the cursor is too old.
  private var restart: ExpressionProgram?
  /// What tells records apart, where the body itself is the list of them.
  private var key: RecordKey?
  /// Only a refusal can say that.
  private var onlyRefusalsRestart = false

  init(_ http: HTTPBlock?, _ surroundings: Surroundings) {
    throttled = http?[HTTPBlock.throttled].map { ThrottledProgram($0, surroundings) }
    errors = (http?[HTTPBlock.errors] ?? []).map { ErrorProgram($0, surroundings) }
    restart = nil
  }

  /// The rules of a stream or action laid over those of all requests.
  init(
    _ common: ReplyRules, throttled: ThrottledProgram? = nil, errors: [ErrorProgram] = [],
    restart: ExpressionProgram? = nil
  ) {
    self.throttled = throttled ?? common.throttled
    self.errors = errors + common.errors
    self.restart = restart
  }

  /// The same with another condition for a cursor that is too old.
  func restarting(_ condition: ExpressionProgram?) -> ReplyRules {
    var rules = self
    rules.restart = condition
    return rules
  }

  /// The same where the body itself is a list of records with this key: what has none there may be a refusal.
  func listing(by key: RecordKey?) -> ReplyRules {
    var rules = self
    rules.key = key
    return rules
  }

  /// The same for what is read without a cursor, where the first reply cannot say that it is too old, and others only by a refusal: some
  /// say of each reply that holds everything that it does.
  func withoutCursor(isFirst: Bool) -> ReplyRules {
    var rules = self
    if isFirst { rules.restart = nil }
    rules.onlyRefusalsRestart = true
    return rules
  }

  /// Throttled is asked before errors; of errors the first that fits counts, then what statuses mean by themselves.
  func judge(
    _ reply: Reply, _ variables: Activation, now: Instant, knowsUnchanged: Bool = false,
    isGraphQL: Bool = false,
    witness: RuleWitness? = nil
  ) throws(RunFailure) -> Judgement {
    var variables = variables
    reply.bind(to: &variables)
    if knowsUnchanged, reply.status == 304 { return .unchanged }
    if let ruled = try ruled(reply, variables, now, witness) { return ruled }
    if let key, let told = reply.told(inPlaceOfRecordsBy: key) {
      variables["body"] = told.body
      if let ruled = try ruled(told, variables, now, witness) { return ruled }
    }
    if isGraphQL, let failure = graphQLFailure(reply) { return .fail(failure) }
    return try Self.standard(reply, now)
  }

  /// What GraphQL tells of errors beside the data that it has all the same: what is missing there is not gone.
  ///
  /// A connector with a rule that looks at them says itself which matter.
  private func graphQLFailure(_ reply: Reply) -> RunFailure? {
    guard (200..<300).contains(reply.status), case .map(let body) = reply.body.plain,
      case .list(let told)? = body.value(named: "errors")?.plain, let first = told.element(at: 0),
      !errors.contains(where: { $0.names("error") })
    else { return nil }
    let words = first.member("message")?.templateText.map { ": \($0.prefix(500))" } ?? ""
    return RunFailure(.request, "the provider tells of an error in `errors`\(words)", status: reply.status)
  }

  /// What the rules say of a reply; nil where none fits.
  private func ruled(
    _ reply: Reply, _ variables: Activation, _ now: Instant, _ witness: RuleWitness?
  ) throws(RunFailure) -> Judgement? {
    if let throttled, try throttled.fits(reply, variables) {
      witness?.note(throttled.place)
      return try Self.slowDown(throttled.wait, reply, variables, now)
    }
    let mayRestart = !onlyRefusalsRestart || !(200..<300).contains(reply.status)
    if let restart, mayRestart, try Self.holds(restart, reply, variables) {
      witness?.note(restart.place)
      return .turn(
        .restart,
        RunFailure(
          .provider, "the provider no longer knows where the last run ended", status: reply.status,
          at: restart.place))
    }
    for rule in errors where try rule.fits(reply, variables) {
      witness?.note(rule.place)
      return try rule.judgement(reply, variables)
    }
    return nil
  }

  /// What a status means where no rule speaks of it.
  private static func standard(_ reply: Reply, _ now: Instant) throws(RunFailure) -> Judgement {
    let status = reply.status
    let failure = RunFailure(
      FailureKind(of: status), "the provider answered with status \(status)", status: status,
      isPassing: status >= 500 || [408, 425, 429].contains(status))
    switch status {
    case 200..<300:
      guard let problem = reply.problem else { return .accept }
      return .retry(RunFailure(.provider, problem, status: status, isPassing: true))
    case 401: return .renew(failure)
    case 429: return try slowDown(.retryAfter, reply, nil, now)
    // Maintenance that says how long it takes; what makes no sense there is no word of it.
    case 503 where try WaitProgram.retryAfter.reading(reply.response, nil, now: now) != .unknown:
      return try slowDown(.retryAfter, reply, nil, now)
    case 408, 425, 500...: return .retry(failure)
    default: return .fail(failure)
    }
  }

  /// Wait as the reply says, or give up when that is longer than makes sense.
  private static func slowDown(
    _ wait: WaitProgram, _ reply: Reply, _ variables: Activation?, _ now: Instant
  ) throws(RunFailure) -> Judgement {
    switch try wait.reading(reply.response, variables, now: now) {
    case .wait(let duration): return .throttled(wait: duration)
    case .unknown: return .throttled(wait: nil)
    case .tooLong(let duration):
      var failure = RunFailure(
        .quota,
        "the provider wants us to wait \(spoken(duration)), longer than the \(spoken(wait.atMost)) that are allowed",
        status: reply.status, isPassing: true)
      failure.pause = duration
      return .fail(failure)
    }
  }

  /// A length of time to whole seconds, as the language writes them.
  private static func spoken(_ duration: Duration) -> String {
    let seconds = duration.components.seconds
    return seconds.magnitude < 1 << 40 ? Milliseconds(Int(seconds) * 1000).description : duration.description
  }

  /// Whether a condition holds.
  ///
  /// A condition that cannot be judged does not hold for a reply that fails anyway, nor for a list, which has no fields to tell of
  /// errors: a rule of `http` is asked of every stream's replies. Any other success must not rest on one.
  static func holds(
    _ condition: ExpressionProgram, _ reply: Reply, _ variables: Activation
  ) throws(RunFailure) -> Bool {
    do {
      return try condition.isTrue(variables)
    } catch {
      guard (200..<300).contains(reply.status), reply.problem == nil, reply.body.kind != .list else {
        return false
      }
      throw error
    }
  }
}

/// How a provider says `slow down`, compiled.
struct ThrottledProgram: Sendable {
  private let statuses: [ClosedRange<Int>]
  private let when: ExpressionProgram?
  private let header: String?
  let wait: WaitProgram
  let place: SourceRange

  init(_ block: ThrottledBlock, _ surroundings: Surroundings) {
    statuses =
      block.block.has(ThrottledBlock.status.key)
      ? (block[ThrottledBlock.status] ?? []).map(\.value.bounds) : [429...429]
    when = block.expression(ThrottledBlock.when, surroundings)
    header = block[ThrottledBlock.header]
    wait = block[ThrottledBlock.wait].flatMap { WaitProgram($0, surroundings) } ?? .retryAfter
    place = block.block.node.range
  }

  /// Any one of status, condition and header suffices.
  func fits(_ reply: Reply, _ variables: Activation) throws(RunFailure) -> Bool {
    if statuses.contains(where: { $0.contains(reply.status) }) { return true }
    if let header, reply.response.headers[header] != nil { return true }
    guard let when else { return false }
    return try ReplyRules.holds(when, reply, variables)
  }
}

extension ErrorProgram {
  fileprivate func fits(_ reply: Reply, _ variables: Activation) throws(RunFailure) -> Bool {
    try fits(reply.status) { (when) throws(RunFailure) in try ReplyRules.holds(when, reply, variables) }
  }

  fileprivate func judgement(_ reply: Reply, _ variables: Activation) throws(RunFailure) -> Judgement {
    let failure = RunFailure(
      kind ?? FailureKind(of: reply.status),
      words(message, variables) ?? "the provider answered with status \(reply.status)",
      code: words(code, variables), status: reply.status, at: place, setting: setting,
      isPassing: then == .retry)
    switch then {
    case .fail: return .fail(failure)
    case .retry: return .retry(failure)
    case .refresh_auth: return .renew(failure)
    case .skip_record: return .turn(.skipRecord, failure)
    case .gone: return .turn(.gone, failure)
    case .skip_stream: return .turn(.skipStream, failure)
    case .end_pages: return .turn(.endPages, failure)
    case .empty: return .turn(.empty, failure)
    case .restart: return .turn(.restart, failure)
    }
  }

  /// The provider's own words; what cannot be read of them must not hide the failure itself.
  private func words(_ program: ExpressionProgram?, _ variables: Activation) -> String? {
    guard let program, let text = try? program.text(variables) else { return nil }
    return text.unicodeScalars.count > 500 ? String(text.prefix(500)) + "…" : text
  }
}
