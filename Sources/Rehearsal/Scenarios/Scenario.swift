internal import HTTP
internal import JSON
internal import Language
internal import Programs
internal import Values

/// What may befall every good listing; made from a good recording, so that nobody has to record it.
enum Scenario: String, CaseIterable, Sendable {
  /// The second request is told to slow down, with a wait.
  case throttled
  /// The second request meets a fault that passes.
  case fault
  /// The token is refused at the second request.
  case expired
  /// Half of a reply is missing.
  case truncated
  /// The last page is the one before it once more, with its token for the next.
  case repeated

  var words: String {
    switch self {
    case .throttled: "a request that is answered 429 with `Retry-After` first"
    case .fault: "a request that is answered 500 first"
    case .expired: "a request that is answered 401 first"
    case .truncated: "a reply of which half is missing"
    case .repeated: "the page before the last once more in place of the last"
    }
  }

  /// The replies with the mishap in them; nil where it cannot befall them.
  ///
  /// `isWindowed` when a page may be the first of another window of time.
  func scenes(
    _ scenes: [RecordedProvider.Scene], _ good: Performance, isWindowed: Bool
  ) -> [RecordedProvider.Scene]? {
    // The second request shows that what the first one brought is kept; a listing of one page has only the first.
    guard let place = good.played.count > 1 ? good.played[1] : good.played.first,
      scenes.indices.contains(place), (200..<300).contains(scenes[place].status)
    else { return nil }
    // What comes of a page that was asked for only to be sure matters little: the listing may end before it.
    let unsure = Set(zip(good.played, good.requests).filter(\.1.isToBeSure).map(\.0))
    switch self {
    case .throttled: return Self.refused(scenes, at: place, 429, HeaderFields([.init("Retry-After", "2")]))
    case .fault: return Self.refused(scenes, at: place, 500, HeaderFields())
    case .expired: return good.hasTokens ? Self.refused(scenes, at: place, 401, HeaderFields()) : nil
    case .truncated:
      // Where the same is asked for once more, as of a job under way, the next answer makes up for the broken one.
      let isAskedAgain = scenes.dropFirst(place + 1).contains { $0.answersSame(as: scenes[place]) }
      guard scenes[place].body.count > 1, !isAskedAgain, !unsure.contains(place) else { return nil }
      var changed = scenes
      changed[place].body = Self.half(scenes[place].body)
      return changed
    case .repeated:
      guard !isWindowed, let previous = good.pages.dropLast().last, !previous.isEndOfSlice, previous.read > 1,
        let last = good.played.last, !unsure.contains(last), let before = good.played.dropLast().last,
        Set(good.played).count == good.pages.count,
        scenes[last].exchange.path == scenes[before].exchange.path,
        scenes[last].exchange.method == scenes[before].exchange.method, scenes[before].status == 200
      else { return nil }
      var changed = scenes
      changed[last].status = scenes[before].status
      changed[last].body = scenes[before].body
      changed[last].headers = scenes[before].headers
      return changed
    }
  }

  /// The first half of a body, or a little less: what ends where a line does is a whole reply to every format of lines.
  private static func half(_ body: [UInt8]) -> [UInt8] {
    let newline = UInt8(ascii: "\n")
    let end = body.count / 2
    guard end > 0, end < body.count, body[end] == newline || body[end - 1] == newline else {
      return Array(body.prefix(end))
    }
    let line = body[..<end].dropLast().lastIndex(of: newline).map { $0 + 1 } ?? 0
    return Array(body.prefix(line + (end - line) / 2))
  }

  /// A refusal comes before the good reply to the same request.
  private static func refused(
    _ scenes: [RecordedProvider.Scene], at place: Int, _ status: Int, _ headers: HeaderFields
  ) -> [RecordedProvider.Scene] {
    var refusal = scenes[place]
    refusal.status = status
    refusal.headers = headers
    refusal.body = []
    var changed = scenes
    changed.insert(refusal, at: place)
    return changed
  }

  /// Why the outcome is not the one that is promised; nil when it is.
  func complaint(_ outcome: Performance, good: Performance) -> String? {
    switch self {
    case .throttled, .fault, .expired:
      guard let failure = outcome.failure else {
        return outcome.isLike(good) ? nil : "other records come of it"
      }
      // A connector may know that no other token will help.
      if self == .expired, failure.kind == .credentials { return nil }
      return "it fails: \(failure.message)"
    case .truncated:
      // What went into quarantine is told as loudly as a failure.
      guard outcome.failure == nil, outcome.quarantined.isEmpty else { return nil }
      return outcome.isLike(good)
        ? "half a reply is taken for a whole one" : "records are missing, and the run looks good"
    case .repeated:
      guard let failure = outcome.failure else { return "nothing is noticed" }
      return outcome.misses.isEmpty ? nil : "paging goes on: \(failure.message)"
    }
  }
}

extension Performance {
  /// Whether the same records came, in the same order, and the same are gone.
  func isLike(_ other: Performance) -> Bool {
    guard records.keys == other.records.keys, deleted.map(\.key) == other.deleted.map(\.key) else {
      return false
    }
    return records.allSatisfy { model, own in
      guard let others = other.records[model], own.count == others.count else { return false }
      var steps = 10_000_000
      return zip(own, others).allSatisfy { (try? $0.value.equals($1.value, steps: &steps)) ?? false }
    }
  }
}
