internal import Diagnostics
internal import Expressions
internal import Language
internal import YAML

/// Settings that expressions compare with a value which they cannot have.
enum SettingValueCheck: Check {
  static let rules: [Rule] = [.settingNeverIs]

  static func run(_ context: ConnectorContext, _ texts: CheckedTexts, _ report: inout FindingList) {
    guard !context.isPartial, !context.isDamaged else { return }
    var values: [String: (words: [String], place: SourceRange)] = [:]
    for setting in context.file[ConnectorFile.settings] ?? [] {
      guard let words = setting.value.as(EnumSetting.self)?.block.node.mapping?["values"]?.mapping?.keys
      else {
        continue
      }
      values["settings.\(setting.name)"] = (Array(words), setting.value.keyRange("values"))
    }
    guard !values.isEmpty else { return }
    let own = context.connector.document.file
    var told: Set<String> = []
    for text in texts.own where text.checked.isValid && text.checked.source.holds("settings.") {
      for comparison in text.comparisons {
        // Nothing is what a setting may be that is left out.
        guard let (words, place) = values[comparison.operand], !comparison.literal.isEmpty,
          !words.contains(comparison.literal), !report.touch(comparison.range),
          told.insert("\(comparison.operand) \(comparison.literal)").inserted
        else { continue }
        let near = Suggestions.nearest(to: comparison.literal, among: words)
        report.add(
          Finding(
            .settingNeverIs,
            "`\(comparison.operand.dropFirst(9))` is never `\(comparison.literal)`: that is none of its `values`",
            at: near.isEmpty && place.file === own ? place : context.own(comparison.range),
            about: comparison.literal, path: "\(text.path)",
            related: near.isEmpty ? [.init("compared here", at: comparison.range)] : [],
            evidence: near.isEmpty ? [.init("known", words.prefix(12).joined(separator: " · "))] : [],
            suggestions: near))
      }
    }
  }
}

extension Rule {
  private static func region(_ word: String, _ marker: String = "") -> Diagnostics.Example {
    """
    settings:
      api_key: {type: secret, title: API key}
      region: {type: enum, title: Region, values: {europe: Europe, america: America}, default: america}
    http:
      base_url: "https://${settings.region == '\(word)' ? 'eu' : 'api'}.example.com/v1"
    \(marker)
      rate_limit: {requests: 100, per: 1m}
      throttled: {status: [429], wait: {header: Retry-After}}
    """
  }

  static let settingNeverIs = Rule(
    "spec/setting-never-is", .error, .proven, "a setting that is compared with a value which it cannot have",
    page: """
      The setting is one of its `values`, and the expression asks whether it is something else: the word is misspelt here, or it is missing \
      there. What stands for that case would never be used.
      """,
    failing: region("eurpoe", "#                                         ^^^^^^^^ spec/setting-never-is"),
    passing: region("europe"))
}
