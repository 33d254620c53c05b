internal import Diagnostics
package import Language
package import Programs

/// One limit of a connector on its calls.
package struct RateLimit: Sendable {
  /// How many calls, or points of cost, in what time.
  package struct Allowed: Sendable, Hashable {
    package var requests: Int
    package var per: Duration
    package var style: RateStyle
    package var burst: Int

    package init(requests: Int, per: Duration, style: RateStyle = .bucket, burst: Int? = nil) {
      self.requests = max(1, requests)
      self.per = max(per, .milliseconds(1))
      self.style = style
      self.burst = max(1, burst ?? requests)
    }
  }

  package var allowed: Allowed?
  package var concurrency: Int?
  package var scope: RateScope
  package var cost: ExpressionProgram?
  /// None: all paths.
  package var paths: [PathPattern]
  /// What has the limit for itself; nil where all calls share it.
  package var each: ExpressionProgram?

  package init(
    _ allowed: Allowed? = nil, concurrency: Int? = nil, scope: RateScope = .account,
    cost: ExpressionProgram? = nil, paths: [PathPattern] = [], each: ExpressionProgram? = nil
  ) {
    self.allowed = allowed
    self.concurrency = concurrency
    self.scope = scope
    self.cost = cost
    self.paths = paths
    self.each = each
  }

  package init(_ limit: RateLimitBlock, _ surroundings: Surroundings) {
    let block = limit.block
    if let requests = block[RateLimitBlock.requests], let per = block[RateLimitBlock.per] {
      allowed = Allowed(
        requests: requests, per: .milliseconds(per.count), style: block[RateLimitBlock.style] ?? .bucket,
        burst: block[RateLimitBlock.burst])
    }
    concurrency = block[RateLimitBlock.concurrency]
    scope = block[RateLimitBlock.scope] ?? .account
    cost = block[RateLimitBlock.cost].map { ExpressionProgram($0, surroundings) }
    paths = (block[RateLimitBlock.paths] ?? []).map { PathPattern($0.value) }
    each = block[RateLimitBlock.each].map { ExpressionProgram($0, surroundings) }
  }

  /// It is about a part of the calls only, so that being refused says nothing of the others.
  var isOfPart: Bool { !paths.isEmpty || each != nil }

  func applies(to path: String) -> Bool { paths.isEmpty || paths.contains { $0.matches(path) } }
}

/// A path with `*` for any part.
package struct PathPattern: Sendable, Hashable {
  private let pieces: [Substring]

  package init(_ text: String) {
    pieces = Self.withoutQuery(text).split(separator: "*", omittingEmptySubsequences: false)
  }

  /// Whether a path fits, its query left aside.
  package func matches(_ path: String) -> Bool {
    var rest = Self.withoutQuery(path)
    guard let first = pieces.first, let last = pieces.last, rest.hasPrefix(first) else { return false }
    if pieces.count == 1 { return rest == first }
    rest = rest.dropFirst(first.count)
    for piece in pieces.dropFirst().dropLast() where !piece.isEmpty {
      guard let end = Self.end(of: piece, in: rest) else { return false }
      rest = rest[end...]
    }
    return rest.hasSuffix(last)
  }

  private static func withoutQuery(_ text: String) -> Substring { text.prefix { $0 != "?" } }

  private static func end(of piece: Substring, in text: Substring) -> Substring.Index? {
    var start = text.startIndex
    while true {
      if text[start...].hasPrefix(piece) { return text.index(start, offsetBy: piece.count) }
      guard start < text.endIndex else { return nil }
      start = text.index(after: start)
    }
  }
}
