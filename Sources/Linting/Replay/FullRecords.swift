internal import Diagnostics
internal import Language
internal import YAML

/// What cases say of records of which they must say everything, held against each other and against what must be there.
///
/// For fields of which a replay cannot tell what comes: those of values that a stream adds to its records, of deliveries, of records that are
/// read anew.
final class FullRecords {
  private struct Usage {
    var records = 0
    /// How many records name a field.
    var named: [String: Int] = [:]
  }

  private typealias Usages = (byModel: [String: Usage], byCase: [ObjectIdentifier: [String: Usage]])

  private let context: ConnectorContext
  private lazy var usages: Usages = gathered()

  init(_ context: ConnectorContext) { self.context = context }

  private func gathered() -> Usages {
    var byModel: [String: Usage] = [:]
    var byCase: [ObjectIdentifier: [String: Usage]] = [:]
    for test in context.connector.tests?.file?[TestFile.cases] ?? [] where Self.isFull(test) {
      for expected in test[TestCase.expect] ?? [] {
        for names in expected.value.compactMap({ $0.mapping?.keys }) {
          byModel[expected.name, default: Usage()].records += 1
          byCase[ObjectIdentifier(test.block), default: [:]][expected.name, default: Usage()].records += 1
          for name in names {
            byModel[expected.name, default: Usage()].named[name, default: 0] += 1
            byCase[ObjectIdentifier(test.block), default: [:]][expected.name, default: Usage()].named[
              name, default: 0] += 1
          }
        }
      }
    }
    return (byModel, byCase)
  }

  static func isFull(_ test: TestCase) -> Bool { test[TestCase.partial] != true && !test.block.has("fails") }

  /// Fields that every record of a model names, but for some of this case.
  private func usual(_ model: String, besides test: TestCase) -> Set<String> {
    guard let all = usages.byModel[model], let own = usages.byCase[ObjectIdentifier(test.block)]?[model],
      // Fewer have nothing in common by which another one is odd.
      all.records > 2, all.records > own.records || all.records > 3
    else { return [] }
    return Set(
      // A provider's word comes with the word that was made of it.
      all.named.filter { name, count in
        if name.hasSuffix("_raw") { return false }
        let others = all.records - own.records
        let ownCount = own.named[name] ?? 0
        // All others do, and of the case's own all but one, or none at all.
        return count - ownCount == others && count < all.records && count > 1
          && (ownCount == own.records - 1 || ownCount == 0 && others > 1)
      }.keys)
  }

  /// What a case that is not partial leaves out although it comes.
  ///
  /// - Parameter replay: Knows of which fields it cannot tell whether they come; nil where it can of all.
  func finding(
    _ test: TestCase, _ expected: Named<[YAML.Node]>, _ mappings: [ModelMapping], _ model: Model,
    _ replay: TestReplay?
  ) -> Finding? {
    guard !mappings.isEmpty else { return nil }
    let certain = Self.certain(mappings, model)
    lazy var usual = usual(expected.name, besides: test)
    var missing: [(name: String, record: YAML.Node)] = []
    for record in expected.value {
      guard let fields = record.mapping else { continue }
      var names = certain.filter { !fields.has($0) }
      if let replay {
        let others = usual.filter { !fields.has($0) }
        // Where nothing is known of a record, what it lacks may well be what it has not.
        if !others.isEmpty, let untold = replay.untold(record) {
          names.formUnion(others.filter(untold.contains))
        }
      }
      missing += names.sorted().map { ($0, record) }
    }
    guard let first = missing.first else { return nil }
    let path = "\(test.block.path).expect.\(expected.name)"
    let names = Set(missing.map(\.name)).sorted()
    var finding: Finding
    if missing.count > 2 {
      finding = Finding(
        .testUnexpectedField,
        "the case is not `partial` and leaves out \(names.prefix(4).map { "`\($0)`" }.joined(separator: ", "))",
        at: test.block.valueRange("name"), about: first.name, path: path,
        evidence: [.init("help", "`partial: true` says that other fields may be anything")])
    } else {
      finding = Finding(
        .testUnexpectedField,
        "the record does not name \(names.map { "`\($0)`" }.joined(separator: " and "))"
          + (certain.contains(first.name) ? ", which every one has" : ", which all others name"),
        at: first.record.mapping?.entries.first?.key.range ?? first.record.range, about: first.name,
        path: path)
    }
    if certain.isDisjoint(with: names) { (finding.severity, finding.confidence) = (.info, .heuristic) }
    return finding
  }

  /// Fields without which there is no record: a run puts one aside that lacks what its model requires.
  private static func certain(_ mappings: [ModelMapping], _ model: Model) -> Set<String> {
    let sets = mappings.map { mapping in
      Set((mapping[ModelMapping.values] ?? []).map(\.name).filter { model.field($0)?.isRequired ?? false })
    }
    return sets.dropFirst().reduce(sets.first ?? []) { $0.intersection($1) }
  }
}
