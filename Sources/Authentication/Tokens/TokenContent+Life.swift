internal import JSON
internal import Storage
internal import Values

extension TokenContent {
  /// Renewed when a tenth of its life is left, or a minute if that is less.
  private static let earliest: Int128 = 60_000_000_000

  /// Whether it can be used without thinking of renewing it.
  func isFresh(at now: Instant) -> Bool {
    guard !accessToken.isEmpty, endedBecause == nil else { return false }
    guard let expiresAt else { return true }
    let end = expiresAt.nanosecondsSinceEpoch
    let tenth = issuedAt.map { max(0, (end - $0.nanosecondsSinceEpoch) / 10) } ?? Self.earliest
    return now.nanosecondsSinceEpoch < end - min(tenth, Self.earliest)
  }

  /// Whether the provider should still take it.
  func isGood(at now: Instant) -> Bool {
    !accessToken.isEmpty && endedBecause == nil && expiresAt.map { now < $0 } ?? true
  }

  /// The same with another refresh token, made from other settings.
  func renewable(by refreshToken: String?, _ mark: String?) -> TokenContent {
    var content = self
    content.refreshToken = refreshToken
    content.settingsMark = mark
    return content
  }

  /// What expressions see as `account`.
  var account: [String: Value] {
    captured.mapValues { text in
      (try? JSONDocument(text: text)).map { .json($0.root) } ?? .null
    }
  }
}
