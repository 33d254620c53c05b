package import HTTP
package import Programs
package import Values

/// Proves, for one integration, who is asking.
///
/// A request passes `prepare` while it is a draft and `sign` when it is complete, for every attempt anew: nothing is kept in a
/// request that waits, so that tokens and signatures are as fresh as the call.
package protocol Authenticator: Sendable {
  /// The values of `capture`; signs in when that has not happened yet and can happen without a person.
  func account() async throws(RunFailure) -> [String: Value]
  /// Puts tokens and keys into a draft.
  func prepare(_ draft: inout RequestDraft) async throws(RunFailure)
  /// Certificates, digests and signatures over the finished request.
  func sign(_ request: inout HTTPRequest) async throws(RunFailure)
  /// Gets a new token after a reply that refused the old one, nil when somebody wants a new one; false when there is nothing to renew.
  ///
  /// Calls that were under way with the old token may all ask: one renewal serves them all.
  func renew(after refused: RefusedCall?) async throws(RunFailure) -> Bool
  /// What it signs from now on bears the moment of the provider's clock, which a refusal has told: it is worth another attempt.
  var isCorrected: Bool { get }
  /// Takes from a reply what it says of the proof of the next request.
  func notice(_ response: HTTPResponse)
  /// Gives the token back where the provider has a way, and forgets it. Without a token nothing happens.
  func signOut() async throws(RunFailure)
  /// Scopes that a stream needs and that the person who consented was not asked for; none where that is not known.
  func scopesNotAskedFor(of stream: String) async throws(RunFailure) -> [String]
  /// What the store keeps for it; empty for proofs that are made from the settings alone.
  var credentials: [Credential] { get }
}

extension HTTPRequest {
  /// Signs it when it is complete, and again when a redirect at the same origin has made another one of it.
  package mutating func sign(with proofs: [any Authenticator]) async throws(RunFailure) {
    guard !proofs.isEmpty else { return }
    let unsigned = self
    for proof in proofs { try await proof.sign(&self) }
    proof = RequestProof(of: unsigned) { (request, redirecting) async throws(HTTPFailure) in
      do throws(RunFailure) {
        for proof in proofs { proof.notice(redirecting) }
        for proof in proofs { try await proof.sign(&request) }
      } catch {
        throw HTTPFailure(.malformed, error.message, mayHaveBeenReceived: true)
      }
    }
  }
}

/// A call whose credentials the provider refused.
package struct RefusedCall: Sendable {
  /// The credentials as they were put into it; empty when they went in some other way, with the values of the account for instance.
  package let credentials: [String]
  /// How long it took.
  package let length: Duration

  package init(credentials: [String], length: Duration) {
    self.credentials = credentials
    self.length = length
  }
}

extension Authenticator {
  package func account() async throws(RunFailure) -> [String: Value] { [:] }
  package func prepare(_ draft: inout RequestDraft) async throws(RunFailure) {}
  package func sign(_ request: inout HTTPRequest) async throws(RunFailure) {}
  package func renew(after refused: RefusedCall?) async throws(RunFailure) -> Bool { false }
  package var isCorrected: Bool { false }
  package func notice(_ response: HTTPResponse) {}
  package func signOut() async throws(RunFailure) {}
  package func scopesNotAskedFor(of stream: String) async throws(RunFailure) -> [String] { [] }
  package var credentials: [Credential] { [] }
}

/// A token that the store keeps for an integration.
package struct Credential: Sendable, Hashable {
  /// The row's name in the store: the place of the block in the connector, `auth`.
  package let name: String
  /// How it was got: `oauth2/authorization_code`, `session`.
  package let style: String
  /// Only a person can bring it into being.
  package let needsPerson: Bool
  /// The scopes that are asked for.
  package let scopes: [String]
}
