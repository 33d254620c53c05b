internal import Cryptography
internal import Diagnostics
internal import Expressions
internal import Formats
internal import HTTP
internal import Language
package import Programs
package import Values
internal import YAML

/// The notifications of a provider, compiled: how they are verified, answered and understood.
package struct WebhookProgram: Sendable {
  private let signatures: [any SignatureCheck]
  private let challenges: [ChallengeProgram]
  private let split: ExpressionProgram?
  private let id: ExpressionProgram?
  private let kind: ExpressionProgram?
  private let account: (value: ExpressionProgram, expected: ExpressionProgram)?
  private let events: [EventProgram]
  private let answer: AnswerProgram?
  private let rules: ReplyRules

  init?(_ block: WebhooksBlock?, _ rules: ReplyRules, _ streams: [StreamProgram]) throws(RunFailure) {
    guard let block else { return nil }
    let surroundings = Surroundings()
    var checks: [any SignatureCheck] = []
    for signature in try block.demand(WebhooksBlock.signature) {
      checks.append(try SignatureCheckList.check(signature, surroundings))
    }
    signatures = checks
    var challenges: [ChallengeProgram] = []
    for challenge in block[WebhooksBlock.challenges] ?? [] {
      challenges.append(try ChallengeProgram(challenge, surroundings))
    }
    self.challenges = challenges
    split = block.expression(WebhooksBlock.split, surroundings)
    id = block.expression(WebhooksBlock.id, surroundings)
    kind = block.expression(WebhooksBlock.kind, surroundings)
    if let match = block[WebhooksBlock.account] {
      account = (
        ExpressionProgram(try match.demand(AccountMatch.value), surroundings),
        ExpressionProgram(try match.demand(AccountMatch.expected), surroundings)
      )
    } else {
      account = nil
    }
    var events: [EventProgram] = []
    for rule in try block.demand(WebhooksBlock.events) {
      events.append(try EventProgram(rule, streams, surroundings))
    }
    self.events = events
    answer = block[WebhooksBlock.answer].map { AnswerProgram($0, surroundings) }
    self.rules = rules
  }

  /// Judges a delivery, and says what it is to be answered with and what its events mean.
  ///
  /// Nothing of an unverified delivery is believed, and nothing is read from the provider for one but its public keys.
  ///
  /// A test may vouch for a delivery that only the provider itself could sign: then its signature is not looked at.
  package func receive(
    _ delivery: WebhookDelivery, _ session: Session, isVouchedFor: Bool = false
  ) async throws(RunFailure) -> WebhookReception {
    var variables = session.variables
    delivery.bind(to: &variables)
    for challenge in challenges where !challenge.isSigned {
      if try challenge.fits(variables) {
        return try accepted(challenge, variables, session, isProven: false)
      }
    }
    if !isVouchedFor, let refusal = try await refusal(delivery, session, variables) {
      var status = 401
      for challenge in challenges where challenge.isSigned {
        if let refused = challenge.refusedStatus, try challenge.fits(variables) { status = refused }
      }
      return WebhookReception(
        answer: WebhookAnswer(status: status, headers: HeaderFields(), body: []), effects: [],
        refusal: refusal)
    }
    for challenge in challenges where challenge.isSigned {
      if try challenge.fits(variables) {
        return try accepted(challenge, variables, session, isProven: true)
      }
    }
    let effects = try effects(delivery, session, variables)
    let reply = try answer?.answer(variables) ?? WebhookAnswer(status: 200, headers: HeaderFields(), body: [])
    return WebhookReception(answer: reply, effects: effects, refusal: nil)
  }

  /// Signs a delivery of a test as the provider would; false when that takes a key that only the provider has.
  package func sign(_ delivery: inout WebhookDelivery, _ session: Session) throws(RunFailure) -> Bool {
    for signature in signatures {
      var variables = session.variables
      delivery.bind(to: &variables)
      let scene = SignatureScene(session: session, variables: variables, rules: rules)
      if try signature.sign(&delivery, scene) { return true }
    }
    return false
  }

  /// Why none of the signatures is good; nil when one is.
  private func refusal(
    _ delivery: WebhookDelivery, _ session: Session, _ variables: Activation
  ) async throws(RunFailure) -> String? {
    let scene = SignatureScene(session: session, variables: variables, rules: rules)
    var first: String?
    var missing: RunFailure?
    for signature in signatures {
      do throws(RunFailure) {
        guard let refusal = try await signature.refusal(delivery, scene) else { return nil }
        first = first ?? refusal
      } catch {
        // One of several ways may not be set up: another one may be.
        missing = missing ?? error
      }
    }
    if first == nil, let missing { throw missing }
    return first ?? "nothing proves where the delivery comes from"
  }

  private func accepted(
    _ challenge: ChallengeProgram, _ variables: Activation, _ session: Session, isProven: Bool
  ) throws(RunFailure) -> WebhookReception {
    var reception = WebhookReception(
      answer: try challenge.answer(variables), effects: [], refusal: nil, challenge: challenge.place)
    reception.kept = try challenge.kept(variables, account: session.account, isProven: isProven)
    session.keep(reception.kept)
    guard let call = challenge.request else { return reception }
    var variables = variables
    variables["account"] = session.variables["account"]
    reception.request = Outgoing(
      try session.draft(call, variables), of: call, rules: rules, body: .anything, variables: variables
    )
    return reception
  }

  /// Makes the request that a challenge wants, once it was answered.
  package func followUp(_ reception: WebhookReception, _ session: Session) async throws(RunFailure) {
    guard let request = reception.request else { return }
    let answer = try await session.send(request)
    if case .turn(_, let failure) = answer.judgement { throw failure }
  }

  // MARK: Events

  private func effects(
    _ delivery: WebhookDelivery, _ session: Session, _ variables: Activation
  ) throws(RunFailure) -> [WebhookEffect] {
    var events = [variables["payload"] ?? .null]
    if let split { events = try split.elements(variables) }
    let digest = Hexadecimal.encode(HashFunction.sha256.digest(delivery.body))
    var effects: [WebhookEffect] = []
    for (place, event) in events.enumerated() {
      var variables = variables
      variables["event"] = event
      let kind = try kind?.text(variables)
      variables["kind"] = kind.map(Value.string)
      let id = try id?.text(variables) ?? (events.count == 1 ? digest : "\(digest)#\(place)")
      let (action, rule) = try action(session, variables)
      effects.append(WebhookEffect(id: id, action: action, rule: rule))
    }
    return effects
  }

  private func action(
    _ session: Session, _ variables: Activation
  ) throws(RunFailure) -> (WebhookEffect.Action, rule: SourceRange?) {
    if let account {
      // Where neither says anything, the provider has but one account to tell of.
      let (value, expected) = (try account.value.text(variables), try account.expected.text(variables))
      if value != expected { return (.otherAccount, nil) }
    }
    for (place, rule) in events.enumerated() where try rule.fits(variables) {
      return (try rule.action(session, place, variables), rule.place)
    }
    return (.ignore, nil)
  }

  /// Reads the records that an event names from the provider.
  ///
  /// `gone` are keys whose record a rule of the connector leaves out.
  package func readAgain(
    _ effect: WebhookEffect, _ session: Session
  ) async throws(RunFailure) -> [(key: Value, records: [SourceRecord], deleted: [String])] {
    guard case .readAgain(let name, let keys, let rule) = effect.action,
      let stream = session.program.stream(name),
      events.indices.contains(rule)
    else { return [] }
    guard let one = events[rule].read ?? stream.one else {
      throw RunFailure(
        .request,
        "the connector says no request that reads one record of `\(name)`: the stream is to be synced",
        at: stream.place)
    }
    var found: [(key: Value, records: [SourceRecord], deleted: [String])] = []
    for key in keys {
      let page = try await session.readOne(stream, one, key)
      found.append((key, page.records, page.gone.names))
    }
    return found
  }

  /// Whether records of an effect's stream can be read one by one; else the stream is to be synced.
  package func canReadAgain(_ effect: WebhookEffect, _ session: Session) -> Bool {
    guard case .readAgain(let name, _, let rule) = effect.action, events.indices.contains(rule) else {
      return false
    }
    return events[rule].read != nil || session.program.stream(name)?.one != nil
  }
}

/// What an event means, compiled.
struct EventProgram: Sendable {
  private let when: ExpressionProgram?
  private let stream: StreamProgram?
  private let then: EventAction
  private let records: ExpressionProgram?
  private let keys: ExpressionProgram?
  let read: OneProgram?
  let place: SourceRange

  init(_ rule: EventRule, _ streams: [StreamProgram], _ surroundings: Surroundings) throws(RunFailure) {
    place = rule.block.node.range
    when = rule.expression(EventRule.when, surroundings)
    then = try rule.demand(EventRule.then)
    let name = rule[EventRule.stream]?.value
    stream = streams.first { $0.name == name }
    if let name, stream == nil {
      throw RunFailure(.request, "there is no stream `\(name)`", at: rule.block.valueRange("stream"))
    }
    records = rule.expression(EventRule.records, surroundings)
    keys = rule.expression(EventRule.keys, surroundings)
    read = try OneProgram(rule[EventRule.read]?.block, surroundings)
  }

  func fits(_ variables: Activation) throws(RunFailure) -> Bool {
    guard let when else { return true }
    return try when.isTrue(variables)
  }

  func action(
    _ session: Session, _ place: Int, _ variables: Activation
  ) throws(RunFailure) -> WebhookEffect.Action {
    guard let stream else { return then == .disconnect ? .disconnect : .ignore }
    switch then {
    case .ignore: return .ignore
    case .disconnect: return .disconnect
    case .sync: return .sync(stream: stream.name)
    case .upsert:
      let page = try stream.sifted(try records?.elements(variables) ?? [], variables)
      return .upsert(stream: stream.name, records: page.records, deleted: page.gone.names)
    case .delete:
      return .delete(
        stream: stream.name, keys: try named(variables).compactMap { stream.key.text(naming: $0) })
    case .read_again: return .readAgain(stream: stream.name, keys: try named(variables), rule: place)
    }
  }

  private func named(_ variables: Activation) throws(RunFailure) -> [Value] {
    try keys?.elements(variables) ?? []
  }
}

extension StreamProgram {
  /// Records that did not come in a page, judged by what the stream says about its records.
  func sifted(_ records: [Value], _ variables: Activation) throws(RunFailure) -> SiftedPage {
    var variables = variables
    variables["with"] = pattern
    let slice = Slice(id: "", variables: variables, carry: [], fingerprint: nil)
    var sifter = try PageSifter(self, slice, Span(), nil, variables)
    return try sifter.sift(records)
  }
}

extension Session {
  /// Reads one record of a stream anew, by its key; all fields in one request.
  func readOne(
    _ stream: StreamProgram, _ one: OneProgram, _ key: Value, completesLists: Bool = true
  ) async throws(RunFailure) -> SiftedPage {
    let work = StreamWork(self, stream, ReadOptions(), nil)
    var variables = work.variables
    variables["key"] = key
    if let fields = stream.fields {
      var names: [String] = []
      if let discovery = fields.discovery {
        names = try await work.listed(by: discovery.call, discovery.items, variables).compactMap(
          \.templateText)
      }
      variables["fields"] = .list(fields.whole(names).map(Value.string))
    }
    var draft = try draft(one.call, variables)
    if let fields = stream.fields, case .list(let names)? = variables["fields"]?.plain {
      try fields.put(names.compactMap(\.templateText), into: &draft)
    }
    let answer = try await send(
      Outgoing(
        draft, of: one.call, rules: stream.rules, body: .declared(stream.decoder), variables: variables))
    if case .turn(let turn, let failure) = answer.judgement {
      guard [.skipRecord, .gone, .empty, .endPages].contains(turn) else { throw failure }
      return SiftedPage()
    }
    answer.reply.bind(to: &variables)
    var page = try stream.sifted(try one.records.elements(variables), variables)
    if completesLists {
      var remarks: [Remark] = []
      page.records = try await work.completed(page.records, variables, &remarks)
    }
    return page
  }
}
