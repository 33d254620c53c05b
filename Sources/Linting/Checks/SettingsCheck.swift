internal import Diagnostics
internal import Language
internal import Patterns
internal import YAML

/// Settings: used where they are declared, and with defaults that fit.
enum SettingsCheck: Check {
  static let rules: [Rule] = [.unusedSetting, .badDefault, .nameMismatch]

  static func run(_ context: ConnectorContext, _ texts: CheckedTexts, _ report: inout FindingList) {
    checkName(context, &report)
    checkDefaults(context, &report)
    checkUse(context, texts, &report)
  }

  private static func checkName(_ context: ConnectorContext, _ report: inout FindingList) {
    guard let name = context.file[ConnectorFile.name], name != context.connector.name else { return }
    let range = context.file.block.valueRange("name")
    report.add(
      Finding(
        .nameMismatch, "the folder is called `\(context.connector.name)`, the connector `\(name)`", at: range,
        path: "name",
        suggestions: [context.connector.name],
        fixes: [.init("use the folder's name", isSafe: false, replace: range, with: context.connector.name)]))
  }

  private static func checkDefaults(_ context: ConnectorContext, _ report: inout FindingList) {
    for setting in context.file[ConnectorFile.settings] ?? [] {
      guard !report.touch(setting.value), let problem = defaultProblem(setting, context) else { continue }
      report.add(
        Finding(
          .badDefault, problem.message, at: problem.range,
          about: setting.value.node.mapping?["default"]?.scalar?.text,
          path: "settings.\(setting.name).default",
          suggestions: problem.suggestions))
    }
  }

  private static func defaultProblem(_ setting: Named<Block>, _ context: ConnectorContext) -> (
    message: String, range: SourceRange, suggestions: [String]
  )? {
    let block = setting.value
    let range = block.valueRange("default")
    let values = block.node.mapping?["values"]?.mapping
    if let value = block.as(EnumSetting.self)?[EnumSetting.standard]?.value, let values, !values.has(value) {
      let names = Array(values.keys)
      var near = Suggestions.nearest(to: value, among: names)
      // `prod` is short for one of them.
      if near.isEmpty, value.utf8.count > 1 { near = names.filter { $0.hasPrefix(value.lowercased()) } }
      let chosen = context.testedValues(of: setting)
      let ways = context.waysToSignIn(by: setting.name)
      if let renamed = near.first.flatMap({ values.entry($0) }), chosen.union(ways).contains(value),
        !chosen.union(ways).contains(renamed.key.text)
      {
        let others = chosen.contains(value) ? "the tests" : "the sign-in"
        return ("the default and \(others) say `\(value)`", renamed.key.range, [value])
      }
      return (
        "the default `\(value)` is not one of the values", range, near
      )
    }
    if let setting = block.as(StringSetting.self), let value = setting[StringSetting.standard],
      let pattern = setting[StringSetting.pattern], let compiled = try? Pattern.kept(pattern),
      !compiled.covers(value)
    {
      return ("the default `\(value)` does not match the pattern `\(pattern)`", range, [])
    }
    if let setting = block.as(IntegerSetting.self), let value = setting[IntegerSetting.standard] {
      let low = setting[IntegerSetting.minimum] ?? .min
      let high = setting[IntegerSetting.maximum] ?? .max
      if value < low || value > high {
        return ("the default \(value) is out of the range allowed", range, [])
      }
    }
    return nil
  }

  private static func checkUse(
    _ context: ConnectorContext, _ texts: CheckedTexts, _ report: inout FindingList
  ) {
    // What could not be read may hold the use that is missing.
    guard !context.isPartial, !context.isDamaged else { return }
    let texts = texts.all
    var used = Set(texts.flatMap { $0.fieldNames(of: "settings") })
    if texts.contains(where: { $0.usesWhole("settings") }) { return }
    used.formUnion(namedSettings(context))
    let declared = context.file[ConnectorFile.settings] ?? []
    let unused = declared.filter { !used.contains($0.name) }
    let unknown = report.all.filter { $0.rule == .unknownSetting }
    if let only = unused.first, unused.count == 1, let renamed = SettingRename(only, unknown, context) {
      renamed.report(&report)
      return
    }
    if unused.isEmpty { gatherUndeclared(unknown, context, &report) }
    // A family's setting is perhaps used where a name was misspelt.
    guard unknown.isEmpty, !report.all.contains(where: { $0.rule == .unknownVariable }) else { return }
    // One use that is gone often used several.
    guard let first = unused.first else { return }
    let others = unused.dropFirst().map { "`\($0.name)`" }.joined(separator: ", ")
    report.add(
      Finding(
        .unusedSetting,
        "nothing uses the setting `\(first.name)`" + (others.isEmpty ? "" : ", nor \(others)"),
        at: first.nameRange, path: "settings.\(first.name)"))
  }

  /// A setting that is used in several places, and for which nothing declared could be meant, was not declared.
  private static func gatherUndeclared(
    _ unknown: [Finding], _ context: ConnectorContext, _ report: inout FindingList
  ) {
    let names = Set(unknown.map(\.range.text))
    let hasNone = !(context.connector.document.root?.has("settings") ?? true)
    guard let first = unknown.first, names.count == 1 || hasNone else { return }
    let isTested = context.testedSettings.contains(first.range.text)
    // What the tests supply under this very name is no misspelling of another one.
    let isMissing = isTested && !Suggestions.areSure(first.suggestions, for: first.range.text)
    guard isMissing || unknown.allSatisfy({ !Suggestions.areLikely($0.suggestions, for: $0.range.text) })
    else {
      return
    }
    report.removeAll { $0.rule == .unknownSetting }
    let places =
      unknown.count > 1
      ? ", and at \(unknown.count - 1) more places" : isTested ? ", and by the tests" : ""
    let message =
      names.count == 1
      ? "there is no setting `\(first.range.text)`"
      : "there are no settings, and \(names.count) are used: "
        + names.sorted().prefix(4).map { "`\($0)`" }.joined(separator: ", ")
    report.add(
      Finding(
        .unknownSetting, message,
        at: hasNone
          ? context.place(ofMissing: "settings")
          : context.connector.document.root?.mapping?["settings"]?.mapping?.entry(first.range.text)?.key.range
            ?? context.file.block.keyRange("settings"),
        about: first.range.text, path: "settings", related: [.init("used here\(places)", at: first.range)]))
  }

  /// Settings that are named outside of expressions.
  private static func namedSettings(_ context: ConnectorContext) -> Set<String> {
    var names: Set<String> = []
    func gather(_ block: Block?) {
      guard let block else { return }
      if let choice = block.as(ChosenAuth.self) {
        if let by = choice[ChosenAuth.by]?.value { names.insert(by) }
        for inner in choice[ChosenAuth.cases] ?? [] { gather(inner.value) }
      }
      for inner in block.as(CombinedAuth.self)?[CombinedAuth.of] ?? [] { gather(inner) }
    }
    gather(context.file[ConnectorFile.auth])
    let rules =
      (context.file[ConnectorFile.http]?[HTTPBlock.errors] ?? [])
      + context.streams.flatMap { $0.value[StreamBlock.errors] ?? [] }
    for rule in rules { if let setting = rule[ErrorRule.setting]?.value { names.insert(setting) } }
    return names
  }
}

extension ConnectorContext {
  /// The settings that the tests supply.
  fileprivate var testedSettings: Set<String> {
    guard let file = connector.tests?.file else { return [] }
    let own = (file[TestFile.cases] ?? []).flatMap { $0[TestCase.settings] ?? [] }
    return Set(((file[TestFile.settings] ?? []) + own).map(\.name))
  }
}

extension ConnectorContext {
  /// The cases of a sign-in that a setting decides about.
  func waysToSignIn(by setting: String) -> Set<String> {
    func ways(_ block: Block) -> [String] {
      if let combined = block.as(CombinedAuth.self) { return (combined[CombinedAuth.of] ?? []).flatMap(ways) }
      guard let chosen = block.as(ChosenAuth.self) else { return [] }
      let cases = chosen[ChosenAuth.cases] ?? []
      return (chosen[ChosenAuth.by]?.value == setting ? cases.map(\.name) : [])
        + cases.flatMap { ways($0.value) }
    }
    return Set(file[ConnectorFile.auth].map(ways) ?? [])
  }

  /// Whether what a setting is by default shows elsewhere: of a choice only the sign-in names all words again.
  func isProvenWhereUnsaid(_ setting: String) -> Bool {
    let block = file[ConnectorFile.settings]?.named(setting)?.value
    return block?.as(EnumSetting.self) == nil || !waysToSignIn(by: setting).isEmpty
  }
}

/// A setting whose declaration and uses were given different names: one mistake, told where it was made.
private struct SettingRename {
  private let declared: Named<Block>
  private let uses: [Finding]
  private let usedName: String
  private let declarationIsWrong: Bool

  init?(_ declared: Named<Block>, _ uses: [Finding], _ context: ConnectorContext) {
    guard let first = uses.first else { return nil }
    let names = Set(uses.map(\.range.text))
    guard let name = names.first, names.count == 1 else { return nil }
    _ = first
    self.declared = declared
    self.uses = uses
    usedName = name
    // Other files tell which of the two names is the real one.
    let others = context.testedSettings
    declarationIsWrong =
      others.contains(name)
      || (!others.contains(declared.name)
        && (uses.count > 1
          || FileWords(context.connector).prefer(name, used: uses.count, over: declared.name)))
  }

  func report(_ list: inout FindingList) {
    guard declarationIsWrong else { return }
    let ranges = Set(uses.map(\.range))
    list.removeAll { $0.rule == .unknownSetting && ranges.contains($0.range) }
    list.add(
      Finding(
        .unusedSetting,
        "nothing uses the setting `\(declared.name)`, and `\(usedName)` is used but not declared",
        at: declared.nameRange, path: "settings.\(declared.name)",
        related: uses.prefix(1).map { .init("used here as `\(usedName)`", at: $0.range) },
        suggestions: [usedName],
        fixes: [
          .init(
            "declare it under the name that is used", isSafe: false, replace: declared.nameRange,
            with: usedName)
        ]))
  }
}

extension Rule {
  static let unusedSetting = Rule(
    "spec/unused-setting", .warning, .proven, "a setting that nothing uses",
    page: "An organization would be asked for a value that has no effect. Use the setting, or take it out.",
    failing: """
      settings:
        api_key: {type: secret, title: API key}
        region: {type: string, title: Region}
      # ^^^^^^ spec/unused-setting
      """,
    passing: """
      settings:
        api_key: {type: secret, title: API key}
      """)

  static let badDefault = Rule(
    "spec/bad-default", .error, .proven, "a default that the setting itself would refuse",
    page:
      "The default is held against the setting's own pattern, range or values, because it is used whenever nothing else is supplied.",
    failing: """
      settings:
        api_key: {type: secret, title: API key}
        version: {type: string, title: Version, pattern: "v[0-9]+", default: latest}
      #                                                                      ^^^^^^ spec/bad-default
      check: {get: "/${settings.version}/me"}
      """,
    passing: """
      settings:
        api_key: {type: secret, title: API key}
        version: {type: string, title: Version, pattern: "v[0-9]+", default: v2}
      check: {get: "/${settings.version}/me"}
      """)

  static let nameMismatch = Rule(
    "spec/name-mismatch", .error, .proven, "a connector whose name is not its folder's",
    page:
      "Commands, mappings and environment variables find a connector by its folder, so that the name in the file must be the same.",
    failing: """
      name: acme-hr
      #     ^^^^^^^ spec/name-mismatch
      """,
    passing: """
      name: acme
      """)
}
