internal import Diagnostics
internal import Language
internal import YAML

/// A block around an expression that says nothing besides it: there is one way to write each thing.
struct NeedlessBlock {
  private let block: Block

  init(_ block: Block) { self.block = block }

  var finding: Finding? {
    guard let entries = block.node.mapping?.entries, entries.count == 1, let entry = entries.first,
      let expression = entry.value.scalar, expression.style != .literal, expression.style != .folded
    else { return nil }
    return Finding(
      .needlessBlock, "the block says nothing but its `\(entry.key.text)`", at: entry.key.range,
      path: block.path.description,
      fixes: [
        .init(
          "write the expression alone", isSafe: true, replace: block.node.range, with: expression.range.text)
      ])
  }
}

extension Rule {
  private static func mapping(_ lastName: String, _ marker: String = "") -> Example {
    """
    --- mappings/acme/employees.yaml
    models:
      - model: employee
        fields:
          first_name: firstName
          last_name: \(lastName)
    \(marker)
          hire_date: date(hired)
          employment_status: {match: status, cases: {Active: active}, otherwise: unknown}
    """
  }

  static let needlessBlock = Rule(
    "mapping/needless-block", .info, .proven, "a block around an expression that says nothing besides it",
    page: """
      `last_name: {value: lastName}` and `last_name: lastName` mean the same. Write the expression alone: then a block is always a sign that \
      there is more to know, such as `match`, `each` or `amount`.
      """,
    failing: mapping("{value: lastName}", "#                 ^^^^^ mapping/needless-block"),
    passing: mapping("lastName"))
}
