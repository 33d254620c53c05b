internal import HTTP
internal import Language
internal import Programs
internal import Values

/// Several proofs at once, in order.
struct CombinedStyle: AuthStyle {
  static let constructs: [any Construct.Type] = [CombinedAuth.self]

  private let styles: [any AuthStyle]

  init?(_ block: Block, _ base: ConnectBase) throws(RunFailure) {
    guard let blocks = block[CombinedAuth.of] else { return nil }
    var styles: [any AuthStyle] = []
    for block in blocks { styles.append(try AuthStyleList.style(block, base)) }
    self.styles = styles
  }

  func authenticator(_ connection: Connection) throws(RunFailure) -> any Authenticator {
    var connection = connection
    var proofs: [any Authenticator] = []
    for style in styles {
      connection.earlier = proofs
      proofs.append(try style.authenticator(connection))
    }
    return CombinedAuthenticator(proofs: proofs)
  }

  func consent(_ connection: Connection) throws(RunFailure) -> ConsentFlow? {
    var connection = connection
    for style in styles {
      if let flow = try style.consent(connection) { return flow }
      connection.earlier.append(try style.authenticator(connection))
    }
    return nil
  }
}

private struct CombinedAuthenticator: Authenticator {
  let proofs: [any Authenticator]

  func account() async throws(RunFailure) -> [String: Value] {
    var account: [String: Value] = [:]
    for proof in proofs { account.merge(try await proof.account()) { _, new in new } }
    return account
  }

  func prepare(_ draft: inout RequestDraft) async throws(RunFailure) {
    for proof in proofs { try await proof.prepare(&draft) }
  }

  func sign(_ request: inout HTTPRequest) async throws(RunFailure) {
    for proof in proofs { try await proof.sign(&request) }
  }

  func renew(after refused: RefusedCall?) async throws(RunFailure) -> Bool {
    var isRenewed = false
    for proof in proofs where try await proof.renew(after: refused) { isRenewed = true }
    return isRenewed
  }

  var isCorrected: Bool { proofs.contains { $0.isCorrected } }

  func notice(_ response: HTTPResponse) { for proof in proofs { proof.notice(response) } }

  func signOut() async throws(RunFailure) {
    // The log-out call of a later proof is made with the earlier ones.
    for proof in proofs.reversed() { try await proof.signOut() }
  }

  func scopesNotAskedFor(of stream: String) async throws(RunFailure) -> [String] {
    var scopes: [String] = []
    for proof in proofs { scopes += try await proof.scopesNotAskedFor(of: stream) }
    return scopes
  }

  var credentials: [Credential] { proofs.flatMap(\.credentials) }
}
