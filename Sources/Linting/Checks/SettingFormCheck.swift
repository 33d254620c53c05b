internal import Diagnostics
internal import Language
internal import YAML

/// The form of a setting: what is shown of it is checked, and what is checked is shown.
///
/// Asked last and only where nothing else is wrong, like all that is good practice.
enum SettingFormCheck: Check {
  static let rules: [Rule] = [.settingForm]

  static func run(_ context: ConnectorContext, _ texts: CheckedTexts, _ report: inout FindingList) {
    guard report.isEmpty, !context.isPartial, !context.isDamaged,
      let verified = context.file[ConnectorFile.verified], verified[Verified.confidence] != .unconfirmed
    else { return }
    for setting in context.file[ConnectorFile.settings] ?? [] {
      let block = setting.value
      guard block.as(StringSetting.self) != nil, !block.has("default"),
        setting.nameRange.file === context.connector.document.file,
        block.has("pattern") != block.has("example")
      else { continue }
      let missing = block.has("pattern") ? "example" : "pattern"
      report.add(
        Finding(
          .settingForm,
          missing == "example"
            ? "`\(setting.name)` must have a form that no `example` shows"
            : "`\(setting.name)` has an example, and no `pattern` tells a value of another form",
          at: setting.nameRange, about: missing, path: "settings.\(setting.name)"))
    }
  }
}

extension Rule {
  private static func region(_ example: String, _ marker: String = "") -> Diagnostics.Example {
    """
    settings:
      api_key: {type: secret, title: API key}
      region: {type: string, title: Region, optional: true, pattern: "[a-z]{2}"\(example)}
    \(marker)
    api_version: v1
    verified: {date: 2026-11-20, confidence: documented, sources: [https://developer.example.com], notes: Nothing}
    http:
      base_url: https://api.example.com/v1
      headers: {X-Region: "${coalesce(settings.region, '')}"}
      rate_limit: {requests: 100, per: 1m}
      throttled: {status: [429], wait: {header: Retry-After}}
    """
  }

  static let settingForm = Rule(
    "spec/setting-form", .info, .heuristic, "a setting whose form is either shown or checked",
    page: """
      Whoever fills in a setting with a `pattern` is told that a value does not fit, and sees from an `example` what would. And where \
      an `example` shows a form, a `pattern` tells a value of another form at once, and not the provider's refusal later.
      """,
    failing: region(
      "", "# ^^^^^^ spec/setting-form"),
    passing: region(", example: eu"))
}
