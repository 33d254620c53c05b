import CAllocations
import Expressions
import Glibc
import JSON
import Values

/// Measures what expressions cost: `swift run -c release expression-benchmark`.
///
/// A line per measurement: how many per second, and how many blocks of memory for each.
@main struct ExpressionBenchmark {
  private static let record = #"""
    {"id": 4711, "firstName": "Ada", "lastName": "Lovelace", "workEmail": "Ada.Lovelace@example.com",
     "hireDate": "1835-07-08", "salary": 1234567890123456.10, "active": true, "manager": null,
     "address": {"street": "St James's Square 12", "city": "London", "geo": {"lat": 51.5, "lon": -0.13}},
     "phones": [{"type": "home", "number": "1"}, {"type": "work", "number": "2"}], "tags": ["math", "engine"]}
    """#

  static func main() throws {
    let root = Value.json(try JSONDocument(text: record).root)
    try measureWalking(root, times: 20_000_000)
    let paths = ["firstName", "address.city", "address.geo.lat", "phones[1].number", "record['workEmail']"]
    for path in paths { try measure("path", path, root, times: 5_000_000, mustNotAllocate: true) }
    let expressions = [
      "workEmail.lowerAscii()", "firstName + ' ' + lastName", "active ? 'active' : 'terminated'",
      "date(hireDate)",
      "decimal(salary) * 12", "phones.filter(p, p.type == 'work')[0].number", "coalesce(manager, lastName)",
      "lookup({'a': 1, 'Ada': 2}, firstName, 0)", "workEmail.matches('^[^@]+@example[.]com$')",
    ]
    for expression in expressions { try measure("expression", expression, root, times: 300_000) }
    try measureChecking(times: 20_000)
  }

  private static func environment() -> Environment {
    var environment = Environment(variables: ["record": .init(.dyn)])
    environment.implicitRoot = "record"
    return environment
  }

  private static func measure(
    _ kind: String, _ source: String, _ root: Value, times: Int, mustNotAllocate: Bool = false
  ) throws {
    let program = Program(CheckedExpression.check(source, in: environment()))
    var activation = Activation()
    activation["record"] = root
    // The first evaluation fills caches and is no part of the measurement.
    _ = try program.evaluate(activation).get()
    var failures = 0
    let before = callocations_count()
    let elapsed = ContinuousClock().measure {
      for _ in 0..<times {
        if case .failure = program.evaluate(activation) { failures += 1 }
      }
    }
    let blocks = callocations_count() - before
    report(kind, source, times, elapsed, blocks: blocks)
    if failures > 0 || mustNotAllocate && blocks > 8 {
      print("  failed: \(failures) errors, \(blocks) blocks of memory")
      exit(1)
    }
  }

  /// The path alone, as a mapping uses it where a view is enough.
  private static func measureWalking(_ root: Value, times: Int) throws {
    let source = "address.city"
    guard case .json(let view) = root,
      let path = Program(CheckedExpression.check(source, in: environment())).plainPath
    else { exit(1) }
    var found = 0
    let before = callocations_count()
    let elapsed = ContinuousClock().measure {
      for _ in 0..<times where path.view(in: view) != nil { found += 1 }
    }
    let blocks = callocations_count() - before
    report("walk", source, times, elapsed, blocks: blocks)
    if found != times || blocks > 8 { exit(1) }
  }

  private static func measureChecking(times: Int) throws {
    let source = "workEmail.lowerAscii().endsWith('@example.com') && phones.exists(p, p.type == 'work')"
    let environment = environment()
    let before = callocations_count()
    var problems = 0
    let elapsed = ContinuousClock().measure {
      for _ in 0..<times { problems += CheckedExpression.check(source, in: environment).problems.count }
    }
    report("check", source, times, elapsed, blocks: callocations_count() - before)
    if problems > 0 { exit(1) }
  }

  private static func report(
    _ kind: String, _ source: String, _ times: Int, _ elapsed: Duration, blocks: UInt
  ) {
    let seconds = Double(elapsed.components.seconds) + Double(elapsed.components.attoseconds) / 1e18
    let rate = Int(Double(times) / max(seconds, 1e-9))
    let share = Double(blocks * 100 / UInt(times)) / 100
    print("\(kind)\t\(rate)/s\t\(share) blocks\t\(source)")
  }
}
