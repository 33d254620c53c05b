internal import Diagnostics
internal import Language
internal import YAML

/// Keys that say what holds without them.
///
/// Asked last and only where nothing else is wrong: until then such a key may be the one that somebody is about to correct.
enum DefaultSaidCheck: Check {
  static let rules: [Rule] = [.defaultSaid]

  static func run(_ context: ConnectorContext, _ texts: CheckedTexts, _ report: inout FindingList) {
    guard report.isEmpty, !context.isPartial, !context.isDamaged else { return }
    let errors =
      [context.file[ConnectorFile.http]?[HTTPBlock.errors]]
      + context.streams.map { $0.value[StreamBlock.errors] }
      + (context.file[ConnectorFile.actions] ?? []).map { $0.value[ActionBlock.errors] }
    // What several streams take over is written once.
    var told: Set<SourceRange> = []
    for rule in errors.flatMap({ $0 ?? [] }) {
      guard let kind = rule[ErrorRule.kind], let statuses = rule[ErrorRule.status], !statuses.isEmpty,
        statuses.allSatisfy({ $0.value.isAlways(kind) }), told.insert(rule.block.keyRange("kind")).inserted
      else { continue }
      tell("a failure with this status is of the kind `\(kind.rawValue)` anyway", rule.block, "kind", &report)
    }
    let tests = context.connector.tests?.file
    for given in tests?[TestFile.settings] ?? [] {
      guard let written = given.value.scalar?.text, let tests,
        let standard = context.file[ConnectorFile.settings]?.named(given.name)?.value.entry("default"),
        standard.value.scalar?.text == written, context.isProvenWhereUnsaid(given.name),
        let holder = tests.block.node.mapping?["settings"]?.mapping
      else { continue }
      report.add(
        Finding(
          .defaultSaid,
          "`\(given.name)` is `\(written.prefix(40))` anyway: without this the cases prove its default",
          at: given.nameRange, path: "settings.\(given.name)",
          fixes: holder.removal(of: given.name).map {
            [.init("leave it out", isSafe: true, replace: $0, with: "")]
          } ?? []))
    }
    for test in tests?[TestFile.cases] ?? [] {
      guard let delivery = test[TestCase.webhook] else { continue }
      if delivery.block.has("status"), delivery[DeliveryBlock.status] == DeliveryBlock.status.standard {
        tell("a delivery must be answered with 200 anyway", delivery.block, "status", &report)
      }
      if delivery.block.has("sign"), delivery[DeliveryBlock.sign] == DeliveryBlock.sign.standard {
        tell("a delivery is signed anyway", delivery.block, "sign", &report)
      }
    }
  }

  private static func tell(
    _ message: String, _ block: Block, _ key: String, _ report: inout FindingList
  ) {
    report.add(
      Finding(
        .defaultSaid, message, at: block.keyRange(key), path: "\(block.path).\(key)",
        fixes: block.node.mapping?.removal(of: key).map {
          [.init("leave it out", isSafe: true, replace: $0, with: "")]
        } ?? []))
  }
}

extension StatusRange {
  /// Whether a failure with each of the statuses is told to be of a kind by the status itself.
  fileprivate func isAlways(_ kind: FailureKind) -> Bool {
    bounds.allSatisfy { FailureKind(of: $0) == kind }
  }
}

extension YAML.Mapping {
  /// What has to go for an entry to be gone: it and what divides it from the next one, or from the one before.
  fileprivate func removal(of key: String) -> SourceRange? {
    guard entries.count > 1,
      let place = entries.firstIndex(where: { $0.key.text == key })
    else { return nil }
    let (start, end) =
      place + 1 < entries.count
      ? (entries[place].key.range.start, entries[place + 1].key.range.start)
      : (entries[place - 1].value.range.end, entries[place].value.range.end)
    let file = entries[place].key.range.file
    // A comment in between may belong to something else.
    guard start < end, entries.allSatisfy({ $0.key.range.file === file }),
      !file.bytes[start..<end].contains(UInt8(ascii: "#"))
    else { return nil }
    return SourceRange(file, start, end)
  }
}

extension Rule {
  private static func refused(_ rule: String, _ marker: String = "") -> Diagnostics.Example {
    """
    http:
      base_url: https://api.example.com/v1
      rate_limit: {requests: 100, per: 1m}
      throttled: {status: [429], wait: {header: Retry-After}}
      errors:
        - {status: [401], \(rule)message: "'the key is not valid'"}
    \(marker)
    """
  }

  static let defaultSaid = Rule(
    "spec/default-said", .info, .proven, "a key that says what holds without it",
    page: """
      The file means the same without the key, and who reads it looks for a reason that is not there. `connector explain BLOCK` shows what \
      holds where nothing is said.
      """,
    failing: refused("kind: credentials, ", "#                     ^^^^ spec/default-said"),
    passing: refused("setting: api_key, "))
}
