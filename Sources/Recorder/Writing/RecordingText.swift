internal import HTTP

/// Writes exchanges in the form of recordings.
struct RecordingText {
  /// What paths are relative to.
  let base: WebAddress?
  /// Names of headers that the connector speaks of, in lower case.
  let headers: Set<String>
  /// Made-up secrets of the settings; `{secret}` is written in their place.
  let secrets: [String]

  struct Exchange {
    let title: String
    let request: HTTPRequest
    let status: Int
    let headers: HeaderFields
    let body: String
  }

  func text(_ exchanges: [Exchange]) -> String { exchanges.map(text).joined(separator: "\n") }

  private func text(_ exchange: Exchange) -> String {
    let request = exchange.request
    var text = "### \(exchange.title)\n\(request.method) \(Self.readable(hidden(target(request.address))))\n"
    for field in request.headers.fields where isWritten(field, request) {
      text += "\(field.name): \(hidden(field.value))\n"
    }
    if let body = request.body, !body.isEmpty {
      text += "\n\(hidden(RecordedBody(body, type: request.headers["Content-Type"])?.text ?? ""))\n"
    }
    text += "\nHTTP \(exchange.status)\n"
    for field in exchange.headers.fields { text += "\(field.name): \(field.value)\n" }
    return text + (exchange.body.isEmpty ? "" : "\n\(exchange.body)\n")
  }

  /// The path below the base address, or the whole address elsewhere.
  private func target(_ address: WebAddress) -> String {
    guard let base, address.origin == base.origin else { return address.description }
    let prefix = base.path.hasSuffix("/") ? String(base.path.dropLast()) : base.path
    guard address.path.hasPrefix(prefix) else { return address.target }
    let rest = String(address.path.dropFirst(prefix.count))
    return (rest.isEmpty ? "/" : rest) + (address.query.map { "?\($0)" } ?? "")
  }

  /// Lists in the query with commas as they are: addresses allow them.
  ///
  /// A path is compared as it is asked for.
  private static func readable(_ target: String) -> String {
    let path = target.prefix { $0 != "?" }
    return path + Disguise.replacing("%2C", with: ",", in: String(target.dropFirst(path.count)))
  }

  /// What proves who is asking is never written, and neither is what the connector does not decide.
  private func isWritten(_ field: HeaderFields.Field, _ request: HTTPRequest) -> Bool {
    let name = field.name.lowercased()
    guard !request.secretHeaders.contains(where: { HeaderFields.areSame($0, name) }),
      !["authorization", "proxy-authorization", "cookie", "host", "user-agent", "content-length"].contains(
        name)
    else { return false }
    return ["accept", "content-type"].contains(name)
      || headers.contains(name) && !name.contains("idempotency")
  }

  private func hidden(_ text: String) -> String {
    secrets.reduce(text) { text, secret in
      let plain = Disguise.replacing(secret, with: "{secret}", in: text)
      return Disguise.replacing(secret.percentEncoded, with: "{secret}", in: plain)
    }
  }
}
