internal import Cryptography
internal import Expressions
package import HTTP
internal import Language
package import Programs
package import Storage
package import Values

/// One attempt of one person to connect an account: what must be known again when the answer comes.
package struct ConsentAttempt: Sendable, Hashable {
  package let state: String
  package let integration: IntegrationID
  /// Who began it: the answer counts only in the same browser session.
  package let session: String
  /// Exactly as it was sent to the consent page.
  package let redirect: String
  package let expiresAt: Instant
  /// Where the person goes.
  package let address: WebAddress
  let verifier: String?
  /// Hosts that may name themselves as issuer, where the connector does not say who must.
  let hosts: [String]
  /// What the issuer must be, letter for letter.
  let issuer: String?

  /// An answer that comes later is nobody's.
  package static let lasts = TimeSpan(nanoseconds: 600_000_000_000)
}

/// The consent of a person in the browser, and the token that comes of it (RFC 6749, 7636, 9207).
package struct ConsentFlow: Sendable {
  let consent: ConsentProgram
  let source: OAuth2Source

  /// What the person is asked for.
  package var scopes: [String] { source.credential.scopes }

  /// Begins an attempt: `redirect` is where the answer is awaited.
  package func begin(redirect: String, session: String) async throws(RunFailure) -> ConsentAttempt {
    let variables = try await source.connection.variables()
    let page: WebAddress
    do {
      page = try WebAddress(try consent.address.address(variables))
    } catch let error as WebAddress.Problem {
      throw RunFailure(
        .request, "the consent page has no address: \(error.message)", at: consent.address.place)
    } catch let error as RunFailure {
      throw error
    } catch {
      throw RunFailure(.request, "the consent page has no address", at: consent.address.place)
    }
    let state = Base64URL.encode(SecureRandom.bytes(32))
    let proof = consent.usesProofKey ? ProofKey() : nil
    var values: [(name: String, value: String)] = [
      ("response_type", "code"),
      ("client_id", try source.program.client.id?.credential("the application's id", variables) ?? ""),
      ("redirect_uri", redirect), ("state", state),
    ]
    if !scopes.isEmpty {
      values.append((consent.scopeParameter, scopes.joined(separator: source.program.scopeSeparator)))
    }
    if let proof { values += [("code_challenge", proof.challenge), ("code_challenge_method", "S256")] }
    for (name, program) in consent.parameters {
      guard let text = try program.text(variables) else { continue }
      // A connector may add to what the protocol needs, not change it.
      guard !["state", "redirect_uri", "code_challenge", "code_challenge_method"].contains(name) else {
        continue
      }
      values.removeAll { $0.name == name }
      values.append((name, text))
    }
    var address = page
    let query = RequestDraft.encoded(values)
    address.query = page.query.map { $0.isEmpty ? query : "\($0)&\(query)" } ?? query
    return ConsentAttempt(
      state: state, integration: source.connection.integration, session: session, redirect: redirect,
      expiresAt: source.connection.clock.now.adding(ConsentAttempt.lasts) ?? source.connection.clock.now,
      address: address, verifier: proof?.verifier, hosts: try hosts(page, variables),
      issuer: try consent.issuer?.text(variables))
  }

  private func hosts(_ page: WebAddress, _ variables: Activation) throws(RunFailure) -> [String] {
    let token = try? WebAddress(try source.program.tokenURL.address(variables))
    return [page.host] + (token.map { [$0.host] } ?? [])
  }

  /// Redeems the code of an answer that `ConsentDesk` let pass, and stores the token; nothing is stored when anything fails.
  package func finish(_ attempt: ConsentAttempt, _ answer: ConsentAnswer) async throws(RunFailure)
    -> Credential
  {
    let row = TokenRow(source.connection, source)
    let before = try await row.read()
    var question = TokenQuestion(
      values: [
        ("grant_type", "authorization_code"), ("code", answer.code), ("redirect_uri", attempt.redirect),
      ], secrets: [answer.code])
    if let verifier = attempt.verifier {
      question.values.append(("code_verifier", verifier))
      question.secrets.append(verifier)
    }
    var token: TokenContent
    do {
      token = try await source.exchange(
        question, replacing: nil, callback: answer.values.mapValues(Value.string), isRepeatable: false)
      token = try await source.identified(token)
    } catch {
      throw error.failure
    }
    token.settingsMark = try source.settingsMark()
    token.asked = scopes
    guard try await row.replace(token, ifVersion: before?.version) else {
      throw RunFailure(.credentials, "the account was connected or disconnected by somebody else meanwhile")
    }
    return source.credential
  }
}
