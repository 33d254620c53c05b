internal import Cryptography
internal import Diagnostics
internal import HTTP
internal import Language
internal import Programs
internal import Synchronization
internal import Values

/// The keys that a provider publishes (JWKS), read seldom: deliveries come far more often than keys change.
final class PublishedKeys: Sendable {
  private struct Entry {
    let keys: KeySet
    let readAt: Instant
    let lasts: Milliseconds
  }

  private let entries = Mutex<[String: Entry]>([:])

  /// Where the provider does not say how long its keys may be kept.
  private static let usual = Milliseconds(3_600_000)
  private static let shortest = Milliseconds(300_000)
  private static let longest = Milliseconds(86_400_000)
  /// A key that is unknown is asked for, but no more often than this: whoever makes up names of keys must not make us ask each time.
  private static let pause = Milliseconds(60_000)

  /// Whether one of the keys has signed a token; a key that is not known yet is asked for once.
  func haveSigned(
    _ token: JSONWebToken, at address: String, algorithms: Set<TokenAlgorithm>, _ scene: SignatureScene,
    at place: SourceRange
  ) async throws(RunFailure) -> Bool {
    // A shared secret is never published: only key pairs count here.
    let algorithms = algorithms.filter { !$0.isShared }
    let now = scene.session.clock.now
    if let known = entries.withLock({ $0[address] }), now < known.readAt.moved(by: known.lasts) {
      if token.isSigned(with: known.keys, algorithms: algorithms) { return true }
      let isKnown = token.keyID.map { id in known.keys.keys.contains { $0.id == id } } ?? false
      if isKnown || now < known.readAt.moved(by: Self.pause) { return false }
    }
    return token.isSigned(with: try await read(address, scene, place), algorithms: algorithms)
  }

  private func read(
    _ address: String, _ scene: SignatureScene, _ place: SourceRange
  ) async throws(RunFailure) -> KeySet {
    let answer = try await scene.session.send(
      Outgoing(openDocument: address, at: place, rules: scene.rules, variables: scene.variables))
    guard case .json(let view) = answer.reply.body, let keys = try? KeySet(view) else {
      throw RunFailure(.provider, "the provider's keys cannot be read", at: place, isPassing: true)
    }
    let lasts = Self.lifetime(answer.reply.response.headers["Cache-Control"] ?? "")
    let entry = Entry(keys: keys, readAt: scene.session.clock.now, lasts: lasts)
    entries.withLock { $0[address] = entry }
    return keys
  }

  /// `max-age`, within what makes sense.
  private static func lifetime(_ control: String) -> Milliseconds {
    let directives = control.lowercased().split(separator: ",").map { $0.drop { $0 == " " } }
    guard let age = directives.first(where: { $0.hasPrefix("max-age=") }),
      let seconds = Int(age.dropFirst("max-age=".count).prefix { $0.isNumber })
    else { return usual }
    let count = min(seconds, longest.count / 1000) * 1000
    return Milliseconds(max(count, shortest.count))
  }
}
