internal import Diagnostics
internal import Expressions
internal import Language
internal import YAML

/// Pages: that they come to an end, that each is asked for, and that all parts of the description agree.
enum PagingCheck: Check {
  static let rules: [Rule] = [
    .pagingNoEnd, .pagingConstantToken, .pagingNeverLast, .pagingSizeNotSent, .pagingSizeMismatch,
    .pagingRelayWithoutGraphQL, .pagingVariableUnused, .pagingUntilEmpty, .pagingTokenNotSent,
  ]

  static func run(_ context: ConnectorContext, _ texts: CheckedTexts, _ report: inout FindingList) {
    for stream in context.streams.compactMap({ PagingStream($0) }) where !report.touch(stream.pages) {
      checkConstants(stream, context, texts, &report)
      checkEnd(stream, context, &report)
      checkSize(stream, texts, &report)
      checkGraphQL(stream, &report)
      checkToken(stream, texts, &report)
    }
  }

  // MARK: Expressions that never change

  private static func checkConstants(
    _ stream: PagingStream, _ context: ConnectorContext, _ texts: CheckedTexts, _ report: inout FindingList
  ) {
    func constant(_ key: String, besides own: Set<String> = []) -> CheckedText? {
      guard let text = context.text(at: stream.pagesPath.appending(key), in: texts), text.checked.isValid,
        own.isSuperset(of: text.checked.variables)
      else { return nil }
      return text
    }
    for key in ["token", "url", "by"] {
      if let text = context.text(at: stream.pagesPath.appending(key), in: texts), let finding = single(text) {
        report.add(finding)
      }
      // What is known of the page that was asked for is the same for whatever came.
      guard let text = constant(key, besides: key == "by" ? [] : ["page", "settings"]) else { continue }
      report.add(
        Finding(
          .pagingConstantToken,
          "`\(key)` reads nothing of the reply: every page would ask for the same next page",
          at: text.range, path: "\(text.path)"))
    }
    for key in ["last", "more", "total"] {
      guard let text = constant(key) else { continue }
      report.add(
        Finding(
          .pagingNeverLast,
          "`\(key)` is the same for every reply: `\(text.checked.source)` reads nothing of it",
          at: text.range,
          path: "\(text.path)"))
    }
  }

  /// A next page is told by one value; an object holds it further down.
  private static func single(_ text: CheckedText) -> Finding? {
    guard text.checked.isValid, case .object(let shape) = text.checked.type else { return nil }
    let inner = shape.fields.filter { $0.key.lowercased().hasPrefix("next") }.keys.sorted()
    return Finding(
      .expressionType, "`\(text.path.last ?? "this key")` takes one value, and this is an object",
      at: text.range,
      path: "\(text.path)", suggestions: inner.map { "\(text.checked.source).\($0)" })
  }

  // MARK: Ends

  private static func checkEnd(
    _ stream: PagingStream, _ context: ConnectorContext, _ report: inout FindingList
  ) {
    guard !context.isPartial, !context.connector.isFamily, !stream.pages.isDamaged else { return }
    let actions = stream.errorActions(context)
    if stream.pages.as(NumberedPages.self) != nil,
      !["size", "last", "total"].contains(where: stream.pages.has),
      actions.isDisjoint(with: [.end_pages, .empty])
    {
      report.add(
        Finding(
          .pagingNoEnd, "nothing tells the last page: the stream would end only at an empty one",
          at: stream.pages.valueRange("type"),
          path: "\(stream.pagesPath)",
          evidence: [
            .init("add", "`size`, so that a shorter page ends it, or `last` or `total` when the reply tells")
          ]))
    }
    if stream.pages.as(UntilEmptyPages.self) != nil, stream.stream[StreamBlock.acknowledge] == nil,
      !stream.stream.block.has("acknowledge"), actions.isDisjoint(with: [.end_pages, .empty])
    {
      report.add(
        Finding(
          .pagingUntilEmpty, "the same request is repeated, and nothing takes away what was read",
          at: stream.pages.valueRange("type"),
          path: "\(stream.pagesPath)",
          evidence: [
            .init(
              "add",
              "`acknowledge` for a queue, or an error rule with `then: end_pages` for a reply that tells the end"
            )
          ]))
    }
  }

  // MARK: Sizes

  /// Names under which providers take the size of a page.
  private static let sizeNames: Set<String> = [
    "limit", "perpage", "pagesize", "pagelimit", "pagelen", "maxresults", "maxrecords", "maxitems",
    "resultsperpage", "itemsperpage",
    "recordsperpage", "$top", "top", "size", "rows", "first", "take", "page[size]", "page[limit]", "count",
  ]

  private static func checkSize(_ stream: PagingStream, _ texts: CheckedTexts, _ report: inout FindingList) {
    guard let size = stream.size, let value = size[PageSize.value], !size.block.has("send"),
      let read = stream.read
    else { return }
    let literals = RequestLiterals(read).values
    for literal in literals {
      guard isSizeName(literal.name), let sent = Int(literal.text), sent != value else { continue }
      report.add(
        Finding(
          .pagingSizeMismatch, "the request asks for \(sent) records a page, and `size` says \(value)",
          at: literal.range,
          path: "\(stream.path)",
          related: [.init("the size is given here", at: size.block.valueRange("value"))],
          suggestions: ["\(value)"]))
      return
    }
    if let first = firstOfQuery(stream), first != value, let query = stream.graphql {
      report.add(
        Finding(
          .pagingSizeMismatch, "the query asks for \(first) records a page, and `size` says \(value)",
          at: size.block.valueRange("value"), path: "\(stream.pagesPath).size",
          related: [.init("asked for here", at: query.block.valueRange("query"))], suggestions: ["\(first)"]))
      return
    }
    let isUsed = texts.under(stream.path).contains { $0.fieldNames(of: "page").contains("size") }
    guard !isUsed, !literals.contains(where: { Int($0.text) == value }), !queryNames(value, stream) else {
      return
    }
    report.add(
      Finding(
        .pagingSizeNotSent,
        "the size \(value) is nowhere in the request: a provider that sends fewer would end the stream early",
        at: size.block.valueRange("value"), path: "\(stream.pagesPath).size",
        evidence: [
          .init(
            "add",
            "`send: {query: limit}` if the provider takes a size; leave it if the provider always sends \(value)"
          )
        ]))
  }

  private static func isSizeName(_ name: String) -> Bool {
    sizeNames.contains(name.lowercased().filter { $0 != "_" && $0 != "-" })
  }

  /// The number behind `first:` or `limit:` in a GraphQL query.
  private static func firstOfQuery(_ stream: PagingStream) -> Int? {
    guard stream.pages.as(RelayPages.self) != nil else { return nil }
    let words = wordsOfQuery(stream)
    guard let place = words.firstIndex(of: "first"), words.indices.contains(place + 1) else { return nil }
    return Int(words[place + 1])
  }

  /// Whether the text of a GraphQL query asks for as many: `limit: 50`.
  private static func queryNames(_ size: Int, _ stream: PagingStream) -> Bool {
    let words = wordsOfQuery(stream)
    return zip(words, words.dropFirst()).contains { Int($1) == size && isSizeName(String($0)) }
  }

  private static func wordsOfQuery(_ stream: PagingStream) -> [Substring] {
    (stream.graphql?[GraphQLBlock.query] ?? "").split {
      !($0.isLetter || $0.isNumber || $0 == "_" || $0 == "$")
    }
  }

  // MARK: GraphQL

  private static func checkGraphQL(_ stream: PagingStream, _ report: inout FindingList) {
    guard let read = stream.read, !report.touch(read.block) else { return }
    if stream.pages.as(RelayPages.self) != nil, !read.block.has("graphql") {
      report.add(
        Finding(
          .pagingRelayWithoutGraphQL, "`relay` pages need a request with `graphql`",
          at: stream.pages.valueRange("type"),
          path: "\(stream.pagesPath)", related: [.init("the request", at: read.block.head)]))
      return
    }
    guard let graphql = stream.graphql, let query = graphql[GraphQLBlock.query] else { return }
    let declared = declaredVariables(query)
    var wanted: [(name: String, range: SourceRange)] = []
    if let relay = stream.pages.as(RelayPages.self), let name = relay[RelayPages.variable] {
      wanted.append(
        (
          name,
          relay.block.has("variable") ? relay.block.valueRange("variable") : relay.block.valueRange("type")
        ))
    }
    for block in [stream.send, stream.size?[PageSize.send]] {
      if let placement = block?.placement, placement.kind == "variable" {
        wanted.append((placement.name, placement.range))
      }
    }
    for variable in wanted where !declared.contains(variable.name) {
      let near = Suggestions.nearest(to: variable.name, among: declared)
      report.add(
        Finding(
          .pagingVariableUnused,
          "the query declares no variable `$\(variable.name)`, so that every page would be the first",
          at: variable.range, path: "\(stream.pagesPath)",
          related: [.init("the query", at: graphql.block.keyRange("query"))],
          evidence: declared.isEmpty
            ? [] : [.init("declared", declared.map { "$\($0)" }.joined(separator: " · "))],
          suggestions: near.isEmpty && declared.count == 1 ? declared : near))
    }
  }

  /// The names behind `$` of a query, in order.
  private static func declaredVariables(_ query: String) -> [String] {
    var names: [String] = []
    for part in query.split(separator: "$", omittingEmptySubsequences: false).dropFirst() {
      let name = String(part.prefix { $0.isLetter || $0.isNumber || $0 == "_" })
      if !name.isEmpty, !names.contains(name) { names.append(name) }
    }
    return names
  }

  // MARK: Tokens

  private static func checkToken(_ stream: PagingStream, _ texts: CheckedTexts, _ report: inout FindingList) {
    guard let style = stream.pages.as(ContinuedPages.self), let read = style[ContinuedPages.read] else {
      return
    }
    let used = texts.under(stream.pagesPath.appending("read"))
    guard !used.contains(where: { $0.uses("page") }) else { return }
    report.add(
      Finding(
        .pagingTokenNotSent,
        "the request for the next page does not use `page.token`: it would read the same page for ever",
        at: read.block.head, path: "\(stream.pagesPath).read"))
  }
}
