internal import Diagnostics
internal import Language

/// Makes a sketch of an OpenAPI 3 document, or of one of Swagger 2.0.
struct OpenAPIReader {
  private var document: OpenAPIDocument
  private var sketch: ProviderSketch
  private let origin: String
  private var operationCount = 0
  private var nestedCount = 0

  static func sketch(of file: SourceFile) throws(ScaffoldProblem) -> ProviderSketch {
    var root = try Sample.read(file)
    if root["swagger"]?.scalarText?.hasPrefix("2") ?? false {
      root = Swagger.asOpenAPI(root)
    } else if !(root["openapi"]?.scalarText?.hasPrefix("3") ?? false) {
      throw ScaffoldProblem("`\(file.path)` is neither OpenAPI 3 nor Swagger 2.0")
    }
    guard let paths = root["paths"]?.members, !paths.isEmpty else {
      throw ScaffoldProblem("`\(file.path)` describes no paths", help: "expected operations under `paths`")
    }
    var reader = OpenAPIReader(root: root, file: file)
    reader.readServer()
    reader.readOperations(paths)
    return try reader.finished(file)
  }

  private init(root: Sample, file: SourceFile) {
    document = OpenAPIDocument(root: root)
    origin = file.path.split(separator: "/").last.map(String.init) ?? file.path
    sketch = ProviderSketch(
      baseURL: Guess("https://api.example.com", 0.1, "the document names no server"),
      auth: .none(origin: "the document names no security scheme", 0.4),
      retryAfter: Guess("Retry-After", 0.5, "the usual header"))
    sketch.origin = origin
    let title = root["info"]?["title"]?.text ?? ""
    sketch.title = title.hasSuffix(" API") ? String(title.dropLast(4)) : String(title.prefix(80))
    if let docs = root["externalDocs"]?["url"]?.text, docs.hasPrefix("http") {
      sketch.docs = Guess(docs, 1, "")
    } else if let site = root["info"]?["contact"]?["url"]?.text, site.hasPrefix("http") {
      sketch.docs = Guess(site, 0.4, "the contact that the document names")
    }
  }

  // MARK: Address and credentials

  private mutating func readServer() {
    guard let server = document.root["servers"]?.list?.first, var url = server["url"]?.text else {
      return readSecurity(base: sketch.baseURL.value)
    }
    for variable in server["variables"]?.members ?? [] {
      let name = Words.identifier(variable.key, or: "server")
      url = url.replacing("{\(variable.key)}", with: "${settings.\(name)}")
      let standard = variable.value["default"]?.scalarText
      let values = Array(variable.value.choices.prefix(40))
      sketch.settings.append(
        SettingSketch(
          name: name, type: values.isEmpty ? "string" : "enum", title: Words.title(variable.key),
          help: variable.value["description"]?.text.map { String($0.prefix(160)) },
          pattern: values.isEmpty ? "[A-Za-z0-9-]+" : nil, values: values,
          standard: standard.flatMap { values.isEmpty || values.contains($0) ? $0 : nil },
          testValue: standard ?? values.first ?? "acme"))
    }
    while url.hasSuffix("/") { url.removeLast() }
    if url.hasPrefix("http") {
      sketch.baseURL = Guess(url, 0.95, "servers")
    } else {
      sketch.baseURL = Guess(
        "https://api.example.com" + (url.hasPrefix("/") || url.isEmpty ? url : "/" + url), 0.2,
        "the document names a path only")
    }
    readSecurity(base: sketch.baseURL.value)
  }

  private mutating func readSecurity(base: String) {
    let schemes = document.resolved(document.root["components"]?["securitySchemes"])?.members ?? []
    let named = document.root["security"]?.list?.lazy.compactMap { $0.members?.first?.key }.first
    guard let name = named ?? schemes.first?.key,
      let scheme = document.resolved(schemes.first(where: { $0.key == name })?.value ?? schemes.first?.value)
    else { return }
    let place = "securitySchemes"
    switch scheme["type"]?.text {
    case "apiKey":
      let said = scheme["in"]?.text ?? ""
      let sent = ["query", "cookie"].contains(said) ? said : "header"
      // What can be no name is a slip in the document.
      let name = scheme["name"]?.text.flatMap { text in
        text.utf8.allSatisfy { $0.isWordPart || $0 == UInt8(ascii: "-") || $0 == UInt8(ascii: ".") }
          ? text : nil
      }
      sketch.auth = .key(in: sent, name: name ?? "X-Api-Key", origin: place)
    case "http":
      let scheme = scheme["scheme"]?.text?.lowercased() ?? ""
      sketch.auth =
        ["basic", "digest"].contains(scheme) ? .login(scheme, origin: place) : .bearer(origin: place)
    case "mutualTLS": sketch.auth = .certificate(origin: place)
    case "oauth2": sketch.auth = oauth(scheme["flows"], base: base) ?? .bearer(origin: place, 0.4)
    default: sketch.auth = .bearer(origin: "an unknown kind of security scheme", 0.4)
    }
  }

  private func oauth(_ flows: Sample?, base: String) -> AuthSketch? {
    func absolute(_ text: String?) -> String? {
      guard let text, !text.isEmpty else { return nil }
      if text.hasPrefix("http") { return text }
      let origin = WebAddress(base)?.origin ?? base
      return origin + (text.hasPrefix("/") ? "" : "/") + text
    }
    let kinds = [
      ("authorizationCode", "authorization_code"), ("clientCredentials", "client_credentials"),
      ("password", "password"),
    ]
    for (key, grant) in kinds {
      guard let flow = flows?[key], let token = absolute(flow["tokenUrl"]?.text) else { continue }
      let all = flow["scopes"]?.members?.map(\.key) ?? []
      return .oauth(
        grant: grant, authorize: absolute(flow["authorizationUrl"]?.text), token: token,
        refresh: absolute(flow["refreshUrl"]?.text),
        scopes: all.filter { $0 == "offline_access" || $0 == "openid" }, origin: "securitySchemes")
    }
    return nil
  }

  // MARK: Operations

  private mutating func readOperations(_ paths: [Sample.Member]) {
    for entry in paths {
      guard let item = document.resolved(entry.value) else { continue }
      operationCount += (item.members ?? []).count {
        ["get", "post", "put", "patch", "delete", "head"].contains($0.key)
      }
      guard let path = settled(entry.key) else { continue }
      if let operation = item["get"] { read("GET", path, operation, item) }
      if let operation = item["post"], OpenAPISearch.isSearch(path) { read("POST", path, operation, item) }
    }
    // What can be listed need not be searched, and one search of a resource is enough.
    var known = Set(sketch.endpoints.filter { $0.method == "GET" }.map { StreamDraft.resource(of: $0.path) })
    sketch.endpoints.removeAll {
      $0.method == "POST" && !known.insert(StreamDraft.resource(of: $0.path)).inserted
    }
  }

  private mutating func read(_ method: String, _ path: String, _ operation: Sample, _ item: Sample) {
    guard let (reply, schema, headers) = reply(of: operation) else { return }
    if sketch.check == nil, method == "GET", isCheck(path), reply.members != nil {
      sketch.check = Guess(path, 0.7, "by its name")
      sketch.checkReply = reply
    }
    guard let records = ListGuess.records(in: reply, resource: StreamDraft.resource(of: path)) else { return }
    let asked = parameters(of: operation, item)
    // What cannot be asked without a token is how another list goes on.
    if asked.contains(where: { $0.isRequired && PageGuess.namesToken($0.name) }) { return }
    if path.contains("/{") {
      nestedCount += 1
      return
    }
    var endpoint = EndpointSketch(
      path: path, method: method, parameters: asked, reply: reply, headers: headers)
    if method == "POST" {
      let body = OpenAPISearch.body(of: operation, in: &document)
      endpoint.body = body
      endpoint.parameters += body.parameters
    }
    document.facts(of: document.elementSchema(of: schema, at: records.value), into: &endpoint.facts)
    endpoint.scopes = scopes(of: operation)
    endpoint.docs = operation["externalDocs"]?["url"]?.text.flatMap { $0.hasPrefix("http") ? $0 : nil }
    sketch.endpoints.append(endpoint)
  }

  /// The path with what belongs to the whole account made a setting: `/companies/{companyId}/employees`.
  private mutating func settled(_ path: String) -> String? {
    guard path.hasPrefix("/"), !path.contains(" "), path.utf8.count < 400 else { return nil }
    var parts = path.split(separator: "/").map(String.init)
    for (position, part) in parts.enumerated()
    where part.hasPrefix("{") && part.hasSuffix("}") && position + 1 < parts.count {
      let key = String(part.dropFirst().dropLast())
      let words = Set(Words.parts(key))
      guard
        !words.isDisjoint(with: [
          "company", "account", "organization", "organisation", "org", "tenant", "workspace", "site",
          "subdomain", "realm", "business",
        ])
      else { continue }
      let name = Words.identifier(key, or: "account")
      parts[position] = "${settings.\(name)}"
      if !sketch.settings.contains(where: { $0.name == name }) {
        sketch.settings.append(
          SettingSketch(
            name: name, type: "string", title: Words.title(Words.snake(key)), pattern: "[A-Za-z0-9_-]+",
            testValue: "acme"))
      }
    }
    // Many servers know a path only with the slash at its end, or only without.
    let end = path.hasSuffix("/") && !parts.isEmpty ? "/" : ""
    return "/" + parts.joined(separator: "/") + end
  }

  private mutating func reply(of operation: Sample) -> (Sample, schema: Sample?, headers: [String: String])? {
    let responses = operation["responses"]?.members ?? []
    if let slow = document.resolved(responses.first(where: { $0.key == "429" })?.value) {
      let header = slow["headers"]?.members?.map(\.key).first {
        Words.parts($0).contains("retry") || Words.parts($0).contains("reset")
      }
      sketch.retryAfter = Guess(header ?? "Retry-After", header == nil ? 0.7 : 0.95, "429 is documented")
    }
    guard
      let good = responses.first(where: { $0.key == "200" }) ?? responses.first(where: {
        $0.key.hasPrefix("2")
      }) ?? responses.first(where: { $0.key == "default" }),
      let response = document.resolved(good.value),
      let media = response["content"]?.members?.first(where: { $0.key.contains("json") || $0.key == "*/*" })?
        .value
    else { return nil }
    let headers = Dictionary((response["headers"]?.members ?? []).map { ($0.key.lowercased(), "next") }) {
      first, _ in first
    }
    let schema = document.resolved(media["schema"])
    let named = document.resolved(media["examples"]?.members?.first?.value)?["value"]
    if let example = media["example"] ?? named, !example.isScalar,
      ListGuess.records(in: example, resource: "") != nil || schema == nil
    {
      return (Pseudonyms.replaced(example), schema, headers)
    }
    let sample = document.sample(of: schema)
    return sample.isScalar ? nil : (sample, schema, headers)
  }

  private mutating func parameters(of operation: Sample, _ item: Sample) -> [EndpointSketch.Parameter] {
    var found: [EndpointSketch.Parameter] = []
    for raw in (operation["parameters"]?.list ?? []) + (item["parameters"]?.list ?? []) {
      guard let parameter = document.resolved(raw), parameter["in"]?.text == "query",
        let name = parameter["name"]?.text, !name.isEmpty,
        !Credentials.isSecret(name), !found.contains(where: { $0.name == name })
      else { continue }
      let schema = document.resolved(parameter["schema"])
      found.append(
        .init(
          name: name, standard: schema?["default"] ?? parameter["example"] ?? schema?["example"],
          largest: schema?["maximum"]?.int,
          format: schema?["format"]?.text ?? schema?["type"]?.text,
          isRequired: parameter["required"]?.bool ?? false,
          choices: schema?.choices ?? []))
    }
    return found
  }

  private func scopes(of operation: Sample) -> [String] {
    guard sketch.auth.isOAuth else { return [] }
    let security = operation["security"] ?? document.root["security"]
    return security?.list?.first?.members?.first?.value.list?.compactMap(\.text) ?? []
  }

  private func isCheck(_ path: String) -> Bool {
    let known: Set = [
      "me", "whoami", "ping", "account", "company", "profile", "auth_test", "user", "company_information",
      "organization", "info", "status", "current_user", "myself",
    ]
    guard !path.contains("/{"), let last = path.split(separator: "/").last else { return false }
    return known.contains(Words.snake(String(last)))
  }

  private consuming func finished(_ file: SourceFile) throws(ScaffoldProblem) -> ProviderSketch {
    guard !sketch.endpoints.isEmpty else {
      throw ScaffoldProblem(
        "`\(file.path)` has no list endpoint: none of its \(operationCount) operations is a GET or a search whose reply holds a list of objects",
        help: "write the streams by hand: `connector new NAME`, then `connector explain stream`")
    }
    // Settings of paths that were left out are of no use.
    let used =
      sketch.baseURL.value + sketch.endpoints.prefix(Limits.streams).map(\.path).joined()
      + (sketch.check?.value ?? "")
    sketch.settings.removeAll { !used.contains("${settings.\($0.name)}") }
    let count = sketch.endpoints.count
    let nested = nestedCount == 0 ? nil : "\(nestedCount) below a parent are left out"
    let many = count > Limits.streams ? "the first \(Limits.streams) are taken" : nil
    let other = document.otherDocuments.sorted().first.map {
      let more = document.otherDocuments.count - 1
      return "what \($0) \(more == 0 ? "" : "and \(more) more ")says is not known: it is not read"
    }
    let note = [nested, many, other].compactMap { $0 }.joined(separator: ", ")
    sketch.summary = [
      .init(
        "read \(origin)",
        "\(operationCount) \(operationCount == 1 ? "operation" : "operations"), \(count) "
          + (count == 1 ? "looks like a list endpoint" : "look like list endpoints"),
        note.isEmpty ? nil : note)
    ]
    return sketch
  }
}
