internal import Expressions
internal import HTTP
internal import Language
internal import Programs
internal import Storage
internal import Values

/// Gets tokens from a token endpoint.
struct OAuth2Source: TokenSource {
  let program: GrantProgram
  let connection: Connection

  private let scopes: [String]

  init(program: GrantProgram, connection: Connection) throws(RunFailure) {
    self.program = program
    self.connection = connection
    scopes = try program.scopes(of: connection)
  }

  var credential: Credential {
    var needsPerson = false
    if case .authorizationCode = program.grant { needsPerson = true }
    return Credential(name: program.name, style: program.style, needsPerson: needsPerson, scopes: scopes)
  }

  var knowsAccount: Bool { program.reading.captures || !program.identified.isEmpty }

  func settingsMark() throws(RunFailure) -> String? {
    switch program.grant {
    case .authorizationCode: return nil
    case .clientCredentials, .password, .jwtBearer: return SettingsMark.of(connection.settings)
    case .refreshToken(let first):
      // Any other setting may change without making the first refresh token good again.
      let variables = connection.plainVariables()
      let id = try program.client.id?.text(variables) ?? ""
      return SettingsMark.of([id, try first.credential("the refresh token", variables)])
    }
  }

  func scopes(of stream: String) throws(RunFailure) -> [String] {
    let variables = connection.plainVariables()
    var wanted: [String] = []
    for scope in program.base.streamScopes.first(where: { $0.stream == stream })?.scopes ?? [] {
      if let text = try scope.text(variables) { wanted.append(text) }
    }
    return wanted
  }

  func token(replacing old: TokenContent?) async throws(TokenFailure) -> TokenContent {
    switch program.grant {
    case .authorizationCode:
      guard let refresh = old?.refreshToken else {
        throw TokenFailure(
          RunFailure(
            .credentials, "the token has ended, and the provider gave none to renew it with",
            at: program.place), isFinal: true)
      }
      return try await refreshed(refresh, old)
    case .refreshToken(let first):
      if let refresh = old?.refreshToken { return try await refreshed(refresh, old) }
      let text: String
      do { text = try first.credential("the refresh token", connection.plainVariables()) } catch {
        throw TokenFailure(error)
      }
      var content = try await refreshed(text, old)
      content.refreshToken = content.refreshToken ?? text
      return content
    case .password:
      if let refresh = old?.refreshToken {
        do {
          return try await refreshed(refresh, old)
        } catch  where error.isFinal {
          // The password is still there.
        }
      }
      return try await fresh(old)
    case .clientCredentials, .jwtBearer: return try await fresh(old)
    }
  }

  private func refreshed(_ refresh: String, _ old: TokenContent?) async throws(TokenFailure) -> TokenContent {
    var question = TokenQuestion(
      values: [("grant_type", "refresh_token"), ("refresh_token", refresh)], secrets: [refresh])
    question.isRefresh = true
    return try await exchange(question, replacing: old)
  }

  /// A token made from the settings.
  private func fresh(_ old: TokenContent?) async throws(TokenFailure) -> TokenContent {
    var question = TokenQuestion(values: [], secrets: [])
    do {
      switch program.grant {
      case .password(let username, let password):
        let variables = connection.plainVariables()
        let secret = try password.credential("the password", variables)
        question.values = [
          ("grant_type", "password"), ("username", try username.credential("the user name", variables)),
          ("password", secret),
        ]
        question.secrets = [secret]
      case .jwtBearer: question.values = [("grant_type", "urn:ietf:params:oauth:grant-type:jwt-bearer")]
      default: question.values = [("grant_type", "client_credentials")]
      }
    } catch {
      throw TokenFailure(error)
    }
    if !scopes.isEmpty {
      question.values.append(("scope", scopes.joined(separator: program.scopeSeparator)))
    }
    // What was granted before says nothing of what is granted now.
    var old = old
    old?.refreshToken = nil
    old?.scopes = scopes
    var content = try await exchange(question, replacing: old)
    if case .password = program.grant { return content }
    content.refreshToken = nil
    return content
  }

  /// Asks the token endpoint and reads the reply.
  func exchange(
    _ question: TokenQuestion, replacing old: TokenContent?, callback: [String: Value] = [:],
    isRepeatable: Bool = true
  ) async throws(TokenFailure) -> TokenContent {
    var call = LoginCall(connection: connection, place: program.tokenURL.place)
    call.isRepeatable = isRepeatable
    call.bearsMoment = program.assertion != nil
    let words: Redaction
    let variables: Activation
    do {
      words = try await program.request(question, connection).words
      variables = try await connection.variables(account: old?.account ?? [:])
    } catch {
      throw TokenFailure(error)
    }
    let response = try await call.send { () async throws(RunFailure) in
      try await program.request(question, connection).request
    }
    let reply = ConnectReply(response, variables, callback: callback)
    var content = try content(reply, words, replacing: old)
    do {
      content.captured.merge(try program.reading.captured(reply)) { _, new in new }
      return content
    } catch {
      var failure = TokenFailure(error)
      failure.rotated = content.refreshToken
      throw failure
    }
  }

  private func content(
    _ reply: ConnectReply, _ words: Redaction, replacing old: TokenContent?
  ) throws(TokenFailure) -> TokenContent {
    do {
      for rule in program.rules {
        if let failure = try rule.failure(reply, words) { throw failure }
      }
      if (200..<300).contains(reply.status), reply.text("error") == nil,
        let content = try program.reading.token(
          reply, replacing: old, asked: scopes, at: connection.clock.now)
      {
        return content
      }
    } catch let failure as TokenFailure {
      throw failure
    } catch let failure as RunFailure {
      throw TokenFailure(failure)
    } catch {
      throw TokenFailure(RunFailure(.provider, "the reply of the token endpoint cannot be read"))
    }
    throw TokenRefusal.failure(reply, words, program)
  }

  /// What the connector wants to know of the account is asked once.
  func mustIdentify(_ content: TokenContent) -> Bool {
    program.identify != nil && program.identified.contains { content.captured[$0.name] == nil }
  }

  func identified(_ content: TokenContent) async throws(TokenFailure) -> TokenContent {
    guard let identify = program.identify, mustIdentify(content) else { return content }
    let call = LoginCall(connection: connection, place: identify.place)
    let response = try await call.send { () async throws(RunFailure) in
      let variables = try await connection.variables(account: content.account)
      var draft = try identify.draft(variables)
      for proof in connection.earlier { try await proof.prepare(&draft) }
      try program.placement.put(content.accessToken, into: &draft)
      return try program.base.request(draft, variables)
    }
    do {
      guard (200..<300).contains(response.status) else {
        throw RunFailure(
          .credentials, "the provider does not say whose account it is", status: response.status,
          at: identify.place, isPassing: LoginCall.isPassing(response.status))
      }
      let reply = ConnectReply(response, try await connection.variables(account: content.account))
      var content = content
      content.captured.merge(try reply.captured(program.identified)) { _, new in new }
      return content
    } catch let error as RunFailure {
      throw TokenFailure(error)
    } catch {
      throw TokenFailure(RunFailure(.provider, "the provider does not say whose account it is"))
    }
  }

  func giveBack(_ token: TokenContent) async throws(RunFailure) {
    guard let revoke = program.revoke else { return }
    do {
      let response = try await LoginCall(connection: connection, place: revoke.place).send {
        () async throws(RunFailure) in
        var variables = try await connection.variables(account: token.account)
        variables["token"] = .string(token.accessToken)
        variables["refresh_token"] = .string(token.refreshToken ?? "")
        var draft = try revoke.draft(variables)
        try revocationProof(&draft, variables)
        for proof in connection.earlier { try await proof.prepare(&draft) }
        var request = try program.base.request(draft, variables)
        request.holdsSecretElsewhere = true
        return request
      }
      guard response.status < 400 else {
        throw RunFailure(
          .provider, "the provider did not take the token back", status: response.status, at: revoke.place)
      }
    } catch let error as TokenFailure {
      throw error.failure
    } catch let error as RunFailure {
      throw error
    } catch {
      throw RunFailure(.provider, "the provider did not take the token back")
    }
  }

  /// The application proves itself as at the token endpoint (RFC 7009), unless the connector's own call says how.
  private func revocationProof(_ draft: inout RequestDraft, _ variables: Activation) throws(RunFailure) {
    guard draft.headers["Authorization"] == nil, let id = try program.client.id?.text(variables) else {
      return
    }
    let secret = try program.client.secret?.text(variables) ?? ""
    switch program.client.way {
    case .basic:
      draft.headers.set("Authorization", BasicStyle.header(id.percentEncoded, secret.percentEncoded))
      draft.secretHeaders.append("Authorization")
    case .body, .none:
      guard case .form(var values) = draft.body else { return }
      if !values.contains(where: { $0.name == "client_id" }) { values.append(("client_id", id)) }
      if !secret.isEmpty, program.client.way == .body, !values.contains(where: { $0.name == "client_secret" })
      {
        values.append(("client_secret", secret))
      }
      draft.body = .form(values)
    case .private_key_jwt: break
    }
  }
}
