internal import Diagnostics
internal import Language
internal import YAML

/// Names that a connector or a mapping gives to something, held against those that its expressions read.
///
/// What is read and given by nobody, and what is given and read nowhere, is one mistake where the two are spelt alike: it was made where the
/// name is given.
enum GivenNameCheck: Check {
  static let rules: [Rule] = []

  /// What is told of names that nobody gives.
  private static let strange: Set<Rule> = [.unknownAccountValue, .unknownPath, .unknownField, .unknownInput]

  /// Names of one kind, and what tells that one of the kind was not found.
  private struct Family {
    let given: [(name: String, place: SourceRange)]
    let path: String
    let rule: Rule
    let files: [SourceFile]
    /// Whether expressions of the files whose words are known read them.
    let isOwn: Bool
    let isRead: (String) -> Bool
  }

  static func run(_ context: ConnectorContext, _ texts: CheckedTexts, _ report: inout FindingList) {
    let rules = Set(report.all.map(\.rule)).intersection(strange)
    guard !rules.isEmpty else { return }
    let known = FileWords(context.connector)
    for family in families(context, texts) where rules.contains(family.rule) {
      respell(family, known, &report)
    }
  }

  private static func families(_ context: ConnectorContext, _ texts: CheckedTexts) -> [Family] {
    let own = context.connector.document.file
    let ofAccounts = Set(texts.all.flatMap { $0.fieldNames(of: "account") })
    let captured = context.file.proofs.flatMap { proof in
      (proof[CaptureField.capture] ?? []) + (proof[OAuth2Fields.identify]?[CaptureField.capture] ?? [])
    }
    let challenges = context.file[ConnectorFile.webhooks]?[WebhooksBlock.challenges] ?? []
    let kept = challenges.flatMap { $0[ChallengeBlock.keep] ?? [] }
    var families = [("auth.capture", captured), ("webhooks.challenges", kept)].map { path, names in
      Family(
        given: names.map { ($0.name, $0.nameRange) }, path: path, rule: .unknownAccountValue, files: [own],
        isOwn: true, isRead: ofAccounts.contains)
    }
    for stream in context.streams {
      let read = Set(texts.under(stream.value.block.path).flatMap { $0.fieldNames(of: "with") })
      families.append(
        Family(
          given: (stream.value[StreamBlock.with] ?? []).map { ($0.name, $0.nameRange) },
          path: "\(stream.value.block.path).with", rule: .unknownField, files: [own], isOwn: true,
          isRead: read.contains))
    }
    for action in context.file[ConnectorFile.actions] ?? [] {
      let read = Set(texts.under(action.value.block.path).flatMap { $0.fieldNames(of: "input") })
      families.append(
        Family(
          given: (action.value[ActionBlock.inputs] ?? []).map { ($0.name, $0.nameRange) },
          path: "\(action.value.block.path).inputs", rule: .unknownInput, files: [own], isOwn: true,
          isRead: read.contains))
    }
    return families + mapped(context, texts)
  }

  /// What `let` of a mapping names, and what its stream adds to the records.
  private static func mapped(_ context: ConnectorContext, _ texts: CheckedTexts) -> [Family] {
    context.connector.mappings.flatMap { mapping -> [Family] in
      let read = texts.mapped[mapping.stream] ?? []
      func isRead(_ name: String) -> Bool { read.contains { $0.uses(name) } }
      let named = (mapping.file?[MappingFile.models] ?? []).map { model in
        Family(
          given: (model[ModelMapping.named] ?? []).map { ($0.name, $0.nameRange) },
          path: "\(model.block.path).let", rule: .unknownPath, files: [mapping.document.file],
          isOwn: false, isRead: isRead)
      }
      guard let stream = context.stream(mapping.stream)?.value else { return named }
      let carried =
        (stream[StreamBlock.records]?[RecordsBlock.carry] ?? [])
        + (stream[StreamBlock.each] ?? []).flatMap { $0[SliceFields.carry] ?? [] }
      return named + [
        Family(
          given: carried.map { ($0.name, $0.nameRange) }, path: "\(stream.block.path).carry",
          rule: .unknownPath, files: [mapping.document.file, context.connector.document.file], isOwn: false,
          isRead: { name in isRead(name) || texts.own.contains { $0.uses(name) } })
      ]
    }
  }

  /// Tells of a name where it is given, if what could not be found is one other name that is spelt alike.
  private static func respell(_ family: Family, _ known: FileWords, _ report: inout FindingList) {
    func isStrange(_ finding: Finding) -> Bool {
      finding.rule == family.rule && family.files.contains { $0 === finding.range.file }
    }
    let strange = family.given.isEmpty ? [] : report.all.filter(isStrange)
    guard !strange.isEmpty else { return }
    let names = family.given.map(\.name)
    let wordsMeaning = Dictionary(grouping: Set(strange.map(\.range.text))) {
      Suggestions.nearest(to: $0, among: names).first
    }
    for (name, place) in family.given {
      // Of two names that stand once each the one in the expression may as well be the misspelt one.
      guard let words = wordsMeaning[name], let word = words.first, words.count == 1, !family.isRead(name),
        case let uses = strange.filter({ $0.range.text == word }), let use = uses.first,
        Set(uses.map(\.range)).count > 1 || known.prefer(word, used: family.isOwn ? 1 : 0, over: name)
      else { continue }
      report.removeAll { isStrange($0) && $0.range.text == word }
      report.add(
        Finding(
          use.rule, "everything reads `\(word)`, which is called `\(name)` here", at: place, about: word,
          path: family.path,
          related: [.init("read here", at: use.range)], suggestions: [word],
          fixes: [.init("call it as it is read", isSafe: false, replace: place, with: word)]))
    }
  }
}
