internal import Expressions
internal import HTTP
internal import Language
internal import Programs
internal import Values

/// What is asked of the token endpoint.
struct TokenQuestion: Sendable {
  var values: [(name: String, value: String)]
  /// Values of `values` that nobody may read.
  var secrets: [String]
  var isRefresh = false
}

extension GrantProgram {
  /// The request for a question; made anew for each attempt, because assertions are good once.
  func request(
    _ question: TokenQuestion, _ connection: Connection
  ) async throws(RunFailure) -> (request: HTTPRequest, words: Redaction) {
    let variables = try await connection.variables()
    let address = question.isRefresh ? refreshURL ?? tokenURL : tokenURL
    let target = try address.address(variables)
    var draft = RequestDraft(method: "POST", target: target)
    var values = question.values
    var secrets = question.secrets
    draft.headers.set("Accept", "application/json")
    try prove(&draft, &values, &secrets, target, variables, connection.moment)
    for (name, program) in parameters {
      values.removeAll { $0.name == name }
      if let text = try program.text(variables) { values.append((name, text)) }
    }
    for (name, program) in headers {
      guard let text = try program.text(variables) else { continue }
      draft.headers.set(name, text)
      draft.secretHeaders.append(name)
    }
    switch bodyFormat {
    case .form: draft.body = .form(values)
    case .json: draft.body = .json(.map(MapValue(values.map { ($0.name, .string($0.value)) })))
    case .query: draft.query = values
    }
    for proof in connection.earlier { try await proof.prepare(&draft) }
    var request = try base.request(draft, variables)
    request.holdsSecretElsewhere = true
    return (request, Redaction(secrets))
  }

  /// How the application proves itself; the grants with an assertion have theirs in it.
  private func prove(
    _ draft: inout RequestDraft, _ values: inout [(name: String, value: String)],
    _ secrets: inout [String], _ target: String, _ variables: Activation, _ now: Instant
  ) throws(RunFailure) {
    let id = try client.id?.credential("the application's id", variables)
    let secret = try client.secret?.text(variables)
    if let secret { secrets.append(secret) }
    if case .jwtBearer = grant, let assertion {
      let text = try signed(assertion, issuer: id, target, variables, now)
      values.append(("assertion", text))
      secrets.append(text)
    }
    switch client.way {
    case .basic:
      guard let id else { break }
      // The standard escapes both before they are joined (RFC 6749, section 2.3.1).
      draft.headers.set("Authorization", BasicStyle.header(id.percentEncoded, (secret ?? "").percentEncoded))
      draft.secretHeaders.append("Authorization")
    case .body:
      if let id { values.append(("client_id", id)) }
      if let secret { values.append(("client_secret", secret)) }
    case .none:
      if let id { values.append(("client_id", id)) }
    case .private_key_jwt:
      guard let assertion else { throw RunFailure(.request, "there is no `assertion` to sign", at: place) }
      let text = try signed(assertion, issuer: id, target, variables, now)
      if let id { values.append(("client_id", id)) }
      values.append(("client_assertion_type", "urn:ietf:params:oauth:client-assertion-type:jwt-bearer"))
      values.append(("client_assertion", text))
      secrets.append(text)
    }
  }

  private func signed(
    _ assertion: SignedToken, issuer: String?, _ audience: String, _ variables: Activation, _ now: Instant
  ) throws(RunFailure) -> String {
    var standard: [(String, Value)] = [("aud", .string(audience))]
    if let issuer {
      standard.append(("iss", .string(issuer)))
      standard.append(("sub", .string(issuer)))
    }
    return try assertion.token(at: now, variables, standard: standard)
  }
}
