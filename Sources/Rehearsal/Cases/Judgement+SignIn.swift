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
    for name in performance.capturable where performance.captured[name] == nil {
      guard let expected = account[name] else { continue }
      add(.difference, "`account.\(name)` is not captured", at: expected.start)
    }
  }

  private mutating func judgeLife(_ block: SignInBlock) {
    guard let wanted = block[SignInBlock.lasts] else { return }
    let place = block.block.valueRange("lasts")
    guard let token = performance.token, let begin = token.issuedAt, let end = token.expiresAt else {
      add(.difference, "expected a token that ends, and nothing says when", at: place)
      return
    }
    let lasts = (end.nanosecondsSinceEpoch - begin.nanosecondsSinceEpoch) / 1_000_000
    guard lasts != Int128(wanted.count) else { return }
    add(.difference, "the token is good for \(Double(lasts) / 1000) s", at: place)
  }
}
