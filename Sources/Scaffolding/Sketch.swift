/// What is known about a provider's API, wherever it was read.
struct ProviderSketch: Sendable {
  var name = ""
  var title = ""
  var docs: Guess<String>?
  var category: Guess<String>?
  /// With `${settings.name}` parts.
  var baseURL: Guess<String>
  var settings: [SettingSketch] = []
  var auth: AuthSketch
  /// The header that says how long to wait after 429; nil when the source does not show any.
  var retryAfter: Guess<String>
  var check: Guess<String>?
  /// The answer to the check, for its recording.
  var checkReply: Sample = .object([])
  var endpoints: [EndpointSketch] = []
  /// What every request says beside its proof.
  var headers: [(name: String, value: String)] = [("Accept", "application/json")]
  /// What was read, for the screen.
  var summary: [Scaffold.SummaryLine] = []
  /// The source in a word, for comments: `openapi.json`.
  var origin = ""
}

/// A value that an organization supplies.
struct SettingSketch: Sendable {
  var name: String
  var type: String
  var title: String
  var help: String?
  /// What the whole value must match: what stands in a host must not name another one.
  var pattern: String?
  /// The values of an enum.
  var values: [String] = []
  var standard: String?
  var testValue: String
}

/// How requests prove who is asking.
struct AuthSketch: Sendable {
  /// The lines of the block, without its indentation; templates name the settings.
  var lines: [Line]
  var settings: [SettingSketch]
  var isOAuth = false
  /// For the screen.
  var description: String
  var origin: String
  /// How sure it is.
  var guess: Guess<Bool>

  struct Line: Sendable {
    var key: String
    var value: String
  }

  /// The parameter of the address that carries the proof.
  var parameter: String? {
    lines.first { $0.key == "send" }.flatMap { line in
      let mark = "{query: "
      guard line.value.hasPrefix(mark), line.value.hasSuffix("}") else { return nil }
      let name = line.value.dropFirst(mark.count).dropLast()
      return String(name.hasPrefix("\"") ? name.dropFirst().dropLast() : name)
    }
  }
}

/// A call that may list something.
struct EndpointSketch: Sendable {
  struct Parameter: Sendable {
    var name: String
    var standard: Sample?
    var largest: Int?
    var format: String?
    var isRequired = false
    var choices: [String] = []
    /// Where it stands in the body; empty for one of the query.
    var path: [String] = []
  }

  /// Relative to the base address, `/employees`.
  var path: String
  var method = "GET"
  /// What is sent beside the address.
  var body: BodySketch?
  /// Where the body holds what proves who is asking.
  var secret: [String]?
  var parameters: [Parameter]
  /// The body of a good reply.
  var reply: Sample
  /// The names of the reply's headers, in lower case, with values where they are known.
  var headers: [String: String] = [:]
  var scopes: [String] = []
  var docs: String?
  /// What is documented about fields of records, by their path joined with dots.
  var facts: [String: FieldFacts] = [:]
  /// How sure it is that the reply looks like this.
  var replyConfidence = 1.0

  var isGraphQL: Bool { if case .graphQL? = body { true } else { false } }

  /// Where a parameter is put.
  func placement(of parameter: String) -> (kind: String, name: String) {
    guard let body, parameters.contains(where: { $0.name == parameter && !$0.path.isEmpty }) else {
      return isGraphQL ? ("variable", parameter) : ("query", parameter)
    }
    return body.placement(of: parameter)
  }
}

/// What a document says about a field.
struct FieldFacts: Sendable {
  var choices: [String] = []
  var isNullable = false
}
