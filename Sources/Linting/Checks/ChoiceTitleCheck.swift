internal import Diagnostics
internal import Language
internal import YAML

/// What a choice is called for people, where that is its own word with a slip.
enum ChoiceTitleCheck: Check {
  static let rules: [Rule] = [.choiceTitle]

  /// Shorter words resemble others by chance.
  private static let shortest = 4

  static func run(_ context: ConnectorContext, _ texts: CheckedTexts, _ report: inout FindingList) {
    for setting in context.file[ConnectorFile.settings] ?? [] {
      guard let choices = setting.value.as(EnumSetting.self)?[EnumSetting.values] else { continue }
      let titles = setting.value.node.mapping?["values"]?.mapping
      for choice in choices where isSlip(letters(of: choice.value), for: letters(of: choice.name)) {
        guard let entry = titles?.entry(choice.name), !report.touch(entry.key.range) else { continue }
        if respell(entry.key, as: letters(of: choice.value), of: setting, &report) { continue }
        let place = entry.value.range
        guard !report.touch(place) else { continue }
        report.add(
          Finding(
            .choiceTitle, "`\(choice.name)` is called `\(choice.value)`, which differs from it by a letter",
            at: context.own(place), path: "settings.\(setting.name).values.\(choice.name)"))
      }
    }
  }

  /// What says that there is no such choice.
  private static let strange: Set<String> = ["spec/bad-default", "spec/setting-never-is", "test/bad-setting"]

  /// A choice that others call as its title does is misspelt itself.
  private static func respell(
    _ choice: Scalar, as title: String, of setting: Named<Block>, _ report: inout FindingList
  ) -> Bool {
    func isStrange(_ finding: Finding) -> Bool {
      strange.contains(finding.rule.id) && letters(of: finding.subject) == title
    }
    guard let use = report.all.first(where: isStrange) else { return false }
    let word = use.subject
    report.removeAll(where: isStrange)
    report.add(
      Finding(
        use.rule, "everything else says `\(word)`, which is called `\(choice.text)` here", at: choice.range,
        about: word, path: "settings.\(setting.name).values",
        related: [.init("said here", at: use.range)], suggestions: [word],
        fixes: [.init("call it as it is called elsewhere", isSafe: false, replace: choice.range, with: word)])
    )
    return true
  }

  private static func letters(of text: String) -> String {
    text.lowercased().filter { $0 != "_" && $0 != "-" && $0 != " " }
  }

  /// A word with something before or behind it is another one.
  private static func isSlip(_ title: String, for word: String) -> Bool {
    guard word.utf8.count >= shortest, !title.hasPrefix(word), !title.hasSuffix(word) else { return false }
    return Suggestions.editDistance(Array(title.utf8), Array(word.utf8), limit: 1) == 1
  }
}

extension Rule {
  private static func choices(_ title: String, _ marker: String = "") -> Example {
    """
    settings:
      api_key: {type: secret, title: API key}
      environment: {type: enum, title: Environment, values: {production: Production, sandbox: \(title)}, default: production}
    \(marker)
    check: {get: "/${settings.environment}/me"}
    """
  }

  static let choiceTitle = Rule(
    "spec/choice-title", .info, .heuristic, "a choice with a title that is nearly its own word",
    page: "People choose by the title, and a slip in it is seen by everybody who connects an account.",
    failing: choices(
      "Sandox",
      "#                                                                                         ^^^^^^ spec/choice-title"
    ),
    passing: choices("Sandbox"))
}
