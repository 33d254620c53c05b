internal import Language
internal import Values

/// What there is to know of a connector before it is used.
struct ConnectorOverview: Sendable {
  let name: String
  let title: String
  let category: String
  let docs: String?
  /// The kind of credentials, `oauth2`; nil when the file does not say.
  let auth: String?
  let streams: [StreamOverview]
  let actions: [ActionOverview]
  let eventCount: Int
  let settings: [SettingOverview]

  struct StreamOverview: Sendable {
    let name: String
    let models: [String]
    let pages: String?
    let changes: String?
    let deletions: String?
  }

  struct ActionOverview: Sendable {
    let name: String
    let title: String
  }

  struct SettingOverview: Sendable {
    let name: String
    let type: String
    let title: String
    let isRequired: Bool
    let variable: String
  }

  init(_ connector: LoadedConnector) {
    let file = connector.file
    name = connector.name
    title = file?[ConnectorFile.title] ?? connector.name
    category = file?[ConnectorFile.category]?.rawValue ?? ""
    docs = file?[ConnectorFile.docs]
    auth = Self.style(file?[ConnectorFile.auth])
    streams = (file?[ConnectorFile.streams] ?? []).map { StreamOverview($0, connector.mapping(of: $0.name)) }
    actions = (file?[ConnectorFile.actions] ?? []).map {
      ActionOverview(name: $0.name, title: $0.value[ActionBlock.title] ?? "")
    }
    eventCount = file?[ConnectorFile.webhooks]?[WebhooksBlock.events]?.count ?? 0
    settings = (file?[ConnectorFile.settings] ?? []).map { SettingOverview($0, connector: connector.name) }
  }

  /// What can be done with it, in words that scripts may look for.
  var capabilities: [String] {
    var words: [String] = []
    if !streams.isEmpty { words.append("full") }
    if streams.contains(where: { $0.changes != nil && $0.changes != "none" }) { words.append("incremental") }
    if streams.contains(where: { $0.deletions != nil && $0.deletions != "none" }) {
      words.append("deletions")
    }
    if eventCount > 0 { words.append("webhooks") }
    if !actions.isEmpty { words.append("actions") }
    return words
  }

  var models: [String] { Array(Set(streams.flatMap(\.models))).sorted() }

  /// The last part of a construct's name: `pages/cursor` is `cursor`.
  fileprivate static func style(_ block: Block?) -> String? {
    block.map { block in
      let name = block.construct.about.name
      return name.split(separator: "/", maxSplits: 1).last.map(String.init) ?? name
    }
  }
}

extension ConnectorOverview.StreamOverview {
  fileprivate init(_ stream: Named<StreamBlock>, _ mapping: LoadedMapping?) {
    name = stream.name
    models = (mapping?.file?[MappingFile.models] ?? []).compactMap { $0[ModelMapping.model]?.value }
    pages = ConnectorOverview.style(stream.value[StreamBlock.pages])
    changes = ConnectorOverview.style(stream.value[StreamBlock.changes])
    // A feed of changes may tell of them without being asked.
    let isFed = stream.value[StreamBlock.changes]?.as(FeedChanges.self)?.block.has("gone") ?? false
    deletions = ConnectorOverview.style(stream.value[StreamBlock.deletions]) ?? (isFed ? "feed" : nil)
  }
}

extension ConnectorOverview.SettingOverview {
  fileprivate init(_ setting: Named<Block>, connector: String) {
    name = setting.name
    type = ConnectorOverview.style(setting.value) ?? ""
    title = setting.value[SettingFields.title] ?? ""
    let isOptional = setting.value[SettingFields.optional] ?? false
    isRequired = !isOptional && !setting.value.has("default")
    variable = SettingVariable.name(connector: connector, setting: setting.name)
  }
}

/// The environment variable that supplies a setting.
enum SettingVariable {
  /// `CONNECTOR_<NAME>_<SETTING>`, everything but letters and digits written as `_`.
  static func name(connector: String, setting: String) -> String {
    "CONNECTOR_\(word(connector))_\(word(setting))"
  }

  private static func word(_ name: String) -> String {
    String(name.map { $0.isASCII && ($0.isLetter || $0.isNumber) ? Character($0.uppercased()) : "_" })
  }
}

extension ConnectorOverview {
  /// One JSON object on one line.
  var json: String {
    JSONText.of(value)
  }

  private var value: Value {
    .map(
      MapValue([
        ("name", .string(name)), ("title", .string(title)), ("category", .string(category)),
        ("docs", docs.map(Value.string) ?? .null), ("auth", auth.map(Value.string) ?? .null),
        ("capabilities", Self.texts(capabilities)), ("models", Self.texts(models)),
        ("streams", .list(streams.map(\.value))), ("actions", .list(actions.map(\.value))),
        ("settings", .list(settings.map(\.value))),
      ]))
  }

  fileprivate static func texts(_ texts: [String]) -> Value { .list(texts.map(Value.string)) }
}

extension ConnectorOverview.StreamOverview {
  fileprivate var value: Value {
    .map(
      MapValue([
        ("name", .string(name)), ("models", ConnectorOverview.texts(models)),
        ("pages", pages.map(Value.string) ?? .null), ("changes", changes.map(Value.string) ?? .null),
        ("deletions", deletions.map(Value.string) ?? .null),
      ]))
  }
}

extension ConnectorOverview.ActionOverview {
  fileprivate var value: Value { .map(MapValue([("name", .string(name)), ("title", .string(title))])) }
}

extension ConnectorOverview.SettingOverview {
  fileprivate var value: Value {
    .map(
      MapValue([
        ("name", .string(name)), ("type", .string(type)), ("title", .string(title)),
        ("required", .bool(isRequired)), ("variable", .string(variable)),
      ]))
  }
}
