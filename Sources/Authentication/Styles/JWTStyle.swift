internal import HTTP
internal import Language
internal import Programs
internal import Synchronization

/// A token that we sign ourselves and keep for its lifetime.
struct JWTStyle: AuthStyle {
  static let constructs: [any Construct.Type] = [JWTAuth.self]

  fileprivate let token: SignedToken
  fileprivate let placement: TokenPlacement

  init?(_ block: Block, _ base: ConnectBase) {
    guard let token = SignedToken(block, jwt: base) else { return nil }
    self.token = token
    placement = TokenPlacement(block[JWTAuth.send], prefix: block[JWTAuth.prefix] ?? "Bearer ", block)
  }

  func authenticator(_ connection: Connection) -> any Authenticator {
    JWTAuthenticator(self, connection)
  }
}

private final class JWTAuthenticator: Authenticator {
  private let style: JWTStyle
  private let connection: Connection
  private let kept = Mutex<(token: String, until: Duration)?>(nil)

  init(_ style: JWTStyle, _ connection: Connection) {
    self.style = style
    self.connection = connection
  }

  func prepare(_ draft: inout RequestDraft) async throws(RunFailure) {
    try style.placement.put(try await token(), into: &draft)
  }

  func renew(after refused: RefusedCall?) async throws(RunFailure) -> Bool {
    kept.withLock { $0 = nil }
    return true
  }

  var isCorrected: Bool { connection.time.isCorrected }

  func notice(_ response: HTTPResponse) {
    if response.isRefusal { connection.time.learn(from: response, now: connection.clock.now) }
  }

  private func token() async throws(RunFailure) -> String {
    let elapsed = connection.clock.elapsed
    if let token = kept.withLock({ kept in kept.flatMap { elapsed < $0.until ? $0.token : nil } }) {
      return token
    }
    let made = try style.token.token(at: connection.moment, await connection.variables())
    // The provider's clock may be ahead, and the call takes its time.
    let until = elapsed + style.token.lasts * 0.9
    kept.withLock { $0 = (made, until) }
    return made
  }
}
