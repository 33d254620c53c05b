internal import Diagnostics
internal import Values

/// Makes a sketch of captured traffic; secrets are dropped and people replaced before anything is kept.
struct HARReader {
  /// One captured call that answered with JSON.
  private struct Call {
    var method: String
    var address: WebAddress
    var body: BodySketch?
    var headers: [(name: String, value: String)]
    var status: Int
    var replyHeaders: [(name: String, value: String)]
    var reply: Sample

    /// What is asked, whatever page of it.
    var question: String { "\(method) \(address.path) \(body?.query ?? "")" }
  }

  static func sketch(of file: SourceFile) throws(ScaffoldProblem) -> ProviderSketch {
    let root = try Sample.read(file)
    guard let entries = root["log"]?["entries"]?.list else {
      throw ScaffoldProblem("`\(file.path)` is not a HAR capture", help: "expected `log` with `entries`")
    }
    let calls = entries.prefix(20_000).compactMap(call)
    let lists = calls.filter {
      $0.status < 300
        && ListGuess.records(in: $0.reply, resource: StreamDraft.resource(of: $0.address.path)) != nil
    }
    var counts: [String: Int] = [:]
    for call in lists { counts[call.address.origin, default: 0] += 1 }
    guard let origin = counts.max(by: { ($0.value, $1.key) < ($1.value, $0.key) })?.key else {
      throw ScaffoldProblem(
        "`\(file.path)` holds no list: none of its \(entries.count) requests was answered with a JSON list of objects",
        help: "capture again, with response bodies, while the provider's lists are shown")
    }
    let name = file.path.split(separator: "/").last.map(String.init) ?? file.path
    return sketch(
      calls.filter { $0.address.origin == origin }, lists.filter { $0.address.origin == origin },
      entries.count, name)
  }

  private static func sketch(_ calls: [Call], _ lists: [Call], _ count: Int, _ name: String) -> ProviderSketch
  {
    let base = WebAddress.basePath(of: lists.map(\.address.path))
    let origin = lists[0].address.origin
    let signed =
      calls.first { !isOpen(Credentials.auth(headers: $0.headers, query: pairs($0.address.query))) }
      ?? lists[0]
    let slow = calls.first { $0.status == 429 }.flatMap { call in
      call.replyHeaders.first { $0.name.lowercased().contains("retry-after") }
    }
    var auth = Credentials.auth(headers: signed.headers, query: pairs(signed.address.query))
    let secret = isOpen(auth) ? lists.lazy.compactMap { $0.body?.proof }.first : nil
    if let secret { auth = secret.auth }
    var sketch = ProviderSketch(
      baseURL: Guess(origin + base, 0.9, "the captured addresses"),
      auth: auth,
      retryAfter: slow.map { Guess($0.name, 0.95, "captured") }
        ?? Guess("Retry-After", 0.5, "the usual header"))
    sketch.headers = headers(of: lists, otherwise: sketch.headers)
    sketch.origin = name
    var names = Pseudonyms()
    var known: Set<String> = []
    var nested = 0
    for call in lists where known.insert(call.question).inserted {
      let path = String(call.address.path.dropFirst(base.count))
      if path.split(separator: "/").contains(where: isIdentifier) {
        nested += 1
        continue
      }
      var endpoint = endpoint(
        path.isEmpty ? "/" : path, lists.filter { $0.question == call.question }, &names)
      if call.body?.proof?.path == secret?.path { endpoint.secret = secret?.path }
      sketch.endpoints.append(endpoint)
    }
    let found = sketch.endpoints.count
    sketch.summary = [
      .init(
        "read \(name)",
        "\(count) \(count == 1 ? "request" : "requests"), \(found) \(found == 1 ? "looks like a list endpoint" : "look like list endpoints")",
        nested == 0
          ? "secrets dropped, people replaced"
          : "secrets dropped, people replaced; \(nested) below a parent are left out")
    ]
    return sketch
  }

  /// What all lists were asked with and tells a version of the API; what else a browser says is its own business.
  private static func headers(
    of lists: [Call], otherwise standard: [(name: String, value: String)]
  ) -> [(name: String, value: String)] {
    let told = lists[0].headers.filter { header in
      let words = Set(Words.parts(header.name))
      let tells =
        words.contains("version") && words.isDisjoint(with: ["client", "app", "build", "browser"])
        || words == ["accept"] && header.value.contains("vnd.")
      return tells && header.value.utf8.count < 100
        && lists.allSatisfy { call in
          call.headers.contains {
            $0.name.lowercased() == header.name.lowercased() && $0.value == header.value
          }
        }
    }
    return told.contains { $0.name.lowercased() == "accept" } ? told : standard + told
  }

  private static func endpoint(_ path: String, _ calls: [Call], _ names: inout Pseudonyms) -> EndpointSketch {
    let resource = StreamDraft.resource(of: path)
    func size(_ call: Call) -> Int {
      ListGuess.records(in: call.reply, resource: resource).flatMap { call.reply[$0.value]?.list?.count } ?? 0
    }
    let best = calls.max { size($0) < size($1) } ?? calls[0]
    var parameters: [EndpointSketch.Parameter] = []
    for call in calls {
      for pair in call.address.query
      where !Credentials.isSecret(pair.name) && !parameters.contains(where: { $0.name == pair.name }) {
        let isEverywhere = calls.allSatisfy { $0.address.query.contains(pair) }
        let isPlain =
          pair.value.utf8.count <= 40 && !pair.value.isEmpty
          && pair.value.allSatisfy { $0.isASCII && ($0.isLetter || ",._-*".contains($0)) }
        parameters.append(
          .init(
            name: pair.name, standard: isPlain || Int(pair.value) != nil ? .text(pair.value) : nil,
            largest: Int(pair.value).flatMap { $0 > 1 ? $0 : nil },
            format: TextKind(pair.value) == .date ? "date" : Int(pair.value) != nil ? "integer" : nil,
            isRequired: isEverywhere && isPlain && !PageGuess.namesPage(pair.name)))
      }
    }
    let headers = Dictionary(best.replyHeaders.map { ($0.name.lowercased(), $0.value) }) { first, _ in first }
    let body = best.body?.withoutSecrets.replacingPeople(
      amongst: calls.compactMap { $0.body?.withoutSecrets.values }, &names)
    return EndpointSketch(
      path: path, method: best.method, body: body, parameters: parameters + (body?.parameters ?? []),
      reply: names.replacing(best.reply), headers: headers.filter { $0.key == "link" })
  }

  // MARK: Entries

  private static func call(_ entry: Sample) -> Call? {
    guard let request = entry["request"], let response = entry["response"],
      let method = request["method"]?.text?.uppercased(), method == "GET" || method == "POST",
      let address = request["url"]?.text.flatMap({ WebAddress($0) }), let status = response["status"]?.int
    else { return nil }
    let reply = status == 429 ? Sample.null : body(response["content"])
    guard let reply else { return nil }
    var sent: BodySketch?
    if method == "POST", let data = request["postData"] {
      sent = sentBody(data)
      // What is sent in parts or as a text of its own is no question that could be asked again.
      if sent == nil || sent?.changesSomething == true { return nil }
    }
    return Call(
      method: method, address: address, body: sent, headers: fields(request["headers"]), status: status,
      replyHeaders: fields(response["headers"]), reply: reply)
  }

  private static func sentBody(_ data: Sample) -> BodySketch? {
    let type = data["mimeType"]?.text ?? ""
    if let text = data["text"]?.text, !text.isEmpty { return BodySketch(Sample.harmless(text), type: type) }
    let pairs = fields(data["params"])
    guard !pairs.isEmpty, !type.contains("multipart") else { return nil }
    return .form(pairs.map { .init(key: $0.name, value: .text(Sample.harmless($0.value))) })
  }

  private static func body(_ content: Sample?) -> Sample? {
    guard let text = content?["text"]?.text else { return nil }
    if content?["encoding"]?.text == "base64" {
      guard let bytes = Base64.decode(text) else { return nil }
      return Sample.json(String(decoding: bytes, as: UTF8.self))
    }
    guard let first = text.first(where: { !$0.isWhitespace }), first == "{" || first == "[" else {
      return nil
    }
    return Sample.json(text)
  }

  private static func fields(_ list: Sample?) -> [(name: String, value: String)] {
    (list?.list ?? []).compactMap { item in item["name"]?.text.map { ($0, item["value"]?.text ?? "") } }
  }

  private static func pairs(_ query: [WebAddress.Parameter]) -> [(name: String, value: String)] {
    query.map { ($0.name, $0.value) }
  }

  private static func isOpen(_ auth: AuthSketch) -> Bool { auth.settings.isEmpty }

  /// A segment that names one thing: a number, a UUID, a long code.
  private static func isIdentifier(_ segment: Substring) -> Bool {
    let digits = segment.count(where: \.isNumber)
    return digits == segment.count || segment.count >= 16 && digits >= 3
  }
}
