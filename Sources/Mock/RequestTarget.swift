internal import Expressions
internal import HTTP
internal import JSON
internal import Language
internal import Programs
internal import Values
internal import WebServer

/// Where a request of a connector goes, with its open places.
struct RequestTarget: Sendable {
  private let method: String
  /// One, or one for each choice that the address leaves.
  private let paths: [OpenText]
  /// The same below the base address, as recordings have them; none where the target is a whole address.
  private let pathsBelow: [OpenText]
  private let query: [(name: String, value: OpenText)]
  private let body: OpenText?
  /// The text of a GraphQL query, which alone tells one from another.
  private let graph: OpenText?

  /// `base` is the template of the base address; `known` are expressions whose values are no question.
  init?(_ block: Block, base: String, _ known: [String: String] = [:]) {
    guard let (method, template) = RequestBlock.target(of: block) else { return nil }
    self.method = method.uppercased()
    let address = WrittenAddress(template.source)
    var pairs: [(name: String, value: OpenText)] = []
    for pair in address.query?.split(separator: "&") ?? [] {
      let parts = pair.split(separator: "=", maxSplits: 1)
      pairs.append((String(parts.first ?? ""), OpenText(parts.count > 1 ? String(parts[1]) : "", known)))
    }
    paths = address.paths.map { OpenText(Self.path(of: $0, below: base), known) }
    pathsBelow =
      address.isAbsolute ? [] : address.paths.map { OpenText("/" + String($0.drop { $0 == "/" }), known) }
    query =
      pairs + (block[RequestBlock.query(.request)] ?? []).map { ($0.name, OpenText($0.value.source, known)) }
    graph = block[RequestBlock.graphql]?[GraphQLBlock.query].map { OpenText($0, known) }
    body = (block[RequestBlock.text(.request)] ?? block[RequestBlock.xml(.request)]).map {
      OpenText($0.source, known)
    }
  }

  /// The path of an address, base included; what stands before it is another host.
  private static func path(of target: String, below base: String) -> String {
    let whole =
      target.hasPrefix("http://") || target.hasPrefix("https://") || target.hasPrefix("${")
      ? target : base + (target.hasPrefix("/") ? "" : "/") + target
    guard let scheme = whole.range(of: "://") else {
      // The whole host is a setting: the path begins with the first slash after it.
      return whole.hasPrefix("${") ? String(whole.drop { $0 != "}" }.dropFirst()) : whole
    }
    return String(whole[scheme.upperBound...].drop { $0 != "/" })
  }

  func fits(_ exchange: Exchange) -> Bool {
    guard exchange.method == method else { return false }
    // Recordings have paths below the base address, or whole addresses.
    let recorded = String(exchange.path.prefix { $0 != "?" })
    if pathsBelow.contains(where: { $0.values(in: recorded, crossing: false) != nil }) { return true }
    return paths.contains { path in
      path.values(in: recorded, crossing: false) != nil || pathsBelow.isEmpty && path.endsLike(recorded)
    }
  }

  func fit(_ request: WebRequest) -> (values: [String: String], weight: Int)? {
    guard request.method == method else { return nil }
    let fitting = paths.lazy.compactMap { path in
      path.values(in: request.path, crossing: false).map { (values: $0, weight: path.weight) }
    }
    guard var (values, weight) = fitting.max(by: { $0.weight < $1.weight }) else { return nil }
    let given = request.queryValues
    for (name, open) in query {
      guard let found = given.first(where: { $0.name == name }) else {
        if !open.isOpen { return nil }
        continue
      }
      guard let inner = open.values(in: found.value) else { return nil }
      values.merge(inner) { first, _ in first }
      weight += 1 + open.weight
    }
    if let graph {
      guard let asked = RequestValue.json(request, ["query"]), let inner = graph.values(in: asked) else {
        return nil
      }
      values.merge(inner) { first, _ in first }
      weight += graph.weight
    }
    if let body, let inner = body.values(in: String(decoding: request.body, as: UTF8.self)) {
      values.merge(inner) { first, _ in first }
    }
    return (values, weight)
  }
}

extension String {
  /// Where a piece first occurs.
  fileprivate func range(of piece: String) -> Range<Index>? {
    var start = startIndex
    while start < endIndex {
      if self[start...].hasPrefix(piece) { return start..<index(start, offsetBy: piece.count) }
      start = index(after: start)
    }
    return nil
  }
}

/// Reads what the runtime put into a request.
enum RequestValue {
  static func read(_ placement: Placement, _ request: WebRequest) -> String? {
    switch placement.kind {
    case .query(let name): request.queryValues.first { $0.name == name }?.value
    case .header(let name): request.headers[name]
    case .form(let name):
      FormText.pairs(String(decoding: request.body, as: UTF8.self)).first { $0.name == name }?.value
    case .json(let path): json(request, path)
    case .variable(let name): json(request, ["variables", name])
    case .path: nil
    }
  }

  static func json(_ request: WebRequest, _ path: [String]) -> String? {
    guard let document = try? JSONDocument(request.body) else { return nil }
    let value = ValuePath(path.map { .field($0) }).value(in: .json(document.root))
    return value?.isNull == false ? value?.templateText : nil
  }
}
