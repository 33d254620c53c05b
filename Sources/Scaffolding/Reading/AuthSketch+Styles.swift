internal import Formatting

/// The ways of signing in that a document or a request can show.
extension AuthSketch {
  static func bearer(origin: String, prefix: String? = nil, _ confidence: Double = 1) -> AuthSketch {
    var lines = [Line(key: "type", value: "bearer"), Line(key: "token", value: "${settings.token}")]
    if let prefix { lines.append(Line(key: "prefix", value: Quoting.written(prefix, isFlow: false))) }
    return AuthSketch(
      lines: lines, settings: [secret("token", "API token")], description: "bearer", origin: origin,
      guess: Guess(true, confidence, origin))
  }

  /// A name and a password: sent (`basic`), or proven without being sent (`digest`).
  static func login(_ type: String = "basic", origin: String, _ confidence: Double = 1) -> AuthSketch {
    let lines = [
      Line(key: "type", value: type), Line(key: "username", value: "${settings.username}"),
      Line(key: "password", value: "${settings.password}"),
    ]
    let user = SettingSketch(name: "username", type: "string", title: "User name", testValue: "made-up")
    return AuthSketch(
      lines: lines, settings: [user, secret("password", "Password")], description: type, origin: origin,
      guess: Guess(true, confidence, origin))
  }

  /// A certificate that is shown on every connection.
  static func certificate(origin: String) -> AuthSketch {
    AuthSketch(
      lines: [
        Line(key: "type", value: "mtls"), Line(key: "certificate", value: "${settings.certificate}"),
        Line(key: "key", value: "${settings.private_key}"),
      ], settings: [secret("certificate", "Certificate", true), secret("private_key", "Private key", true)],
      description: "client certificate", origin: origin, guess: Guess(true, 1, origin))
  }

  /// Amazon's signature, for a region and a service.
  static func amazon(_ region: String, _ service: String, origin: String) -> AuthSketch {
    let lines = [
      Line(key: "type", value: "aws_sigv4"), Line(key: "access_key_id", value: "${settings.access_key_id}"),
      Line(key: "secret_access_key", value: "${settings.secret_access_key}"),
      Line(key: "region", value: Quoting.written(region, isFlow: false)),
      Line(key: "service", value: Quoting.written(service, isFlow: false)),
    ]
    let key = SettingSketch(
      name: "access_key_id", type: "string", title: "Access key ID", testValue: "made-up")
    return AuthSketch(
      lines: lines, settings: [key, secret("secret_access_key", "Secret access key")],
      description: "Amazon's signature", origin: origin, guess: Guess(true, 1, origin))
  }

  /// A key in a header, the query, a body or a cookie.
  static func key(in place: String, name: String, origin: String, _ confidence: Double = 1) -> AuthSketch {
    let isCookie = place == "cookie"
    let send = isCookie ? [("header", "Cookie")] : [(place, name)]
    let key = isCookie ? "\(name)=${settings.api_key}" : "${settings.api_key}"
    return AuthSketch(
      lines: [
        Line(key: "type", value: "api_key"), Line(key: "key", value: Quoting.written(key, isFlow: false)),
        Line(key: "send", value: YAMLText.flow(send)),
      ], settings: [secret("api_key", "API key")], parameter: place == "query" ? name : nil,
      description: "key in \(isCookie ? "cookie" : place) `\(name)`", origin: origin,
      guess: Guess(true, confidence, origin))
  }

  static func none(origin: String, _ confidence: Double) -> AuthSketch {
    AuthSketch(
      lines: [Line(key: "type", value: "none")], settings: [], description: "none", origin: origin,
      guess: Guess(true, confidence, origin))
  }

  /// OAuth 2 with the given grant; addresses are absolute.
  static func oauth(
    grant: String, authorize: String?, token: String, refresh: String?, scopes: [String], origin: String
  ) -> AuthSketch {
    var lines = [Line(key: "type", value: "oauth2"), Line(key: "grant", value: grant)]
    if grant == "authorization_code" {
      lines.append(Line(key: "authorize_url", value: Quoting.written(authorize ?? "", isFlow: false)))
    }
    lines.append(Line(key: "token_url", value: Quoting.written(token, isFlow: false)))
    var settings: [SettingSketch] = []
    if grant == "password" {
      // A person's name and password: most of these servers know no applications.
      lines += [
        Line(key: "username", value: "${settings.username}"),
        Line(key: "password", value: "${settings.password}"),
      ]
      settings += [
        SettingSketch(name: "username", type: "string", title: "User name", testValue: "made-up"),
        secret("password", "Password"),
      ]
    } else {
      lines += [
        Line(key: "client_id", value: "${settings.client_id}"),
        Line(key: "client_secret", value: "${settings.client_secret}"),
      ]
      settings += [
        SettingSketch(name: "client_id", type: "string", title: "Client id", testValue: "made-up"),
        secret("client_secret", "Client secret"),
      ]
    }
    if !scopes.isEmpty { lines.append(Line(key: "scopes", value: YAMLText.flow(scopes))) }
    if let refresh, grant == "authorization_code" {
      lines.append(Line(key: "refresh_url", value: Quoting.written(refresh, isFlow: false)))
    }
    return AuthSketch(
      lines: lines, settings: settings, isOAuth: true, description: "oauth2 \(grant)", origin: origin,
      guess: Guess(true, 1, origin))
  }

  private static func secret(_ name: String, _ title: String, _ isMultiline: Bool = false) -> SettingSketch {
    SettingSketch(
      name: name, type: "secret", title: title, isMultiline: isMultiline, testValue: "made-up")
  }
}

/// Finds how a captured request proves who is asking.
enum Credentials {
  /// Whether a header, a query value or a field of a body holds a secret, by its name.
  static func isSecret(_ name: String) -> Bool {
    let words = Set(Words.parts(name))
    let joined = Words.parts(name).joined()
    if ["authorization", "cookie", "setcookie", "sessionid"].contains(joined) { return true }
    // Words may be written as one: `authtoken`, `DOLAPIKEY`.
    let isCompound = words.contains { word in
      ["token", "apikey", "secret", "password", "passwd"].contains { word.hasSuffix($0) }
        && !pagingWords.contains { word.contains($0) }
    }
    if isCompound
      || !words.isDisjoint(with: [
        "token", "secret", "password", "passwd", "pwd", "apikey", "auth", "signature", "sig", "jwt",
        "session",
        "csrf", "xsrf", "credential", "credentials", "bearer", "otp", "pin",
      ])
    {
      // A paging token is no secret.
      return words.isDisjoint(with: pagingWords)
    }
    return joined == "key"
      || ["api", "private", "subscription", "access", "application"].contains {
        words.isSuperset(of: [$0, "key"])
      }
  }

  private static let pagingWords: Set = ["page", "next", "continuation", "cursor", "sync"]

  /// Whether a header holds a secret, by its name or by what it says: a signed token, or many letters and digits in no order.
  static func isSecret(_ header: (name: String, value: String)) -> Bool {
    isSecret(header.name) || saysSecret(header.value)
  }

  private static func saysSecret(_ value: String) -> Bool {
    if value.hasPrefix("eyJ"), value.split(separator: ".").count >= 3 { return true }
    let isRandom = value.utf8.count >= 20 && value.allSatisfy { $0.isASCII && ($0.isLetter || $0.isNumber) }
    return isRandom && value.contains(where: \.isNumber) && value.contains(where: \.isLetter)
  }

  static func auth(
    headers: [(name: String, value: String)], query: [(name: String, value: String)]
  ) -> AuthSketch {
    if let value = headers.first(where: { $0.name.lowercased() == "authorization" })?.value {
      let scheme = value.prefix { $0 != " " }
      switch scheme.lowercased() {
      case "bearer": return .bearer(origin: "the header Authorization")
      case "basic": return .login(origin: "the header Authorization")
      case "digest": return .login("digest", origin: "the header Authorization")
      default:
        let isWord =
          value.contains(" ") && scheme.allSatisfy { $0.isLetter || $0 == "-" } && scheme.count < 20
        return isWord
          ? .bearer(origin: "the header Authorization", prefix: String(scheme))
          : .key(in: "header", name: "Authorization", origin: "the header Authorization")
      }
    }
    if let header = headers.first(where: {
      isSecret(($0.name, $0.value)) && $0.name.lowercased() != "cookie"
        && !$0.name.lowercased().contains("csrf")
    }) {
      return .key(in: "header", name: header.name, origin: "the header \(header.name)", 0.8)
    }
    if let parameter = query.first(where: { isSecret($0.name) }) {
      return .key(in: "query", name: parameter.name, origin: "the parameter \(parameter.name)", 0.8)
    }
    if let cookie = headers.first(where: { $0.name.lowercased() == "cookie" })?.value {
      let name = cookie.split(separator: ";").map { $0.prefix { $0 != "=" }.filter { !$0.isWhitespace } }
        .first { isSecret($0) || $0.lowercased().contains("sid") }
      return .key(
        in: "cookie", name: name ?? "session", origin: "the cookies; an API usually has a better way", 0.3)
    }
    return .none(origin: "no request carries credentials", 0.4)
  }
}
