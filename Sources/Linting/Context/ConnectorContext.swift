internal import Diagnostics
internal import Expressions
internal import Language
internal import YAML

/// What the checks know of one connector.
///
/// A class, because it is handed from check to check.
final class ConnectorContext {
  let project: Project
  /// What loading found in the files of the connector.
  let loading: FindingList
  let connector: LoadedConnector
  let file: ConnectorFile
  let environments: Environments
  let evidence: Evidence
  let settings: ObjectShape
  let account: ObjectShape
  let deliveries: DeliveryEvidence
  /// Something in the connector's own file could not be used, so that what seems missing or unused may be in there.
  let isDamaged: Bool
  /// Types and environments that were already worked out.
  let known = KnownTypes()

  init?(
    _ connector: LoadedConnector, in project: Project, loading: FindingList,
    _ expressions: KnownExpressions
  ) {
    guard let file = connector.file else { return nil }
    self.project = project
    self.loading = loading
    self.connector = connector
    self.file = file
    streams = file[ConnectorFile.streams] ?? []
    streamPlaces = Dictionary(streams.enumerated().map { ($1.name, $0) }) { first, _ in first }
    environments = Environments(expressions)
    evidence = Evidence.gather(connector, environments)
    settings = Self.settingsShape(file)
    account = Self.accountShape(file)
    deliveries = DeliveryEvidence(connector, environments)
    let path = connector.document.file.path
    isDamaged = loading.all.contains { $0.severity == .error && $0.range.file.path == path }
  }

  let streams: [Named<StreamBlock>]

  private let streamPlaces: [String: Int]

  func stream(_ name: String) -> Named<StreamBlock>? { streamPlaces[name].map { streams[$0] } }

  /// The streams whose `for_each` goes through something, by the name it has there.
  var readers: [String: [String]] {
    if let readers = known.readers { return readers }
    var readers: [String: [String]] = [:]
    for stream in streams {
      for name in Set((stream.value[StreamBlock.each] ?? []).compactMap { $0[SliceFields.name] }) {
        readers[name, default: []].append(stream.name)
      }
    }
    known.readers = readers
    return readers
  }

  /// What tests expect of words that no case names.
  var expectedWords: ExpectedWords {
    if let words = known.expectedWords { return words }
    let words = ExpectedWords(connector)
    known.expectedWords = words
    return words
  }

  /// The file's own document could not be read whole, so that what is missing may merely be unread.
  var isPartial: Bool { connector.document.isPartial }

  /// The title key, for findings about the connector as a whole.
  var head: SourceRange { file.block.keyRange("name") }

  private static func settingsShape(_ file: ConnectorFile) -> ObjectShape {
    var fields: [String: ObjectShape.Field] = [:]
    for setting in file[ConnectorFile.settings] ?? [] {
      let block = setting.value
      let isOptional = block[SettingFields.optional] ?? false
      let type: ExpressionType =
        if block.as(IntegerSetting.self) != nil { .int } else if block.as(BooleanSetting.self) != nil {
          .bool
        } else if block.as(DateSetting.self) != nil { .date } else if block.as(ListSetting.self) != nil {
          .list(.string)
        } else { .string }
      let hasDefault = block.has("default")
      fields[setting.name] = ObjectShape.Field(
        isOptional && !hasDefault ? nullable(type) : type, note: block[SettingFields.title])
    }
    // A setting that could not be read still exists: only its type is unknown.
    if let written = file.block.entry("settings")?.value.mapping {
      for key in written.keys where fields[key] == nil { fields[key] = ObjectShape.Field(.dyn) }
    }
    let isReadable = !file.block.damagedKeys.contains("settings") || !fields.isEmpty
    return ObjectShape(name: ShapeName.settings, fields: fields, isClosed: isReadable)
  }

  private static func nullable(_ type: ExpressionType) -> ExpressionType {
    switch type {
    case .int, .bool, .string: .wrapper(type)
    default: .dyn
    }
  }

  private static func accountShape(_ file: ConnectorFile) -> ObjectShape {
    var fields: [String: ObjectShape.Field] = [:]
    func gather(_ block: Block?) {
      guard let block else { return }
      let identified = block[OAuth2Fields.identify]?[CaptureField.capture] ?? []
      for captured in (block[CaptureField.capture] ?? []) + identified {
        fields[captured.name] = ObjectShape.Field(.dyn)
      }
      for inner in block.as(CombinedAuth.self)?[CombinedAuth.of] ?? [] { gather(inner) }
      for inner in block.as(ChosenAuth.self)?[ChosenAuth.cases] ?? [] { gather(inner.value) }
    }
    gather(file[ConnectorFile.auth])
    for challenge in file[ConnectorFile.webhooks]?[WebhooksBlock.challenges] ?? [] {
      for kept in challenge[ChallengeBlock.keep] ?? [] { fields[kept.name] = ObjectShape.Field(.dyn) }
    }
    return ObjectShape(name: ShapeName.account, fields: fields, isClosed: true)
  }
}

/// Types and environments by what they are for; a connector asks for the same ones many times.
final class KnownTypes {
  var records: [String: ExpressionType] = [:]
  var replies: [String: ExpressionType] = [:]
  var anyReply: ExpressionType?
  var environments: [EnvironmentKey: Environment] = [:]
  /// What several checks ask for by stream, and what they all ask for.
  var readings: [String: RecordedReadings] = [:]
  var requests: [WrittenRequest]?
  var deliveries: WebhookDeliveries?
  var readers: [String: [String]]?
  /// The first stream that is read for the records of another, by that other one's name.
  var children: [String: String]?
  var expectedWords: ExpectedWords?
  var signIns: SignInEvidence?

  /// All that an environment depends on.
  struct EnvironmentKey: Hashable {
    let scope: Scope
    /// `streams` and the stream's name, `actions` and the action's, or the first key alone.
    let owner: [String]
    let isErrorPlace: Bool
    /// The statuses that the error rule around it is about.
    let statuses: [ClosedRange<Int>]
    let isPage: Bool
    let isOne: Bool
    let isDeletion: Bool
    let isFeed: Bool
    let isOuter: Bool
    let isProof: Bool
    /// The path of the place below `auth`, where each way of signing in has replies of its own.
    let signIn: [String]?
  }
}

/// Names of shapes, which tell what a path goes wrong in.
enum ShapeName {
  static let settings = "settings"
  static let account = "account"
  static func record(of stream: String) -> String { "record of \(stream)" }
  static func reply(of stream: String) -> String { "reply of \(stream)" }
  static let anyReply = "recorded reply"
  static let headers = "headers"
  static let delivery = "delivery"
  static let event = "event"
  static let input = "input"
}

/// What the tests' deliveries of webhooks look like.
struct DeliveryEvidence {
  let payload = ObservedShape()
  let event = ObservedShape()
  let headers: Set<String>

  init(_ connector: LoadedConnector, _ environments: Environments) {
    var headers: Set<String> = []
    let webhooks = connector.file?[ConnectorFile.webhooks]
    let split = webhooks?[WebhooksBlock.split].flatMap { environments.triedProgram($0.source) }
    for test in connector.tests?.file?[TestFile.cases] ?? [] {
      guard let delivery = test[TestCase.webhook] else { continue }
      headers.formUnion((delivery[DeliveryBlock.headers] ?? []).map { $0.name.lowercased() })
      guard let json = delivery.document else { continue }
      payload.add(json.root)
      guard let split else {
        event.add(json.root)
        continue
      }
      var activation = Activation()
      activation["payload"] = .json(json.root)
      if let found = try? split.evaluate(activation).get(), case .list(let events) = found.plain {
        for value in events.values { event.add(value) }
      }
    }
    self.headers = headers
  }
}

internal import JSON
internal import Values
