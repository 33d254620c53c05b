internal import Diagnostics
internal import Language
internal import YAML

/// Blocks of one kind that stand beside each other: what all but one of them say was perhaps forgotten there.
///
/// Asked last and only where nothing else is wrong, like all that is good practice.
enum OddOneOutCheck: Check {
  static let rules: [Rule] = [.oddOneOut]

  static func run(_ context: ConnectorContext, _ texts: CheckedTexts, _ report: inout FindingList) {
    guard report.isEmpty, !context.isPartial, !context.isDamaged else { return }
    let streams = context.streams.map(\.value)
    check("way to find changes", streams.compactMap { $0[StreamBlock.changes] }, context, &report)
    // Where everything is read each time there is nothing to be said of when a listing is repeated.
    let changing = streams.filter { $0[StreamBlock.changes].map { $0.as(NoChanges.self) == nil } ?? false }
    check("way to find deletions", changing.compactMap { $0[StreamBlock.deletions] }, context, &report)
    check("reading", streams.compactMap { $0[StreamBlock.read]?.block }, context, &report)
    check("way to sign in", context.file.proofs, context, &report)
    checkScopes(context, &report)
    checkCustomFields(context, &report)
    let mapped = context.connector.mappings.flatMap { $0.file?[MappingFile.models] ?? [] }
    let amounts = mapped.flatMap { Self.amounts($0[ModelMapping.values] ?? []) }.filter { $0.has("unit") }
    check("amount that counts cents", amounts, context, &report)
  }

  /// The amounts of money among fields, however deep.
  private static func amounts(_ fields: [Named<Block>]) -> [Block] {
    fields.map(\.value).flatMap { rule -> [Block] in
      if rule.as(MoneyRule.self) != nil { return [rule] }
      return amounts(
        rule.as(ObjectRule.self)?[ObjectRule.values] ?? rule.as(ListRule.self)?[ListRule.values] ?? [])
    }
  }

  /// Which scopes are enough is known only where each stream says its own.
  private static func checkScopes(_ context: ConnectorContext, _ report: inout FindingList) {
    let own = context.streams.filter { !context.isOfFamily($0.value.block) }
    let without = own.filter { !$0.value.block.has("scopes") }
    guard own.count > 1, without.count == 1, let odd = without.first else { return }
    report.add(
      Finding(
        .oddOneOut, "`\(odd.name)` is the only stream of \(own.count) without `scopes`",
        at: context.own(odd.nameRange), about: "scopes", path: "\(odd.value.block.path)",
        evidence: [.init("without", "whoever reads only this asks for none")]))
  }

  /// Without a word on it a field of one's own is personal, which is seldom thought of where the others say it.
  private static func checkCustomFields(_ context: ConnectorContext, _ report: inout FindingList) {
    let fields = context.connector.mappings.flatMap { $0.file?[MappingFile.models] ?? [] }
      .flatMap { $0[ModelMapping.custom] ?? [] }
    let without = fields.filter { !$0.value.block.has("pii") }
    guard fields.count > 1, without.count == 1, let odd = without.first else { return }
    report.add(
      Finding(
        .oddOneOut, "`\(odd.name)` is the only custom field of \(fields.count) without `pii`",
        at: odd.nameRange,
        about: "pii", path: "\(odd.value.block.path)",
        evidence: [.init("without", "the field is taken for personal")]))
  }

  /// So many others must say it for its absence to be an oversight.
  private static let othersForARule = 2

  /// Each has the method that it has, and records may tell no moment of change where those of all others do.
  private static let ofItsOwn: Set<String> = [
    "field", "field_format", "get", "post", "put", "patch", "delete", "head", "report", "propfind",
  ]

  private static func check(
    _ kind: String, _ blocks: [Block], _ context: ConnectorContext, _ report: inout FindingList
  ) {
    // What several share is written once, and what a family says is its own affair.
    var known: Set<SourceRange> = []
    let own = blocks.filter {
      !context.isOfFamily($0) && known.insert($0.node.range).inserted
    }
    guard own.count > othersForARule else { return }
    for alike in Dictionary(grouping: own, by: { ObjectIdentifier($0.construct as Any.Type) }).values
    where alike.count > othersForARule {
      for key in alike[0].construct.fields.filter({ !$0.info.isRequired }).map(\.info.key)
      where !ofItsOwn.contains(key) {
        let without = alike.filter { !$0.has(key) }
        guard without.count == 1, let odd = without.first else { continue }
        report.add(
          Finding(
            .oddOneOut, "this is the only \(kind) of \(alike.count) alike without `\(key)`", at: odd.head,
            about: key,
            path: odd.path.description,
            related: alike.first { $0.has(key) }.map { [.init("another one", at: $0.keyRange(key))] } ?? []))
      }
    }
  }
}

extension Rule {
  private static func ways(_ third: String, _ marker: String = "") -> Diagnostics.Example {
    """
    settings:
      sign_in: {type: enum, title: Sign in with, values: {key: A key, pass: A pass, word: A word}, default: key}
      api_key: {type: secret, title: API key}
    auth:
      type: choose
      by: sign_in
      cases:
        key: {type: bearer, token: "${settings.api_key}", prefix: Key}
        pass: {type: bearer, token: "${settings.api_key}", prefix: Pass}
        word: {type: bearer, token: "${settings.api_key}"\(third)}
    \(marker)
    """
  }

  static let oddOneOut = Rule(
    "spec/odd-one-out", .info, .heuristic, "a key that all alike have but one",
    page: """
      Streams of one provider are read alike, and so do its ways of signing in resemble each other. Where all of a kind say something, how \
      far back a run reads for instance, and a single one does not, it was perhaps forgotten there.
      """,
    failing: ways("", "#   ^^^^ spec/odd-one-out"), passing: ways(", prefix: Word"))
}
