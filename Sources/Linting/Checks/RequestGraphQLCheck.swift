internal import Diagnostics
internal import Language
internal import YAML

/// What GraphQL queries of streams ask for, held against the recorded answers: an answer has what was asked for, under that name.
enum RequestGraphQLCheck: Check {
  static let rules: [Rule] = [.unansweredField]

  static func run(_ context: ConnectorContext, _ texts: CheckedTexts, _ report: inout FindingList) {
    guard context.isComplete else { return }
    for stream in context.streams {
      guard let request = stream.value[StreamBlock.read]?.block, !report.touch(request),
        let query = WrittenRequest(request, of: .stream(stream.name), isRead: true)?.graphQL?.node.mapping?[
          "query"]?.scalar,
        let answer = context.evidence.of(stream.name)?.body.field("data"), answer.isObject
      else { continue }
      guard let (field, seen) = GraphQLFields(query.text).flatMap({ unanswered($0.all, answer) }) else {
        continue
      }
      let near = Suggestions.nearest(to: field.name, among: seen.names)
      report.add(
        Finding(
          .unansweredField, "no recorded answer has the field `\(field.name)` here",
          at: query.range(ofInner: field.place), path: request.path.description,
          label: "in 0 of \(seen.count)", suggestions: near))
    }
  }

  /// The first field that none of the recorded objects around it has, and what they looked like.
  private static func unanswered(
    _ fields: [GraphQLFields.Field], _ seen: ObservedShape
  ) -> (GraphQLFields.Field, ObservedShape)? {
    var seen = seen
    while !seen.isObject, let element = seen.element { seen = element }
    guard seen.isObject, !seen.names.isEmpty else { return nil }
    for field in fields {
      guard let answer = seen.field(field.name) else { return (field, seen) }
      if let found = unanswered(field.inner, answer) { return found }
    }
    return nil
  }
}

/// The fields that a GraphQL query asks for, by the names that they have in the answer.
private struct GraphQLFields {
  struct Field {
    let name: String
    /// Where the name stands in the query, in bytes.
    let place: Range<Int>
    var inner: [Field] = []
  }

  private(set) var all: [Field] = []
  private let bytes: [UInt8]
  private var position = 0

  /// A query nests no deeper.
  private static let deepest = 32

  /// Nil where fragments, several operations or directives leave open what is answered.
  init?(_ query: String) {
    bytes = Array(query.utf8)
    guard !bytes.contains(UInt8(ascii: ".")), !bytes.contains(UInt8(ascii: "@")),
      !bytes.contains(UInt8(ascii: "\""))
    else { return nil }
    while let byte = peek(), byte != UInt8(ascii: "{") {
      position += 1
      if byte == UInt8(ascii: "(") { guard skipArguments() else { return nil } }
    }
    guard let fields = selection(0), peek() == nil else { return nil }
    all = fields
  }

  /// The next byte that means something.
  private mutating func peek() -> UInt8? {
    while position < bytes.count {
      let byte = bytes[position]
      if byte == UInt8(ascii: "#") {
        while position < bytes.count, bytes[position] != 0x0A { position += 1 }
      } else if byte <= 0x20 || byte == UInt8(ascii: ",") {
        position += 1
      } else {
        return byte
      }
    }
    return nil
  }

  private mutating func selection(_ depth: Int) -> [Field]? {
    guard depth < Self.deepest, peek() == UInt8(ascii: "{") else { return nil }
    position += 1
    var fields: [Field] = []
    while let byte = peek(), byte != UInt8(ascii: "}") {
      guard var field = word() else { return nil }
      if peek() == UInt8(ascii: ":") {
        position += 1
        guard peek() != nil, word() != nil else { return nil }
      }
      if peek() == UInt8(ascii: "(") {
        position += 1
        guard skipArguments() else { return nil }
      }
      if peek() == UInt8(ascii: "{") {
        guard let inner = selection(depth + 1) else { return nil }
        field.inner = inner
      }
      fields.append(field)
    }
    guard peek() == UInt8(ascii: "}") else { return nil }
    position += 1
    return fields
  }

  private mutating func word() -> Field? {
    let start = position
    while position < bytes.count, Self.isInName(bytes[position]) { position += 1 }
    guard position > start else { return nil }
    let name = String(decoding: bytes[start..<position], as: UTF8.self)
    return Field(name: name, place: start..<position)
  }

  /// To behind the bracket that closes.
  private mutating func skipArguments() -> Bool {
    var depth = 1
    while depth > 0, position < bytes.count {
      if bytes[position] == UInt8(ascii: "(") { depth += 1 }
      if bytes[position] == UInt8(ascii: ")") { depth -= 1 }
      position += 1
    }
    return depth == 0
  }

  private static func isInName(_ byte: UInt8) -> Bool {
    byte == UInt8(ascii: "_") || (0x30...0x39).contains(byte) || (0x61...0x7A).contains(byte | 0x20)
  }
}

extension Rule {
  private static func query(_ field: String, _ marker: String = "") -> Diagnostics.Example {
    """
    http:
      base_url: https://api.example.com/v1
      rate_limit: {requests: 100, per: 1m}
      throttled: {status: [429], wait: {header: Retry-After}}
      errors: [{when: "'errors' in body", kind: request}]
    streams:
      employees:
        read:
          post: /graphql
          graphql:
            query: "{ people { id lastName firstName \(field) status } }"
    \(marker)
        records: body.data.people
        key: id
        pages: {type: none}
        deletions: {type: none}
    --- connectors/acme/recordings/employees.http (whole)
    ### everybody
    POST /graphql

    HTTP 200
    Content-Type: application/json

    {"data": {"people": [\(firstEmployee)]}}

    ### who am I
    GET /me

    HTTP 200
    Content-Type: application/json

    {"name": "Acme", "active": true, "state": "on"}
    --- connectors/acme/tests.yaml
    cases:
      - name: everybody
        stream: employees
        settings: {api_key: made-up}
        recording: employees
        expect:
          employee:
            - {id: "1", last_name: Byron}
        partial: true
    """
  }

  static let unansweredField = Rule(
    "request/unanswered-field", .error, .proven, "a GraphQL query that asks for what no recorded answer has",
    page: """
      A GraphQL server answers with exactly the fields that were asked for, under the names of the query. A field that no recorded answer has \
      is misspelt, or the recordings are of an earlier query: the server would refuse the whole query, or the recordings prove too little.
      """,
    failing: query(
      "hird", "#                                                ^^^^ request/unanswered-field"),
    passing: query("hired"))
}
