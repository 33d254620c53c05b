internal import Diagnostics
internal import Language
internal import YAML

/// What replies mean: error rules that contradict each other, come too late, or take what is no error.
enum RateErrorsCheck: Check {
  static let rules: [Rule] = [
    .statusInBoth, .unreachableError, .successWithoutWhen, .pointlessRetry, .throttleAsError, .unsafeRetry,
    .serverErrorNotRetried, .renewalNotTried, .errorSaysNothing,
    .errorKindUnsaid, .goneOfNoPart,
  ]

  static func run(_ context: ConnectorContext, _ texts: CheckedTexts, _ report: inout FindingList) {
    let http = context.file[ConnectorFile.http]
    check(http?[HTTPBlock.errors] ?? [], http?[HTTPBlock.throttled], context, &report)
    checkNothingSaid(http?[HTTPBlock.errors] ?? [], [], context, &report)
    if !context.streams.contains(where: isInParts) {
      checkGone(http?[HTTPBlock.errors] ?? [], context, &report)
    }
    for stream in context.streams {
      let own = stream.value[StreamBlock.errors] ?? []
      checkNothingSaid(own, http?[HTTPBlock.errors] ?? [], context, &report)
      if !isInParts(stream) { checkGone(own, context, &report) }
      let throttled = stream.value[StreamBlock.throttled] ?? http?[HTTPBlock.throttled]
      check(stream.value[StreamBlock.errors] ?? [], throttled, context, &report)
    }
    for action in context.file[ConnectorFile.actions] ?? [] {
      let errors = action.value[ActionBlock.errors] ?? []
      check(errors, http?[HTTPBlock.throttled], context, &report)
      checkGone(errors, context, &report)
      checkRetries(errors, of: action, &report)
    }
    for throttled in [http?[HTTPBlock.throttled]] + context.streams.map({ $0.value[StreamBlock.throttled] }) {
      // There the statuses mean it by themselves, whatever `when` says.
      for status in throttled?[ThrottledBlock.status] ?? [] where status.value.bounds.contains(200) {
        addSuccess(status, "http.throttled", &report)
      }
    }
  }

  private static func check(
    _ rules: [ErrorRule], _ throttled: ThrottledBlock?, _ context: ConnectorContext,
    _ report: inout FindingList
  ) {
    if rules.isEmpty { return }
    // By each status where it is taken whatever else the reply says: no rule below is asked about it.
    var taken = [SourceRange?](repeating: nil, count: 600)
    for rule in rules where !rule.block.isDamaged {
      checkSetting(rule, context, &report)
      checkKind(rule, &report)
      let statuses = rule[ErrorRule.status] ?? []
      guard !rule.block.has("when") else {
        checkOrder(statuses, of: rule, taken, &report)
        continue
      }
      for status in statuses where status.value.bounds.contains(200) {
        addSuccess(status, rule.block.path.description, &report)
      }
      let isNeverAsked = checkOrder(statuses, of: rule, taken, &report)
      if isNeverAsked { continue }
      for status in statuses {
        for number in status.value.bounds where taken[number] == nil { taken[number] = status.range }
      }
      checkThrottled(rule, statuses, throttled, &report)
      checkRetry(rule, statuses, &report)
      checkServerErrors(rule, statuses, &report)
      checkRenewal(rule, statuses, context, &report)
    }
  }

  /// Where no status tells who can put it right, the rule does.
  private static func checkKind(_ rule: ErrorRule, _ report: inout FindingList) {
    guard rule.block.has("when"), !rule.block.has("status"), !rule.block.has("kind"),
      [.fail, .retry, .skip_stream].contains(rule[ErrorRule.then] ?? .fail), !report.touch(rule.block)
    else { return }
    report.add(
      Finding(
        .errorKindUnsaid, "neither a `status` nor a `kind` says what kind of failure this is",
        at: rule.block.keyRange("when"), path: rule.block.path.description))
  }

  /// A passing failure of the server is tried again by itself; a rule that takes it without another word ends the run instead.
  private static func checkServerErrors(
    _ rule: ErrorRule, _ statuses: [Placed<StatusRange>], _ report: inout FindingList
  ) {
    guard !rule.block.has("then"), !rule.block.has("kind") else { return }
    for status in statuses where (500...599).allSatisfy(status.value.bounds.contains) {
      report.add(
        Finding(
          .serverErrorNotRetried,
          "a server that fails for a moment ends the run: this rule keeps it from being asked again",
          at: status.range, path: rule.block.path.description,
          evidence: [
            .init("add", "`then: retry`, or leave these statuses to the rule that holds without one")
          ]))
    }
  }

  /// A rule that makes of a refusal what it is without the rule: what it was to say is missing.
  private static func checkNothingSaid(
    _ rules: [ErrorRule], _ general: [ErrorRule], _ context: ConnectorContext, _ report: inout FindingList
  ) {
    let speaking = ["then", "kind", "setting"]
    for rule in rules where !rule.block.has("when") && !rule.block.isDamaged {
      guard !speaking.contains(where: { rule.block.has($0) }), !report.touch(rule.block),
        let statuses = rule[ErrorRule.status], let status = statuses.first,
        statuses.allSatisfy({ (400...499).contains($0.value.bounds.lowerBound) })
      else { continue }
      let other = general.first { other in
        !other.block.has("when") && !other.block.has("then")
          && (other[ErrorRule.status] ?? []).contains {
            $0.value.bounds.contains(status.value.bounds.lowerBound)
          }
      }
      let words = ["code", "message"].map { rule.block.entry($0)?.value.scalar?.text }
      let usual = ["code", "message"].map { other?.block.entry($0)?.value.scalar?.text }
      guard words == usual else { continue }
      report.add(
        Finding(
          .errorSaysNothing,
          other == nil
            ? "a refusal with this status ends the run anyway"
            : "the rules of all requests say the same of it",
          at: context.own(status.range), path: rule.block.path.description,
          related: other.map { [.init("the rule of all requests", at: $0.block.head)] } ?? [],
          evidence: [.init("add", "`then`, `kind`, `setting` or `message`, or leave the rule out")]))
    }
  }

  private static func isInParts(_ stream: Named<StreamBlock>) -> Bool {
    stream.value.block.has(StreamBlock.each.info.key)
  }

  /// What is read at once is not gone because a reply says so of it.
  private static func checkGone(
    _ rules: [ErrorRule], _ context: ConnectorContext, _ report: inout FindingList
  ) {
    guard !context.isPartial, !context.connector.isFamily else { return }
    for rule in rules where rule[ErrorRule.then] == .gone && !report.touch(rule.block) {
      report.add(
        Finding(
          .goneOfNoPart,
          "nothing is read here for one of several (`for_each`): this reply ends the stream as a failure",
          at: rule.block.valueRange("then"), path: rule.block.path.description,
          suggestions: ["skip_stream", "empty"]))
    }
  }

  /// What was signed in for ends before its time now and then: a token that can be had anew is worth another try.
  private static func checkRenewal(
    _ rule: ErrorRule, _ statuses: [Placed<StatusRange>], _ context: ConnectorContext,
    _ report: inout FindingList
  ) {
    guard !rule.block.has("then"), !rule.block.has("kind"), statuses.count == 1, let status = statuses.first,
      status.value.bounds == 401...401, context.isComplete,
      context.file.proofs.contains(where: isRenewed), !report.touch(rule.block)
    else { return }
    report.add(
      Finding(
        .renewalNotTried, "a token that ended early ends the run, though a new one can be had",
        at: status.range, path: rule.block.path.description, suggestions: ["then: refresh_auth"]))
  }

  private static func isRenewed(_ proof: Block) -> Bool {
    if proof.as(SessionAuth.self) != nil { return true }
    guard AuthCheck.isOAuth2(proof) else { return false }
    return proof.as(AuthorizationCodeGrant.self) == nil || proof.has("rotates")
      || proof.has("refresh_token_lasts") || proof.has("refresh_url")
  }

  private static func checkSetting(
    _ rule: ErrorRule, _ context: ConnectorContext, _ report: inout FindingList
  ) {
    guard let setting = rule[ErrorRule.setting], !context.hasSetting(setting.value) else { return }
    let near = Suggestions.nearest(
      to: setting.value, among: (context.file[ConnectorFile.settings] ?? []).map(\.name))
    report.add(
      Finding(
        .unknownSetting, "there is no setting `\(setting.value)`", at: setting.range,
        path: rule.block.path.description,
        suggestions: near,
        fixes: .renaming(setting.range, to: near, "a setting with a similar name")))
  }

  private static func addSuccess(_ status: Placed<StatusRange>, _ path: String, _ report: inout FindingList) {
    report.add(
      Finding(
        .successWithoutWhen,
        "every successful reply has a status of `\(status.node.scalar?.text ?? "200")`: say with `when` which ones mean it",
        at: status.range, path: path))
  }

  /// True when earlier rules take every status of this one.
  @discardableResult
  private static func checkOrder(
    _ statuses: [Placed<StatusRange>], of rule: ErrorRule, _ taken: [SourceRange?],
    _ report: inout FindingList
  ) -> Bool {
    guard let first = statuses.first,
      statuses.allSatisfy({ $0.value.bounds.allSatisfy { taken[$0] != nil } })
    else { return false }
    let other = taken[first.value.bounds.lowerBound]
    report.add(
      Finding(
        .unreachableError,
        "this rule is never asked: the first that fits decides, and one above takes the same statuses",
        at: first.range, path: rule.block.path.description,
        related: other.map { [.init("taken here", at: $0)] } ?? []))
    return true
  }

  private static func checkThrottled(
    _ rule: ErrorRule, _ statuses: [Placed<StatusRange>], _ throttled: ThrottledBlock?,
    _ report: inout FindingList
  ) {
    let slow = throttled?[ThrottledBlock.status] ?? []
    for status in statuses where status.value.bounds.count == 1 {
      if let other = slow.first(where: { $0.value == status.value }) {
        report.add(
          Finding(
            .statusInBoth,
            "the status \(status.value.bounds.lowerBound) means `slow down` already, and cannot be an error as well",
            at: status.range, path: rule.block.path.description,
            related: [.init("also here", at: other.range)]))
      } else if status.value.bounds.contains(429), rule[ErrorRule.then] == .retry {
        report.add(
          Finding(
            .throttleAsError,
            "429 means `slow down`: under `throttled` the wait that the provider asks for is kept",
            at: status.range, path: rule.block.path.description,
            suggestions: ["throttled: {status: [429], wait: {header: Retry-After}}"]))
      }
    }
  }

  /// Refusals that stay the same however often one asks.
  private static let lasting: Set<Int> = [400, 401, 403, 404, 405, 406, 410, 411, 413, 414, 415, 422]

  private static func checkRetry(
    _ rule: ErrorRule, _ statuses: [Placed<StatusRange>], _ report: inout FindingList
  ) {
    guard rule[ErrorRule.then] == .retry, !statuses.isEmpty,
      statuses.allSatisfy({ $0.value.bounds.allSatisfy(lasting.contains) })
    else { return }
    let place = rule.block.valueRange("then")
    let isSignIn = statuses.contains { $0.value.bounds.contains(401) }
    report.add(
      Finding(
        .pointlessRetry, "the same request would be refused again", at: place,
        path: rule.block.path.description,
        related: statuses.prefix(1).map { .init("the status", at: $0.range) },
        suggestions: isSignIn ? ["refresh_auth", "fail"] : ["fail"]))
  }

  private static func checkRetries(
    _ errors: [ErrorRule], of action: Named<ActionBlock>, _ report: inout FindingList
  ) {
    let request = action.value[ActionBlock.request].flatMap {
      WrittenRequest($0.block, of: .action(action.name))
    }
    guard request?.method == "post", !action.value.block.has("idempotency"),
      let rule = errors.first(where: { $0[ErrorRule.then] == .retry })
    else { return }
    report.add(
      Finding(
        .unsafeRetry, "the provider may have acted before it failed: a second try would act twice",
        at: rule.block.valueRange("then"),
        path: rule.block.path.description, suggestions: ["idempotency: {send: {header: Idempotency-Key}}"]))
  }
}
