internal import Diagnostics
internal import Language
internal import YAML

/// A request that a connector writes, with whose it is.
///
/// A class, because its address is taken apart once, for all checks that ask.
final class WrittenRequest {
  enum Owner: Hashable {
    case check, auth, webhook
    case stream(String)
    case action(String)

    var isStream: Bool { if case .stream = self { true } else { false } }
  }

  let owner: Owner
  let block: Block
  /// It is the one that `read` of a stream writes, to which the stream's values are added.
  let isRead: Bool
  /// The method key, `get`.
  let method: String
  let address: Template

  init?(_ block: Block, of owner: Owner, isRead: Bool = false) {
    guard let (method, address) = RequestBlock.target(of: block) else { return nil }
    self.owner = owner
    self.block = block
    self.isRead = isRead
    self.method = method
    self.address = address
  }

  var query: [Named<Template>] { block[RequestBlock.query(.request)] ?? [] }
  var headers: [Named<Template>] { block[RequestBlock.headers(.request)] ?? [] }
  var graphQL: Block? { block[RequestBlock.graphql]?.block ?? block[ActionGraphQL.field]?.block }

  /// The key of its body, `json`.
  var bodyKey: String? { Self.bodyKeys.first { block.has($0) } }

  static let bodyKeys = ["json", "form", "multipart", "graphql", "xml", "text"]

  private lazy var written = WrittenAddress(address.source)

  /// What it looks like from outside.
  private(set) lazy var pattern = RequestPattern(block, method: method, written)

  /// The address is whole or begins with what is not known before a run.
  var isAbsolute: Bool { written.isAbsolute }

  /// The addresses that it can have, with every open place as `x`.
  var sampleAddresses: [String] {
    written.paths.map { [written] path in
      TextPattern(path + (written.query.map { "?\($0)" } ?? "")).parts.joined(separator: "x")
    }
  }
}

extension ConnectorContext {
  /// Every request that is written anywhere in the connector, gathered once for all checks.
  var requests: [WrittenRequest] {
    if let requests = known.requests { return requests }
    let requests = file.requests
    known.requests = requests
    return requests
  }
}

extension ConnectorFile {
  /// Every request that is written anywhere in the connector.
  var requests: [WrittenRequest] {
    var found: [WrittenRequest?] = []
    if let check = self[ConnectorFile.check] { found.append(WrittenRequest(check.block, of: .check)) }
    for stream in self[ConnectorFile.streams] ?? [] {
      found += stream.value.requests(of: .stream(stream.name))
    }
    for action in self[ConnectorFile.actions] ?? [] {
      let request = action.value[ActionBlock.request]
      found.append(request.flatMap { WrittenRequest($0.block, of: .action(action.name)) })
    }
    for challenge in self[ConnectorFile.webhooks]?[WebhooksBlock.challenges] ?? [] {
      found.append(challenge[ChallengeBlock.request].flatMap { WrittenRequest($0.block, of: .webhook) })
    }
    for event in self[ConnectorFile.webhooks]?[WebhooksBlock.events] ?? [] {
      found.append(event[EventRule.read].flatMap { WrittenRequest($0.block, of: .webhook) })
    }
    for style in proofs {
      let calls = [style[SessionAuth.login]?.block, style[SessionAuth.logout]?.block].compactMap { $0 }
      let others = [style[OAuth2Fields.identify]?.block, style[OAuth2Fields.revoke]?.block].compactMap { $0 }
      found += (calls + others).map { WrittenRequest($0, of: .auth) }
    }
    return found.compactMap { $0 }
  }
}

extension StreamBlock {
  fileprivate func requests(of owner: WrittenRequest.Owner) -> [WrittenRequest?] {
    var others: [Block?] = [self[StreamBlock.one]?.block]
    if let job = self[StreamBlock.job] {
      others += [job[JobBlock.start]?.block, job[JobBlock.poll]?.block]
      others += [job[JobBlock.find]?.block, job[JobBlock.download]?.block, job[JobBlock.delete]?.block]
    }
    others.append(self[StreamBlock.pages]?.as(ContinuedPages.self)?[ContinuedPages.read]?.block)
    if let changes = self[StreamBlock.changes]?.as(TokenChanges.self) {
      others += [changes[TokenChanges.first]?.block, changes[TokenChanges.read]?.block]
    }
    if let feed = self[StreamBlock.changes]?.as(FeedChanges.self) {
      others += [feed[FeedChanges.read]?.block, feed[FeedChanges.begin]?.block]
      let cursor = feed[FeedChanges.follow]?.as(TokenChanges.self)
      others += [cursor?[TokenChanges.first]?.block, cursor?[TokenChanges.read]?.block]
    }
    others += (self[StreamBlock.lists] ?? []).map { $0[InnerListBlock.read]?.block }
    for slice in self[StreamBlock.each] ?? [] {
      others.append(slice.as(DiscoveredSlice.self)?[DiscoveredSlice.request]?.block)
    }
    others.append(self[StreamBlock.fieldNames]?[FieldNamesBlock.from]?.block)
    others.append(self[StreamBlock.acknowledge]?[AcknowledgeBlock.request]?.block)
    let read = self[StreamBlock.read].map { WrittenRequest($0.block, of: owner, isRead: true) }
    return [read ?? nil] + others.map { $0.flatMap { WrittenRequest($0, of: owner) } }
  }
}

/// A value that the runtime puts into a stream's request.
struct WrittenPlacement {
  /// `query`, `header`, `json`, `form`, `path` or `variable`.
  let kind: String
  let name: String
  let range: SourceRange
  let path: DocumentPath
  /// What is put there, for messages.
  let meaning: String

  init?(_ block: Block?, _ meaning: String) {
    guard let block, let key = Placements.variants.map(\.name).first(where: { block.has($0) }),
      let scalar = block.node.mapping?[key]?.scalar
    else { return nil }
    self.init(kind: key, name: scalar.text, range: scalar.range, path: block.path, meaning)
  }

  init(kind: String, name: String, range: SourceRange, path: DocumentPath, _ meaning: String) {
    self.kind = kind
    self.name = name
    self.range = range
    self.path = path
    self.meaning = meaning
  }

  static let page = "the page"
  /// What a run begins with, where the pages go on by the same: theirs takes its place.
  static let beginning = "the beginning of the run"

  /// What the runtime adds to the request of a stream.
  static func all(of stream: StreamBlock) -> [WrittenPlacement] {
    var found: [WrittenPlacement?] = []
    if let pages = stream[StreamBlock.pages] {
      found.append(WrittenPlacement(pages[CursorPages.send], page))
      found.append(WrittenPlacement(pages[PageGuards.size]?[PageSize.send], "the page size"))
      if let relay = pages.as(RelayPages.self), let name = relay[RelayPages.variable] {
        let range = pages.has("variable") ? pages.valueRange("variable") : pages.head
        found.append(.init(kind: "variable", name: name, range: range, path: pages.path, page))
      }
    }
    if let changes = stream[StreamBlock.changes] {
      let goesOn = stream[StreamBlock.pages]?.goesOn(by: changes) ?? false
      found.append(
        WrittenPlacement(changes[SinceChanges.send], goesOn ? beginning : "the moment of the last change"))
      found.append(
        WrittenPlacement(
          changes.as(WindowChanges.self)?[WindowChanges.from], goesOn ? beginning : "the window's start"))
      found.append(WrittenPlacement(changes.as(WindowChanges.self)?[WindowChanges.to], "the window's end"))
    }
    found.append(WrittenPlacement(stream[StreamBlock.fieldNames]?[FieldNamesBlock.send], "the field names"))
    return found.compactMap { $0 }
  }
}

extension Block {
  /// These pages go on by what a run begins with: its token, or the moment of the last record.
  fileprivate func goesOn(by changes: Block) -> Bool {
    let keyset = self.as(KeysetPages.self)
    if changes.as(TokenChanges.self) != nil { return keyset != nil || self.as(CursorPages.self) != nil }
    guard let moment = changes[ChangeFields.field] else { return false }
    return keyset?[KeysetPages.by]?.source == "last.\(moment)"
  }
}
