internal import Diagnostics
internal import Language
internal import YAML

/// Scopes, and the choice between several ways of signing in.
enum AuthChoiceCheck: Check {
  static let rules: [Rule] = [
    .unusedScopes, .duplicateScope, .joinedScopes, .chooseNotEnum, .chooseUnknownCase, .chooseMissingCase,
    .proofOfNothing, .conflictingProofs, .settingOfOneCase,
  ]

  static func run(_ context: ConnectorContext, _ texts: CheckedTexts, _ report: inout FindingList) {
    checkUse(context, &report)
    for list in scopeLists(context) { checkList(list.scopes, list.path, separator(context), &report) }
    checkScopeSlips(context, &report)
    if let auth = context.file[ConnectorFile.auth] { checkNested(auth, context, &report) }
    checkSettingsOfCases(context, texts, &report)
  }

  // MARK: Settings of one way

  /// A setting that only some of the ways of signing in use must not be asked of those who choose another.
  private static func checkSettingsOfCases(
    _ context: ConnectorContext, _ texts: CheckedTexts, _ report: inout FindingList
  ) {
    guard !context.isPartial, !context.isDamaged, let ways = ways(context),
      let choice = context.file[ConnectorFile.auth]?.as(ChosenAuth.self)
    else { return }
    let required = (context.file[ConnectorFile.settings] ?? []).filter { setting in
      setting.value[SettingFields.optional] != true && !setting.value.has("default")
        && setting.nameRange.file === context.connector.document.file && !report.touch(setting.nameRange)
    }
    guard !required.isEmpty else { return }
    let users = users(texts)
    for setting in required where setting.name != choice[ChosenAuth.by]?.value {
      guard let names = users[setting.name], !names.isEmpty, !names.contains(""), names.count < ways else {
        continue
      }
      let shown = names.sorted().map { "`\($0)`" }.joined(separator: ", ")
      report.add(
        Finding(
          .settingOfOneCase,
          "`\(setting.name)` is used by the sign-in \(shown) alone, and asked of everybody",
          at: setting.nameRange, path: "settings.\(setting.name)", suggestions: ["optional: true"]))
    }
  }

  /// How many ways there are to sign in, where a setting decides.
  static func ways(_ context: ConnectorContext) -> Int? {
    let cases = context.file[ConnectorFile.auth]?.as(ChosenAuth.self)?[ChosenAuth.cases]?.count ?? 0
    return cases > 1 ? cases : nil
  }

  /// By setting, the ways to sign in that use it; an empty name stands for anything else.
  static func users(_ texts: CheckedTexts) -> [String: Set<String>] {
    var users: [String: Set<String>] = [:]
    for text in texts.all {
      let names = text.fieldNames(of: "settings")
      if names.isEmpty { continue }
      let path = text.path.components
      let isOfCase = path.first == "auth" && path.count > 2 && path[1] == "cases" && text.scope != .mapping
      for name in names { users[name, default: []].insert(isOfCase ? path[2] : "") }
    }
    return users
  }

  // MARK: Scopes

  private static func scopeLists(_ context: ConnectorContext) -> [(scopes: [Template], path: String)] {
    let proofs = context.file.proofs.filter(AuthCheck.isOAuth2).map {
      ($0[OAuth2Fields.scopes] ?? [], "\($0.path).scopes")
    }
    return proofs + needed(context)
  }

  /// What streams and actions say they need.
  private static func needed(_ context: ConnectorContext) -> [(scopes: [Template], path: String)] {
    context.streams.map { ($0.value[StreamBlock.scopes] ?? [], "streams.\($0.name).scopes") }
      + (context.file[ConnectorFile.actions] ?? []).map {
        ($0.value[ActionBlock.scopes] ?? [], "actions.\($0.name).scopes")
      }
  }

  private static func separator(_ context: ConnectorContext) -> String {
    context.file.proofs.first(where: AuthCheck.isOAuth2)?[OAuth2Fields.scopeSeparator] ?? " "
  }

  private static func checkUse(_ context: ConnectorContext, _ report: inout FindingList) {
    guard !context.isPartial, !context.isDamaged, !context.connector.isFamily, context.file.block.has("auth"),
      !context.file.proofs.contains(where: AuthCheck.isOAuth2)
    else { return }
    guard let first = needed(context).first(where: { !$0.scopes.isEmpty }), let scope = first.scopes.first
    else { return }
    report.add(
      Finding(
        .unusedScopes, "nothing asks for scopes: only `oauth2` does", at: scope.range, path: first.path))
  }

  private static func checkList(
    _ scopes: [Template], _ path: String, _ separator: String, _ report: inout FindingList
  ) {
    var seen: [String: SourceRange] = [:]
    for scope in scopes {
      if let first = seen[scope.source] {
        report.add(
          Finding(
            .duplicateScope, "the scope `\(scope.source)` is listed twice", at: scope.range, path: path,
            related: [.init("first listed here", at: first)]))
      }
      seen[scope.source] = scope.range
      guard scope.isConstant else { continue }
      let parts = scope.source.split(separator: separator.first ?? " ").map {
        $0.split(separator: " ").joined()
      }
      guard parts.count > 1, !separator.isEmpty else { continue }
      report.add(
        Finding(
          .joinedScopes, "\(parts.count) scopes are written as one", at: scope.range, path: path,
          suggestions: [parts.map { "\"\($0)\"" }.joined(separator: ", ")],
          fixes: [
            .init(
              "list them one by one", isSafe: false, replace: scope.range,
              with: parts.map { "\"\($0)\"" }.joined(separator: ", "))
          ]))
    }
  }

  /// A scope that is named once and differs by one letter from another is most likely that one.
  private static func checkScopeSlips(_ context: ConnectorContext, _ report: inout FindingList) {
    let all = scopeLists(context).flatMap { list in list.scopes.filter(\.isConstant).map { ($0, list.path) } }
    let counts = Dictionary(all.map { ($0.0.source, 1) }, uniquingKeysWith: +)
    let often = counts.filter { $0.value > 1 }.keys.sorted()
    guard !often.isEmpty else { return }
    for (scope, path) in all where counts[scope.source] == 1 && !report.touch(scope.range) {
      let word = Array(scope.source.utf8)
      guard
        let meant = often.first(where: { other in
          let other = Array(other.utf8)
          return other.count > 4 && other + [UInt8(ascii: "s")] != word && word + [UInt8(ascii: "s")] != other
            && Suggestions.editDistance(word, other, limit: 1) == 1
        })
      else { continue }
      report.add(
        Finding(
          .nameSlip, "the scope `\(scope.source)` is named here alone, and `\(meant)` elsewhere",
          at: scope.range,
          path: path, suggestions: [meant]))
    }
  }

  // MARK: Several ways

  private static func checkNested(_ block: Block, _ context: ConnectorContext, _ report: inout FindingList) {
    if let choice = block.as(ChosenAuth.self) {
      checkChoice(choice, context, &report)
      for inner in choice[ChosenAuth.cases] ?? [] { checkNested(inner.value, context, &report) }
    } else if let combined = block.as(CombinedAuth.self) {
      checkCombination(combined[CombinedAuth.of] ?? [], &report)
      for inner in combined[CombinedAuth.of] ?? [] { checkNested(inner, context, &report) }
    }
  }

  private static func checkChoice(
    _ choice: ChosenAuth, _ context: ConnectorContext, _ report: inout FindingList
  ) {
    guard let by = choice[ChosenAuth.by] else { return }
    let path = choice.block.path.description
    let settings = context.file[ConnectorFile.settings] ?? []
    guard let setting = settings.named(by.value) else {
      // A setting that could not be read is there all the same.
      guard !context.hasSetting(by.value) else { return }
      let near = Suggestions.nearest(to: by.value, among: settings.map(\.name))
      report.add(
        Finding(
          .unknownSetting, "there is no setting `\(by.value)`", at: by.range, path: path, suggestions: near,
          fixes: .renaming(by.range, to: near, "a setting with a similar name")))
      return
    }
    guard let values = setting.value.as(EnumSetting.self)?[EnumSetting.values] else {
      guard setting.value.as(EnumSetting.self) == nil else { return }
      report.add(
        Finding(
          .chooseNotEnum, "`\(by.value)` decides how to sign in, so its kind must be `enum`", at: by.range,
          path: path,
          related: [.init("declared here", at: setting.nameRange)]))
      return
    }
    checkCases(choice, values, of: setting, context, &report)
  }

  private static func checkCases(
    _ choice: ChosenAuth, _ values: [Named<String>], of setting: Named<Block>, _ context: ConnectorContext,
    _ report: inout FindingList
  ) {
    guard let cases = choice[ChosenAuth.cases] else { return }
    let path = "\(choice.block.path).cases"
    let written = Set(
      choice.block.node.mapping?["cases"]?.mapping.map { Array($0.keys) } ?? cases.map(\.name))
    let missing = values.filter { !written.contains($0.name) }
    // A value whose title could not be read is one all the same.
    let unreadable = setting.value.node.mapping?["values"]?.mapping
    let unknown = cases.filter { values.named($0.name) == nil && unreadable?.has($0.name) != true }
    if let only = unknown.first, unknown.count == 1, let renamed = missing.first, missing.count == 1,
      context.chosenValues(of: setting).contains(only.name)
        || FileWords(context.connector).prefer(only.name, used: 1, over: renamed.name),
      !Suggestions.nearest(to: only.name, among: [renamed.name]).isEmpty
    {
      report.add(
        Finding(
          .chooseUnknownCase,
          "`\(setting.name)` may be `\(renamed.name)`, and everything else says `\(only.name)`",
          at: renamed.nameRange, about: only.name, path: path,
          related: [.init("the case", at: only.nameRange)],
          suggestions: [only.name],
          fixes: [
            .init("name the value as it is used", isSafe: false, replace: renamed.nameRange, with: only.name)
          ]))
      return
    }
    for stray in unknown {
      let near = Suggestions.nearest(to: stray.name, among: missing.map(\.name))
      if near.isEmpty, missing.isEmpty, setting.value.has("values") {
        // Each value has its case, so that this one has lost its value.
        report.add(
          Finding(
            .chooseUnknownCase,
            "the values of `\(setting.name)` lack `\(stray.name)`, which is a way to sign in",
            at: setting.value.keyRange("values"), about: stray.name, path: path,
            related: [.init("the case", at: stray.nameRange)]))
        continue
      }
      report.add(
        Finding(
          .chooseUnknownCase, "`\(setting.name)` never has the value `\(stray.name)`", at: stray.nameRange,
          path: path,
          related: [.init("its values are declared here", at: setting.nameRange)],
          suggestions: near.isEmpty && missing.count == 1 ? missing.map(\.name) : near,
          fixes: .renaming(stray.nameRange, to: near, "a value with a similar name")))
    }
    guard context.isSound, unknown.isEmpty, !missing.isEmpty else { return }
    let names = missing.map { "`\($0.name)`" }.joined(separator: ", ")
    report.add(
      Finding(
        .chooseMissingCase, "no case says how to sign in when `\(setting.name)` is \(names)",
        at: choice.block.keyRange("cases"), path: path,
        related: [.init("its values are declared here", at: setting.nameRange)]))
  }

  private static func checkCombination(_ proofs: [Block], _ report: inout FindingList) {
    var taken: [String: Block] = [:]
    for proof in proofs {
      if proof.as(NoAuth.self) != nil {
        report.add(
          Finding(
            .proofOfNothing, "`none` proves nothing beside other proofs", at: proof.valueRange("type"),
            path: proof.path.description))
        continue
      }
      guard let place = Self.place(of: proof) else { continue }
      // A session exchanges the proof before it for its own: the log-in carries that one, all else the session's.
      if let first = taken[place], proof.as(SessionAuth.self) == nil {
        report.add(
          Finding(
            .conflictingProofs, "two proofs are put in the same place, \(place), so that only one is sent",
            at: proof.valueRange("type"), path: proof.path.description,
            related: [.init("the first one", at: first.valueRange("type"))]))
      }
      taken[place] = proof
    }
  }

  /// Where a proof goes, in words.
  private static func place(of proof: Block) -> String? {
    let usesHeader =
      AuthCheck.isOAuth2(proof)
      || [BasicAuth.self, BearerAuth.self, DigestAuth.self, JWTAuth.self, OAuth1Auth.self]
        .contains { (type: any Construct.Type) in
          ObjectIdentifier(type as Any.Type) == ObjectIdentifier(proof.construct as Any.Type)
        }
    guard let send = WrittenPlacement(proof[APIKeyAuth.send], "") else {
      return usesHeader ? "the header `Authorization`" : nil
    }
    let name =
      send.kind == "header" && send.name.lowercased() == "authorization" ? "Authorization" : send.name
    return send.kind == "header" ? "the header `\(name)`" : "`\(send.kind): \(name)`"
  }
}

extension ConnectorContext {
  /// The values that a setting has by default and in the tests.
  func chosenValues(of setting: Named<Block>) -> Set<String> {
    let standard = setting.value.node.mapping?["default"]?.scalar?.text
    return testedValues(of: setting).union(standard.map { [$0] } ?? [])
  }

  /// The values that a setting has in the tests.
  func testedValues(of setting: Named<Block>) -> Set<String> {
    let file = connector.tests?.file
    let given =
      (file?[TestFile.settings] ?? [])
      + (file?[TestFile.cases] ?? []).flatMap { $0[TestCase.settings] ?? [] }
    return Set(given.filter { $0.name == setting.name }.compactMap { $0.value.scalar?.text })
  }
}
