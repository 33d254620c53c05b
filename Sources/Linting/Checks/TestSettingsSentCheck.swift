internal import Diagnostics
internal import Expressions
internal import Language
internal import Values
internal import YAML

/// What a stream's query says of the settings, worked out for each case and held against what was recorded.
enum TestSettingsSentCheck: Check {
  static let rules: [Rule] = [.testOtherSettings]

  static func run(_ context: ConnectorContext, _ texts: CheckedTexts, _ report: inout FindingList) {
    guard !context.isDamaged, !context.isPartial, let tests = context.connector.tests?.file else { return }
    for request in context.requests {
      guard case .stream(let name) = request.owner, request.isRead, !report.touch(request.block),
        let stream = context.stream(name), let evidence = context.evidence.of(name)
      else { continue }
      let added = Set(WrittenPlacement.all(of: stream.value).map(\.name))
      let cases = (tests[TestFile.cases] ?? []).filter { $0[TestCase.stream]?.value == name }
      for parameter in request.query where !added.contains(parameter.name) {
        guard let query = SettingsText(parameter.value, context) else { continue }
        let plays = cases.compactMap { Play($0, parameter.name, query, evidence) }
        if let finding = finding(plays, parameter, query, tests, context), !report.touch(finding.range) {
          report.add(finding)
        }
      }
    }
  }

  /// A case and the recorded request that answers it.
  private struct Play {
    let test: TestCase
    let exchange: Exchange
    let recorded: String
    let made: String

    init?(_ test: TestCase, _ parameter: String, _ query: SettingsText, _ evidence: StreamEvidence) {
      for item in evidence.exchanges where item.recording.name == test[TestCase.recording]?.value {
        guard let recorded = item.exchange.query.first(where: { $0.name == parameter })?.value,
          let made = query.text(item.activation)
        else { continue }
        (self.test, exchange, self.recorded, self.made) = (test, item.exchange, recorded, made)
        return
      }
      return nil
    }

    var isRight: Bool { recorded == made }
  }

  /// Where others are right the case is wrong, and else what all of them share.
  private static func finding(
    _ plays: [Play], _ parameter: Named<Template>, _ query: SettingsText, _ tests: TestFile,
    _ context: ConnectorContext
  ) -> Finding? {
    guard let wrong = plays.first(where: { !$0.isRight }) else { return nil }
    let own = query.setting.flatMap { wrong.test[TestCase.settings]?.named($0)?.value.range }
    let name = query.setting.map { "the setting `\($0)`" } ?? "`settings`"
    var place = own ?? wrong.test.block.keyRange("recording")
    if own == nil, !plays.contains(where: \.isRight), let setting = query.setting {
      let declared = context.file[ConnectorFile.settings]?.named(setting)?.value
      place =
        tests[TestFile.settings]?.named(setting)?.value.range
        ?? declared?.entry("default").map { context.own($0.value.range) } ?? parameter.value.range
    }
    return Finding(
      .testOtherSettings,
      "the recorded `\(parameter.name)` is `\(wrong.recorded.prefix(80))`, and \(name) makes it `\(wrong.made.prefix(80))`",
      at: place, about: query.setting ?? "settings", path: wrong.test.block.path.description,
      related: [.init("recorded here", at: wrong.exchange.targetRange)])
  }
}

/// A text that depends on settings alone.
private struct SettingsText {
  private enum Part {
    case literal(String)
    case program(TriedProgram)
  }

  private var parts: [Part] = []
  /// The setting that it depends on, if it is only one.
  let setting: String?

  init?(_ template: Template, _ context: ConnectorContext) {
    guard template.source.holds("settings") else { return nil }
    var names: Set<String> = []
    for part in TemplateText(template.source).parts {
      switch part {
      case .literal(let text, _): parts.append(.literal(text))
      case .expression(let source, _):
        guard let program = context.environments.triedProgram(source),
          program.checked.variables.allSatisfy({ $0 == "settings" })
        else { return nil }
        let words = CheckedText.names(in: source)
        names.formUnion((context.file[ConnectorFile.settings] ?? []).map(\.name).filter(words.contains))
        parts.append(.program(program))
      }
    }
    setting = names.count == 1 ? names.first : nil
  }

  /// Nil where it cannot be told, and where it is left out.
  func text(_ activation: Activation) -> String? {
    var text = ""
    for part in parts {
      switch part {
      case .literal(let piece): text += piece
      case .program(let program):
        guard case .success(let value) = program.evaluate(activation), let piece = value.shortText else {
          return nil
        }
        text += piece
      }
    }
    return text
  }
}

extension Rule {
  private static func filtered(_ region: String, _ marker: String = "") -> Diagnostics.Example {
    """
    settings:
      api_key: {type: secret, title: API key}
      region: {type: string, title: Region}
    streams:
      employees:
        read: {get: /employees, query: {region: "r-${settings.region}"}}
        records: body.data
        key: id
        pages: {type: none}
        changes: {type: none}
        deletions: {type: none}
    --- connectors/acme/recordings/employees.http (whole)
    ### employees of a region
    GET /employees?region=r-north

    HTTP 200
    Content-Type: application/json

    {"data": [{"id": "1", "firstName": "Ada", "lastName": "Byron", "hired": "2021-03-01", "status": "Active"}]}

    ### slow down
    GET /employees?region=r-north

    HTTP 429
    Retry-After: 2
    Content-Type: application/json

    {"error": {"code": "slow_down", "message": "too many requests"}}
    --- connectors/acme/tests.yaml
    tests: 1
    settings:
      api_key: made-up
      region: \(region)
    \(marker)
    cases:
      - name: employees
        stream: employees
        recording: employees
        expect:
          employee:
            - {id: "1", last_name: Byron}
        partial: true
    """
  }

  static let testOtherSettings = Rule(
    "test/other-settings", .error, .proven, "settings of a case with which another request would be sent",
    page: """
      What the stream sends depends on settings, and with those of the case, of the file, or by default it is not what was recorded. The reply \
      that answers the case belongs to another request: give the settings with which it was recorded.
      """,
    failing: filtered("south", "#         ^^^^^ test/other-settings"), passing: filtered("north"))
}
