internal import Databases
internal import Authentication
internal import Interpreter
internal import Language
internal import Programs
internal import Storage
internal import Values

/// `connector auth refresh` and `connector auth logout`.
struct AuthEnding {
  private let invocation: Invocation
  private let ground: Groundwork

  init(_ invocation: Invocation, _ ground: Groundwork) {
    self.invocation = invocation
    self.ground = ground
  }

  private var connector: String { ground.named.connector.name }

  func refresh() async throws(NamedConnector.Refusal) -> ExitCode {
    do {
      let settings = try ground.program.settings.values(ground.given)
      let authenticator = try ground.auth.authenticator(ground.connection(settings))
      guard !authenticator.credentials.isEmpty else {
        return invocation.fail(
          .nothing, "`\(connector)` signs in with its settings alone: there is no token to renew")
      }
      // The token of the store is taken up first, so that it is this one that is renewed.
      var draft = RequestDraft(method: "GET", target: "/")
      try await authenticator.prepare(&draft)
      _ = try await authenticator.renew(after: nil)
      for credential in authenticator.credentials {
        let token = try await ground.store.token(ground.integration.id, credential.name)?.content
        invocation.print("\(connector): \(AuthStatus.life(token, at: ground.clock.now))")
      }
      return .success
    } catch {
      throw NamedConnector.Refusal(error, connector: connector)
    }
  }

  func logout() async throws(NamedConnector.Refusal) -> ExitCode {
    var complaint: RunFailure?
    var wasKnown = !ground.kept.isEmpty
    do {
      var unasked: RunFailure?
      if let authenticator = authenticator(or: &unasked) {
        for credential in authenticator.credentials where !wasKnown {
          // What was given back before leaves an empty token behind.
          let token = try await ground.store.token(ground.integration.id, credential.name)?.content
          wasKnown = token.map { !$0.accessToken.isEmpty || $0.refreshToken != nil } ?? false
        }
        do {
          try await authenticator.signOut()
        } catch {
          complaint = error
        }
      }
      // Settings that are wanted to ask the provider may be gone, and the connector may sign in in another way by now.
      if try await ground.store.forgetTokens(of: ground.integration.id) > 0 {
        wasKnown = true
        complaint = complaint ?? unasked
      }
      let brought = KeptAccount.settings(in: try await ground.store.settings(ground.integration.id))
      wasKnown = wasKnown || !brought.isEmpty
      for setting in ground.kept.keys.sorted() + brought {
        try await ground.store.set(ground.integration.id, setting: setting, to: nil, isSecret: false)
      }
      try await ground.store.audit(
        .logout, ground.integration,
        details: complaint == nil ? nil : "the provider did not take the token back")
    } catch {
      throw NamedConnector.Refusal(error, connector: connector)
    }
    if let complaint {
      return invocation.fail(
        .providerFailed, "forgotten here, but still good there: \(complaint)",
        help: "end it in the provider's own settings")
    }
    guard wasKnown else {
      return invocation.fail(
        .nothing, "nothing is kept of \(connector)",
        help: "what the environment holds is taken away there")
    }
    invocation.remark("\(connector): forgotten")
    return .success
  }

  private func authenticator(or failure: inout RunFailure?) -> (any Authenticator)? {
    do throws(RunFailure) {
      return try ground.auth.authenticator(ground.connection(ground.program.settings.values(ground.given)))
    } catch {
      failure = error
      return nil
    }
  }
}
