internal import Diagnostics
internal import Expressions
internal import Language
internal import YAML

/// A stream as the checks of its pages see it: the style, the request, and where things are put.
struct PagingStream {
  let name: String
  let nameRange: SourceRange
  let stream: StreamBlock
  let pages: Block
  let path: DocumentPath

  init?(_ stream: Named<StreamBlock>) {
    guard let pages = stream.value[StreamBlock.pages] else { return nil }
    name = stream.name
    nameRange = stream.nameRange
    self.stream = stream.value
    self.pages = pages
    path = DocumentPath(["streams", stream.name])
  }

  var pagesPath: DocumentPath { path.appending("pages") }
  var read: RequestBlock? { stream[StreamBlock.read] ?? stream[StreamBlock.job]?[JobBlock.download] }
  var size: PageSize? { pages.fieldIfKnown(PageGuards.size) }
  var graphql: GraphQLBlock? { read?[RequestBlock.graphql] }

  /// Where the page's number, offset or token is put.
  var send: Block? {
    for field in [NumberedPages.send, CursorPages.send, KeysetPages.send] where pages.has(field.info.key) {
      return pages[field]
    }
    return nil
  }

  /// The expressions that tell of the next page: the key and the text.
  var nextExpression: (key: String, text: ExpressionText)? {
    if let style = pages.as(CursorPages.self), let token = style[CursorPages.token] {
      return ("token", token)
    }
    if let style = pages.as(ContinuedPages.self), let token = style[ContinuedPages.token] {
      return ("token", token)
    }
    if let style = pages.as(NextURLPages.self), let url = style[NextURLPages.url] { return ("url", url) }
    if let style = pages.as(KeysetPages.self), let by = style[KeysetPages.by] { return ("by", by) }
    return nil
  }

  /// The error rules that apply to the stream's replies.
  func errorActions(_ context: ConnectorContext) -> Set<ErrorAction> {
    let own = stream[StreamBlock.errors] ?? []
    let shared = context.file[ConnectorFile.http]?[HTTPBlock.errors] ?? []
    return Set((own + shared).compactMap { $0[ErrorRule.then] })
  }
}

extension Block {
  /// A field that only some kinds of the block have.
  func fieldIfKnown<Value>(_ field: Field<Value>) -> Value? {
    construct.fields.contains { $0.info.key == field.info.key } ? self[field] : nil
  }

  /// What a placement is: its kind, its name, and where the name stands.
  var placement: (kind: String, name: String, range: SourceRange)? {
    let key = Placements.variants.map(\.name).first { has($0) }
    guard let key, let scalar = node.mapping?[key]?.scalar else { return nil }
    return (key, scalar.text, scalar.range)
  }
}

/// Numbers and names written in a request, whatever part of it they stand in.
struct RequestLiterals {
  /// Constant query values and body values by name, with the value's place.
  private(set) var values: [(name: String, text: String, range: SourceRange)] = []

  init(_ request: RequestBlock) {
    for parameter in request[RequestBlock.query(.request)] ?? [] where parameter.value.isConstant {
      values.append((parameter.name, parameter.value.source, parameter.value.range))
    }
    for parameter in request[RequestBlock.form(.request)] ?? [] where parameter.value.isConstant {
      values.append((parameter.name, parameter.value.source, parameter.value.range))
    }
    if let body = request[RequestBlock.json(.request)] { gather(body.node, "") }
    if let variables = request[RequestBlock.graphql]?[GraphQLBlock.variables] {
      gather(variables.node, "")
    }
    for method in RequestBlock.methods(.request) {
      guard let target = request.block.has(method.info.key) ? request[method] : nil else { continue }
      guard let mark = target.source.utf8.firstIndex(of: UInt8(ascii: "?")) else { continue }
      for pair in target.source[target.source.index(after: mark)...].split(separator: "&") {
        let parts = pair.split(separator: "=", maxSplits: 1)
        guard parts.count == 2, !parts[1].contains("${") else { continue }
        values.append((String(parts[0]), String(parts[1]), target.range))
      }
    }
  }

  private mutating func gather(_ node: YAML.Node, _ name: String) {
    switch node.content {
    case .scalar(let scalar):
      if !scalar.text.holds("${") { values.append((name, scalar.text, node.range)) }
    case .list(let items): for item in items { gather(item, name) }
    case .mapping(let mapping): for entry in mapping.entries { gather(entry.value, entry.key.text) }
    }
  }
}
