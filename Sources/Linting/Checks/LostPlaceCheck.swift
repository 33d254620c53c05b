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
      let isRecorded = finding.path?.split(separator: ".").last.map {
        asks(stream.name, for: String($0), context)
      }
      return stream.value.block.has("changes") || isRecorded != true ? nil : move(to: stream.nameRange)
    default:
      let isOfSlice = context.readers[finding.subject] != nil
      return isOfSlice && !stream.value.block.has("for_each") ? move(to: stream.nameRange) : nil
    }
  }

  /// Whether recorded requests of a stream have a parameter.
  private static func asks(_ stream: String, for name: String, _ context: ConnectorContext) -> Bool {
    context.evidence.of(stream)?.exchanges.contains { recorded in
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

  /// The one way to sign in that could capture something of an account and does not.
  private static func proofWithoutCapture(_ context: ConnectorContext) -> SourceRange? {
    let proofs = context.file.proofs.filter { AuthCheck.isOAuth2($0) && !$0.isDamaged }
    let empty = proofs.compactMap { proof -> SourceRange? in
      let holder = proof[OAuth2Fields.identify]?.block ?? proof
      guard (holder[CaptureField.capture] ?? []).isEmpty, (proof[CaptureField.capture] ?? []).isEmpty else {
        return nil
      }
      return holder.has("capture") ? holder.keyRange("capture") : holder.home
    }
    return empty.count == 1 ? empty[0] : nil
  }
}
