internal import Diagnostics
internal import Expressions
internal import Language
internal import YAML

/// How fast one may call, how long to wait, and what recordings show of both.
enum RateLimitCheck: Check {
  static let rules: [Rule] = [
    .noThrottleRule, .retryAfterIgnored, .impossibleWait, .duplicateLimit, .limitNeverReached,
    .burstTooLarge,
    .pathsMatchNothing, .constantShare, .throttleNotRecorded, .backoffBounds, .zeroDuration, .timeoutOrder,
  ]

  static func run(_ context: ConnectorContext, _ texts: CheckedTexts, _ report: inout FindingList) {
    guard let http = context.file[ConnectorFile.http] else { return }
    let limits = http[HTTPBlock.rateLimit] ?? []
    checkThrottling(http, context, &report)
    checkWait(http[HTTPBlock.throttled]?[ThrottledBlock.wait], limits, &report)
    for stream in context.streams {
      checkWait(stream.value[StreamBlock.throttled]?[ThrottledBlock.wait], limits, &report)
    }
    checkLimits(limits, context, &report)
    checkShares(limits, context, texts, &report)
    checkTimes(http, &report)
  }

  // MARK: Throttling

  private static func checkThrottling(
    _ http: HTTPBlock, _ context: ConnectorContext, _ report: inout FindingList
  ) {
    let rules =
      context.streams.compactMap { $0.value[StreamBlock.throttled] }
      + [http[HTTPBlock.throttled]].compactMap { $0 }
    let isWritten =
      http.block.has("throttled") || context.streams.contains { $0.value.block.has("throttled") }
    guard isWritten else {
      let errors =
        (http[HTTPBlock.errors] ?? []) + context.streams.flatMap { $0.value[StreamBlock.errors] ?? [] }
      let isHandled = errors.contains { rule in
        rule[ErrorRule.then] == .retry && !rule.block.has("when")
          && (rule[ErrorRule.status] ?? []).contains { $0.value.bounds.contains(429) }
      }
      guard context.isComplete, !isHandled else { return }
      report.add(
        Finding(
          .noThrottleRule,
          "nothing says how the provider refuses calls that come too fast: only 429 with `Retry-After` is known",
          at: context.own(http.block.head), about: "throttled", path: "http",
          suggestions: ["throttled: {status: [429], wait: {header: Retry-After}}"]))
      return
    }
    let told = rules.map { FailureRules($0, context) }
    let refusals = context.evidence.exchanges.filter { recorded in
      recorded.exchange.status == 429
        || told.contains { $0.apply(to: recorded) }
    }
    guard let rule = http[HTTPBlock.throttled] else { return }
    let isReadable = context.connector.recordings.allSatisfy { $0.findings.isEmpty }
    // That no error at all was recorded is told of the tests.
    let hasErrors = context.evidence.exchanges.contains { $0.exchange.status >= 400 }
    if refusals.isEmpty, hasErrors, context.isComplete, isReadable {
      report.add(
        Finding(
          .throttleNotRecorded, "no recording shows how the provider refuses calls that come too fast",
          at: context.own(http.block.keyRange("throttled")), path: "http.throttled"))
    }
    checkRetryAfter(rule, refusals, context, &report)
  }

  private static let waitHeaders: Set<String> = [
    "retry-after", "x-ratelimit-reset", "x-rate-limit-reset", "ratelimit-reset", "x-retry-after",
    "retry-after-ms",
  ]

  private static func checkRetryAfter(
    _ rule: ThrottledBlock, _ refusals: [Evidence.Recorded], _ context: ConnectorContext,
    _ report: inout FindingList
  ) {
    let wait = rule[ThrottledBlock.wait]
    let named = wait?[WaitBlock.header]
    // A value that is read from the body, or a time that is fixed, was chosen on purpose.
    guard wait == nil || named != nil, context.isSound else { return }
    let sent = refusals.map { $0.exchange.headers.filter { waitHeaders.contains($0.name.lowercased()) } }
    guard let header = sent.flatMap({ $0 }).first,
      !refusals.contains(where: {
        $0.exchange.headers.contains { $0.name.lowercased() == named?.lowercased() }
      })
    else { return }
    let place = wait?.block.valueRange("header") ?? rule.block.head
    report.add(
      Finding(
        .retryAfterIgnored,
        named.map { "the recorded refusals have no header `\($0)`" }
          ?? "the recorded refusals say how long to wait, and nothing reads it",
        at: context.own(place), path: rule.block.path.description,
        related: [.init("recorded here", at: header.range)],
        suggestions: [named == nil ? "wait: {header: \(header.name)}" : header.name],
        fixes: named == nil
          ? [] : [.init("the header that was recorded", isSafe: false, replace: place, with: header.name)]))
  }

  private static func checkWait(_ wait: WaitBlock?, _ limits: [RateLimitBlock], _ report: inout FindingList) {
    guard let wait, !wait.block.isDamaged, wait.block.has("at_most"), let most = wait[WaitBlock.atMost] else {
      return
    }
    if let fixed = wait[WaitBlock.fixed], fixed > most {
      report.add(
        Finding(
          .impossibleWait, "waits \(fixed) and gives up after \(most): this can never succeed",
          at: wait.block.valueRange("at_most"),
          path: wait.block.path.description))
      return
    }
    guard
      let window = limits.filter({ $0[RateLimitBlock.style] == .window }).compactMap({
        $0[RateLimitBlock.per]
      }).max(),
      window > most
    else { return }
    report.add(
      Finding(
        .impossibleWait,
        "gives up when the wait is longer than \(most), and the allowance comes back once in \(window)",
        at: wait.block.valueRange("at_most"), path: wait.block.path.description))
  }

  // MARK: Limits

  private static func checkLimits(
    _ limits: [RateLimitBlock], _ context: ConnectorContext, _ report: inout FindingList
  ) {
    let addresses = limits.contains { $0.block.has("paths") } ? sampleAddresses(context) : nil
    for (index, limit) in limits.enumerated() where !limit.block.isDamaged {
      if let burst = limit[RateLimitBlock.burst], let requests = limit[RateLimitBlock.requests],
        burst > requests
      {
        report.add(
          Finding(
            .burstTooLarge,
            "\(burst) at once are more than the \(requests) that are allowed in the whole time",
            at: limit.block.valueRange("burst"), path: limit.block.path.description,
            evidence: filling(burst, requests, limit).map { [.init("a bucket", $0)] } ?? []))
      }
      checkPaths(limit, addresses, &report)
      checkWider(limit, limits, &report)
      for other in limits[..<index] where !other.block.isDamaged && isSameKind(limit, other) {
        if compare(limit, other, &report) { break }
      }
    }
  }

  /// A limit of some paths is idle where one of all paths allows less.
  private static func checkWider(
    _ limit: RateLimitBlock, _ limits: [RateLimitBlock], _ report: inout FindingList
  ) {
    guard limit.block.has("paths"), !limit.block.has("cost"), !limit.block.has("each"),
      let many = limit[RateLimitBlock.requests], let per = limit[RateLimitBlock.per]
    else { return }
    let wider = limits.first { other in
      guard !other.block.isDamaged, !other.block.has("paths"), !other.block.has("cost"),
        !other.block.has("each"), other[RateLimitBlock.scope] == limit[RateLimitBlock.scope],
        let reachable = reachable(within: per, under: other)
      else { return false }
      return reachable < many
    }
    guard let wider else { return }
    report.add(
      Finding(
        .limitNeverReached,
        "never reached: a limit without `paths` holds for these as well, and allows less",
        at: wider.block.valueRange("requests"), path: wider.block.path.description,
        related: [.init("never reached", at: limit.block.valueRange("requests"))]))
  }

  /// The addresses that the connector calls; nil where they cannot all be told.
  private static func sampleAddresses(_ context: ConnectorContext) -> [String]? {
    guard context.isComplete, !context.requests.contains(where: \.isAbsolute) else { return nil }
    return context.requests.filter { $0.owner != .auth }.flatMap(\.sampleAddresses)
  }

  /// The bucket that gets so many back in its time, when that is what was meant.
  private static func filling(_ size: Int, _ requests: Int, _ limit: RateLimitBlock) -> String? {
    guard requests > 0, size % requests == 0, let time = limit[RateLimitBlock.per] else { return nil }
    let (whole, isTooLong) = time.count.multipliedReportingOverflow(by: size / requests)
    if isTooLong { return nil }
    return
      "of \(size) that gets \(requests) back in \(time) is `{requests: \(size), per: \(Milliseconds(whole))}`"
  }

  /// What has a limit for itself must be told by the request.
  private static func checkShares(
    _ limits: [RateLimitBlock], _ context: ConnectorContext, _ texts: CheckedTexts,
    _ report: inout FindingList
  ) {
    for limit in limits where limit.block.has("each") {
      guard let text = context.text(at: limit.block.path.appending("each"), in: texts), text.isConstant else {
        continue
      }
      report.add(
        Finding(
          .constantShare, "`each` is the same for every call, so that all of them share the limit",
          at: text.range, path: "\(text.path)"))
    }
  }

  private static func isSameKind(_ a: RateLimitBlock, _ b: RateLimitBlock) -> Bool {
    Set((a[RateLimitBlock.paths] ?? []).map(\.value)) == Set((b[RateLimitBlock.paths] ?? []).map(\.value))
      && a[RateLimitBlock.scope] == b[RateLimitBlock.scope]
      && !a.block.has("cost") && !b.block.has("cost")
      && a[RateLimitBlock.each]?.source == b[RateLimitBlock.each]?.source
  }

  /// Holds two limits on the same requests against each other; true when one of them is idle.
  private static func compare(_ limit: RateLimitBlock, _ other: RateLimitBlock, _ report: inout FindingList)
    -> Bool
  {
    guard let many = limit[RateLimitBlock.requests], let per = limit[RateLimitBlock.per],
      let otherMany = other[RateLimitBlock.requests], let otherPer = other[RateLimitBlock.per]
    else { return false }
    let path = limit.block.path.description
    if per == otherPer {
      let (idle, holding) = many >= otherMany ? (limit, other) : (other, limit)
      report.add(
        Finding(
          .duplicateLimit, "two limits on the same requests in the same time: only the smaller one counts",
          at: idle.block.valueRange("requests"), path: path,
          related: [.init("the other one", at: holding.block.valueRange("requests"))]))
      return true
    }
    let (short, long) = per < otherPer ? (limit, other) : (other, limit)
    guard let shortMany = short[RateLimitBlock.requests], let shortPer = short[RateLimitBlock.per],
      let longMany = long[RateLimitBlock.requests], let longPer = long[RateLimitBlock.per],
      let reachable = reachable(within: longPer, under: short), reachable <= longMany
    else { return false }
    report.add(
      Finding(
        .limitNeverReached,
        "\(shortMany) per \(shortPer) are at most \(reachable) per \(longPer): this limit is never reached",
        at: long.block.valueRange("requests"), path: long.block.path.description,
        related: [.init("the stricter one", at: short.block.valueRange("requests"))]))
    return true
  }

  /// How many requests a limit lets through in a time; nil where that cannot be counted.
  private static func reachable(within time: Milliseconds, under limit: RateLimitBlock) -> Int? {
    guard let many = limit[RateLimitBlock.requests], let per = limit[RateLimitBlock.per], per.count > 0 else {
      return nil
    }
    let windows = max(1, (time.count + per.count - 1) / per.count)
    let (product, overflow) = windows.multipliedReportingOverflow(by: many)
    return overflow ? nil : product
  }

  private static func checkPaths(_ limit: RateLimitBlock, _ addresses: [String]?, _ report: inout FindingList)
  {
    guard let addresses, !addresses.isEmpty else { return }
    for pattern in limit[RateLimitBlock.paths] ?? [] {
      let glob = TextPattern(
        parts: pattern.value.split(separator: "*", omittingEmptySubsequences: false).map(String.init))
      guard !addresses.contains(where: { glob.matches($0, withSlashes: true) }) else { continue }
      let near = Suggestions.nearest(to: pattern.value, among: Set(addresses).sorted())
      report.add(
        Finding(
          .pathsMatchNothing, "no request of the connector has a path `\(pattern.value)`", at: pattern.range,
          path: limit.block.path.description, suggestions: near,
          fixes: near.first.map {
            [.init("a path of a request", isSafe: false, replace: pattern.range, with: $0)]
          } ?? []))
    }
  }

  // MARK: Times

  private static func checkTimes(_ http: HTTPBlock, _ report: inout FindingList) {
    var blocks: [Block] = (http[HTTPBlock.rateLimit] ?? []).map(\.block)
    if let timeouts = http[HTTPBlock.timeouts] {
      blocks.append(timeouts.block)
      checkOrder(timeouts, &report)
    }
    if let retry = http[HTTPBlock.retry] {
      blocks.append(retry.block)
      if let first = retry[RetryBlock.first], let most = retry[RetryBlock.atMost], first > most,
        !report.touch(retry.block)
      {
        let key = retry.block.has("first") ? "first" : "at_most"
        report.add(
          Finding(
            .backoffBounds, "the first wait, \(first), is longer than the longest, \(most)",
            at: retry.block.valueRange(key),
            path: "http.retry"))
      }
    }
    if let breaker = http[HTTPBlock.circuitBreaker] { blocks.append(breaker.block) }
    for block in blocks {
      for entry in block.node.mapping?.entries ?? [] {
        guard let scalar = entry.value.scalar, let time = Milliseconds(scalar.text), time.count == 0,
          scalar.text.last?.isLetter == true,
          entry.key.text != "cost"
        else { continue }
        report.add(
          Finding(
            .zeroDuration, "`\(entry.key.text)` takes no time at all", at: scalar.range,
            path: block.path.description))
      }
    }
  }

  private static func checkOrder(_ timeouts: TimeoutsBlock, _ report: inout FindingList) {
    guard let total = timeouts[TimeoutsBlock.total] else { return }
    for (key, field) in [("connect", TimeoutsBlock.connect), ("idle", TimeoutsBlock.idle)] {
      guard timeouts.block.has(key), let part = timeouts[field], part > total else { continue }
      report.add(
        Finding(
          .timeoutOrder, "`\(key)`, \(part), is longer than `total`, \(total), and never ends first",
          at: timeouts.block.valueRange(key), path: "http.timeouts"))
    }
  }
}
