internal import Diagnostics
internal import JSON
internal import Language
internal import Values
internal import YAML

/// What recorded requests hold, held against what the connector sends.
///
/// In a replay a request must agree with the recorded one, so that what was recorded and is sent by nobody was forgotten or misspelt.
enum RequestUnsentCheck: Check {
  static let rules: [Rule] = [.unsentPart]

  static func run(_ context: ConnectorContext, _ texts: CheckedTexts, _ report: inout FindingList) {
    guard !context.evidence.exchanges.isEmpty, context.isSound else { return }
    let senders = context.requests.map { Sender($0, context) }
    var missing: [(sender: Sender, part: UnsentPart, recorded: Evidence.Recorded)] = []
    var told: Set<String> = []
    var askedBy: Set<String> = []
    /// What was sent before in a recording; an answer may have told all of the next request.
    var begun: Set<String> = []
    let goingOn = Set(
      (context.connector.tests?.file?[TestFile.cases] ?? []).filter { $0.block.has("since") }
        .compactMap { $0[TestCase.recording]?.value })
    for recorded in context.evidence.exchanges {
      guard let sender = Self.sender(of: recorded, senders, context) else { continue }
      let isFirst = begun.insert("\(recorded.recording.name) \(sender.id)").inserted
      guard sender.isJudged || isFirst && sender.isJudgedFirst && !goingOn.contains(recorded.recording.name)
      else {
        // Of a followed address only what looks like a part of the first one can be told.
        for part in sender.unsent(recorded)
        where told.insert("\(sender.id) \(part.kind) \(part.name)").inserted {
          if let finding = sender.misspelt(part, recorded, context.evidence), !isTold(part, sender, report) {
            report.add(finding)
          }
        }
        continue
      }
      if let finding = sender.otherValue(recorded), told.insert("\(sender.id) value").inserted,
        !report.touch(finding.range)
      {
        report.add(finding)
      }
      askedBy.insert(sender.id)
      for part in sender.unsent(recorded) where told.insert("\(sender.id) \(part.kind) \(part.name)").inserted
      {
        missing.append((sender, part, recorded))
      }
    }
    let everywhere = Dictionary(grouping: missing.filter { $0.part.kind == .query }, by: \.part.name).filter {
      $0.value.count > 1 && $0.value.count == askedBy.count
    }
    var toldOf: Set<String> = []
    for (sender, part, recorded) in missing where !isTold(part, sender, report) {
      // What every request lacks is missing in what they share; what some lack, in the pages or changes that these share.
      guard everywhere[part.name] == nil else { continue }
      let blocks = sender.partNodes.map { "\(part.kind) \(part.name) \($0.start)" }
      guard toldOf.isDisjoint(with: blocks) else { continue }
      toldOf.formUnion(blocks)
      report.add(sender.finding(part, recorded))
    }
    for (name, lacking) in everywhere.sorted(by: { $0.key < $1.key }) {
      guard let first = lacking.first?.recorded else { continue }
      report.add(sharedFinding(name, first, context))
    }
  }

  private static func sharedFinding(
    _ name: String, _ recorded: Evidence.Recorded, _ context: ConnectorContext
  ) -> Finding {
    let http = context.file[ConnectorFile.http]
    let others = (http?[HTTPBlock.query] ?? []).filter { entry in
      !recorded.exchange.query.contains { $0.name == entry.name }
    }
    let near = Suggestions.nearest(to: name, among: others.map(\.name))
    let meant = others.first { $0.name == near.first }
    let place =
      http.map { $0.block.has("query") ? $0.block.keyRange("query") : $0.block.head } ?? context.head
    return Finding(
      .unsentPart,
      meant == nil
        ? "all recorded requests have the parameter `\(name)`, which nothing sends"
        : "the recorded requests call the parameter `\(name)`", at: meant?.nameRange ?? place,
      path: "http.query",
      related: [.init("recorded here", at: recorded.exchange.targetRange)],
      suggestions: meant == nil ? [] : [name])
  }

  /// The one request that must have been meant; nil when there may be several.
  private static func sender(
    of recorded: Evidence.Recorded, _ senders: [Sender], _ context: ConnectorContext
  ) -> Sender? {
    let exchange = recorded.exchange
    var (best, found): (Int, [Sender]) = (0, [])
    for sender in senders {
      guard let fit = sender.pattern.fit(exchange), fit >= best else { continue }
      if fit > best { found = [] }
      best = fit
      found.append(sender)
    }
    if found.count > 1, let stream = recorded.stream {
      found = found.filter { $0.request.owner == .stream(stream) }
    }
    if found.count > 1 {
      // Ways of signing in often ask at one address.
      let ways = waysToSignIn(recorded.recording.name, context)
      let calls = found.filter { sender in
        sender.request.owner == .auth && ways.contains { sender.request.block.path.hasPrefix($0.path) }
      }
      if calls.count == 1 { return calls[0] }
    }
    if found.count > 1, isOfNoStream(recorded.recording.name, context) {
      let checks = found.filter { $0.request.owner == .check }
      if checks.count == 1 { return checks[0] }
    }
    if found.count > 1 {
      let actions =
        context.connector.tests?.file?[TestFile.cases]?.filter {
          $0[TestCase.recording]?.value == recorded.recording.name
        }.compactMap { $0[TestCase.action]?.value } ?? []
      found = found.filter { sender in actions.contains { sender.request.owner == .action($0) } }
    }
    return found.count == 1 ? found.first : nil
  }

  /// Whether cases play a recording that sign in, after which only the check is sent.
  private static func isOfNoStream(_ recording: String, _ context: ConnectorContext) -> Bool {
    let cases = (context.connector.tests?.file?[TestFile.cases] ?? []).filter {
      $0[TestCase.recording]?.value == recording
    }
    return !cases.isEmpty && cases.allSatisfy { $0.block.has("sign_in") }
  }

  /// How the cases sign in that play a recording.
  private static func waysToSignIn(_ recording: String, _ context: ConnectorContext) -> [Block] {
    (context.connector.tests?.file?[TestFile.cases] ?? []).filter {
      $0.block.has("sign_in") && $0[TestCase.recording]?.value == recording
    }.flatMap { context.proofs(of: $0) }
  }

  /// A parameter that the checks of pages and changes have something to say of is the same mistake.
  private static func isTold(_ part: UnsentPart, _ sender: Sender, _ report: FindingList) -> Bool {
    if let stream = sender.stream {
      // What a stream takes over from another one stands there.
      let blocks = [stream.block.node.range] + sender.partRanges
      let isWrong = report.all.contains { finding in
        (finding.rule.area == "paging" && (finding.severity > .info || finding.rule == .pagingSizeNotSent)
          || finding.rule == .placementNeedsBody)
          && blocks.contains { $0.contains(finding.range) }
      }
      if isWrong { return true }
    }
    return isNamed(part, report)
  }

  private static func isNamed(_ part: UnsentPart, _ report: FindingList) -> Bool {
    report.all.contains {
      $0.rule == .unrecordedParameter && $0.suggestions.contains(part.name)
        || $0.rule == .pagingSizeNotSent && part.isSize
    }
  }
}

/// Something that a recorded request has.
private struct UnsentPart {
  enum Kind: String {
    case query, json, form, body
  }
  let kind: Kind
  let name: String
  /// The keys of the body's objects around it.
  var holders: [String] = []
  /// Its value is the size of the stream's pages.
  var isSize = false
  /// Its value is a day or a moment.
  var isMoment = false
  /// Its value is a number that may be the size of a page.
  var isNumber = false
}

/// A request with everything that it can send.
///
/// A class, because each recorded exchange is held against all of them.
private final class Sender {
  let request: WrittenRequest
  let pattern: RequestPattern
  /// Whether all that it sends is written here; what a followed address holds is the provider's affair.
  let isJudged: Bool
  /// The same of the first request that it sends, which nothing else has told the parts of.
  let isJudgedFirst: Bool
  /// The stream's block whose pages or changes may want to send something.
  let stream: StreamBlock?
  /// What the stream gives to those parts that it shares with others.
  private let given: [Named<String>]
  /// The name of a stream that takes over what others are given, and says nothing of its own.
  private let bareName: SourceRange?
  private let streamName: SourceRange?
  /// Where it says what else it is given.
  private let emptyWith: SourceRange?
  private let ownWith: YAML.Mapping?
  private let size: Int?
  /// Where the parameters of all requests are written, while it sends no others.
  private let sharedHome: SourceRange?
  /// The parameters of all requests.
  private let shared: [(name: String, place: SourceRange)]
  private let query: Set<String>
  private let body: Set<String>
  private let placements: [WrittenPlacement]

  let id: String

  /// Where the stream's pages and changes are written.
  var partRanges: [SourceRange] { parts.flatMap { [$0.node.range, $0.head] } }

  /// The same for streams that share them.
  var partNodes: [SourceRange] { parts.map(\.node.range) }

  private var parts: [Block] { [stream?[StreamBlock.pages], stream?[StreamBlock.changes]].compactMap { $0 } }

  init(_ request: WrittenRequest, _ context: ConnectorContext) {
    self.request = request
    pattern = request.pattern
    id = request.block.path.description
    var placements: [WrittenPlacement] = []
    let named =
      if case .stream(let name) = request.owner { context.stream(name) } else { nil as Named<StreamBlock>? }
    stream = named?.value
    given = stream?[StreamBlock.with] ?? []
    streamName = named.map { context.own($0.nameRange) }
    bareName = named.flatMap { context.placeOfTaken("with", by: $0.name) }
    emptyWith = named.flatMap { named in
      named.value[StreamBlock.with]?.first.flatMap { context.placeOfTaken("with", $0.name, by: named.name) }
    }
    ownWith = named.flatMap { context.own("with", of: $0.name) }
    size = stream?[StreamBlock.pages]?.fieldIfKnown(PageGuards.size)?[PageSize.value]
    if let stream {
      let pages = stream[StreamBlock.pages]
      let isFollowed = pages?.as(NextURLPages.self) != nil || pages?.as(LinkHeaderPages.self) != nil
      let isByToken = stream[StreamBlock.changes]?.as(TokenChanges.self) != nil
      isJudged = request.isRead && !isFollowed && !isByToken && !request.isAbsolute
      placements = WrittenPlacement.all(of: stream)
    } else {
      isJudged = !request.isAbsolute || request.owner == .auth
    }
    isJudgedFirst = !request.isAbsolute
    for proof in context.file.proofs where AuthCheck.isOAuth2(proof) || proof.has("send") {
      placements += WrittenPlacement(proof[APIKeyAuth.send], "the credential").map { [$0] } ?? []
    }
    if case .action(let name) = request.owner,
      let key = context.file[ConnectorFile.actions]?.named(name)?.value[ActionBlock.idempotency]
    {
      placements += WrittenPlacement(key[IdempotencyBlock.send], "the idempotency key").map { [$0] } ?? []
    }
    self.placements = placements
    shared = (context.file[ConnectorFile.http]?[HTTPBlock.query] ?? []).map { ($0.name, $0.nameRange) }
    sharedHome = context.file[ConnectorFile.http].flatMap {
      $0.block.has("query") ? context.own($0.block.keyRange("query")) : nil
    }
    query = Set(
      shared.map(\.name) + request.pattern.query.map(\.name)
        + placements.filter { $0.kind == "query" }.map(\.name))
    // An application says who it is wherever it asks for a token to be given or taken.
    let implied: Set = request.owner == .auth ? ["client_id", "client_secret"] : []
    body = implied.union(
      placements.filter { $0.kind == "json" || $0.kind == "form" }.flatMap { placement in
        Sender.prefixes(of: placement.name)
      })
  }

  /// `page` and `page.after` for `page.after`.
  private static func prefixes(of path: String) -> [String] {
    let parts = path.split(separator: ".")
    return parts.indices.map { parts[...$0].joined(separator: ".") }
  }

  // MARK: Parts

  func unsent(_ recorded: Evidence.Recorded) -> [UnsentPart] {
    var parts = recorded.exchange.query.filter { !query.contains($0.name) }.map { pair in
      UnsentPart(
        kind: .query, name: pair.name, isSize: size.map { "\($0)" == pair.value } ?? false,
        isMoment: CivilDate(String(pair.value.prefix(10))) != nil,
        isNumber: Int(pair.value).map { $0 >= 10 && $0 <= 10_000 } ?? false)
    }
    guard let range = recorded.exchange.requestBody else { return parts }
    let bytes = Array(
      recorded.recording.file.bytes[range.clamped(to: 0..<recorded.recording.file.bytes.count)])
    if let node = request.block.node.mapping?["json"], let document = try? JSONDocument(bytes) {
      gather(document.root, node, [], &parts)
    } else if let node = request.block.node.mapping?["form"]?.mapping {
      for name in Self.formNames(bytes) where !node.has(name) && !body.contains(name) {
        parts.append(UnsentPart(kind: .form, name: name))
      }
    } else if isBodiless, !bytes.isEmpty {
      parts.append(UnsentPart(kind: .body, name: "body"))
    }
    return parts
  }

  /// Nothing of the connector puts anything into the body.
  private var isBodiless: Bool {
    body.isEmpty && !["graphql", "multipart", "xml", "text"].contains(where: request.block.has)
  }

  private func gather(_ view: JSONView, _ node: YAML.Node, _ holders: [String], _ parts: inout [UnsentPart]) {
    if let items = node.list, view.kind == .array, view.count == items.count {
      for (position, (item, written)) in zip(view.elements, items).enumerated() {
        gather(item, written, holders + ["[\(position)]"], &parts)
      }
    }
    guard view.kind == .object, let mapping = node.mapping else { return }
    for member in view.members {
      guard let name = member.key.string else { continue }
      if let written = mapping[name] {
        gather(member.value, written, holders + [name], &parts)
      } else if !body.contains((holders + [name]).joined(separator: ".")) {
        parts.append(UnsentPart(kind: .json, name: name, holders: holders))
      }
    }
  }

  /// A constant of the body that is another one in the recorded request.
  func otherValue(_ recorded: Evidence.Recorded) -> Finding? {
    guard let range = recorded.exchange.requestBody, let node = request.block.node.mapping?["json"] else {
      return nil
    }
    let bytes = Array(
      recorded.recording.file.bytes[range.clamped(to: 0..<recorded.recording.file.bytes.count)])
    guard let document = try? JSONDocument(bytes), let other = other(than: document.root, node, []) else {
      return nil
    }
    return Finding(
      .unsentPart, "the recorded request has \(other.found) here", at: other.place,
      path: request.block.path.description,
      related: [.init("recorded here", at: recorded.exchange.targetRange)])
  }

  private func other(
    than view: JSONView, _ node: YAML.Node, _ holders: [String]
  ) -> (place: SourceRange, found: String)? {
    // What pages and changes put there is not written here.
    if !holders.isEmpty, body.contains(holders.joined(separator: ".")) { return nil }
    if let mapping = node.mapping {
      guard view.kind == .object else { return view.isNull ? nil : (node.range, view.meaning) }
      for member in view.members {
        guard let name = member.key.string, let written = mapping[name] else { continue }
        if let found = other(than: member.value, written, holders + [name]) { return found }
      }
      return nil
    }
    if let items = node.list {
      guard view.kind == .array else { return view.kind == .object ? (node.range, view.meaning) : nil }
      guard view.count == items.count else { return nil }
      for (item, written) in zip(view.elements, items) {
        if let found = other(than: item, written, holders + ["[]"]) { return found }
      }
      return nil
    }
    // What streams that are alike are given differs, and is all that they say of it.
    if let value = given.first(where: { "${with.\($0.name)}" == node.scalar?.text }) {
      guard view.kind == .string, view.string != value.value else { return nil }
      // What it takes over came in the place of its own, which is misspelt.
      let near = Suggestions.nearest(to: value.name, among: ownWith?.keys.map { $0 } ?? []).first
      let own = ownWith?[value.name] == nil ? near.flatMap { ownWith?.entry($0)?.key.range } : nil
      return (bareName ?? own ?? emptyWith ?? value.nameRange, view.meaning)
    }
    guard let scalar = node.scalar, !scalar.text.holdsTemplate, !node.isNull else { return nil }
    switch view.kind {
    case .object, .array: return (node.range, view.meaning)
    case .string: return view.string == scalar.text ? nil : (node.range, view.meaning)
    case .true, .false:
      return view.bool.map { "\($0)" } == scalar.text.lowercased() ? nil : (node.range, view.meaning)
    case .integer, .fraction:
      let isSame = Decimal(scalar.text).map { Decimal(view.numberText ?? "") == $0 } ?? false
      return isSame ? nil : (node.range, view.meaning)
    case .null: return nil
    }
  }

  /// Names of a form; none when one of them is written with escapes.
  private static func formNames(_ bytes: [UInt8]) -> [String] {
    let names = bytes.split(separator: UInt8(ascii: "&")).map {
      $0.prefix { $0 != UInt8(ascii: "=") }.filter { $0 > 0x20 }
    }
    guard !names.contains(where: { $0.contains(UInt8(ascii: "%")) || $0.contains(UInt8(ascii: "+")) }) else {
      return []
    }
    return names.map { String(decoding: $0, as: UTF8.self) }
  }

  // MARK: Findings

  /// The finding, at the written key that must be meant if there is one.
  func finding(_ part: UnsentPart, _ recorded: Evidence.Recorded) -> Finding {
    let block = request.block
    guard part.kind != .body else {
      return Finding(
        .unsentPart, "the recorded request has a body, and nothing says what is in it",
        at: block.keyRange(request.method), path: block.path.description,
        related: [.init("recorded here", at: recorded.exchange.targetRange)],
        evidence: [.init("add", "`json`, or another kind of body")])
    }
    let isShared = part.kind == .query && !block.has("query") && silentPlace(part) == nil
    var holder = block.node.mapping?[part.kind.rawValue]
    let own = block.has(part.kind.rawValue) ? part.kind.rawValue : request.method
    var place =
      part.kind == .query || part.kind == .json && part.holders.isEmpty
      ? silentPlace(part) ?? (isShared ? sharedHome : nil) ?? block.keyRange(own) : block.keyRange(own)
    for name in part.holders {
      if let key = holder?.mapping?.entry(name)?.key { place = key.range }
      holder = holder?.mapping?[name] ?? holder?.element(name)
      if name.hasPrefix("["), let first = holder?.mapping?.entries.first { place = first.key.range }
    }
    let others = (holder?.mapping?.entries ?? []).filter { entry in
      !isRecorded(entry.key.text, part, recorded)
    }
    let near = Suggestions.nearest(to: part.name, among: others.map(\.key.text))
    let meant = others.first { $0.key.text == near.first }
    let what = part.kind == .query ? "the parameter" : "the key"
    if meant == nil, let placement = misnamed(part, recorded) {
      return Finding(
        .unsentPart, "the recorded request calls \(what) `\(part.name)`", at: placement.range,
        path: placement.path.description,
        related: [.init("recorded here", at: recorded.exchange.targetRange)], suggestions: [part.name],
        fixes: [
          .init("name it as it was recorded", isSafe: false, replace: placement.range, with: part.name)
        ])
    }
    if meant == nil, part.kind == .query, let other = sharedName(of: part, recorded) {
      return Finding(
        .unsentPart, "the recorded request calls \(what) `\(part.name)`", at: other, path: "http.query",
        related: [.init("recorded here", at: recorded.exchange.targetRange)], suggestions: [part.name],
        fixes: [.init("name it as it was recorded", isSafe: false, replace: other, with: part.name)])
    }
    return Finding(
      .unsentPart,
      meant == nil
        ? "the recorded request has \(what) `\(part.name)`, which nothing sends"
        : "the recorded request calls \(what) `\(part.name)`", at: meant?.key.range ?? place,
      path: block.path.description, related: [.init("recorded here", at: recorded.exchange.targetRange)],
      suggestions: meant == nil ? [] : [part.name],
      fixes: meant.map {
        [.init("name it as it was recorded", isSafe: false, replace: $0.key.range, with: part.name)]
      } ?? [])
  }

  /// A parameter of all requests that must be the recorded one, under another name.
  private func sharedName(of part: UnsentPart, _ recorded: Evidence.Recorded) -> SourceRange? {
    let others = shared.filter { !isRecorded($0.name, part, recorded) }
    let near = Suggestions.nearest(to: part.name, among: others.map(\.name)).first
    return others.first { $0.name == near }?.place
  }

  /// The finding about what pages or changes send under a name that no request was recorded with.
  func misspelt(_ part: UnsentPart, _ recorded: Evidence.Recorded, _ evidence: Evidence) -> Finding? {
    guard request.isRead, !request.isAbsolute, part.kind == .query,
      let placement = misnamed(part, recorded),
      !evidence.exchanges.contains(where: { $0.exchange.query.contains { $0.name == placement.name } })
    else { return nil }
    return finding(part, recorded)
  }

  /// What pages or changes send under a name that was recorded otherwise.
  private func misnamed(_ part: UnsentPart, _ recorded: Evidence.Recorded) -> WrittenPlacement? {
    guard part.holders.isEmpty else { return nil }
    let others = placements.filter {
      $0.kind == part.kind.rawValue && $0.range.text == $0.name && !isRecorded($0.name, part, recorded)
    }
    let near = Suggestions.nearest(to: part.name, among: others.map(\.name))
    return others.first { $0.name == near.first }
  }

  /// A part of the stream that could send it and does not say where.
  private func silentPlace(_ part: UnsentPart) -> SourceRange? {
    guard let pages = stream?[StreamBlock.pages] else { return nil }
    func lacksSend(_ block: Block) -> Bool {
      !block.has("send") && block.construct.fields.contains { $0.key == "send" }
    }
    if part.isSize, let size = pages.fieldIfKnown(PageGuards.size) { return size.block.head }
    let canHaveSize = pages.construct.fields.contains { $0.key == PageGuards.size.key }
    if canHaveSize, !pages.has(PageGuards.size.key), part.isNumber || Self.soundsLikeSize(part.name) {
      return pages.home
    }
    guard part.kind == .query || part.holders.isEmpty else { return nil }
    if lacksSend(pages), !reads("page") { return pages.home }
    // A token that is an address is sent by calling it.
    if let changes = stream?[StreamBlock.changes] {
      if lacksSend(changes), !changes.has("url"), !reads("since") { return changes.home }
    } else if part.isMoment {
      return streamName
    }
    if let fields = stream?[StreamBlock.fieldNames]?.block, lacksSend(fields) { return fields.home }
    return nil
  }

  /// Whether the request itself has a variable in it.
  private func reads(_ variable: String) -> Bool { request.block.node.range.text.contains(variable) }

  /// Whether a parameter is called as those are that say how large a page is to be.
  private static func soundsLikeSize(_ name: String) -> Bool {
    let name = name.lowercased().filter { $0.isLetter }
    return ["limit", "size", "count", "perpage", "rpp", "top", "maxresults", "pagesize"].contains {
      name == $0 || name.hasSuffix($0)
    }
  }

  private func isRecorded(_ name: String, _ part: UnsentPart, _ recorded: Evidence.Recorded) -> Bool {
    if part.kind == .query { return recorded.exchange.query.contains { $0.name == name } }
    guard let range = recorded.exchange.requestBody else { return false }
    let bytes = Array(
      recorded.recording.file.bytes[range.clamped(to: 0..<recorded.recording.file.bytes.count)])
    if part.kind == .form { return Self.formNames(bytes).contains(name) }
    guard let document = try? JSONDocument(bytes) else { return false }
    var view = document.root
    for holder in part.holders {
      let next =
        view.kind == .array
        ? view.elements.enumerated().first { "[\($0.offset)]" == holder }?.element
        : view.members.first { $0.key.string == holder }?.value
      guard let next else { return false }
      view = next
    }
    return view.kind == .object && view.members.contains { $0.key.string == name }
  }
}

extension YAML.Node {
  /// The element of a list at `[0]`.
  fileprivate func element(_ position: String) -> YAML.Node? {
    (list ?? []).enumerated().first { "[\($0.offset)]" == position }?.element
  }
}

extension JSONView {
  /// In a few words, for messages.
  fileprivate var meaning: String {
    switch kind {
    case .object: "an object"
    case .array: "a list"
    case .string: "`\((string ?? "").prefix(60))`"
    case .null: "null"
    case .true, .false: bool == true ? "true" : "false"
    case .integer, .fraction: "the number `\(numberText ?? "")`"
    }
  }
}
