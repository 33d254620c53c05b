internal import Language

/// Makes a sketch of one curl command; the reply is not known, so most of it is a guess.
enum CurlReader {
  static func sketch(of command: String, models: ModelCatalogue) throws(ScaffoldProblem) -> ProviderSketch {
    let command = try CurlCommand(Sample.harmless(command))
    let places = Placeholders(command.address)
    guard let address = WebAddress(places.address) else {
      throw ScaffoldProblem("`\(command.address)` is not an address that can be called")
    }
    guard command.method == "GET" || command.method == "POST" else {
      throw ScaffoldProblem(
        "the curl command is a \(command.method) request",
        help: "a connector is begun with a request that lists something, GET or POST")
    }
    var body = command.method == "POST" ? try BodySketch(command) : nil
    let query =
      address.query.map { WebAddress.Parameter(name: $0.name, value: places.written($0.value)) }
      + command.query
    let base = WebAddress.basePath(of: [address.path])
    let path = places.written(String(address.path.dropFirst(base.count)))
    var sketch = ProviderSketch(
      baseURL: Guess(
        places.written(address.origin) + base, base.isEmpty ? 0.8 : 0.9, "the address of the command"),
      auth: command.login
        ?? Credentials.auth(
          headers: command.headers.map { ($0.name, $0.value) }, query: query.map { ($0.name, $0.value) }),
      retryAfter: Guess("Retry-After", 0.5, "the usual header"))
    sketch.headers = headers(of: command, otherwise: sketch.headers)
    let secret = sketch.auth.settings.isEmpty ? body?.proof : nil
    if let secret { sketch.auth = secret.auth }
    body = body?.withoutSecrets
    let resource = StreamDraft.resource(of: path)
    // Under one name a request has one value.
    var names: Set<String> = []
    let asked = query.filter { !Credentials.isSecret($0.name) && names.insert($0.name).inserted }
    let parameters = asked.map { pair in
      EndpointSketch.Parameter(
        name: pair.name, standard: .text(pair.value), largest: Int(pair.value).flatMap { $0 > 1 ? $0 : nil },
        isRequired: !PageGuess.namesPage(pair.name))
    }
    sketch.settings = places.settings(
      in: [sketch.baseURL.value, path] + parameters.compactMap { $0.standard?.text })
    var endpoint = EndpointSketch(
      path: path.isEmpty ? "/" : path, method: command.method, body: body,
      parameters: parameters + (body?.parameters ?? []), reply: reply(resource, models), replyConfidence: 0.2)
    var known = "the reply is not known: its shape is made up"
    if case .graphQL(let query, _)? = body {
      endpoint.reply = GraphQLShape(query).reply
      endpoint.replyConfidence = 0.6
      known = "the reply is what the query asks for, with made-up values"
    }
    endpoint.secret = secret?.path
    sketch.endpoints = [endpoint]
    sketch.origin = "a curl command"
    sketch.summary = [.init("read", "\(command.method) \(path)", known)]
    return sketch
  }

  /// What the provider asks of every request, such as the version of its API; not what curl or a browser says of itself.
  private static func headers(
    of command: CurlCommand, otherwise standard: [(name: String, value: String)]
  ) -> [(name: String, value: String)] {
    let given = command.headers.filter { header in
      let name = header.name.lowercased()
      return !Credentials.isSecret((name, header.value)) && !name.hasPrefix("sec-")
        && !ownHeaders.contains(name)
        && header.value.utf8.count < 100
    }.map { (name: $0.name, value: TextKind($0.value) == .email ? MadeUp.email(1) : $0.value) }
    return given.contains { $0.name.lowercased() == "accept" } ? given : standard + given
  }

  private static let ownHeaders: Set = [
    "authorization", "cookie", "content-type", "content-length", "host", "connection", "user-agent",
    "referer",
    "origin", "accept-encoding", "accept-language", "cache-control", "pragma", "dnt", "te", "priority",
    "if-modified-since", "if-none-match",
  ]

  /// A reply as most providers would give it, with fields named after the model's.
  private static func reply(_ resource: String, _ models: ModelCatalogue) -> Sample {
    let record = Sample.object(
      [.init(key: "id", value: .text("1"))]
        + exampleFields(for: resource, models)
        + [.init(key: "updated_at", value: .text("2026-01-10T09:30:00Z"))])
    return .object([.init(key: "data", value: .list([record]))])
  }

  /// Fields that the model needs, and a few that most records have.
  private static func exampleFields(for resource: String, _ models: ModelCatalogue) -> [Sample.Member] {
    guard let model = ModelGuess.model(for: resource, models: models)?.value else {
      return [.init(key: "name", value: .text("Sample"))]
    }
    let wanted: Set = [
      "first_name", "last_name", "work_email", "email", "hire_date", "job_title", "name", "number", "code",
    ]
    return model.fields.filter { $0.isRequired || wanted.contains($0.name) }.compactMap { field in
      value(for: field).map { .init(key: field.name, value: $0) }
    }
  }

  private static func value(for field: ModelField) -> Sample? {
    switch field.type {
    case .choice(let choices): choices.first.map { .text($0.name) }
    case .reference: .text("1")
    case .plain(.date): .text("2024-01-15")
    case .plain(.instant): .text("2026-01-10T09:30:00Z")
    case .plain(.integer), .plain(.decimal), .plain(.money), .plain(.percent): .number("60")
    case .plain(.boolean): .bool(true)
    case .plain(.email): .text(MadeUp.email(1))
    case .plain(.currency): .text("USD")
    case .plain(.text), .plain(.phone), .plain(.region):
      .text(MadeUp.text(for: field.name, number: 1) ?? "sample")
    default: nil
    }
  }
}

extension BodySketch {
  /// The body of a command: JSON, GraphQL in it, or a form.
  fileprivate init?(_ command: CurlCommand) throws(ScaffoldProblem) {
    guard let text = command.body else { return nil }
    let type = command.headers.last { $0.name.lowercased() == "content-type" }?.value.lowercased() ?? ""
    func unreadable(_ what: String, _ help: String) -> ScaffoldProblem {
      ScaffoldProblem("the body of the curl command \(what)", help: help)
    }
    if text.hasPrefix("@") {
      throw unreadable("is in a file", "put the text of the file in place of `\(text.prefix(60))`")
    }
    if type.contains("multipart") {
      throw unreadable(
        "is a form in parts", "begin with `connector new`, and see `connector explain request`")
    }
    guard let body = BodySketch(text, type: type) else {
      throw unreadable(
        "is neither JSON nor a form",
        "for XML or text begin with `connector new`, and see `connector explain request`")
    }
    self = body
  }
}
