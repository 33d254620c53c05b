internal import Diagnostics
internal import Language
internal import YAML

/// What a connector says to people, where its author says it nearly everywhere.
///
/// Nothing here is asked of a connector that documents nothing: only what stands beside the like and is left out is told. Asked last and
/// only where nothing else is wrong: until then what seems left out may be what somebody is about to write.
enum DocumentationCheck: Check {
  static let rules: [Rule] = [.undocumented, .unverified, .settingOutsideGroups]

  static func run(_ context: ConnectorContext, _ texts: CheckedTexts, _ report: inout FindingList) {
    guard report.isEmpty, !context.isPartial, !context.isDamaged else { return }
    let file = context.file
    let streams = context.streams.map { Sibling($0.name, $0.nameRange, $0.value.block, "streams") }
    let actions = (file[ConnectorFile.actions] ?? []).map {
      Sibling($0.name, $0.nameRange, $0.value.block, "actions")
    }
    let settings = (file[ConnectorFile.settings] ?? []).map {
      Sibling($0.name, $0.nameRange, $0.value, "settings")
    }
    oddOneOut(streams + actions, "docs", "stream or action", context, &report)
    oddOneOut(streams, "scopes", "stream", context, &report)
    oddOneOut(actions, "scopes", "action", context, &report)
    oddOneOut(actions, "help", "action", context, &report)
    oddOneOut(settings, "help", "setting", context, &report)
    for action in file[ConnectorFile.actions] ?? [] {
      let inputs = (action.value[ActionBlock.inputs] ?? []).map {
        Sibling($0.name, $0.nameRange, $0.value.block, "actions.\(action.name).inputs")
      }
      oddOneOut(inputs, "help", "input", context, &report)
    }
    oddOneOut(changes(context), "overlap", "stream that goes on by a moment", context, &report)
    for key in ["code", "message"] { oddOneOut(errors(context), key, "error rule", context, &report) }
    checkSources(context, &report)
    checkOverlaps(context, &report)
    checkGroups(settings, context, &report)
    checkGroupsOfWays(settings, context, texts, &report)
  }

  /// Whoever says how sure the facts are also says where they come from and what is not known.
  private static func checkSources(_ context: ConnectorContext, _ report: inout FindingList) {
    guard let own = context.connector.document.root?.mapping else { return }
    if !own.has("spec"), own.has("extends") {
      report.add(
        Finding(
          .undocumented, "this file does not say in which edition of the language it is written",
          at: own.entries.first?.key.range ?? context.head, path: "spec",
          evidence: [.init("add", "`spec: 1`")]))
    }
    guard let verified = own.entry("verified")?.value.mapping else {
      let cases = (context.connector.tests?.file?[TestFile.cases] ?? []).count
      guard own.has("extends") ? own.has("docs") : !context.connector.isFamily && cases >= casesOfFacts
      else { return }
      report.add(
        Finding(
          .unverified, "no `verified` says where these facts come from, and how sure they are",
          at: context.place(ofMissing: "verified"), suggestions: ["verified: {date: ..., confidence: ...}"]))
      return
    }
    func tell(_ key: String, _ message: String, at place: SourceRange) {
      report.add(
        Finding(.unverified, message, at: place, path: "verified", evidence: [.init("add", "`\(key)`")]))
    }
    if !own.has("docs") {
      tell("docs", "no `docs` lead to what was read", at: context.place(ofMissing: "docs"))
    }
    if !own.has("category") {
      tell("category", "no `category` says what this is", at: context.place(ofMissing: "category"))
    }
    let isConfirmed = verified["confidence"]?.scalar?.text != "unconfirmed"
    // Of what nobody confirmed one may say nothing at all.
    guard let head = own.entry("verified")?.key.range,
      isConfirmed || verified.has("sources")
    else { return }
    if !verified.has("sources") { tell("sources", "no page is named that was read", at: head) }
    if !verified.has("notes") { tell("notes", "nothing is said of what is not known", at: head) }
    guard isConfirmed else { return }
    let address = own.entry("http")?.value.mapping?["base_url"]?.scalar?.text ?? ""
    if !own.has("api_version"), address.split(separator: "/").contains(where: isVersion) {
      tell(
        "api_version", "no `api_version` says which one these facts are about, though the address has one",
        at: context.place(ofMissing: "api_version"))
    }
  }

  /// Whoever says how sure the facts are also says how far back a run reads: what is written late is found only then.
  private static func checkOverlaps(_ context: ConnectorContext, _ report: inout FindingList) {
    guard let verified = context.connector.document.root?.mapping?.entry("verified")?.value.mapping,
      verified["confidence"]?.scalar?.text != "unconfirmed"
    else { return }
    // What several streams share is written once.
    var known: Set<SourceRange> = []
    for changes in context.streams.compactMap({ $0.value[StreamBlock.changes] })
    where changes.as(SinceChanges.self) != nil || changes.as(WindowChanges.self) != nil {
      guard !changes.has("overlap"), !context.isOfFamily(changes), known.insert(changes.node.range).inserted
      else {
        continue
      }
      var finding = Finding(
        .changesTiesLost,
        "no `overlap` reads a little again: what was written late before the last moment is lost",
        at: changes.head, path: "\(changes.path)", evidence: [.init("add", "`overlap: 5m`")])
      (finding.severity, finding.confidence) = (.info, .heuristic)
      report.add(finding)
    }
  }

  /// `v1`, `2.0`, `2010-04-01`.
  private static func isVersion(_ part: Substring) -> Bool {
    let digits = part.first == "v" || part.first == "V" ? part.dropFirst() : part
    return digits.first?.isNumber ?? false && digits.allSatisfy { $0.isNumber || $0 == "." || $0 == "-" }
  }

  /// So many cases tell of a provider that somebody looked into.
  private static let casesOfFacts = 8

  /// What streams go on by, where that is a moment; what several share counts once.
  private static func changes(_ context: ConnectorContext) -> [Sibling] {
    var known: Set<SourceRange> = []
    return context.streams.compactMap { stream in
      guard let changes = stream.value[StreamBlock.changes], changes.as(SinceChanges.self) != nil,
        known.insert(changes.node.range).inserted
      else { return nil }
      return Sibling(stream.name, changes.head, changes, "streams")
    }
  }

  /// The rules by which something is told of a refusal, with a code and words.
  private static func errors(_ context: ConnectorContext) -> [Sibling] {
    let rules =
      (context.file[ConnectorFile.http]?[HTTPBlock.errors] ?? [])
      + context.streams.flatMap { $0.value[StreamBlock.errors] ?? [] }
      + (context.file[ConnectorFile.actions] ?? []).flatMap { $0.value[ActionBlock.errors] ?? [] }
    var known: Set<SourceRange> = []
    return rules.compactMap { rule in
      guard
        [.fail, .refresh_auth, .retry, .skip_stream, .skip_record].contains(rule[ErrorRule.then] ?? .fail),
        // What is said in words of one's own has no code of the provider's.
        !(rule.block.entry("message")?.value.scalar?.text.hasPrefix("'") ?? false),
        known.insert(rule.block.node.range).inserted, let key = rule.block.node.mapping?.entries.first?.key
      else { return nil }
      let name = rule.block.entry("status")?.value.range.text ?? rule.block.entry("when")?.value.range.text
      return Sibling(name.map { String($0.prefix(60)) } ?? "", key.range, rule.block, "http.errors")
    }
  }

  /// A block that stands beside others of its kind.
  private struct Sibling {
    let name: String
    let range: SourceRange
    let block: Block
    let section: String

    init(_ name: String, _ range: SourceRange, _ block: Block, _ section: String) {
      (self.name, self.range, self.block, self.section) = (name, range, block, section)
    }
  }

  /// So many others must have a key for its absence to be an oversight.
  private static let othersForARule = 2

  private static func oddOneOut(
    _ all: [Sibling], _ key: String, _ kind: String, _ context: ConnectorContext, _ report: inout FindingList
  ) {
    guard all.count > othersForARule else { return }
    let without = all.filter { sibling in
      // What is said of a stream that others are like is not said of these.
      let isTakenOver = key == "docs" && context.original(of: sibling.name) != nil
      return !sibling.block.has(key) || isTakenOver && !context.says(key, of: sibling.name)
    }
    guard without.count == 1, let odd = without.first, odd.range.file === context.connector.document.file
    else {
      return
    }
    report.add(
      Finding(
        .undocumented, "`\(odd.name)` is the only \(kind) of \(all.count) without `\(key)`", at: odd.range,
        path: "\(odd.section).\(odd.name)"))
  }

  /// A setting between those of a group belongs to it or to another.
  private static func checkGroups(
    _ settings: [Sibling], _ context: ConnectorContext, _ report: inout FindingList
  ) {
    // What a family declares comes first, whatever its groups.
    let settings = settings.filter { $0.range.file === context.connector.document.file }
    guard let first = settings.firstIndex(where: { $0.block.has("group") }) else { return }
    for setting in settings[first...] where !setting.block.has("group") && !setting.block.has("order") {
      report.add(
        Finding(
          .settingOutsideGroups,
          "`\(setting.name)` stands below settings that are in groups, and is in none",
          at: setting.range, path: "settings.\(setting.name)",
          related: [.init("the first in a group", at: settings[first].range)]))
    }
    let groups = settings.compactMap { $0.block.entry("group")?.value.scalar?.text }
    for setting in settings {
      guard let node = setting.block.entry("group")?.value, let name = node.scalar?.text,
        groups.filter({ $0 == name }).count == 1, let meant = groups.first(where: { isSlip(name, for: $0) })
      else { continue }
      // Of two groups that stand alone the one is told of that nothing else is called by, or else the later one.
      if groups.filter({ $0 == meant }).count == 1, let own = groups.firstIndex(of: name),
        let other = groups.firstIndex(of: meant)
      {
        let words = FileWords(context.connector)
        if words.prefer(name, used: 1, over: meant) { continue }
        guard own > other || words.prefer(meant, used: 1, over: name) else { continue }
      }
      report.add(
        Finding(
          .settingOutsideGroups,
          "the group `\(name)` has this setting alone, and there is a group `\(meant)`",
          at: node.range, path: "settings.\(setting.name).group", suggestions: [meant]))
    }
  }

  /// What one way to sign in needs besides what is in a group belongs to that group.
  private static func checkGroupsOfWays(
    _ settings: [Sibling], _ context: ConnectorContext, _ texts: CheckedTexts, _ report: inout FindingList
  ) {
    guard report.isEmpty, settings.contains(where: { $0.block.has("group") }),
      let ways = AuthChoiceCheck.ways(context)
    else { return }
    let users = AuthChoiceCheck.users(texts)
    for (setting, next) in zip(settings, settings.dropFirst())
    where !setting.block.has("group") && !setting.block.has("order") && next.block.has("group") {
      guard let names = users[setting.name], names == users[next.name], !names.contains(""),
        names.count < ways, setting.range.file === context.connector.document.file
      else { continue }
      report.add(
        Finding(
          .settingOutsideGroups,
          "`\(setting.name)` is used where `\(next.name)` is, which is in a `group`, and is in none",
          at: setting.range, path: "settings.\(setting.name)",
          related: [.init("the next one", at: next.range)]))
    }
  }

  private static func isSlip(_ name: String, for other: String) -> Bool {
    name != other && Suggestions.editDistance(Array(name.utf8), Array(other.utf8), limit: 1) == 1
  }
}

extension Rule {
  private static func settings(_ unit: String, _ marker: String = "") -> Diagnostics.Example {
    """
    settings:
      api_key: {type: secret, title: API key, help: Under your profile}
      region: {type: string, title: Region, help: Of your account, default: eu}
      site: {type: string, title: Site, help: The one that is read, default: main}
      unit: {type: string, title: Unit\(unit), default: all}
    \(marker)
    \(sending)
    """
  }

  private static let sending = """
    http:
      base_url: https://api.example.com/v1
      headers: {X-Part: "${settings.region}/${settings.site}/${settings.unit}"}
      rate_limit: {requests: 100, per: 1m}
      throttled: {status: [429], wait: {header: Retry-After}}
    """

  private static func grouped(_ unit: String, _ marker: String = "") -> Diagnostics.Example {
    """
    settings:
      api_key: {type: secret, title: API key}
      region: {type: string, title: Region, group: Place, default: eu}
      site: {type: string, title: Site, group: Place, default: main}
      unit: {type: string, title: Unit\(unit), default: all}
    \(marker)
    \(sending)
    """
  }

  static let undocumented = Rule(
    "spec/undocumented", .info, .heuristic,
    "something without what all others of its kind have",
    page: """
      All others of the kind have `docs`, `help` or `scopes`, and this one alone does not: most likely it was forgotten. The words stand in \
      the settings form, in the list of connectors and in the run report of whoever has to repair the connector later; without its scopes \
      an account may be connected that cannot read it. Error rules are told of where one alone has no `code` or `message`, streams where one \
      alone goes on without `overlap`, and a file where it leaves `spec` to the one that it extends.
      """,
    failing: settings("", "# ^^^^ spec/undocumented"),
    passing: settings(", help: Part of the site"))

  static let unverified = Rule(
    "spec/unverified", .info, .heuristic, "facts that do not say where they come from",
    page: """
      A connector holds what somebody found out about a provider. Whoever has to mend it later wants to know where that was read, when, and \
      what was never sure: `docs` leads to the documentation, and `verified` names the day, the `sources`, and in `notes` what is not known. A \
      connector that is `unconfirmed` needs neither.
      """,
    failing: """
      api_version: v1
      verified:
      # ^ spec/unverified connectors/acme/connector.yaml:6:1
        date: 2026-11-20
        confidence: documented
        sources: [https://developer.example.com/reference]
      """,
    passing: """
      api_version: v1
      verified:
        date: 2026-11-20
        confidence: documented
        sources: [https://developer.example.com/reference]
        notes: Rate limits are not published.
      """)

  static let settingOutsideGroups = Rule(
    "spec/setting-outside-groups", .info, .heuristic, "a setting among groups that is in none",
    page: """
      A group is a heading of the settings form, and what stands below one reads as part of it. Give the setting a `group` of its own, or write \
      it above the first that has one.
      """,
    failing: grouped("", "# ^^^^ spec/setting-outside-groups"),
    passing: grouped(", group: Place"))
}
