internal import Diagnostics
internal import Language
internal import Programs
internal import Storage
internal import Values
internal import YAML

extension Judgement {
  /// Holds a connection that was made against its recording, and what it captured against `account`.
  mutating func judge(_ block: SignInBlock) {
    for exchange in performance.unplayed {
      add(
        .unaskedExchange, "nobody asks for \(exchange.method) \(exchange.target.prefix(200))",
        at: test.block.valueRange("recording"), related: [.init("recorded here", at: exchange.titleRange)])
    }
    guard test[TestCase.fails] == nil else { return }
    judgeAccount(block)
    judgeLife(block)
    judgeRotation()
    if findings.isEmpty, performance.played.isEmpty {
      add(.caseProvesNothing, "nothing is asked for", at: test.block.valueRange("name"))
    }
  }

  private mutating func judgeAccount(_ block: SignInBlock) {
    for (name, value) in performance.captured.sorted(by: { $0.key < $1.key }) {
      guard let expected = account[name] else {
        add(
          .difference, "nobody expects `account.\(name)`, which is \(Comparison.shown(value))",
          at: test.block.keyRange("sign_in"))
        continue
      }
      for difference in Comparison.differences(expected, value, path: "account.\(name)") {
        add(.difference, "`\(difference.path)`: \(difference.message)", at: difference.place)
      }
    }
    judgeMissingAccount()
  }

  mutating func judgeMissingAccount() {
    // What stands with the case itself was written for this way of signing in.
    let own = (test[TestCase.account] ?? []).map(\.name)
    for name in Set(performance.capturable + own).sorted() where performance.captured[name] == nil {
      guard let expected = account[name] else { continue }
      add(.difference, "`account.\(name)` is not captured", at: expected.start)
    }
  }

  /// A refresh token that stays good does not change in the recording.
  private mutating func judgeRotation() {
    guard let old = performance.token?.refreshToken, let new = performance.renewedToken?.refreshToken,
      (old != new) != performance.rotates
    else { return }
    add(
      .difference,
      performance.rotates
        ? "the connector says `rotates: true`, and the recorded renewal leaves the refresh token as it was"
        : "the recorded renewal gives another refresh token, and the connector does not say `rotates: true`",
      at: test.block.keyRange("sign_in"))
  }

  private mutating func judgeLife(_ block: SignInBlock) {
    let token = performance.token
    judgeLife("token", block[SignInBlock.lasts], "lasts", token?.issuedAt, token?.expiresAt, block)
    judgeLife(
      "refresh token", block[SignInBlock.refreshLasts], "refresh_lasts", token?.issuedAt,
      token?.refreshExpiresAt, block)
  }

  private mutating func judgeLife(
    _ title: String, _ wanted: Milliseconds?, _ key: String, _ begin: Instant?, _ end: Instant?,
    _ block: SignInBlock
  ) {
    guard let wanted else { return }
    let place = block.block.valueRange(key)
    guard let begin, let end else {
      add(.difference, "expected a \(title) that ends, and nothing says when", at: place)
      return
    }
    let lasts = (end.nanosecondsSinceEpoch - begin.nanosecondsSinceEpoch) / 1_000_000
    guard lasts != Int128(wanted.count) else { return }
    add(.difference, "the \(title) is good for \(Double(lasts) / 1000) s", at: place)
  }
}
