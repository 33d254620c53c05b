/// Writes `connector.yaml`.
enum ConnectorText {
  static func text(of sketch: ProviderSketch, _ streams: [StreamDraft]) -> YAMLText {
    var yaml = YAMLText()
    yaml.comment("yaml-language-server: $schema=../../schemas/connector.schema.json")
    yaml.comment("Made from \(sketch.origin). Look at each guess, correct it and take its comment away.")
    yaml.raw(0, "spec", "1")
    yaml.entry(0, "name", sketch.name)
    yaml.entry(0, "title", sketch.title)
    let models = streams.compactMap { $0.mapping?.model.value }
    let category =
      sketch.category ?? ModelGuess.category(of: models) ?? Guess("generic", 0.3, "no stream says more")
    yaml.entry(0, "category", category.value, category.remark)
    let docs =
      sketch.docs
      ?? Guess("https://developer.example.com", 0.1, "put the address of the provider's documentation here")
    yaml.entry(0, "docs", docs.value, docs.remark)
    settings(sketch.settings + sketch.auth.settings, &yaml)
    yaml.blank()
    yaml.open(0, "auth", sketch.auth.guess.remark)
    for line in sketch.auth.lines { yaml.raw(1, line.key, line.value) }
    http(sketch, &yaml)
    if let check = sketch.check {
      yaml.blank()
      yaml.raw(0, "check", YAMLText.flow([("get", check.value)]), check.remark)
    } else if let first = streams.first {
      yaml.blank()
      yaml.open(0, "check", "guess (0.4): a cheaper call may exist")
      // What pages send is missing from the request of a stream, and a call by itself needs it.
      request(sketch.endpoints.first { $0.path == first.endpoint.path } ?? first.endpoint, 1, &yaml)
    }
    guard !streams.isEmpty else { return yaml }
    yaml.blank()
    yaml.open(0, "streams")
    for (position, draft) in streams.enumerated() {
      if position > 0 { yaml.blank() }
      stream(draft, &yaml)
    }
    return yaml
  }

  private static func settings(_ settings: [SettingSketch], _ yaml: inout YAMLText) {
    guard !settings.isEmpty else { return }
    yaml.blank()
    yaml.open(0, "settings")
    for setting in settings {
      yaml.open(1, setting.name)
      yaml.entry(2, "type", setting.type)
      yaml.entry(2, "title", setting.title)
      if let help = setting.help { yaml.entry(2, "help", help) }
      if let pattern = setting.pattern { yaml.entry(2, "pattern", pattern) }
      if !setting.values.isEmpty { yaml.raw(2, "values", YAMLText.flow(setting.values.map { ($0, $0) })) }
      if let standard = setting.standard { yaml.entry(2, "default", standard) }
    }
  }

  private static func http(_ sketch: ProviderSketch, _ yaml: inout YAMLText) {
    yaml.blank()
    yaml.open(0, "http")
    yaml.entry(1, "base_url", sketch.baseURL.value, sketch.baseURL.remark)
    yaml.raw(1, "headers", YAMLText.flow(sketch.headers.map { ($0.name, $0.value) }))
    yaml.open(1, "throttled", sketch.retryAfter.remark)
    yaml.raw(2, "status", "[429]")
    yaml.raw(2, "wait", YAMLText.flow([("header", sketch.retryAfter.value)]))
    if sketch.endpoints.contains(where: \.isGraphQL) {
      yaml.raw(
        1, "errors", "[{when: \"'errors' in body\", kind: request, message: 'body.errors[0].message'}]")
    }
  }

  private static func stream(_ draft: StreamDraft, _ yaml: inout YAMLText) {
    yaml.open(1, draft.name)
    if let docs = draft.endpoint.docs { yaml.entry(2, "docs", docs) }
    yaml.open(2, "read")
    request(draft.endpoint, 3, &yaml)
    if !draft.query.isEmpty {
      yaml.open(3, "query")
      for (name, value) in draft.query { yaml.entry(4, name, value.value, value.remark) }
    }
    let records = RecordPath.expression(draft.records.value, below: "body")
    if let wrap = draft.wrap {
      yaml.open(2, "records", draft.records.remark)
      yaml.entry(3, "from", records)
      yaml.entry(3, "unwrap", wrap)
    } else {
      yaml.entry(2, "records", records, draft.records.remark)
    }
    yaml.entry(2, "key", draft.key.value, draft.key.remark)
    pages(draft.pages, draft.endpoint, &yaml)
    if let changes = draft.changes {
      yaml.open(2, "changes", changes.guess.remark)
      yaml.entry(3, "type", "since")
      yaml.entry(3, "field", changes.field)
      yaml.raw(3, "send", YAMLText.flow([draft.endpoint.placement(of: changes.parameter)]))
      if let format = changes.format { yaml.entry(3, "format", format) }
      yaml.entry(3, "overlap", "5m")
      yaml.raw(
        2, "deletions", "{type: none}", "guess (0.4): nothing shows how the provider tells what is gone")
    } else {
      yaml.raw(
        2, "deletions", "{type: listing}", "guess (0.6): what a complete listing no longer holds is gone")
    }
    if !draft.endpoint.scopes.isEmpty { yaml.raw(2, "scopes", YAMLText.flow(draft.endpoint.scopes)) }
  }

  /// Method, path and body.
  private static func request(_ endpoint: EndpointSketch, _ level: Int, _ yaml: inout YAMLText) {
    let isPost = endpoint.method == "POST"
    yaml.entry(
      level, endpoint.method.lowercased(), endpoint.path,
      isPost && !endpoint.isGraphQL ? "guess (0.6): this only reads, and makes nothing" : nil)
    switch endpoint.body {
    case nil: break
    case .json(let value): yaml.value(level, "json", value)
    case .form(let members): yaml.value(level, "form", .object(members))
    case .graphQL(let query, let variables):
      yaml.open(level, "graphql")
      yaml.block(level + 1, "query", query)
      if variables.members?.isEmpty == false { yaml.value(level + 1, "variables", variables) }
    }
  }

  private static func pages(_ pages: PageGuess, _ endpoint: EndpointSketch, _ yaml: inout YAMLText) {
    let remark = Guess(true, pages.confidence, pages.reason).remark
    func placed(_ name: String?) -> String { YAMLText.flow([endpoint.placement(of: name ?? "page")]) }
    yaml.open(2, "pages", remark)
    switch pages.style {
    case .none:
      yaml.entry(3, "type", "none")
      if let most = pages.atMost { yaml.raw(3, "at_most_records", "\(most)") }
    case .page(let start):
      yaml.entry(3, "type", "page")
      yaml.raw(3, "send", placed(pages.parameter))
      if start != 1 { yaml.raw(3, "start", "\(start)") }
      if let count = pages.pageCount {
        let last = RecordPath.expression(count, below: "body")
        yaml.entry(3, "last", "page.number >= \(last)\(start == 0 ? " - 1" : "")")
      } else if let more = pages.more {
        yaml.entry(3, "last", "!\(RecordPath.expression(more, below: "body"))")
      }
    case .offset:
      yaml.entry(3, "type", "offset")
      yaml.raw(3, "send", placed(pages.parameter))
      if let more = pages.more { yaml.entry(3, "last", "!\(RecordPath.expression(more, below: "body"))") }
    case .cursor(let token):
      yaml.entry(3, "type", "cursor")
      yaml.entry(3, "token", RecordPath.expression(token, below: "body"))
      yaml.raw(3, "send", placed(pages.parameter))
    case .keyset(let key):
      yaml.entry(3, "type", "keyset")
      yaml.entry(3, "by", "last.\(key)")
      yaml.raw(3, "send", placed(pages.parameter))
    case .nextURL(let path) where endpoint.method == "POST":
      yaml.entry(3, "type", "continue")
      yaml.entry(3, "token", RecordPath.expression(path, below: "body"))
      yaml.raw(
        3, "read", YAMLText.flow([("get", "${page.token}")]), "guess (0.6): an address is followed with GET")
    case .nextURL(let path):
      yaml.entry(3, "type", "next_url")
      yaml.entry(3, "url", RecordPath.expression(path, below: "body"))
    case .linkHeader:
      yaml.entry(3, "type", "link_header")
    case .relay(let connection):
      yaml.entry(3, "type", "relay")
      yaml.entry(3, "connection", RecordPath.expression(connection, below: "body"))
      if let variable = pages.parameter, variable != "after" { yaml.entry(3, "variable", variable) }
    }
    switch pages.style {
    case .cursor, .keyset:
      if let more = pages.more { yaml.entry(3, "more", RecordPath.expression(more, below: "body")) }
    default: break
    }
    if let size = pages.effectiveSize {
      yaml.raw(3, "size", "{value: \(size.value)\(size.parameter.map { ", send: \(placed($0))" } ?? "")}")
    }
    if let total = pages.total { yaml.entry(3, "total", RecordPath.expression(total, below: "body")) }
  }
}

extension PageGuess {
  /// The size that is written; where pages are counted one is needed even if no parameter sets it.
  var effectiveSize: (value: Int, parameter: String?)? {
    if let size { return (size.value, size.parameter) }
    if let fixedSize, atMost == nil { return (fixedSize, nil) }
    switch style {
    case .offset where total == nil && more == nil: return (100, nil)
    case .page where total == nil && more == nil && pageCount == nil: return (100, nil)
    case .keyset where more == nil: return (100, nil)
    default: return nil
    }
  }
}
