package import Expressions
package import HTTP
package import Language
package import Programs
package import Values

/// Reads from a reply how long to wait.
package struct WaitProgram: Sendable {
  /// What a reply says.
  package enum Reading: Sendable, Hashable {
    case wait(Duration)
    /// Nothing, or nothing that makes sense: nonsense, the past, a negative number.
    case unknown
    /// Longer than `at_most`.
    case tooLong(Duration)
  }

  private enum Source: Sendable {
    case header(String)
    case value(ExpressionProgram)
    case fixed(Duration)
  }

  private let source: Source
  private let format: WaitWord
  /// In place of `format`, where a time format is given.
  private let pattern: TimePattern?
  /// The longest wait that makes sense.
  package let atMost: Duration

  /// `Retry-After` as HTTP defines it, for connectors that say nothing else.
  package static let retryAfter = WaitProgram(header: "Retry-After")

  package init(header: String, format: WaitWord = .auto, atMost: Duration = .seconds(3600)) {
    source = .header(header)
    self.format = format
    pattern = nil
    self.atMost = atMost
  }

  /// Nil when the block is damaged.
  package init?(_ wait: WaitBlock, _ surroundings: Surroundings) {
    let block = wait.block
    if let fixed = block[WaitBlock.fixed] {
      source = .fixed(.milliseconds(fixed.count))
    } else if let value = block[WaitBlock.value] {
      source = .value(ExpressionProgram(value, surroundings))
    } else if let header = block[WaitBlock.header] {
      source = .header(header)
    } else {
      return nil
    }
    switch block[WaitBlock.format] {
    case .word(let word):
      format = word
      pattern = nil
    case .time(let text):
      format = .auto
      pattern = try? TimePattern(text == "date" ? "yyyy-MM-dd" : text)
    case nil:
      format = .auto
      pattern = nil
    }
    atMost = .milliseconds((block[WaitBlock.atMost] ?? Milliseconds(3_600_000)).count)
  }

  /// `variables` are those of the reply; only `value` needs them.
  package func reading(
    _ response: HTTPResponse, _ variables: Activation?, now: Instant
  ) throws(RunFailure) -> Reading {
    if case .fixed(let duration) = source { return .wait(duration) }
    guard let wait = try told(response, variables, now: now), wait > .zero else { return .unknown }
    return wait > atMost ? .tooLong(wait) : .wait(wait)
  }

  /// Whether the moment that a reply names has come already.
  func isOver(_ response: HTTPResponse, _ variables: Activation?, now: Instant) throws(RunFailure) -> Bool {
    try told(response, variables, now: now).map { $0 <= .zero } ?? false
  }

  private func told(
    _ response: HTTPResponse, _ variables: Activation?, now: Instant
  ) throws(RunFailure) -> Duration? {
    switch source {
    case .fixed(let duration): return duration
    case .header(let name):
      return response.headers[name].flatMap { duration($0, now: Self.moment(response, now)) }
    case .value(let program):
      guard let variables, let text = try program.text(variables) else { return nil }
      return duration(text, now: Self.moment(response, now))
    }
  }

  /// The provider's own idea of now, when it tells: its moments are to be compared with its clock.
  private static func moment(_ response: HTTPResponse, _ now: Instant) -> Instant {
    guard let date = response.headers["Date"].flatMap({ instant($0, .http) }),
      abs(date.seconds - now.seconds) < 86_400
    else { return now }
    return date
  }

  private func duration(_ text: String, now: Instant) -> Duration? {
    if let pattern { return pattern.instant(from: text).map { $0.distance(from: now) } }
    switch format {
    case .seconds: return Self.number(text).map { .seconds(1) * $0 }
    case .milliseconds: return Self.number(text).map { .milliseconds(1) * $0 }
    case .http_date: return Self.instant(text, .http).map { $0.distance(from: now) }
    case .iso8601: return Self.instant(text, .iso8601).map { $0.distance(from: now) }
    case .unix: return Self.number(text).flatMap { Self.instant(seconds: $0) }.map { $0.distance(from: now) }
    case .unix_ms:
      return Self.number(text).flatMap { Self.instant(seconds: $0 / 1000) }.map { $0.distance(from: now) }
    case .auto:
      guard let number = Self.number(text) else {
        return (Self.instant(text, .http) ?? Self.instant(text, .iso8601)).map { $0.distance(from: now) }
      }
      // Thirty years of waiting are a moment in truth, which some providers send here.
      if number >= 1e12 { return Self.instant(seconds: number / 1000).map { $0.distance(from: now) } }
      if number >= 1e9 { return Self.instant(seconds: number).map { $0.distance(from: now) } }
      return .seconds(1) * number
    }
  }

  /// A plain number, small enough to reckon with.
  private static func number(_ text: String) -> Double? {
    let isPlain = text.utf8.allSatisfy {
      (0x30...0x39).contains($0) || $0 == 0x2E || $0 == 0x2D || $0 == 0x2B
    }
    guard isPlain, text.utf8.count <= 32, let number = Double(text), abs(number) < 1e15 else { return nil }
    return number
  }

  private static func instant(seconds: Double) -> Instant? {
    let whole = seconds.rounded(.down)
    guard abs(whole) < 1e12 else { return nil }
    return Instant(seconds: Int64(whole), nanoseconds: Int32((seconds - whole) * 999_999_999))
  }

  private static func instant(_ text: String, _ form: NamedTimeForm) -> Instant? {
    (try? TimePattern(form.rawValue))?.instant(from: text)
  }
}

extension Instant {
  /// The time from another moment to this one, negative when this one is earlier.
  package func distance(from other: Instant) -> Duration {
    .seconds(seconds - other.seconds) + .nanoseconds(Int64(nanoseconds) - Int64(other.nanoseconds))
  }
}
