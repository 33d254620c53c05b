internal import Diagnostics
internal import Interpreter
internal import Language
internal import YAML

/// Everything that the cases of a connector could come by.
struct CoverageSurvey {
  private struct Entry {
    let kind: Coverage.Kind
    let subject: Subject
    let name: String
    let place: SourceRange
    let wanted: String
  }

  private let connector: RehearsedConnector
  private var entries: [Entry] = []
  private var known: Set<Subject> = []

  init(_ connector: RehearsedConnector) {
    self.connector = connector
    addFields()
    addPages()
    addRules()
    addStreams()
    addEvents()
    addActions()
    addSignIns()
  }

  /// What was seen of it.
  func coverage(_ sightings: Sightings) -> Coverage {
    var items: [Coverage.Item] = []
    for kind in Coverage.Kind.allCases {
      for entry in entries where entry.kind == kind {
        var wanted = entry.wanted
        if case .field(let place) = entry.subject, let runs = sightings.runs[place] {
          wanted += "; \(runs == 1 ? "the only record has none" : "none of \(runs) records has one")"
        }
        items.append(
          Coverage.Item(
            kind: kind, name: entry.name, place: entry.place,
            isSeen: sightings.subjects.contains(entry.subject), wanted: wanted))
      }
    }
    return Coverage(connector: connector.loaded.name, items: items)
  }

  private mutating func add(
    _ kind: Coverage.Kind, _ subject: Subject, _ name: String, at place: SourceRange, wanted: String
  ) {
    guard known.insert(subject).inserted else { return }
    entries.append(Entry(kind: kind, subject: subject, name: name, place: place, wanted: wanted))
  }

  private var streams: [Named<StreamBlock>] { connector.loaded.file?[ConnectorFile.streams] ?? [] }

  // MARK: Mappings

  private mutating func addFields() {
    for stream in streams {
      for model in connector.loaded.mapping(of: stream.name)?.file?[MappingFile.models] ?? [] {
        let name = model[ModelMapping.model]?.value ?? ""
        for (key, field) in [
          ("source_updated_at", model[ModelMapping.updatedAt]),
          ("source_created_at", model[ModelMapping.createdAt]),
        ] {
          guard let field else { continue }
          add(
            .fields, .field(field.range), "\(name).\(key)", at: field.range, wanted: Self.record(with: field))
        }
        for rule in model[ModelMapping.values] ?? [] { add(rule, below: name) }
        for custom in model[ModelMapping.custom] ?? [] {
          guard let value = custom.value[CustomField.value] else { continue }
          add(
            .fields, .field(custom.nameRange), "\(name).custom.\(custom.name)", at: custom.nameRange,
            wanted: Self.record(with: value))
        }
      }
    }
  }

  /// A field, its enum's words, and the fields below it.
  private mutating func add(_ rule: Named<Block>, below parent: String) {
    let name = "\(parent).\(rule.name)"
    let block = rule.value
    var source: ExpressionText?
    var inner: [Named<Block>] = []
    if let value = block.as(ValueRule.self) {
      source = value[ValueRule.value]
    } else if let choice = block.as(EnumRule.self) {
      source = choice[EnumRule.match]
      addArms(choice, name)
    } else if let list = block.as(ListRule.self) {
      source = list[ListRule.each]
      inner = list[ListRule.values] ?? []
    } else if let object = block.as(ObjectRule.self) {
      source = object[ObjectRule.when]
      inner = object[ObjectRule.values] ?? []
    } else if let money = block.as(MoneyRule.self) {
      source = money[MoneyRule.amount]
    }
    add(
      .fields, .field(rule.nameRange), name, at: rule.nameRange,
      wanted: source.map(Self.record(with:)) ?? "a record with one of its fields")
    for field in inner { add(field, below: name) }
  }

  private mutating func addArms(_ choice: EnumRule, _ name: String) {
    guard let match = choice[EnumRule.match], let otherwise = choice[EnumRule.otherwise] else { return }
    for (position, word) in (choice[EnumRule.cases] ?? []).enumerated() {
      add(
        .arms, .arm(match.range, position), "\(name): `\(Self.short(word.name))`", at: word.nameRange,
        wanted: "a record whose `\(Self.short(match.source))` is `\(Self.short(word.name))`")
    }
    // A flag has no other words.
    guard Set((choice[EnumRule.cases] ?? []).map(\.name)) != ["true", "false"] else { return }
    add(
      .arms, .arm(match.range, nil), "\(name): otherwise", at: otherwise.range,
      wanted: "a record whose `\(Self.short(match.source))` is a word that no case names")
  }

  private static func record(with text: ExpressionText) -> String {
    let isPath = text.source.utf8.allSatisfy { byte in
      byte == 0x2E || byte == 0x5F || (0x30...0x39).contains(byte) || (0x41...0x5A).contains(byte & 0xDF)
    }
    return isPath
      ? "a record with `\(short(text.source))`" : "a record for which `\(short(text.source))` gives a value"
  }

  /// Text of the file on one line, of a length that leaves room for what is said about it.
  private static func short(_ text: String) -> String {
    let line = text.split { $0 == "\n" || $0 == " " }.joined(separator: " ")
    return line.count > 60 ? line.prefix(59) + "…" : line
  }

  // MARK: Replies

  private mutating func addPages() {
    for stream in connector.program.streams {
      for outcome in stream.pageOutcomes {
        add(
          .pages, .page(stream.pagesPlace, outcome), "\(stream.name): \(outcome.title)",
          at: stream.pagesPlace, wanted: outcome.wanted)
      }
    }
  }

  private mutating func addRules() {
    let http = connector.loaded.file?[ConnectorFile.http]
    add(http?[HTTPBlock.throttled], of: "http")
    for rule in http?[HTTPBlock.errors] ?? [] { add(rule, of: "http") }
    for stream in streams {
      add(stream.value[StreamBlock.throttled], of: stream.name)
      if let restart = stream.value[StreamBlock.changes]?[ChangeFields.restart] {
        add(
          .rules, .rule(restart.range), "\(stream.name): restart_when", at: restart.range,
          wanted: "an answer for which `\(Self.short(restart.source))` holds")
      }
      for rule in stream.value[StreamBlock.errors] ?? [] { add(rule, of: stream.name) }
    }
    for action in connector.loaded.file?[ConnectorFile.actions] ?? [] {
      for rule in action.value[ActionBlock.errors] ?? [] { add(rule, of: action.name) }
    }
  }

  private mutating func add(_ block: ThrottledBlock?, of owner: String) {
    guard let block else { return }
    var ways = (block[ThrottledBlock.status] ?? []).map { "status \($0.value.words)" }
    if let header = block[ThrottledBlock.header] { ways.append("the header `\(header)`") }
    if let when = block[ThrottledBlock.when] { ways.append("`\(Self.short(when.source))` true") }
    let place = block.block.node.range
    add(
      .rules, .rule(place), "\(owner): throttled", at: block.block.head,
      wanted: "an answer with \(ways.joined(separator: " or "))")
  }

  private mutating func add(_ rule: ErrorRule, of owner: String) {
    let statuses = (rule[ErrorRule.status] ?? []).map(\.value.words).joined(separator: " or ")
    let when = rule[ErrorRule.when].map { "`\(Self.short($0.source))`" }
    let name = statuses.isEmpty ? when ?? "any" : "status \(statuses)"
    let wanted =
      switch (statuses.isEmpty, when) {
      case (true, _): "an answer for which it holds"
      case (false, let when?): "an answer with status \(statuses) for which \(when) holds"
      case (false, nil): "an answer with status \(statuses)"
      }
    let place = rule.block.node.range
    add(.rules, .rule(place), "\(owner): \(name)", at: place, wanted: wanted)
  }

  // MARK: Streams, webhooks, actions

  private mutating func addStreams() {
    for stream in streams {
      add(.streams, .stream(stream.name), stream.name, at: stream.nameRange, wanted: "a case that reads it")
    }
  }

  private mutating func addEvents() {
    guard let webhooks = connector.loaded.file?[ConnectorFile.webhooks] else { return }
    for challenge in webhooks[WebhooksBlock.challenges] ?? [] {
      let when = challenge[ChallengeBlock.when].map { Self.short($0.source) } ?? ""
      let place = challenge.block.node.range
      add(
        .events, .event(place), "challenge `\(when)`", at: place,
        wanted: "a delivery for which it holds")
    }
    for event in webhooks[WebhooksBlock.events] ?? [] {
      let when = event[EventRule.when].map { "`\(Self.short($0.source))`" }
      let place = event.block.node.range
      add(
        .events, .event(place), when ?? "any other event", at: place,
        wanted: when == nil ? "a delivery that no event above fits" : "a delivery for which it holds")
    }
  }

  private mutating func addActions() {
    for action in connector.loaded.file?[ConnectorFile.actions] ?? [] {
      add(.actions, .action(action.name), action.name, at: action.nameRange, wanted: "a case that runs it")
    }
  }

  /// The ways that make calls of their own: what is made from the settings alone goes with any request.
  private mutating func addSignIns() {
    for proof in connector.loaded.file?.proofs ?? [] {
      guard proof[OAuth2Fields.tokenURL] != nil || proof[SessionAuth.login] != nil else { continue }
      add(
        .signIns, .signIn(proof.head), proof.path.description, at: proof.head,
        wanted: "a case of `sign_in` that goes this way")
    }
  }
}

extension StatusRange {
  /// `429`, `500-504`.
  fileprivate var words: String {
    bounds.count == 1 ? "\(bounds.lowerBound)" : "\(bounds.lowerBound)-\(bounds.upperBound)"
  }
}

extension PageOutcome {
  /// What it is called after the name of a stream.
  fileprivate var title: String {
    switch self {
    case .followed: "a further page"
    case .unnamed: "no next page named"
    case .noMore: "no more"
    case .last: "`last`"
    case .total: "`total` reached"
    case .short: "a short page"
    case .empty: "an empty page"
    case .whole: "the whole"
    case .old: "older records"
    case .ruled: "ended by a rule"
    case .unchanged: "unchanged"
    }
  }

  /// What a recording shows it by.
  fileprivate var wanted: String {
    switch self {
    case .followed: "a listing of two pages"
    case .unnamed: "a last page that names no next one"
    case .noMore: "a last page that says there is no more"
    case .last: "a page for which `last` is true"
    case .total: "as many records as the reply announces"
    case .short: "a last page with fewer records than were asked for"
    case .empty: "a page without records"
    case .whole: "a reply"
    case .old: "a record older than the cursor"
    case .ruled: "an answer that a rule takes for the end"
    case .unchanged: "an answer with status 304"
    }
  }
}
