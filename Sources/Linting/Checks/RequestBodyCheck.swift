internal import Diagnostics
internal import Expressions
internal import Language
internal import Values
internal import YAML

/// What goes with a request: headers, bodies, and values that the runtime adds.
enum RequestBodyCheck: Check {
  static let rules: [Rule] = [
    .bodyOnGet, .contentTypeConflict, .contentTypeMissing, .authorizationHeader, .duplicateHeader,
    .duplicateParameter,
    .placementNeedsBody,
  ]

  static func run(_ context: ConnectorContext, _ texts: CheckedTexts, _ report: inout FindingList) {
    let http = context.file[ConnectorFile.http]
    checkHeaders(http?[HTTPBlock.headers] ?? [], isLogin: false, &report)
    for request in context.requests {
      checkHeaders(request.headers, isLogin: request.owner == .auth, &report)
      checkBody(request, http?[HTTPBlock.headers] ?? [], &report)
    }
    for request in context.requests { checkDocument(request, &report) }
    for stream in context.streams { checkPlacements(stream, context, &report) }
  }

  /// A document of XML is one element, as a text or as a map.
  private static func checkDocument(_ request: WrittenRequest, _ report: inout FindingList) {
    guard let node = request.block.entry("xml")?.value else { return }
    let path = "\(request.block.path).xml"
    func add(_ message: String, _ range: SourceRange) {
      guard !report.touch(range) else { return }
      report.add(Finding(.badValue, message, at: range, path: path))
    }
    if let entries = node.mapping?.entries {
      if entries.count != 1 || entries[0].value.list != nil {
        add("a document of XML has one outermost element", node.range)
      }
      return checkNames(of: node, add)
    }
    let first = node.scalar?.text.first { !$0.isWhitespace }
    if first != "<", first != "$" { add("`xml` is a document, and this is none", node.range) }
  }

  private static func checkNames(of node: YAML.Node, _ add: (String, SourceRange) -> Void) {
    for item in node.list ?? [] {
      if item.list != nil { add("an element of a list is a text or a map", item.range) }
      checkNames(of: item, add)
    }
    for entry in node.mapping?.entries ?? [] {
      let key = entry.key.text
      let isAttribute = key.hasPrefix("@")
      if key != "#text", !(isAttribute ? String(key.dropFirst()) : key).isMarkupName {
        add("`\(key)` cannot be a name in XML", entry.key.range)
      } else if isAttribute || key == "#text", entry.value.scalar == nil {
        add("`\(key)` is a text", entry.value.range)
      }
      checkNames(of: entry.value, add)
    }
  }

  // MARK: Headers

  private static func checkHeaders(
    _ headers: [Named<Template>], isLogin: Bool, _ report: inout FindingList
  ) {
    var seen: [String: SourceRange] = [:]
    for header in headers {
      let name = header.name.lowercased()
      let path = header.value.path.description
      if let first = seen[name] {
        report.add(
          Finding(
            .duplicateHeader, "the header `\(header.name)` is given twice: names do not depend on case",
            at: header.nameRange,
            path: path, related: [.init("first given here", at: first)]))
      }
      seen[name] = header.nameRange
      guard name == "authorization", !isLogin else { continue }
      report.add(
        Finding(
          .authorizationHeader,
          "`auth` writes the header `Authorization`, so that it can renew and redact it",
          at: header.nameRange, path: path, suggestions: [advice(for: header.value.source)]))
    }
  }

  private static func advice(for value: String) -> String {
    let words = value.split(separator: " ", maxSplits: 1).map(String.init)
    guard words.count == 2 else {
      return "auth: {type: api_key, send: {header: Authorization}, key: \"\(value)\"}"
    }
    if words[0].lowercased() == "basic" { return "auth: {type: basic, username: ..., password: ...}" }
    let prefix = words[0] == "Bearer" ? "" : ", prefix: \(words[0])"
    return "auth: {type: bearer, token: \"\(words[1])\"\(prefix)}"
  }

  // MARK: Bodies

  private static func checkBody(
    _ request: WrittenRequest, _ common: [Named<Template>], _ report: inout FindingList
  ) {
    guard let key = request.bodyKey else { return }
    let range = request.block.keyRange(key)
    let path = request.block.path.description
    if request.method == "get" || request.method == "head" {
      report.add(
        Finding(
          .bodyOnGet,
          "a \(request.method.uppercased()) request with a body: many servers ignore it or refuse it",
          at: range,
          path: path, related: [.init("the method", at: request.block.keyRange(request.method))],
          suggestions: request.method == "get" ? ["post"] : []))
    }
    let own = request.headers.first { $0.name.lowercased() == "content-type" }
    if key == "text" {
      guard own == nil, !common.contains(where: { $0.name.lowercased() == "content-type" }) else { return }
      report.add(
        Finding(
          .contentTypeMissing, "nothing says what this text is", at: range, path: path,
          suggestions: ["headers: {Content-Type: text/plain}"]))
      return
    }
    guard let own, own.value.isConstant, let wanted = mediaTypes[key] else { return }
    let type = own.value.source.lowercased()
    guard !wanted.contains(where: { type.contains($0) }) else { return }
    report.add(
      Finding(
        .contentTypeConflict, "the body is `\(key)`, and the header calls it `\(own.value.source)`",
        at: own.value.range,
        path: own.value.path.description, related: [.init("the body", at: range)],
        evidence: [.init("help", "leave the header out: it follows from the body")]))
  }

  private static let mediaTypes = [
    "json": ["json"], "form": ["x-www-form-urlencoded"], "multipart": ["multipart/"],
    "graphql": ["json", "graphql"],
    "xml": ["xml"],
  ]

  // MARK: Values that the runtime adds

  private static func checkPlacements(
    _ stream: Named<StreamBlock>, _ context: ConnectorContext, _ report: inout FindingList
  ) {
    let placements = WrittenPlacement.all(of: stream.value)
    guard let block = stream.value[StreamBlock.read]?.block,
      let request = WrittenRequest(block, of: .stream(stream.name), isRead: true)
    else { return }
    // That `relay` needs GraphQL is a matter of its pages.
    let isRelay = stream.value[StreamBlock.pages]?.as(RelayPages.self) != nil
    for placement in placements where context.isSound && !(isRelay && placement.kind == "variable") {
      checkTarget(placement, request, &report)
    }
    checkDuplicates(placements, request, context, &report)
  }

  private static func checkTarget(
    _ placement: WrittenPlacement, _ request: WrittenRequest, _ report: inout FindingList
  ) {
    func add(_ message: String, _ advice: [String]) {
      report.add(
        Finding(
          .placementNeedsBody, message, at: placement.range, path: placement.path.description,
          related: [.init("the request", at: request.block.keyRange(request.method))], suggestions: advice))
    }
    switch placement.kind {
    case "json", "form":
      if request.method == "get" || request.method == "head" {
        add(
          "\(placement.meaning) goes into a body, and a \(request.method.uppercased()) request has none",
          ["query: \(placement.name)"])
      } else if let key = request.bodyKey, key != placement.kind {
        add(
          "\(placement.meaning) goes into a `\(placement.kind)` body, and this one is `\(key)`",
          key == "graphql" ? ["variable: \(placement.name)"] : ["\(key): \(placement.name)"])
      }
    case "variable":
      if request.graphQL == nil {
        add(
          "\(placement.meaning) goes into a GraphQL variable, and the request has no `graphql` body",
          ["query: \(placement.name)"])
      }
    default: break
    }
  }

  private static func checkDuplicates(
    _ placements: [WrittenPlacement], _ request: WrittenRequest, _ context: ConnectorContext,
    _ report: inout FindingList
  ) {
    var all = request.query.map {
      WrittenPlacement(kind: "query", name: $0.name, range: $0.nameRange, path: $0.value.path, "`query`")
    }
    all += request.headers.map {
      WrittenPlacement(kind: "header", name: $0.name, range: $0.nameRange, path: $0.value.path, "`headers`")
    }
    let written = all.count
    for style in context.file.proofs where AuthCheck.isOAuth2(style) || style.has("send") {
      if let proof = WrittenPlacement(style[APIKeyAuth.send], "the credential") { all.append(proof) }
    }
    var taken: [String: (place: WrittenPlacement, isWritten: Bool)] = [:]
    for (index, place) in (all + placements).enumerated() {
      let name = place.kind == "header" ? place.name.lowercased() : place.name
      guard let first = taken["\(place.kind) \(name)"] else {
        taken["\(place.kind) \(name)"] = (place, index < written)
        continue
      }
      // Two ways of signing in are alternatives.
      guard first.place.meaning != place.meaning else { continue }
      // A provider may begin a run and go on in it with one and the same token or moment: the page's takes the place of the run's.
      if first.place.meaning == WrittenPlacement.page, place.meaning == WrittenPlacement.beginning {
        continue
      }
      // The finding stands in the stream, where it can be put right.
      let isCredential = place.meaning == "the credential"
      let (at, other) = isCredential ? (first.place, place) : (place, first.place)
      // A page that is sent under a wrong name was told as such.
      let isTold = report.all.contains { finding in
        finding.rule == .pagingTokenNotCarried
          && [at.range, other.range].contains { $0.contains(finding.range) }
      }
      if isTold { continue }
      report.add(
        Finding(
          .duplicateParameter, "`\(at.name)` is sent twice: for \(at.meaning) and for \(other.meaning)",
          at: at.range,
          path: at.path.description, related: [.init("also put here", at: other.range)]))
    }
  }
}
