import Expressions
import JSON
import Language
import Mapping
import Programs
import Rows
import Testing
import Values
import YAML

/// The shipped connectors: every recorded record that a test expects something of is mapped, and both are compared.
@Suite struct RecordingsTests {
  static let project = ProjectLoader.load(
    DiskTree(root: String(#filePath.dropLast("/Tests/MappingTests/RecordingsTests.swift".count))))

  struct Case: Sendable, CustomTestStringConvertible {
    let connector: String
    let stream: String
    let position: Int
    let name: String
    var testDescription: String { "\(connector)/\(stream): \(name)" }
  }

  static let cases: [Case] = project.connectors.flatMap { connector in
    (connector.tests?.file?[TestFile.cases] ?? []).enumerated().compactMap { position, test in
      guard let stream = test[TestCase.stream]?.value, test.block.has("expect"), !test.block.has("fails"),
        connector.mapping(of: stream) != nil,
        // What a slice adds to its records is not in the recorded bodies.
        connector.stream(stream)?.value.block.has("each") != true
      else { return nil }
      return Case(
        connector: connector.name, stream: stream, position: position, name: test[TestCase.name]?.value ?? "")
    }
  }

  @Test func `there are cases`() { #expect(Self.cases.count > 10) }

  @Test(arguments: cases) func `what is expected comes`(_ item: Case) throws {
    let connector = try #require(Self.project.connector(item.connector))
    let test = try #require(connector.tests?.file?[TestFile.cases]?[item.position])
    let stream = try #require(connector.stream(item.stream)?.value)
    let file = try #require(connector.mapping(of: item.stream)?.file)
    let program = try MappingProgram(file, models: Self.project.models)
    var page = program.page(variables: Self.variables(connector, test))
    let key = RecordKey(stream[StreamBlock.key] ?? [])
    for record in try Self.records(connector, test, stream) {
      if let text = key.text(of: record) { program.map(record, key: text, into: &page) }
    }
    for (model, expected) in (test[TestCase.expect] ?? []).map({ ($0.name, $0.value) }) {
      let rows = Self.rows(page, model)
      for wanted in expected {
        guard let id = wanted.mapping?["id"]?.scalar?.text, let row = rows[id] else {
          // What comes from a parent or another stream is not in these bodies.
          continue
        }
        let problem = Self.difference(
          row, wanted, isPartial: test[TestCase.partial] ?? false)
        #expect(problem == nil, "\(model) \(id): \(problem ?? "")")
      }
    }
    for problem in page.quarantined {
      Issue.record("\(problem.key) \(problem.path): \(problem.reason)")
    }
  }

  private static func variables(_ connector: LoadedConnector, _ test: TestCase) -> Activation {
    var activation = Activation()
    let file = connector.tests?.file
    activation["settings"] = map((file?[TestFile.settings] ?? []) + (test[TestCase.settings] ?? []))
    activation["account"] = map((file?[TestFile.account] ?? []) + (test[TestCase.account] ?? []))
    return activation
  }

  private static func map(_ entries: [Named<YAML.Node>]) -> Value {
    .map(MapValue(entries.compactMap { entry in entry.value.scalar.map { (entry.name, .string($0.text)) } }))
  }

  private static func records(
    _ connector: LoadedConnector, _ test: TestCase, _ stream: StreamBlock
  ) throws -> [Value] {
    guard let name = test[TestCase.recording]?.value, let recording = connector.recording(name),
      let block = stream[StreamBlock.records], let from = block[RecordsBlock.from]
    else { return [] }
    let program = ExpressionProgram(from, Surroundings())
    let extraction = RecordExtraction(block)
    return recording.exchanges.flatMap { exchange -> [Value] in
      guard exchange.status == 200, let json = exchange.json else { return [] }
      var activation = Activation()
      activation["body"] = .json(json.root)
      guard let value = try? program.value(activation) else { return [] }
      return extraction.records(in: value)?.map(\.record) ?? []
    }
  }

  private static func rows(_ page: MappedPage, _ model: String) -> [String: Value] {
    var rows: [String: Value] = [:]
    for batch in page.rows where batch.shape.model == model {
      let writer = RowJSONWriter(batch.shape)
      for row in 0..<batch.count {
        var line: [UInt8] = []
        writer.write(row, of: batch, to: &line)
        guard let document = try? JSONDocument(line) else {
          Issue.record("no JSON: \(String(decoding: line, as: UTF8.self))")
          continue
        }
        rows[batch.text(batch.heads[row].sourceID)] = .json(document.root)
      }
    }
    return rows
  }

  /// Where a row and what is expected of it part.
  private static func difference(_ found: Value?, _ wanted: YAML.Node, isPartial: Bool) -> String? {
    guard let found else { return wanted.isNull ? nil : "is not there" }
    if let entries = wanted.mapping?.entries {
      guard case .map(let map) = found.plain else { return "is no object" }
      for entry in entries {
        if let problem = difference(map.value(named: entry.key.text), entry.value, isPartial: isPartial) {
          return "\(entry.key.text) \(problem)"
        }
      }
      if isPartial { return nil }
      let extra = map.pairs.first { pair in
        // A null that a test does not name is the same to it as nothing.
        guard case .string(let key) = pair.key, !pair.value.isNull else { return false }
        return wanted.mapping?[key] == nil
      }
      return extra.map { "has \($0.key) too" }
    }
    if let items = wanted.list {
      guard case .list(let list) = found.plain, list.count == items.count else { return "is another list" }
      for (item, node) in zip(list, items) {
        if let problem = difference(item, node, isPartial: isPartial) { return "[] \(problem)" }
      }
      return nil
    }
    if wanted.isNull { return found.isNull ? nil : "is not null" }
    let text = wanted.scalar?.text ?? ""
    switch found.plain {
    case .string(let found): return found == text ? nil : "is `\(found)` and not `\(text)`"
    case .int(let found): return "\(found)" == text ? nil : "is \(found) and not \(text)"
    case .bool(let found): return "\(found)" == text ? nil : "is \(found) and not \(text)"
    default: return "is \(found.kind.title) and not `\(text)`"
    }
  }
}
