internal import Language
internal import Programs

/// What a reply without a token means.
///
/// Only `invalid_grant` says that the account is lost. Everything else may be put right on our side, or passes by itself, and the
/// refresh token stays.
enum TokenRefusal {
  static func failure(_ reply: ConnectReply, _ words: Redaction, _ program: GrantProgram) -> TokenFailure {
    let status = reply.status
    let code = words.clean(reply.text("error"))
    let description = words.clean(reply.text("error_description"))
    if LoginCall.isPassing(status) || code == "temporarily_unavailable" || code == "server_error" {
      return TokenFailure(
        RunFailure(
          status == 429 ? .quota : .provider, "the token endpoint is not available", code: code,
          status: status, at: program.tokenURL.place, isPassing: true))
    }
    guard let code else { return silent(reply, program) }
    let said = description.map { "\(code): \($0)" } ?? code
    var failure = RunFailure(
      .credentials, "the token endpoint refused: \(said)", code: code, status: status,
      at: program.tokenURL.place)
    switch code {
    case "invalid_grant": return TokenFailure(failure, isFinal: true)
    case "invalid_client", "unauthorized_client":
      let culprit = program.client.secret ?? program.client.id
      failure.setting = culprit?.firstSetting
      failure.place = culprit?.place ?? failure.place
    case "invalid_scope": failure.kind = .permission
    case "unsupported_grant_type", "invalid_request": failure.kind = .request
    default: break
    }
    return TokenFailure(failure)
  }

  /// No error in words: a page for people, an empty reply, a redirection.
  private static func silent(_ reply: ConnectReply, _ program: GrantProgram) -> TokenFailure {
    let status = reply.status
    let kind = reply.contentType.prefix { $0 != ";" }
    let what = kind.isEmpty ? "something else than a token" : "\(kind) without a token"
    let message = "the token endpoint answered with \(what)"
    if (200..<300).contains(status) {
      // A page of a portal or a proxy in between, which will be gone.
      return TokenFailure(
        RunFailure(.provider, message, status: status, at: program.tokenURL.place, isPassing: true))
    }
    let isRefusal = status == 400 || status == 401 || status == 403
    return TokenFailure(
      RunFailure(
        isRefusal ? .credentials : .request, message, status: status, at: program.tokenURL.place))
  }
}
