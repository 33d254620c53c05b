package import HTTP

extension HTTPRequest {
  private static var hidden: String { Redactor.hidden }

  /// The same request as a command line of `curl`.
  ///
  /// Redacted, every value that may be a credential is replaced, and the command can be shown to anybody.
  package func curlCommand(redacted: Bool = true) -> String {
    var words = ["curl"]
    switch (method, body) {
    case ("GET", nil): break
    case ("HEAD", nil): words.append("--head")
    default: words += ["--request", method]
    }
    for field in headers.fields {
      let value = redacted && isSecret(header: field.name) ? Self.hidden : field.value
      words += ["--header", Self.quoted(value.isEmpty ? "\(field.name);" : "\(field.name): \(value)")]
    }
    if let digest {
      words += [
        "--digest", "--user", Self.quoted("\(digest.username):\(redacted ? Self.hidden : digest.password)"),
      ]
    }
    if certificate != nil { words += ["--cert", "CERTIFICATE.pem", "--key", "KEY.pem"] }
    if let body {
      let text = redacted && holdsSecretElsewhere ? Self.hidden : String(validating: body, as: UTF8.self)
      words += text.map { ["--data-raw", Self.quoted($0)] } ?? ["--data-binary", "@BODY"]
    }
    words.append(Self.quoted(redacted ? redactedAddress : address.description))
    return words.joined(separator: " ")
  }

  /// The address without values that may be credentials.
  var redactedAddress: String {
    guard let query = address.query else { return address.description }
    let pairs = query.split(separator: "&", omittingEmptySubsequences: false).map { pair in
      let name = pair.prefix { $0 != "=" }
      guard name.count < pair.count, holdsSecretElsewhere || Self.soundsSecret(name) else {
        return String(pair)
      }
      return "\(name)=\(Self.hidden)"
    }
    return address.origin.description + address.path + "?" + pairs.joined(separator: "&")
  }

  /// The values of the headers that hold credentials, and what is in them: a scheme's word and the rest, a name and its password.
  package var credentialValues: [String] {
    headers.fields.filter { isSecret(header: $0.name) }.flatMap { field in
      let words = field.value.split { " ,;=\"".contains($0) }.map(String.init)
      // Words such as `Bearer` or `Basic` are no secrets.
      return [field.value] + words.filter { $0.utf8.count >= 8 }
    } + (digest.map { [$0.password] } ?? [])
  }

  private func isSecret(header name: String) -> Bool {
    (secretHeaders + ["Authorization", "Proxy-Authorization", "Cookie"]).contains {
      HeaderFields.areSame($0, name)
    }
      || Self.soundsSecret(name[...])
  }

  /// Names of credentials that the connector did not put there, as the addresses have that providers give for the next page.
  private static func soundsSecret(_ name: Substring) -> Bool {
    let lower = name.lowercased()
    // Places in a list are worth seeing.
    if ["page", "next", "skip", "sync", "delta", "continuation"].contains(where: { lower.contains($0) }) {
      return false
    }
    let whole = ["key", "sig", "code", "auth", "jwt", "pwd", "sid"]
    let parts = [
      "token", "secret", "signature", "password", "credential", "apikey", "api_key", "api-key", "session",
    ]
    return whole.contains(lower) || parts.contains { lower.contains($0) }
  }

  private static func quoted(_ text: String) -> String {
    // Between plain quotes a line of its own would be taken for the next command by whoever reads it line by line.
    if text.unicodeScalars.contains(where: { $0.value < 0x20 || $0.value == 0x7F }) { return spelled(text) }
    return "'" + text.split(separator: "'", omittingEmptySubsequences: false).joined(separator: "'\\''") + "'"
  }

  /// `$'…'`, in which shells read control characters by their names.
  private static func spelled(_ text: String) -> String {
    let names: [Unicode.Scalar: String] = ["\n": "\\n", "\r": "\\r", "\t": "\\t", "'": "\\'", "\\": "\\\\"]
    var result = "$'"
    for scalar in text.unicodeScalars {
      if let name = names[scalar] {
        result += name
      } else if scalar.value < 0x20 || scalar.value == 0x7F {
        let digits = String(scalar.value, radix: 8)
        result += "\\" + String(repeating: "0", count: 3 - digits.count) + digits
      } else {
        result.unicodeScalars.append(scalar)
      }
    }
    return result + "'"
  }
}
