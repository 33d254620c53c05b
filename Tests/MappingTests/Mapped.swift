import Diagnostics
import Expressions
import JSON
import Language
import Mapping
import Rows
import Testing
import Values
import YAML

/// A mapping of one model, run over records that are written as JSON.
struct Mapped {
  let program: MappingProgram
  private(set) var page: MappedPage

  /// `fields` is what stands under `models: - model: ...`, written without indentation.
  init(_ model: String, _ rules: String) throws {
    let indented = rules.split(separator: "\n", omittingEmptySubsequences: false).map { "    \($0)" }
      .joined(separator: "\n")
    let yaml = "mapping: 1\nmodels:\n  - model: \(model)\n\(indented)\n"
    let project = ProjectLoader.load(
      MemoryTree([
        "connectors/acme/connector.yaml": "spec: 1\nname: acme\n", "mappings/acme/things.yaml": yaml,
      ]))
    let findings = project.findings.all.filter { $0.range.file.path.hasPrefix("mappings") }
    try #require(findings.isEmpty, "\(findings.map(\.message))")
    let file = try #require(project.connectors.first?.mapping(of: "things")?.file)
    program = try MappingProgram(file, models: project.models)
    page = program.page()
  }

  mutating func map(_ json: String, key: String = "1", carried: MapValue? = nil) throws {
    program.map(.json(try JSONDocument(text: json).root), key: key, carried: carried, into: &page)
  }

  mutating func trace() { page.trace = MappingTrace() }

  /// The rows of the first model as JSON lines.
  var lines: [String] {
    let batch = page.rows[0]
    let writer = RowJSONWriter(batch.shape)
    return (0..<batch.count).map { row -> String in
      var bytes: [UInt8] = []
      writer.write(row, of: batch, to: &bytes)
      return String(decoding: bytes.dropLast(), as: UTF8.self)
    }
  }

  /// Path and reason of what was quarantined.
  var problems: [String] { page.quarantined.map { "\($0.path): \($0.reason)" } }
}

extension Value {
  static func json(text: String) throws -> Value { .json(try JSONDocument(text: text).root) }
}
