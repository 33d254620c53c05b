internal import Diagnostics
internal import Language
internal import YAML

/// Runs the mapping over the recorded records and compares what comes with what the tests expect.
///
/// Only what follows from the text is compared, of records found by their id.
enum TestValueCheck: Check {
  static let rules: [Rule] = [.testValueMismatch, .testUnexpectedField, .testCountMismatch]

  static func run(_ context: ConnectorContext, _ texts: CheckedTexts, _ report: inout FindingList) {
    var told: Set<SourceRange> = []
    let known = KnownMappings()
    let full = FullRecords(context)
    for test in context.connector.tests?.file?[TestFile.cases] ?? [] {
      for expected in test[TestCase.expect] ?? [] {
        let replay = TestReplay(test, expected, context, texts, known, report)
        if let replay {
          for finding in replay.valueFindings(&told, report) { report.add(finding) }
          if let finding = replay.countFinding, !report.touch(test.block) { report.add(finding) }
        }
        guard !report.touch(test.block), FullRecords.isFull(test),
          let model = context.project.models[expected.name]
        else { continue }
        let mappings = MappedModels(test, context, report).mappings(of: expected.name)
        let finding = full.finding(
          test, expected, mappings, model, replay.flatMap { $0.isBlind ? $0 : nil })
        if let finding { report.add(finding) }
      }
      for model in Self.unnamedModels(test, context) {
        guard let replay = TestReplay(test, model, context, texts, known, report) else { continue }
        if let finding = replay.unnamedFinding, !report.touch(test.block) { report.add(finding) }
      }
    }
  }
}

extension TestValueCheck {
  /// Models that the mapping makes and the case says nothing of.
  fileprivate static func unnamedModels(_ test: TestCase, _ context: ConnectorContext) -> [Named<[YAML.Node]>]
  {
    guard test[TestCase.partial] != true, let expected = test[TestCase.expect], !expected.isEmpty,
      let stream = test[TestCase.stream]?.value
    else { return [] }
    let models = context.connector.mapping(of: stream)?.file?[MappingFile.models] ?? []
    return models.compactMap { $0[ModelMapping.model] }.filter { expected.named($0.value) == nil }.map {
      Named($0.value, $0.range, [])
    }
  }
}
