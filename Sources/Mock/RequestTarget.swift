internal import Expressions
internal import Formats
internal import HTTP
internal import JSON
internal import Language
internal import Programs
internal import Values
internal import WebServer
internal import YAML

/// Where a request of a connector goes, with its open places.
struct RequestTarget: Sendable {
  private let method: String
  /// One, or one for each choice that the address leaves.
  private let paths: [OpenText]
  /// The paths below the base address, as recordings have them; none where the target is a whole address.
  private let pathsBelow: [OpenText]
  private let query: [(name: String, value: OpenText)]
  private let body: OpenText?
  /// The single values of a body of JSON or XML.
  private let members: [(path: ValuePath, value: OpenText)]
  private let isMarkup: Bool
  /// The text of a GraphQL query, which alone tells one from another.
  private let graph: OpenText?
  /// The whole address is told by the provider, so that the body alone tells what is asked.
  private let isAnywhere: Bool

  /// A value in the path may hold slashes: the path of a folder.
  private let crossesSlashes: Bool

  /// `base` is the template of the base address; `known` are expressions whose values are no question.
  init?(_ block: Block, base: String, _ known: [String: String] = [:], crossesSlashes: Bool = false) {
    self.crossesSlashes = crossesSlashes
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
    let markup = block[RequestBlock.xml(.request)]
    body = (block[RequestBlock.text(.request)] ?? markup?.text).map {
      OpenText(Self.trimmed($0.source), known)
    }
    let isMarkup = markup != nil
    let tree = block[RequestBlock.json(.request)] ?? (body == nil ? markup : nil)
    members = tree.map { Self.members(of: $0.node, known, isMarkup: isMarkup) } ?? []
    self.isMarkup = isMarkup
    isAnywhere = body != nil && paths.allSatisfy { $0.isEmpty }
  }

  /// The scalars of a tree with their places; XML is read without the prefixes of its names.
  private static func members(
    of node: YAML.Node, _ known: [String: String], isMarkup: Bool, at path: ValuePath = ValuePath([])
  ) -> [(path: ValuePath, value: OpenText)] {
    if let scalar = node.scalar { return [(path, OpenText(scalar.text, known))] }
    let named = (node.mapping?.entries ?? []).flatMap { entry in
      let key = entry.key.text
      let name = isMarkup ? key.split(separator: ":").last.map(String.init) ?? key : key
      return members(
        of: entry.value, known, isMarkup: isMarkup, at: ValuePath(path.steps + [.field(name)]))
    }
    let listed = (node.list ?? []).enumerated().flatMap { place, item in
      members(of: item, known, isMarkup: isMarkup, at: ValuePath(path.steps + [.position(place)]))
    }
    return named + listed
  }

  private static func trimmed(_ text: String) -> String {
    var text = Substring(text)
    while text.last?.isWhitespace == true { text.removeLast() }
    while text.first?.isWhitespace == true { text.removeFirst() }
    return String(text)
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

  /// Whether a recorded request is one of this; `said` is its body.
  func fits(_ exchange: Exchange, saying said: [UInt8]?) -> Bool {
    guard exchange.method == method else { return false }
    if let said, !said.isEmpty, told(by: said) == nil { return false }
    if isAnywhere { return said != nil }
    // Recordings have paths below the base address, or whole addresses.
    var recorded = exchange.path
    if let scheme = recorded.range(of: "://") {
      recorded = String(recorded[scheme.upperBound...].drop { $0 != "/" })
    }
    if pathsBelow.contains(where: { $0.values(in: recorded, crossing: false) != nil }) { return true }
    return paths.contains {
      $0.values(in: recorded, crossing: false) != nil || pathsBelow.isEmpty && $0.endsLike(recorded)
    }
  }

  func fit(_ request: WebRequest) -> (values: [String: String], weight: Int)? {
    guard request.method == method else { return nil }
    let fitting = paths.lazy.compactMap { path in
      path.values(in: request.path, crossing: crossesSlashes).map { (values: $0, weight: path.weight) }
    }
    let anywhere: (values: [String: String], weight: Int)? = isAnywhere ? ([:], 0) : nil
    guard var (values, weight) = fitting.max(by: { $0.weight < $1.weight }) ?? anywhere else { return nil }
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
    guard let told = told(by: request.body) else { return nil }
    values.merge(told.values) { first, _ in first }
    return (values, weight + told.weight)
  }

  private func document(_ bytes: [UInt8]) -> Value? {
    isMarkup ? try? BodyDecoder.xml.decode(bytes) : (try? JSONDocument(bytes)).map { .json($0.root) }
  }

  /// What a body says, when it can have come of this request.
  private func told(by bytes: [UInt8]) -> (values: [String: String], weight: Int)? {
    var values: [String: String] = [:]
    var weight = 0
    let document = graph == nil && members.isEmpty ? nil : document(bytes)
    if let graph {
      let asked = document.flatMap { ValuePath([.field("query")]).value(in: $0)?.templateText }
      guard let asked, let inner = graph.values(in: asked) else { return nil }
      values.merge(inner) { first, _ in first }
      weight += graph.weight
    }
    if let body {
      guard let inner = body.values(in: Self.trimmed(String(decoding: bytes, as: UTF8.self))) else {
        return nil
      }
      values.merge(inner) { first, _ in first }
      weight += body.weight
    }
    guard let document else { return (values, weight) }
    for (path, value) in members {
      // What came out empty is not sent.
      guard let found = path.value(in: document)?.templateText else { continue }
      guard let inner = value.values(in: found) else { return nil }
      values.merge(inner) { first, _ in first }
      weight += value.weight
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
