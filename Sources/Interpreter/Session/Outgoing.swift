internal import Authentication
internal import Calling
internal import Cryptography
internal import Diagnostics
internal import Expressions
internal import Formats
internal import HTTP
internal import Language
internal import Programs
internal import Synchronization
internal import Values

/// A call to be made, before it has credentials.
struct Outgoing: Sendable {
  var draft: RequestDraft
  /// Makes the draft anew when the account's values changed while it waited.
  var remake: (@Sendable (Activation) throws(RunFailure) -> RequestDraft)?
  /// As the connector writes it, for limits by path; nil where it is chosen before each call.
  let path: String?
  let place: SourceRange
  let rules: ReplyRules
  let body: ExpectedBody
  let variables: Activation
  /// A status of 304 means that nothing changed.
  var knowsUnchanged = false
  /// The body is a list that is read in portions: it may be longer than what fits into memory.
  var inPortions = false
  /// What was read before looked like the end of the listing.
  var isToBeSure = false
  /// It may be sent again although it may have been received: all reading may.
  var isRepeatable = true
  /// The address was named by the provider: credentials go there only when it is at our own origin.
  var isNamedByProvider: Bool

  init(
    _ draft: RequestDraft, of call: CallProgram, rules: ReplyRules, body: ExpectedBody,
    variables: Activation
  ) {
    self.draft = draft
    path = call.path
    place = call.place
    self.rules = rules
    self.body = body
    self.variables = variables
    isNamedByProvider = !call.isOwnAddress
  }

  /// A document that is open to everybody, asked for without credentials.
  init(openDocument address: String, at place: SourceRange, rules: ReplyRules, variables: Activation) {
    draft = RequestDraft(method: "GET", target: address)
    path = address
    self.place = place
    self.rules = rules
    self.variables = variables
    body = .told
    isNamedByProvider = true
  }
}

/// A reply that was accepted, or one that a rule turns into something else.
struct Answer: Sendable {
  let reply: Reply
  let judgement: Judgement
  /// The call went to another origin than the connector's own, without credentials.
  let wentElsewhere: Bool
}

extension Session {
  /// A request with what all requests have in common.
  func draft(_ call: CallProgram, _ variables: Activation) throws(RunFailure) -> RequestDraft {
    var draft = try call.draft(variables)
    try program.http.complete(&draft, variables)
    return draft
  }

  /// Makes a call, as often as it takes; throws when the provider does not give what was asked for.
  func send(_ outgoing: Outgoing) async throws(RunFailure) -> Answer {
    do throws(RunFailure) {
      let plan = try OutgoingPlan(outgoing, self)
      _ = try await calls.call(plan)
      guard let (reply, judgement) = plan.judged else {
        throw RunFailure(.provider, "the provider gave no reply", at: plan.place, isPassing: true)
      }
      switch judgement {
      case .accept, .unchanged:
        return Answer(reply: reply, judgement: judgement, wentElsewhere: !plan.isTrusted)
      case .turn(let turn, let failure):
        // Its words come into the report of a run that goes on.
        return Answer(
          reply: reply, judgement: .turn(turn, redacted(failure)), wentElsewhere: !plan.isTrusted)
      case .throttled:
        throw RunFailure(
          .quota, "the provider says to slow down", status: reply.status, at: plan.place, isPassing: true)
      case .retry(let failure), .renew(let failure), .fail(let failure): throw failure
      }
    } catch {
      var failure = redacted(error)
      failure.place = failure.place ?? outgoing.place
      throw failure
    }
  }
}

/// The plan of one call: made anew for each attempt, judged by the connector's rules.
private final class OutgoingPlan: CallPlan {
  private let outgoing: Outgoing
  private let session: Session
  let isTrusted: Bool
  /// A reply that was decoded for somebody who asked before it is judged.
  private let unjudged = Mutex<Reply?>(nil)
  private let hasRenewed = Atomic(false)
  /// The credentials of the latest attempt.
  private let carried = Mutex<[String]>([])
  /// The certificate that was shown.
  private let shown = Mutex<ClientCertificate?>(nil)
  private let last = Mutex<(Reply, Judgement)?>(nil)

  init(_ outgoing: Outgoing, _ session: Session) throws(RunFailure) {
    self.outgoing = outgoing
    self.session = session
    if outgoing.isNamedByProvider {
      let origin = try Self.address(outgoing.draft, session).origin
      isTrusted = origin == session.base?.origin
    } else {
      isTrusted = true
    }
  }

  var path: String { outgoing.path ?? outgoing.draft.pathAsked(below: session.base) }
  var place: SourceRange { outgoing.place }
  var isRepeatable: Bool { outgoing.isRepeatable }
  var judged: (Reply, Judgement)? { last.withLock { $0 } }

  func request() async throws(RunFailure) -> HTTPRequest {
    var draft = try hasRenewed.load(ordering: .relaxed) ? remade() : outgoing.draft
    if isTrusted {
      try await session.authenticator.prepare(&draft)
      session.note(credentials: draft.credentials)
      carried.withLock { $0 = draft.credentials }
    } else {
      try withhold(&draft)
    }
    let base = if let base = session.base { base } else { try Self.address(draft, session) }
    var request = try draft.request(to: base)
    let total = draft.timeout ?? session.program.http.deadlines.total
    request.deadlines = session.program.http.deadlines
    request.deadlines.total = total
    request.isToBeSure = outgoing.isToBeSure
    if outgoing.inPortions {
      request.mostInMemory = Self.mostInMemory
      request.limits = .file
    }
    if isTrusted { try await request.sign(with: [session.authenticator]) }
    shown.withLock { [certificate = request.certificate] in $0 = certificate }
    return request
  }

  private static let mostInMemory = 8 << 20

  private func remade() throws(RunFailure) -> RequestDraft {
    guard let remake = outgoing.remake else { return outgoing.draft }
    var variables = outgoing.variables
    variables["account"] = session.variables["account"]
    return try remake(variables)
  }

  /// What goes to a stranger: nothing but the question.
  private func withhold(_ draft: inout RequestDraft) throws(RunFailure) {
    if case .none = draft.body {
    } else {
      throw RunFailure(
        .provider,
        "the next address is at another origin, and the request has a body that may hold credentials",
        at: place)
    }
    let accept = draft.headers["Accept"]
    draft.headers = HeaderFields()
    if let accept { draft.headers.append("Accept", accept) }
  }

  private static func address(_ draft: RequestDraft, _ session: Session) throws(RunFailure) -> WebAddress {
    if let base = session.base { return try draft.address(below: base) }
    do {
      return try WebAddress(draft.target)
    } catch {
      throw RunFailure(.request, "`\(draft.target)` is no address that can be called: \(error.message)")
    }
  }

  func verdict(_ response: HTTPResponse) throws(RunFailure) -> Verdict {
    if isTrusted { session.authenticator.notice(response) }
    let known = unjudged.withLock { reply in
      defer { reply = nil }
      return reply
    }
    let reply = known ?? Reply(response, outgoing.body, inPortions: outgoing.inPortions)
    var judgement = try outgoing.rules.judge(
      reply, outgoing.variables, now: session.clock.now, knowsUnchanged: outgoing.knowsUnchanged,
      isGraphQL: outgoing.draft.isGraphQL, witness: session.witness)
    if !isTrusted, case .renew(let failure) = judgement { judgement = .fail(failure) }
    if let ended = endOfCertificate(refusedBy: response) { judgement = .fail(ended) }
    last.withLock { $0 = (reply, judgement) }
    switch judgement {
    case .accept, .unchanged, .turn: return .accept
    case .throttled(let wait): return .throttled(wait: wait)
    case .retry(let failure): return .retry(failure)
    case .renew(let failure): return .renewCredentials(failure)
    case .fail(let failure):
      // Some refuse in these words what was signed by another clock.
      let mayBeOfClock = isTrusted && response.status == 403 && session.authenticator.isCorrected
      return mayBeOfClock ? .renewCredentials(failure) : .fail(failure)
    }
  }

  /// A refusal of a call that showed a certificate whose time is over: servers say little of why.
  private func endOfCertificate(refusedBy response: HTTPResponse) -> RunFailure? {
    // 495 and 496 are what nginx calls it among its own.
    guard [400, 401, 403, 495, 496].contains(response.status), let certificate = shown.withLock({ $0 }),
      let end = PEMText.end(ofCertificate: certificate.certificate), end < session.clock.now
    else { return nil }
    let names = certificate.settings.map { "`\($0)`" }.joined(separator: ", ")
    return RunFailure(
      .credentials,
      "the client certificate\(names.isEmpty ? "" : " of \(names)") ended at \(end), and the provider refused the call",
      status: response.status, at: place, setting: certificate.settings.first)
  }

  func cost(by expression: ExpressionProgram) throws(RunFailure) -> Int {
    guard case .int(let number)? = try expression.value(outgoing.variables)?.plain else { return 1 }
    return Int(clamping: number)
  }

  func share(by expression: ExpressionProgram) throws(RunFailure) -> String? {
    var variables = outgoing.variables
    variables["request"] = outgoing.draft.asked(below: session.base)
    switch expression.program.evaluate(variables) {
    case .success(.optional(let inner)): return inner?.templateText
    case .success(let value): return value.templateText
    // A path with fewer parts, a body without the key: a call of another kind.
    case .failure(let error) where error.isAbsence || error.kind == .indexOutOfRange: return nil
    case .failure(let error): throw expression.failure(error)
    }
  }

  func variables(of response: HTTPResponse) -> Activation? {
    let reply = Reply(response, outgoing.body, inPortions: outgoing.inPortions)
    unjudged.withLock { $0 = reply }
    var variables = outgoing.variables
    reply.bind(to: &variables)
    return variables
  }

  func renew(after response: HTTPResponse) async throws(RunFailure) -> Bool {
    let refused = RefusedCall(credentials: carried.withLock { $0 }, length: response.timing.total)
    guard try await session.renew(after: refused) else { return false }
    hasRenewed.store(true, ordering: .relaxed)
    return true
  }
}
