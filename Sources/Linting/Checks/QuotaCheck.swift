internal import Diagnostics
internal import Language
internal import YAML

/// Headers that tell what is left and how long to wait, held against those that were recorded.
enum QuotaCheck: Check {
  static let rules: [Rule] = [.quotaIgnored, .waitFormat]

  static func run(_ context: ConnectorContext, _ texts: CheckedTexts, _ report: inout FindingList) {
    guard context.isComplete, let http = context.file[ConnectorFile.http] else { return }
    if let quota = http[HTTPBlock.quota] {
      if !report.touch(quota.block) { checkParts(quota, context, &report) }
      checkFormat(quota[QuotaBlock.reset], context, &report)
    } else if !http.block.has("quota") {
      checkIgnored(http, context, &report)
    }
    checkFormat(http[HTTPBlock.throttled]?[ThrottledBlock.wait], context, &report)
  }

  private static func recorded(
    _ context: ConnectorContext, where isMeant: (Exchange.Header) -> Bool
  ) -> Exchange.Header? {
    for recorded in context.evidence.exchanges {
      if let header = recorded.exchange.headers.first(where: isMeant) { return header }
    }
    return nil
  }

  private static func checkIgnored(
    _ http: HTTPBlock, _ context: ConnectorContext, _ report: inout FindingList
  ) {
    func tellsWhatIsLeft(_ header: Exchange.Header) -> Bool {
      let name = header.lowercaseName
      return name.holds("remaining") && ["limit", "quota", "calls", "requests"].contains { name.holds($0) }
    }
    guard let header = recorded(context, where: tellsWhatIsLeft) else { return }
    report.add(
      Finding(
        .quotaIgnored, "replies tell how many calls are left, and nothing reads it",
        at: context.own(http.block.head), about: "quota", path: "http",
        related: [.init("recorded here", at: header.range)],
        suggestions: ["quota: {remaining: \(header.name)}"]))
  }

  /// Beside the header for what is left stand others for the whole and for its return.
  private static func checkParts(
    _ quota: QuotaBlock, _ context: ConnectorContext, _ report: inout FindingList
  ) {
    guard let remaining = quota[QuotaBlock.remaining]?.lowercased(), remaining.contains("remaining") else {
      return
    }
    for key in ["limit", "reset"] where !quota.block.has(key) {
      let parts = remaining.split(separator: "remaining", omittingEmptySubsequences: false)
      let name = parts.joined(separator: key)
      guard name != remaining,
        let header = recorded(context, where: { $0.lowercaseName == name && isRead($0.value) })
      else {
        continue
      }
      report.add(
        Finding(
          .quotaIgnored, "replies have `\(header.name)` as well, and no `\(key)` reads it",
          at: context.own(quota.block.keyRange("remaining")), about: key, path: quota.block.path.description,
          related: [.init("recorded here", at: header.range)]))
    }
  }

  /// A number or a moment: `120ms` is neither.
  private static func isRead(_ value: String) -> Bool { Double(value) != nil || otherFormat(value) != nil }

  /// A wait that is written otherwise than seconds, and is said to be nothing else.
  private static func checkFormat(
    _ wait: WaitBlock?, _ context: ConnectorContext, _ report: inout FindingList
  ) {
    guard let wait, !wait.block.has("format"), let name = wait[WaitBlock.header]?.lowercased(),
      !report.touch(wait.block),
      let header = recorded(context, where: { $0.lowercaseName == name && otherFormat($0.value) != nil }),
      let format = otherFormat(header.value)
    else { return }
    report.add(
      Finding(
        .waitFormat,
        "the recorded `\(header.name)` is `\(header.value)`: no number of seconds, and no `format` says what",
        at: context.own(wait.block.keyRange("header")), about: "format", path: wait.block.path.description,
        related: [.init("recorded here", at: header.range)], suggestions: ["format: \(format)"]))
  }

  /// How a value is written that is neither a number of seconds nor an HTTP date; nil for one that is.
  private static func otherFormat(_ value: String) -> String? {
    if let number = Double(value) {
      // Nobody waits for three years; so many seconds and milliseconds have gone by since 1970.
      return number > 100_000_000_000 ? "unix_ms" : number > 100_000_000 ? "unix" : nil
    }
    // `Fri, 20 Nov 2026 12:00:00 GMT` begins with a letter, and `120ms` is no moment.
    guard value.first?.isNumber ?? false, value.split(separator: "-").count > 2 else { return nil }
    return value.contains("T") ? "iso8601" : "\"yyyy-MM-dd HH:mm:ss\""
  }
}

extension Rule {
  private static func throttled(_ format: String, _ marker: String = "") -> Diagnostics.Example {
    """
    http:
      base_url: https://api.example.com/v1
      rate_limit: {requests: 100, per: 1m}
      throttled: {status: [429], wait: {header: X-Limit-Reset\(format)}}
    \(marker)
    --- connectors/acme/recordings/employees.http (whole)
    \(twoPages("GET /employees", #""next": "c2""#, "GET /employees?cursor=c2", #""next": null"#))

    ### slow down again
    GET /employees

    HTTP 429
    X-Limit-Reset: 1795176000
    """
  }

  static let waitFormat = Rule(
    "rate/wait-format", .warning, .proven, "a wait that is not written in seconds",
    page: """
      Without `format` a header that says how long to wait is read as `Retry-After` is: a number of seconds, or a moment as HTTP writes \
      it. What was recorded is something else, and would be waited for in vain or for decades.
      """,
    failing: throttled("", "#                                   ^^^^^^ rate/wait-format"),
    passing: throttled(", format: unix"))
}
