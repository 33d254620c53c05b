internal import Diagnostics
internal import Language
internal import YAML

/// Names in expected records that no model has: each is told once, however many records expect it.
struct UnknownFieldNames {
  private var order: [String] = []
  private var found: [String: Finding] = [:]

  /// More records than these are not corrected at once.
  private static let most = 200

  mutating func add(_ finding: Finding) {
    guard var first = found[finding.message] else {
      order.append(finding.message)
      found[finding.message] = finding
      return
    }
    if first.related.isEmpty {
      first.related = [.init("and wherever else it is expected", at: finding.range)]
    }
    if let fix = first.fixes.first, let again = finding.fixes.first, fix.edits.count < Self.most {
      first.fixes = [Finding.Fix(fix.title, isSafe: fix.isSafe, edits: fix.edits + again.edits)]
    }
    found[finding.message] = first
  }

  var findings: [Finding] { order.compactMap { found[$0] } }
}

/// What stands under `expect` and belongs beside it.
enum MisplacedExpectation {
  /// An action gives no records, so that none can be expected of it.
  static func finding(_ test: TestCase) -> Finding? {
    let block = test.block
    guard block.has("action"), block.has("expect"), !block.has("stream"), !block.has("webhook") else {
      return nil
    }
    let key = block.keyRange("expect")
    return Finding(
      .testUnknownModel, "an action gives no records: what it gives is expected under `result`", at: key,
      path: "\(block.path).expect", suggestions: ["result"],
      fixes: block.has("result")
        ? [] : [.init("the key for it", isSafe: false, replace: key, with: "result")])
  }

  /// What is gone stands beside what is there.
  static func finding(_ entry: Named<[YAML.Node]>, _ path: String) -> Finding? {
    guard ["deleted", "gone", "removed"].contains(entry.name) else { return nil }
    return Finding(
      .testUnknownModel, "there is no model `\(entry.name)`", at: entry.nameRange, path: path,
      evidence: [
        .init("place", "`deleted` stands beside `expect`, by model as well: `deleted: {employee: [\"7\"]}`")
      ])
  }
}
