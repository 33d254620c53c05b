internal import Diagnostics
internal import Language
internal import YAML

/// Findings of what is missed at one place and must have been lost at another one: told where it is to be written, and beside it where it is
/// missed.
///
/// Only of what nothing else resembles: a name that is spelt like another one is wrong where it stands.
enum LostPlaceCheck: Check {
  static let rules: [Rule] = []

  private struct Move {
    let finding: Finding
    let place: SourceRange
    let words: String
  }

  static func run(_ context: ConnectorContext, _ texts: CheckedTexts, _ report: inout FindingList) {
    guard !report.isEmpty else { return }
    checkAnchors(context, &report)
    guard !context.isPartial else { return }
    let moves = report.all.filter(\.suggestions.isEmpty).compactMap { finding in
      unavailable(finding, context) ?? takenOver(finding, context, report)
    }
    guard !moves.isEmpty else { return }
    report.removeAll { finding in
      moves.contains {
        $0.finding.rule == finding.rule && $0.finding.range == finding.range
          && $0.finding.path == finding.path
      }
    }
    for move in moves {
      var finding = move.finding
      finding.about = finding.subject
      finding.related.insert(.init(move.words, at: finding.range), at: 0)
      finding.range = move.place
      finding.label = nil
      report.add(finding)
    }
  }

  /// An alias of what is marked nowhere, under a key that one block alone of those above lacks: it must have been marked there.
  private static func checkAnchors(_ context: ConnectorContext, _ report: inout FindingList) {
    let file = context.connector.document.file
    let first = report.all.first { finding in
      finding.rule.id == "yaml/unknown-alias" && finding.suggestions.isEmpty && finding.range.file === file
    }
    guard let first, let root = context.connector.document.root,
      let (siblings, key) = holders(of: first.range, in: root, nil)
    else { return }
    let lacking = siblings.prefix { $0.key.range.start < first.range.start }.filter { entry in
      !entry.value.range.contains(first.range) && !(entry.value.mapping?.has(key) ?? true)
        && !(entry.value.mapping?.has("like") ?? false)
    }
    guard let holder = lacking.first, lacking.count == 1 else { return }
    var finding = first
    finding.message += ", and `\(holder.key.text)` has no `\(key)`"
    finding.range = holder.key.range
    finding.related = [.init("to be repeated here", at: first.range)]
    finding.fixes = []
    report.add(finding)
  }

  /// The entries beside the block in which a value stands, and the value's key.
  private static func holders(
    of place: SourceRange, in node: YAML.Node, _ around: YAML.Mapping?
  ) -> (siblings: [YAML.Mapping.Entry], key: String)? {
    guard let mapping = node.mapping else { return nil }
    for entry in mapping.entries where entry.value.range == place || entry.value.range.contains(place) {
      if entry.value.range == place { return around.map { ($0.entries, entry.key.text) } }
      return holders(of: place, in: entry.value, mapping)
    }
    return nil
  }

  /// A variable that comes with something that its stream, or signing in, does not say.
  private static func unavailable(_ finding: Finding, _ context: ConnectorContext) -> Move? {
    if finding.rule == .unknownAccountValue { return uncaptured(finding, context) }
    guard finding.rule == .variableNotAvailable else { return nil }
    func move(to place: SourceRange) -> Move {
      Move(finding: finding, place: context.own(place), words: "read here")
    }
    if finding.subject == "account" { return proofWithoutCapture(context).map(move) }
    guard let stream = stream(of: finding, context) else { return nil }
    switch finding.subject {
    case "with":
      let own = stream.value.block.has("with") ? stream.value.block.keyRange("with") : stream.nameRange
      return move(to: context.placeOfTaken("with", by: stream.name) ?? own)
    case "since", "window":
      return stream.value.block.has("changes") || !wasAsked(finding, stream, context)
        ? nil : move(to: stream.nameRange)
    default:
      let isOfSlice = context.readers[finding.subject] != nil
      guard isOfSlice else { return nil }
      guard let slice = stream.value[StreamBlock.each]?.first else { return move(to: stream.nameRange) }
      return slice[SliceFields.name] == nil && !slice.isDamaged ? move(to: slice.home) : nil
    }
  }

  /// Whether recorded requests of a stream have the part of the request in which something was found; of a body that is not asked.
  private static func wasAsked(
    _ finding: Finding, _ stream: Named<StreamBlock>, _ context: ConnectorContext
  ) -> Bool {
    let parts = (finding.path ?? "").split(separator: ".")
    guard parts.contains("query"), let name = parts.last else { return true }
    return context.evidence.of(stream.name)?.exchanges.contains { recorded in
      recorded.exchange.query.contains { $0.name == name }
    } ?? false
  }

  /// What a stream takes over from another one, fits that one, and does not fit its own replies.
  private static func takenOver(
    _ finding: Finding, _ context: ConnectorContext, _ report: FindingList
  ) -> Move? {
    guard finding.rule == .unrecordedPath, let stream = stream(of: finding, context),
      let key = finding.path?.split(separator: ".").dropFirst(2).first,
      let place = context.placeOfTaken(String(key), by: stream.name), place != finding.range
    else { return nil }
    // What several do not fit is wrong where it stands.
    let isAlone = report.all.allSatisfy { other in
      other.range != finding.range || self.stream(of: other, context)?.name == stream.name
    }
    return isAlone ? Move(finding: finding, place: place, words: "taken over from here") : nil
  }

  private static func stream(of finding: Finding, _ context: ConnectorContext) -> Named<StreamBlock>? {
    let path = (finding.path ?? "").split(separator: ".").prefix(2)
    guard path.count == 2, path[0] == "streams" else { return nil }
    return context.stream(String(path[1]))
  }

  /// A value of the account that nothing captures, where one way to sign in captures others, or could capture some.
  private static func uncaptured(_ finding: Finding, _ context: ConnectorContext) -> Move? {
    let webhooks = context.file[ConnectorFile.webhooks]
    if finding.path?.hasPrefix("webhooks.signature") ?? false, let webhooks {
      let challenges = webhooks[WebhooksBlock.challenges] ?? []
      guard challenges.count < 2 else { return nil }
      let place = challenges.first.map { $0.block.has("keep") ? $0.block.keyRange("keep") : $0.block.home }
      return Move(
        finding: finding, place: context.own(place ?? context.file.block.keyRange("webhooks")),
        words: "read here")
    }
    let holders = capturing(context)
    let full = holders.filter { !($0[CaptureField.capture] ?? []).isEmpty }
    let place =
      full.count == 1 ? full[0].keyRange("capture") : full.isEmpty ? proofWithoutCapture(context) : nil
    return place.map { Move(finding: finding, place: context.own($0), words: "read here") }
  }

  /// What captures values of an account, or could; what several ways to sign in share is one.
  private static func capturing(_ context: ConnectorContext) -> [Block] {
    var seen: Set<SourceRange> = []
    return context.file.proofs.filter { proof in
      !proof.isDamaged && proof.construct.fields.contains { $0.key == CaptureField.capture.key }
    }.map { $0[OAuth2Fields.identify]?.block ?? $0 }.filter { seen.insert($0.node.range).inserted }
  }

  /// The one way to sign in that could capture something of an account and does not.
  private static func proofWithoutCapture(_ context: ConnectorContext) -> SourceRange? {
    let empty = capturing(context).filter { ($0[CaptureField.capture] ?? []).isEmpty }
    let places = Set(empty.map { $0.has("capture") ? $0.valueRange("capture") : $0.home })
    return places.count == 1 ? places.first : nil
  }
}
