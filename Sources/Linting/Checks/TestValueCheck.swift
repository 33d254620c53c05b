internal import Diagnostics
internal import Language
internal import YAML

/// Runs the mapping over the recorded records and compares what comes with what the tests expect.
///
/// Only what follows from the text is compared, of records found by their id.
enum TestValueCheck: Check {
  static let rules: [Rule] = [
    .testValueMismatch, .testUnexpectedField, .testCountMismatch, .testUnnamedModel,
  ]

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
        for block in Self.blocks(making: expected.name, of: test, context) {
          let replay = TestReplay(test, expected, context, texts, known, report, of: block)
          for finding in replay?.valueFindings(&told, report) ?? [] { report.add(finding) }
        }
        guard !report.touch(test.block), FullRecords.isFull(test),
          let model = context.project.models[expected.name]
        else { continue }
        let mappings = MappedModels(test, context, report).mappings(of: expected.name)
        let finding = full.finding(
          test, expected, mappings, model, replay.flatMap { $0.isBlind ? $0 : nil })
        if let finding { report.add(finding) }
      }
      let unnamed = Self.unnamedModels(test, context)
      if let model = unnamed.first, test[TestCase.partial] == true, test.block.has("stream"),
        test.block.has("expect"), !report.touch(test.block)
      {
        report.add(unnamedModelFinding(model, test))
        continue
      }
      for model in unnamed {
        guard let replay = TestReplay(test, model, context, texts, known, report) else { continue }
        if let finding = replay.unnamedFinding, !report.touch(test.block) { report.add(finding) }
      }
    }
  }
}

extension TestValueCheck {
  /// The blocks of a mapping that make records of one model, where there are several and each says what its own are called.
  fileprivate static func blocks(
    making model: String, of test: TestCase, _ context: ConnectorContext
  ) -> [ModelMapping] {
    let stream = test[TestCase.stream]?.value ?? TestReplay.stream(of: test, context)
    let all = stream.flatMap { context.connector.mapping(of: $0)?.file?[MappingFile.models] } ?? []
    let blocks = all.filter { $0[ModelMapping.model]?.value == model }
    return blocks.count > 1 && blocks.allSatisfy { $0.block.has("id") } ? blocks : []
  }

  /// Even a case that says only some fields says which records come.
  fileprivate static func unnamedModelFinding(_ model: Named<[YAML.Node]>, _ test: TestCase) -> Finding {
    Finding(
      .testUnnamedModel,
      "the case says nothing of `\(model.name)`, which the mapping of its stream makes as well",
      at: test.block.keyRange("expect"), about: model.name, path: "\(test.block.path).expect",
      related: [.init("made here", at: model.nameRange)],
      evidence: [.init("add", "`\(model.name)`, an empty list where none comes")])
  }

  /// Models that the mapping makes and the case says nothing of.
  fileprivate static func unnamedModels(_ test: TestCase, _ context: ConnectorContext) -> [Named<[YAML.Node]>]
  {
    let expected = test[TestCase.expect] ?? []
    // That nothing at all is said is told of streams, which always bring records.
    guard !expected.isEmpty || test.block.has("webhook") || test.block.has("deleted"),
      !test.block.has("fails"), !test.block.damagedKeys.contains("expect"),
      // What is refused brings nothing.
      test[TestCase.webhook].map({
        ($0[DeliveryBlock.status] ?? 200) < 300 && $0[DeliveryBlock.sign] != false
      })
        ?? true,
      let stream = test[TestCase.stream]?.value ?? TestReplay.stream(of: test, context)
    else { return [] }
    let models = context.connector.mapping(of: stream)?.file?[MappingFile.models] ?? []
    return models.compactMap { $0[ModelMapping.model] }.filter { expected.named($0.value) == nil }.map {
      Named($0.value, $0.range, [])
    }
  }
}
