internal import Diagnostics
internal import Expressions
internal import Language
internal import YAML

/// Settings that are named outside of expressions exist.
enum SettingReferenceCheck: Check {
  static let rules: [Rule] = []

  static func run(_ context: ConnectorContext, _ texts: CheckedTexts, _ report: inout FindingList) {
    let rules =
      (context.file[ConnectorFile.http]?[HTTPBlock.errors] ?? [])
      + context.streams.flatMap { $0.value[StreamBlock.errors] ?? [] }
      + (context.file[ConnectorFile.actions] ?? []).flatMap { $0.value[ActionBlock.errors] ?? [] }
    guard context.settings.isClosed else { return }
    for rule in rules {
      guard let setting = rule[ErrorRule.setting], context.settings.field(setting.value) == nil else {
        continue
      }
      let near = Suggestions.nearest(to: setting.value, among: context.settings.fields.keys)
      report.add(
        Finding(
          .unknownSetting, "there is no setting `\(setting.value)`", at: setting.range,
          path: "\(rule.block.path).setting",
          suggestions: near,
          fixes: .renaming(setting.range, to: near, "a setting with a similar name exists")))
    }
  }
}
