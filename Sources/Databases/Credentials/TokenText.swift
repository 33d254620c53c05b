internal import JSON
internal import Storage
internal import Values

/// What is known of a connected account, as the JSON text that is sealed.
enum TokenText {
  static func text(of content: TokenContent) throws(StoreFailure) -> String {
    let captured = content.captured.sorted { $0.key < $1.key }.map { ($0.key, Value.string($0.value)) }
    let claim = content.claim.map { claim in
      Value.map(MapValue([("holder", .string(claim.holder)), ("until", text(claim.until))]))
    }
    let members: [(String, Value?)] = [
      ("access_token", .string(content.accessToken)),
      ("refresh_token", content.refreshToken.map(Value.string)),
      ("issued_at", content.issuedAt.map(text)), ("expires_at", content.expiresAt.map(text)),
      ("refresh_expires_at", content.refreshExpiresAt.map(text)),
      ("scopes", .list(content.scopes.map(Value.string))),
      ("asked", content.asked.map { .list($0.map(Value.string)) }), ("captured", .map(MapValue(captured))),
      ("ended_because", content.endedBecause.map(Value.string)),
      ("settings_mark", content.settingsMark.map(Value.string)), ("claim", claim),
    ]
    let present = members.compactMap { name, value in value.map { (name, $0) } }
    var steps = 100_000
    do {
      return try JSONWriter.text(of: .map(MapValue(present)), steps: &steps, limit: 1 << 22)
    } catch {
      throw StoreFailure(.failed, "what is known of the account is too long to be kept")
    }
  }

  static func content(of text: String) throws(StoreFailure) -> TokenContent {
    guard let root = try? JSONDocument(text: text).root, let accessToken = root["access_token"]?.string else {
      throw StoreFailure(.unusable, "what is kept of the account cannot be read")
    }
    var captured: [String: String] = [:]
    if let members = root["captured"]?.members {
      for (key, value) in members {
        if let name = key.string, let value = value.string { captured[name] = value }
      }
    }
    return TokenContent(
      accessToken: accessToken, refreshToken: root["refresh_token"]?.string,
      issuedAt: instant(root["issued_at"]), expiresAt: instant(root["expires_at"]),
      refreshExpiresAt: instant(root["refresh_expires_at"]),
      scopes: root["scopes"]?.elements.compactMap(\.string) ?? [], captured: captured,
      endedBecause: root["ended_because"]?.string, settingsMark: root["settings_mark"]?.string,
      claim: claim(root["claim"]), asked: root["asked"]?.elements.compactMap(\.string))
  }

  private static func claim(_ view: JSONView?) -> TokenClaim? {
    guard let holder = view?["holder"]?.string, let until = instant(view?["until"]) else { return nil }
    return TokenClaim(holder: holder, until: until)
  }

  private static func text(_ instant: Instant) -> Value { .string(instant.description) }

  private static func instant(_ view: JSONView?) -> Instant? { view?.string.flatMap { Instant($0) } }
}
