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
    let check = sketch.check ?? streams.first.map { Guess($0.endpoint.path, 0.4, "a cheaper call may exist") }
    if let check {
      yaml.blank()
      yaml.raw(0, "check", YAMLText.flow([("get", check.value)]), check.remark)
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
    yaml.raw(1, "headers", YAMLText.flow([("Accept", "application/json")]))
    yaml.open(1, "throttled", sketch.retryAfter.remark)
    yaml.raw(2, "status", "[429]")
    yaml.raw(2, "wait", YAMLText.flow([("header", sketch.retryAfter.value)]))
  }

  private static func stream(_ draft: StreamDraft, _ yaml: inout YAMLText) {
    yaml.open(1, draft.name)
    if let docs = draft.endpoint.docs { yaml.entry(2, "docs", docs) }
    yaml.open(2, "read")
    yaml.entry(3, "get", draft.endpoint.path)
    if !draft.query.isEmpty {
      yaml.open(3, "query")
      for (name, value) in draft.query { yaml.entry(4, name, value.value, value.remark) }
    }
    yaml.entry(2, "records", RecordPath.expression(draft.records.value, below: "body"), draft.records.remark)
    yaml.entry(2, "key", draft.key.value, draft.key.remark)
    pages(draft.pages, &yaml)
    if let changes = draft.changes {
      yaml.open(2, "changes", changes.guess.remark)
      yaml.entry(3, "type", "since")
      yaml.entry(3, "field", changes.field)
      yaml.raw(3, "send", YAMLText.flow([("query", changes.parameter)]))
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

  private static func pages(_ pages: PageGuess, _ yaml: inout YAMLText) {
    let remark = Guess(true, pages.confidence, pages.reason).remark
    func placed(_ name: String?) -> String { YAMLText.flow([("query", name ?? "page")]) }
    yaml.open(2, "pages", remark)
    switch pages.style {
    case .none: yaml.entry(3, "type", "none")
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
    case .nextURL(let path):
      yaml.entry(3, "type", "next_url")
      yaml.entry(3, "url", RecordPath.expression(path, below: "body"))
    case .linkHeader:
      yaml.entry(3, "type", "link_header")
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
    switch style {
    case .offset where total == nil && more == nil: return (100, nil)
    case .keyset where more == nil: return (100, nil)
    default: return nil
    }
  }
}
