package import HTTP
internal import Language
package import Values

/// A request in the making: what a connector says, before it has an address and credentials.
///
/// Pages, changes and credentials put their values into a draft; `request(to:)` makes it one that can be sent.
package struct RequestDraft: Sendable {
  package enum Body: Sendable {
    case none
    case json(Value)
    case form([(name: String, value: String)])
    case multipart([Part])
    case graphql(query: String, variables: Value, operation: String?)
    case xml(String)
    case text(String)
  }

  package var isGraphQL: Bool { if case .graphql = body { true } else { false } }

  /// A part of a form body in parts.
  package struct Part: Sendable {
    package var name: String
    package var content: [UInt8]
    /// Of a file.
    package var fileName: String?
    package var type: String?
  }

  package var method: String
  /// A path below the base address, or a whole address.
  package var target: String
  package var query: [(name: String, value: String)] = []
  package var headers = HeaderFields()
  package var body = Body.none
  package var timeout: Duration?
  /// Names of headers that credentials were put into.
  package var secretHeaders: [String] = []
  package var holdsSecretElsewhere = false
  /// The credentials themselves, so that they are known when a provider sends them back.
  package var credentials: [String] = []

  package init(method: String, target: String) {
    self.method = method
    self.target = target
  }
}

extension RequestDraft {
  /// False of a GET without a body, where a value has its place in the body of another request of the stream: that for the next pages may be
  /// of another kind than the first.
  package func takes(_ placement: Placement) -> Bool {
    switch (placement.kind, body) {
    case (.json, .none), (.form, .none), (.variable, .none): method != "GET"
    default: true
    }
  }

  /// Puts a value where the connector says.
  package mutating func put(_ value: Value, at placement: Placement) throws(RunFailure) {
    let text = value.templateText ?? ""
    switch placement.kind {
    case .query(let name):
      query.removeAll { $0.name == name }
      query.append((name, text))
    case .header(let name): headers.set(name, text)
    case .path(let name):
      guard target.contains("{\(name)}") else {
        throw RunFailure(.request, "the path has no `{\(name)}`", at: placement.place)
      }
      target = target.split(separator: "{\(name)}", omittingEmptySubsequences: false)
        .joined(separator: text.percentEncoded)
    case .form(let name):
      var values: [(name: String, value: String)] = []
      switch body {
      case .form(let given): values = given.filter { $0.name != name }
      case .none: break
      default: throw RunFailure(.request, "the request has a body that is no form", at: placement.place)
      }
      body = .form(values + [(name, text)])
    case .json(let path):
      switch body {
      case .json(let given): body = .json(Self.putting(value, at: path[...], in: given))
      case .none: body = .json(Self.putting(value, at: path[...], in: .null))
      default: throw RunFailure(.request, "the request has a body that is no JSON", at: placement.place)
      }
    case .variable(let name):
      guard case .graphql(let query, let variables, let operation) = body else {
        throw RunFailure(.request, "the request has no `graphql` body", at: placement.place)
      }
      body = .graphql(
        query: query, variables: Self.putting(value, at: [name], in: variables), operation: operation)
    }
  }

  private static func putting(_ value: Value, at path: ArraySlice<String>, in whole: Value) -> Value {
    guard let first = path.first else { return value }
    var entries = MapValue.Entries()
    var inner = Value.null
    if case .map(let map) = whole.plain {
      for pair in map.pairs { entries.set(pair.key, to: pair.value) }
      inner = map.value(named: first) ?? .null
    }
    entries.set(.string(first), to: putting(value, at: path.dropFirst(), in: inner))
    return .map(MapValue(entries))
  }
}
