internal import Diagnostics
internal import Expressions
internal import Language
internal import Patterns
internal import Values
internal import YAML

/// The settings that tests supply, held against those that are declared.
enum TestSettingsCheck: Check {
  static let rules: [Rule] = [.testUnknownSetting, .testBadSetting, .testMissingSetting]

  static func run(_ context: ConnectorContext, _ texts: CheckedTexts, _ report: inout FindingList) {
    guard let file = context.connector.tests?.file else { return }
    let cases = file[TestFile.cases] ?? []
    let shared = file[TestFile.settings] ?? []
    let given = shared + cases.flatMap { $0[TestCase.settings] ?? [] }
    let written = context.writtenNames("settings")
    var hasUnknown = false
    for setting in given where !written.contains(setting.name) {
      hasUnknown = true
      // A declaration under another name is told there.
      guard !context.isPartial,
        context.file.block.has("settings") || !report.all.contains(where: { $0.rule == .unknownSetting }),
        !report.all.contains(where: { $0.rule == .unusedSetting && $0.suggestions.contains(setting.name) })
      else { continue }
      let near = Suggestions.nearest(to: setting.name, among: written)
      let message = "there is no setting `\(setting.name)`"
      guard !near.isEmpty || !context.isDamaged, !report.all.contains(where: { $0.message == message }) else {
        continue
      }
      report.add(
        Finding(
          .testUnknownSetting, message, at: setting.nameRange,
          path: "settings.\(setting.name)",
          suggestions: near,
          fixes: .renaming(setting.nameRange, to: near, "a similar name exists")))
    }
    for setting in given {
      guard let block = context.file[ConnectorFile.settings]?.named(setting.name)?.value,
        !report.touch(block),
        let problem = problem(with: setting.value, for: block)
      else { continue }
      report.add(
        Finding(
          .testBadSetting, problem.message, at: setting.value.range, path: "settings.\(setting.name)",
          suggestions: problem.suggestions,
          fixes: problem.fix.map {
            [.init("write it as text", isSafe: true, replace: setting.value.range, with: $0)]
          } ?? []))
    }
    guard !hasUnknown, context.isComplete,
      !context.hasErrors(
        in: context.connector.tests?.document.file ?? context.connector.document.file, report)
    else { return }
    checkMissing(shared, cases, file, context, texts, &report)
    // Where nothing is supplied to all cases, that is what each of them lacks.
    guard file.block.has("settings") || !report.all.contains(where: { $0.rule == .testMissingSetting }) else {
      return
    }
    checkChosen(shared, cases, file, context, texts, &report)
    checkSigning(shared, cases, file, context, &report)
  }

  /// Without its key no delivery is judged at all.
  private static func checkSigning(
    _ shared: [Named<YAML.Node>], _ cases: [TestCase], _ file: TestFile, _ context: ConnectorContext,
    _ report: inout FindingList
  ) {
    let signatures = context.file[ConnectorFile.webhooks]?[WebhooksBlock.signature] ?? []
    let keys = Set(
      signatures.map { $0.node.mapping?["key"]?.scalar.flatMap { Template.setting(of: $0.text) } })
    // Which of several keys is in use depends on more than the settings.
    guard keys.count == 1, case let name?? = keys.first, shared.named(name) == nil,
      let setting = context.file[ConnectorFile.settings]?.named(name), !setting.value.has("default"),
      setting.value[SettingFields.optional] == true,
      let test = cases.first(where: {
        $0.block.has("webhook") && $0[TestCase.settings]?.named(name) == nil && !report.touch($0.block)
      })
    else { return }
    report.add(
      Finding(
        .testMissingSetting, "deliveries are judged with `\(name)`, and nothing supplies it",
        at: file.block.has("settings") ? file.block.keyRange("settings") : test.block.valueRange("name"),
        path: "\(test.block.path).settings", related: [.init("declared here", at: setting.nameRange)]))
  }

  // MARK: Missing

  private static func checkMissing(
    _ shared: [Named<YAML.Node>], _ cases: [TestCase], _ file: TestFile, _ context: ConnectorContext,
    _ texts: CheckedTexts, _ report: inout FindingList
  ) {
    // Asked of everybody by mistake, which is told there.
    let misplaced = Set(report.all.filter { $0.rule == .settingOfOneCase }.map(\.path))
    let required = (context.file[ConnectorFile.settings] ?? []).filter { setting in
      setting.value[SettingFields.optional] != true && !setting.value.has("default")
        && shared.named(setting.name) == nil
        && !report.touch(setting.nameRange) && !report.touch(setting.value)
        && !misplaced.contains("settings.\(setting.name)")
    }
    guard !required.isEmpty else { return }
    if let finding = meantOptional(required, cases, context, texts) { return report.add(finding) }
    for test in cases {
      let own = test[TestCase.settings] ?? []
      let missing = required.filter { own.named($0.name) == nil }
      guard !missing.isEmpty else { continue }
      let names = missing.map { "`\($0.name)`" }.joined(separator: ", ")
      // What all cases lack was to stand where they share it.
      let lacksAll =
        !file.block.has("settings") && cases.count > 1
        && cases.allSatisfy { test in missing.allSatisfy { test[TestCase.settings]?.named($0.name) == nil } }
      let isShared = lacksAll || file.block.has("settings") && !test.block.has("settings")
      let place =
        isShared
        ? (lacksAll
          ? context.connector.tests?.document.place(ofMissing: "settings", in: file.block)
            ?? file.block.keyRange("cases") : file.block.keyRange("settings"))
        : test.block.has("settings") ? test.block.keyRange("settings") : test.block.valueRange("name")
      report.add(
        Finding(
          .testMissingSetting,
          isShared ? "nothing supplies \(names) to the cases" : "the case does not supply \(names)",
          at: place, about: missing.count == 1 ? missing.first?.name : nil,
          path: "\(test.block.path).settings",
          evidence: [
            .init("add", "the setting to `settings` at the top of the file, for all cases; never a real one")
          ]))
      // The other cases lack it for the same reason.
      return
    }
  }

  /// A setting that was to be one that may be left out, which is told of where it is declared: expressions ask for it with a way out,
  /// or most cases do without.
  private static func meantOptional(
    _ required: [Named<Block>], _ cases: [TestCase], _ context: ConnectorContext, _ texts: CheckedTexts
  ) -> Finding? {
    for setting in required
    where !cases.contains(where: { $0[TestCase.settings]?.named(setting.name) != nil }) {
      guard let use = texts.all.first(where: { $0.allows(noneOf: setting.name, in: "settings") }) else {
        continue
      }
      return Finding(
        .testMissingSetting, "no case supplies `\(setting.name)`, and expressions ask whether it is there",
        at: context.own(setting.nameRange), path: "settings.\(setting.name)",
        related: [.init("asked here", at: use.range)], suggestions: ["optional: true"])
    }
    let rare = required.first { setting in
      let supplying = cases.count { $0[TestCase.settings]?.named(setting.name) != nil }
      return supplying < cases.count - supplying && looksOptional(setting, context)
    }
    return rare.map { setting in
      Finding(
        .testMissingSetting, "most cases do not supply `\(setting.name)`, and it has no `default`",
        at: context.own(setting.nameRange), path: "settings.\(setting.name)",
        suggestions: ["default: ...", "optional: true"])
    }
  }

  /// A case supplies what the way to sign in needs that it chooses, or that is chosen where nothing else is.
  private static func checkChosen(
    _ shared: [Named<YAML.Node>], _ cases: [TestCase], _ file: TestFile, _ context: ConnectorContext,
    _ texts: CheckedTexts, _ report: inout FindingList
  ) {
    // An expression that could not be read may say what is left out.
    guard !report.all.contains(where: { $0.severity == .error && $0.path?.hasPrefix("auth") ?? false }),
      let by = context.file[ConnectorFile.auth]?.as(ChosenAuth.self)?[ChosenAuth.by]?.value
    else {
      return
    }
    let optional = (context.file[ConnectorFile.settings] ?? []).filter { setting in
      setting.value[SettingFields.optional] == true && !setting.value.has("default")
        && shared.named(setting.name) == nil
    }
    if optional.isEmpty { return }
    let usual =
      shared.named(by)?.value
      ?? context.file[ConnectorFile.settings]?.named(by)?.value.node.mapping?["default"]
    var neededBy: [String: Set<String>] = [:]
    for test in cases {
      let own = test[TestCase.settings] ?? []
      let asks = test.block.has("stream") || test.block.has("action")
      guard let way = (own.named(by)?.value ?? (asks ? usual : nil))?.scalar?.text, !report.touch(test.block)
      else { continue }
      let needed = neededBy[way] ?? settings(of: way, texts)
      neededBy[way] = needed
      let missing = optional.filter { setting in
        own.named(setting.name) == nil && needed.contains(setting.name)
          && !texts.all.contains { $0.allows(noneOf: setting.name, in: "settings") }
      }
      guard let first = missing.first else { continue }
      report.add(
        Finding(
          .testMissingSetting, "the case signs in by `\(way)` and does not supply `\(first.name)`",
          at: test.block.has("settings")
            ? test.block.keyRange("settings")
            : file.block.has("settings") ? file.block.keyRange("settings") : test.block.valueRange("name"),
          path: "\(test.block.path).settings",
          related: [.init("declared here", at: first.nameRange)]))
      // The other cases lack it for the same reason.
      if own.named(by) == nil { return }
    }
  }

  /// The settings that a way to sign in reads; of scopes there may be none.
  private static func settings(of way: String, _ texts: CheckedTexts) -> Set<String> {
    Set(
      texts.under(DocumentPath(["auth", "cases", way])).filter { !$0.path.components.contains("scopes") }
        .flatMap { $0.fieldNames(of: "settings") })
  }

  /// Whether a setting is of those that are rarely supplied: choices, numbers and days, which mostly have a default, and what stands in a
  /// group in which everything else may be left out.
  private static func looksOptional(_ setting: Named<Block>, _ context: ConnectorContext) -> Bool {
    let block = setting.value
    if block.as(EnumSetting.self) != nil || block.as(IntegerSetting.self) != nil
      || block.as(BooleanSetting.self) != nil || block.as(DateSetting.self) != nil
      || block.as(ListSetting.self) != nil
    {
      return true
    }
    guard let group = block[SettingFields.group] else { return false }
    let others = (context.file[ConnectorFile.settings] ?? []).filter {
      $0.name != setting.name && $0.value[SettingFields.group] == group
    }
    return !others.isEmpty
      && others.allSatisfy { $0.value[SettingFields.optional] == true || $0.value.has("default") }
  }

  // MARK: Values

  private static func problem(with node: YAML.Node, for block: Block) -> (
    message: String, suggestions: [String], fix: String?
  )? {
    if block.as(ListSetting.self) != nil {
      return node.list == nil ? ("expected a list of texts, found \(node.meaning)", [], nil) : nil
    }
    guard let scalar = node.scalar, !node.isNull else {
      return ("expected a value, found \(node.meaning)", [], nil)
    }
    if block.as(IntegerSetting.self) != nil { return integerProblem(scalar, node, block) }
    if block.as(BooleanSetting.self) != nil {
      if case .bool = scalar.resolved { return nil }
      return ("expected true or false, found \(node.meaning)", [], nil)
    }
    guard scalar.resolved == .string else {
      return ("the setting is text, found \(node.meaning)", ["\"\(scalar.text)\""], "\"\(scalar.text)\"")
    }
    if let setting = block.as(EnumSetting.self), let values = setting[EnumSetting.values],
      values.named(scalar.text) == nil
    {
      return (
        "`\(scalar.text)` is not one of the values",
        Suggestions.nearest(to: scalar.text, among: values.map(\.name)), nil
      )
    }
    if block.as(DateSetting.self) != nil, CivilDate(scalar.text) == nil {
      return ("`\(scalar.text)` is not a date such as `2026-11-20`", [], nil)
    }
    if block.as(URLSetting.self) != nil, !scalar.text.hasPrefix("https://"), !scalar.text.hasPrefix("http://")
    {
      return (
        "`\(scalar.text)` is not an address that starts with `https://`", ["https://\(scalar.text)"], nil
      )
    }
    let pattern =
      block.as(StringSetting.self)?[StringSetting.pattern]
      ?? block.as(SecretSetting.self)?[SecretSetting.pattern]
    if let pattern, let compiled = try? Pattern.kept(pattern), !compiled.covers(scalar.text) {
      return ("`\(scalar.text)` does not match the pattern `\(pattern)` of the setting", [], nil)
    }
    return nil
  }

  private static func integerProblem(_ scalar: Scalar, _ node: YAML.Node, _ block: Block) -> (
    message: String, suggestions: [String], fix: String?
  )? {
    guard case .int(let number) = scalar.resolved else {
      return ("expected a whole number, found \(node.meaning)", [], nil)
    }
    let setting = block.as(IntegerSetting.self)
    let low = setting?[IntegerSetting.minimum] ?? .min
    let high = setting?[IntegerSetting.maximum] ?? .max
    return number < low || number > high
      ? ("\(number) is out of the range that the setting allows", [], nil) : nil
  }
}

extension CheckedText {
  /// Whether it has a way out where a setting or an input is not there: `has(settings.x)`, `settings.?x`, `coalesce(settings.x, '')`.
  func allows(noneOf name: String, in variable: String) -> Bool {
    guard checked.source.holds(name), uses(variable) else { return false }
    var isAllowed = false
    func isNamed(_ id: NodeID) -> Bool {
      guard case .select(let operand, let field, _) = checked.tree[id].form, field.text == name,
        case .identifier(let holder, _) = checked.tree[operand].form
      else { return false }
      return holder.text == variable
    }
    visit { node in
      switch node.form {
      case .has(let operand, let field, _), .select(let operand, let field, isOptional: true):
        if field.text == name, case .identifier(let holder, _) = checked.tree[operand].form,
          holder.text == variable
        {
          isAllowed = true
        }
      case .call(let function, nil, let arguments) where function.text == "coalesce":
        if arguments.contains(where: isNamed) { isAllowed = true }
      default: break
      }
    }
    return isAllowed
  }
}
