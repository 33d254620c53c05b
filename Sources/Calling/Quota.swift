internal import Diagnostics
internal import Expressions
internal import HTTP
package import Language
package import Programs
internal import Values

/// Reads from a reply what the provider says is left.
package struct QuotaProgram: Sendable {
  private let remaining: String
  private let limit: String?
  private let reset: WaitProgram?
  /// How many calls to leave for others.
  let keep: Int

  package init(remaining: String, limit: String? = nil, reset: WaitProgram? = nil, keep: Int = 0) {
    self.remaining = remaining
    self.limit = limit
    self.reset = reset
    self.keep = keep
  }

  /// Nil when the block is damaged.
  package init?(_ quota: QuotaBlock, _ surroundings: Surroundings) {
    let block = quota.block
    guard let remaining = block[QuotaBlock.remaining] else { return nil }
    self.init(
      remaining: remaining, limit: block[QuotaBlock.limit],
      reset: block[QuotaBlock.reset].flatMap { WaitProgram($0, surroundings) },
      keep: block[QuotaBlock.keep] ?? 0)
  }

  /// What a reply tells; nil when it does not tell.
  func reading(
    _ response: HTTPResponse, _ variables: Activation?, now: Instant
  ) throws(RunFailure) -> QuotaReading? {
    guard let left = response.headers[remaining].flatMap(Self.count) else { return nil }
    let kept = kept(response)
    switch try reset?.reading(response, variables, now: now) {
    case .wait(let wait): return QuotaReading(remaining: left, keep: kept, resets: wait, isTooLong: false)
    case .tooLong(let wait): return QuotaReading(remaining: left, keep: kept, resets: wait, isTooLong: true)
    case .unknown, nil:
      // An allowance that is full again by now is no reason to wait, whatever is left of the one before.
      let isFull = try reset?.isOver(response, variables, now: now) ?? false
      return QuotaReading(remaining: left, keep: kept, resets: isFull ? .zero : nil, isTooLong: false)
    }
  }

  /// Whether nobody waits so long for the allowance to be full again.
  func isTooLong(_ wait: Duration) -> Bool { reset.map { wait > $0.atMost } ?? false }

  /// What is left for others: of a small allowance no more than half, or nothing would ever be called.
  private func kept(_ response: HTTPResponse) -> Int {
    guard let limit, let size = response.headers[limit].flatMap(Self.count), size > 0 else { return keep }
    return min(keep, size / 2)
  }

  /// `42`, `42.0`, `-1`, and the first of several as `42;w=60` has them.
  private static func count(_ text: String) -> Int? {
    let first = text.prefix { $0 != ";" && $0 != "," && $0 != " " }
    guard let number = Double(first), number.isFinite, abs(number) < 1e15 else { return nil }
    return Int(number.rounded(.down))
  }
}

/// What a reply said of the allowance.
struct QuotaReading: Sendable, Hashable {
  var remaining: Int
  /// How many to leave for others.
  var keep: Int
  /// From now.
  var resets: Duration?
  /// The reset is further away than anybody wants to wait.
  var isTooLong: Bool
}
