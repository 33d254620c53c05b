internal import Diagnostics
internal import Expressions
internal import Language
internal import YAML

/// How streams refer to each other, and whether what is offered to their requests is used.
enum RequestStreamCheck: Check {
  static let rules: [Rule] = [
    .unknownStream, .parentLoop, .sliceUnused, .unsafeRead, .graphQLErrors, .graphQLVariable,
  ]

  static func run(_ context: ConnectorContext, _ texts: CheckedTexts, _ report: inout FindingList) {
    checkReferences(context, &report)
    checkLoops(context, &report)
    // Whether a variable or an input of a stream was called by a wrong name.
    let misnamed = report.all.filter {
      [.unknownInput, .unknownVariable, .variableNotAvailable].contains($0.rule)
    }.compactMap(\.path)
    for stream in context.streams {
      if !misnamed.contains(where: { $0.hasPrefix("streams.\(stream.name).") }) {
        checkSlices(stream, context, texts, &report)
      }
      checkMethod(stream, &report)
      checkTree(stream, &report)
    }
    for request in context.requests { checkGraphQL(request, context, texts, &report) }
  }

  // MARK: References

  private static func checkReferences(_ context: ConnectorContext, _ report: inout FindingList) {
    // A stream that could not be read is there all the same.
    let written = context.file.block.node.mapping?["streams"]?.mapping.map { Array($0.keys) } ?? []
    let names = Set(context.streams.map(\.name) + written)
    for stream in context.streams {
      for (reference, _) in references(of: stream.value) where !names.contains(reference.value) {
        report.add(.unknownStream, in: reference.range.file) {
          let near = Suggestions.nearest(
            to: reference.value, among: names.lazy.filter { $0 != stream.name })
          return Finding(
            .unknownStream, "there is no stream `\(reference.value)`", at: reference.range,
            path: "streams.\(stream.name)",
            suggestions: near,
            fixes: .renaming(reference.range, to: near, "a stream with a similar name"))
        }
      }
    }
  }

  /// The streams that one names, each with the key that does.
  static func references(of stream: StreamBlock) -> [(Placed<String>, String)] {
    var found: [(Placed<String>?, String)] = [(stream[StreamBlock.like], "like")]
    found += parents(of: stream).map { ($0, "for_each") }
    found.append(
      (stream[StreamBlock.deletions]?.as(StreamedDeletions.self)?[StreamedDeletions.stream], "deletions"))
    return found.compactMap { pair in pair.0.map { ($0, pair.1) } }
  }

  private static func parents(of stream: StreamBlock) -> [Placed<String>] {
    (stream[StreamBlock.each] ?? []).compactMap {
      $0.as(ParentSlice.self)?[ParentSlice.stream] ?? $0.as(BatchSlice.self)?[BatchSlice.stream]
    }
  }

  private static func checkLoops(_ context: ConnectorContext, _ report: inout FindingList) {
    var told: Set<String> = []
    let parents = entangled(context.streams)
    for stream in context.streams where !told.contains(stream.name) {
      guard let chain = loop(from: stream.name, parents),
        let first = Self.parents(of: stream.value).first(where: {
          chain.contains($0.value)
        })
      else { continue }
      told.formUnion(chain)
      let way = (chain + [stream.name]).map { "`\($0)`" }.joined(separator: " for each ")
      report.add(
        Finding(
          .parentLoop, "this never begins: \(way)", at: first.range, path: "streams.\(stream.name).for_each",
          evidence: chain.count == 1
            ? [.init("help", "folders in folders are `for_each: {type: tree, ...}`")] : []))
    }
    for stream in context.streams {
      let deletions = stream.value[StreamBlock.deletions]?.as(StreamedDeletions.self)?[
        StreamedDeletions.stream]
      for reference in [stream.value[StreamBlock.like], deletions].compactMap({ $0 })
      where reference.value == stream.name {
        report.add(
          Finding(
            .parentLoop, "`\(stream.name)` refers to itself", at: reference.range,
            path: "streams.\(stream.name)"))
      }
    }
  }

  /// The parents of those streams that may be on a loop: who has no parents left is on none, and falls away.
  private static func entangled(_ streams: [Named<StreamBlock>]) -> [String: [String]] {
    var all: [String: [String]] = [:]
    for stream in streams where all[stream.name] == nil {
      all[stream.name] = parents(of: stream.value).map(\.value)
    }
    let known = all
    var left = all.mapValues { $0.filter { known[$0] != nil } }
    var children: [String: [String]] = [:]
    for (child, parents) in left { for parent in parents { children[parent, default: []].append(child) } }
    var free = left.filter { $0.value.isEmpty }.map(\.key)
    while let name = free.popLast() {
      left[name] = nil
      for child in children[name] ?? [] {
        left[child]?.removeAll { $0 == name }
        if left[child]?.isEmpty == true { free.append(child) }
      }
    }
    return left
  }

  /// The streams on a way of parents that leads back to its beginning.
  private static func loop(from start: String, _ parents: [String: [String]]) -> [String]? {
    var pending = [start]
    var before: [String: String] = [:]
    while let name = pending.popLast() {
      for parent in parents[name] ?? [] {
        if parent == start {
          var chain = [name]
          while let last = chain.last, last != start, let earlier = before[last] { chain.append(earlier) }
          return chain.reversed()
        }
        guard before[parent] == nil else { continue }
        before[parent] = name
        pending.append(parent)
      }
    }
    return nil
  }

  // MARK: Use

  private static func checkSlices(
    _ stream: Named<StreamBlock>, _ context: ConnectorContext, _ texts: CheckedTexts,
    _ report: inout FindingList
  ) {
    guard context.isSound else { return }
    // What stands in the path without being put in was told there.
    if let read = stream.value[StreamBlock.read], report.touch(read.block) { return }
    let here = texts.under(DocumentPath(["streams", stream.name]))
    for slice in stream.value[StreamBlock.each] ?? [] {
      let name = SliceFields.variable(of: slice)
      let isRecord = slice.as(ParentSlice.self) != nil || slice.as(TreeSlice.self) != nil
      let isUsed = here.contains { text in
        text.uses(name)
          && !(text.path.components.contains("for_each") && ["when", "of"].contains(text.path.last))
          && !text.path.components.contains("carry")
      }
      // Items that are not taken from the reply: it is the call that is wanted, which chooses a company for instance.
      let isCall =
        slice.as(DiscoveredSlice.self)?[DiscoveredSlice.items].map { !$0.scalar.text.holds("body") } ?? false
      guard !isUsed, !isCall, !here.isEmpty || stream.value[StreamBlock.read] != nil else { continue }
      let range = slice.has("as") ? slice.valueRange("as") : slice.valueRange("type")
      report.add(
        Finding(
          .sliceUnused, "the stream is read once for each `\(name)`, and its request does not say which",
          at: range,
          path: "streams.\(stream.name).for_each",
          suggestions: ["${\(name)\(isRecord ? ".id" : "")}"]))
    }
  }

  /// A tree is read whole and by itself.
  private static func checkTree(_ stream: Named<StreamBlock>, _ report: inout FindingList) {
    let slices = stream.value[StreamBlock.each] ?? []
    guard let tree = slices.first(where: { $0.as(TreeSlice.self) != nil }) else { return }
    func add(_ message: String, _ range: SourceRange) {
      report.add(Finding(.conflictingKeys, message, at: range, path: "streams.\(stream.name)"))
    }
    if slices.count > 1 {
      add("a tree is read for nothing else: several beginnings are a list in `from`", tree.valueRange("type"))
    }
    if let changes = stream.value[StreamBlock.changes], changes.as(NoChanges.self) == nil,
      !report.touch(changes)
    {
      add(
        "what changes below a folder need not change the folder: a tree is read whole, without `changes`",
        stream.value.block.keyRange("changes"))
    }
  }

  private static func checkMethod(_ stream: Named<StreamBlock>, _ report: inout FindingList) {
    guard let block = stream.value[StreamBlock.read]?.block,
      let key = ["put", "patch", "delete"].first(where: { block.has($0) })
    else { return }
    report.add(
      Finding(
        .unsafeRead, "reading by \(key.uppercased()) would change the provider's data",
        at: block.keyRange(key),
        path: block.path.description, suggestions: ["get", "post"]))
  }

  // MARK: GraphQL

  private static func checkGraphQL(
    _ request: WrittenRequest, _ context: ConnectorContext, _ texts: CheckedTexts, _ report: inout FindingList
  ) {
    guard let graphQL = request.graphQL, let query = graphQL[GraphQLBlock.query] else { return }
    checkVariables(request, graphQL, query, context, &report)
    guard !context.isPartial, !context.isDamaged, !context.connector.isFamily else { return }
    var places = [DocumentPath(["http", "errors"])]
    switch request.owner {
    case .stream(let name): places.append(DocumentPath(["streams", name, "errors"]))
    case .action(let name): places.append(DocumentPath(["actions", name, "errors"]))
    case .check: places.append(DocumentPath(["check"]))
    default: break
    }
    let isSeen = places.flatMap { texts.under($0) }.contains {
      $0.uses("body") && $0.checked.source.contains("error")
    }
    // One rule serves all requests: it is missed once.
    guard !isSeen, !report.all.contains(where: { $0.rule == .graphQLErrors }) else { return }
    report.add(
      Finding(
        .graphQLErrors, "GraphQL reports errors with status 200, and no error rule looks at `body.errors`",
        at: request.block.keyRange("graphql"), path: request.block.path.description,
        suggestions: [
          "errors: [{when: \"'errors' in body\", kind: request, message: \"body.errors[0].message\"}]"
        ]))
  }

  /// Where pages would say which variable they go into, and do not.
  private static func silentPlace(_ pages: Block, of graphQL: Block) -> SourceRange? {
    func takes(_ key: String) -> Bool { pages.construct.fields.contains { $0.key == key } }
    if takes("send"), !pages.has("send"), !graphQL.node.range.text.contains("page.") { return pages.home }
    guard takes("size") else { return nil }
    guard let size = pages.fieldIfKnown(PageGuards.size) else { return pages.has("size") ? nil : pages.home }
    return size.block.has("send") ? nil : size.block.home
  }

  private static func checkVariables(
    _ request: WrittenRequest, _ graphQL: Block, _ query: String, _ context: ConnectorContext,
    _ report: inout FindingList
  ) {
    guard let declared = GraphQLVariables(query) else { return }
    let given = graphQL[GraphQLBlock.variables]?.node.mapping
    var placed: Set<String> = []
    // Pages that go on by no variable are likeliest to want the one that is missing.
    var silent: SourceRange?
    if case .stream(let name) = request.owner, let stream = context.stream(name) {
      silent = stream.value[StreamBlock.pages].flatMap { silentPlace($0, of: graphQL) }
      placed = Set(WrittenPlacement.all(of: stream.value).filter { $0.kind == "variable" }.map(\.name))
    }
    let names = declared.all.map(\.name)
    let strays = (given?.entries ?? []).filter { !names.contains($0.key.text) }
    for stray in strays {
      let near = Suggestions.nearest(to: stray.key.text, among: names)
      report.add(
        Finding(
          .graphQLVariable, "the query declares no variable `$\(stray.key.text)`", at: stray.key.range,
          path: graphQL.path.description, suggestions: near,
          fixes: .renaming(stray.key.range, to: near, "a variable with a similar name")))
    }
    let missing = declared.all.filter { $0.isRequired && given?[$0.name] == nil && !placed.contains($0.name) }
    // A stray name is most likely the missing one misspelt.
    guard strays.isEmpty, let first = missing.first, given != nil || graphQL[GraphQLBlock.variables] == nil
    else { return }
    report.add(
      Finding(
        .graphQLVariable, "the query needs the variable `$\(first.name)`, and nothing gives it",
        at: silent ?? graphQL.keyRange(graphQL.has("variables") ? "variables" : "query"),
        path: graphQL.path.description,
        suggestions: ["variables: {\(first.name): ...}"]))
  }
}

/// The variables that a GraphQL query declares.
private struct GraphQLVariables {
  let all: [(name: String, isRequired: Bool)]

  /// Nil when the text holds no declaration that can be read with certainty.
  init?(_ query: String) {
    let text = query.split(whereSeparator: \.isNewline).map { $0.prefix { $0 != "#" } }.joined(separator: " ")
    guard let start = text.firstIndex(where: { $0 == "(" || $0 == "{" }) else { return nil }
    guard text[start] == "(" else {
      all = []
      return
    }
    // Fragments or several operations would each need their own look.
    let head = text[..<start].split(separator: " ").first.map(String.init) ?? ""
    guard head == "query" || head == "mutation", let end = text[start...].firstIndex(of: ")") else {
      return nil
    }
    let list = text[text.index(after: start)..<end]
    guard !list.contains("(") else { return nil }
    var found: [(String, Bool)] = []
    for part in list.split(separator: "$").dropFirst(list.hasPrefix("$") ? 0 : 1) {
      guard let colon = part.firstIndex(of: ":") else { return nil }
      let name = part[..<colon].split(separator: " ").joined()
      let type = part[part.index(after: colon)...]
      let words = type.split { $0 == " " || $0 == "," }
      found.append((name, (words.first?.hasSuffix("!") ?? false) && !type.contains("=")))
    }
    all = found
  }
}
