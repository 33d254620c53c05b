/// What a request sends beside its address.
enum BodySketch: Sendable {
  case json(Sample)
  case form([Sample.Member])
  case graphQL(query: String, variables: Sample)

  /// The values that a name can stand for: the members of the body, or the variables of the query.
  var values: Sample {
    get {
      switch self {
      case .json(let value), .graphQL(_, let value): value
      case .form(let members): .object(members)
      }
    }
    set {
      switch self {
      case .json: self = .json(newValue)
      case .graphQL(let query, _): self = .graphQL(query: query, variables: newValue)
      case .form: self = .form(newValue.members ?? [])
      }
    }
  }

  /// Where a value of that name is put.
  func placement(of name: String) -> (kind: String, name: String) {
    switch self {
    case .json: ("json", name)
    case .form: ("form", name)
    case .graphQL: ("variable", name)
    }
  }

  var isForm: Bool { if case .form = self { true } else { false } }

  var contentType: String { isForm ? "application/x-www-form-urlencoded" : "application/json" }

  /// The body as a recording shows it, which may leave out the query of GraphQL; nil when there is nothing else.
  var text: String? {
    switch self {
    case .json(let value): value.json
    case .graphQL(_, let variables):
      variables.members?.isEmpty == false
        ? Sample.object([.init(key: "variables", value: variables)]).json : nil
    case .form(let members):
      String(RecordingText.query(members.map { ($0.key, $0.value.scalarText ?? "") }).dropFirst())
        .replacing("%7Bsecret%7D", with: "{secret}")
    }
  }

  /// Scalars with their paths that a page or a moment may stand for; a name with a dot in it cannot be told as a path.
  var parameters: [EndpointSketch.Parameter] {
    values.scalars().filter { scalar in !scalar.path.contains { $0.contains(".") } }.map { scalar in
      EndpointSketch.Parameter(
        name: scalar.path.joined(separator: "."), standard: scalar.value,
        largest: scalar.value.scalarText.flatMap { Int($0) }.flatMap { $0 > 1 ? $0 : nil }, path: scalar.path)
    }
  }
}

/// Bodies as they were sent.
extension BodySketch {
  /// JSON, GraphQL in it, or a form; nil when the text is something else.
  init?(_ text: String, type: String) {
    if let value = Sample.json(text), !value.isScalar {
      if let query = value["query"]?.text, query.contains("{") {
        self = .graphQL(query: query, variables: value["variables"] ?? .object([]))
      } else {
        self = .json(value)
      }
      return
    }
    let pairs = CurlCommand.pairs(text)
    guard !type.contains("json"), !type.contains("multipart"), !text.hasPrefix("<"), !pairs.isEmpty,
      pairs.allSatisfy({ !$0.name.isEmpty && !$0.name.contains("\n") })
    else { return nil }
    self = .form(pairs.map { .init(key: $0.name, value: .text($0.value)) })
  }

  /// The text of a GraphQL query.
  var query: String? { if case .graphQL(let query, _) = self { query } else { nil } }

  /// GraphQL says itself that it changes something.
  var changesSomething: Bool {
    query?.drop { $0.isWhitespace }.hasPrefix("mutation") ?? false
  }

  private var secrets: [EndpointSketch.Parameter] {
    parameters.filter { Credentials.isSecret($0.path.last ?? "") }
  }

  var withoutSecrets: BodySketch {
    var body = self
    for secret in secrets { body.values.remove(secret.path) }
    body.values = body.values.withMadeUpSecrets
    return body
  }

  /// What in the body proves who is asking, and where.
  var proof: (auth: AuthSketch, path: [String])? {
    guard let secret = secrets.first else { return nil }
    let place = placement(of: secret.name)
    return (.key(in: place.kind, name: place.name, origin: "`\(secret.name)` in the body", 0.8), secret.path)
  }

  /// With made-up values where somebody may be named; words that several requests say are no names.
  func replacingPeople(amongst all: [Sample], _ names: inout Pseudonyms) -> BodySketch {
    var body = self
    body.values = names.replacing(values, amongst: all)
    guard case .graphQL(let query, let variables) = body else { return body }
    let pieces = query.split(separator: "\"", omittingEmptySubsequences: false)
    let kept = pieces.enumerated().map {
      $0.offset.isMultiple(of: 2) || $0.element.isEmpty ? $0.element : "made-up"
    }
    return .graphQL(query: kept.joined(separator: "\""), variables: variables)
  }
}

extension Sample {
  /// Secrets that no name leads to, because they stand in lists or deep down, are made up: parameters of JSON-RPC for instance, and
  /// texts that say themselves what they are (`token:...`).
  fileprivate var withMadeUpSecrets: Sample {
    switch self {
    case .object(let members):
      .object(
        members.map { member in
          let isSecret = member.value.isScalar && Credentials.isSecret(member.key)
          return .init(
            key: member.key, value: isSecret ? .text("made-up") : member.value.withMadeUpSecrets)
        })
    case .list(let items): .list(items.map(\.withMadeUpSecrets))
    case .text(let text):
      if let colon = text.firstIndex(of: ":"), Credentials.isSecret(String(text[..<colon])) {
        .text(text[...colon] + "made-up")
      } else {
        self
      }
    case .null, .bool, .number: self
    }
  }
}
