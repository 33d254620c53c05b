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
