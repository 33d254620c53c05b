import Diagnostics
import Formatting
import Language
import Linting
import Rehearsal
@testable import Scaffolding
import Testing

/// A made connector together with the models of the repository.
struct Generated {
  let outcome: Scaffold.Outcome
  private let files: [String: String]

  static let repository = DiskTree(
    root: String(#filePath.dropLast("/Tests/ScaffoldingTests/Generated.swift".utf8.count)))
  static let models = ProjectLoader.load(ModelsOnly()).models

  init(_ name: String, from source: Scaffold.Source) throws {
    outcome = try Scaffold.make(name: name, from: source, models: Self.models)
    files = Dictionary(uniqueKeysWithValues: outcome.files.map { ($0.path, $0.text) })
  }

  func text(_ path: String) -> String { files[path] ?? "" }

  /// All text that would be written.
  var everything: String { outcome.files.map { "--- \($0.path)\n\($0.text)" }.joined(separator: "\n") }

  /// What the checker finds, one line each.
  var findings: [String] {
    Linter.run(ProjectLoader.load(MemoryTree(files, over: ModelsOnly()))).findings.map { finding in
      let place = finding.range.startPosition
      return
        "\(finding.range.file.path):\(place.line):\(place.column): [\(finding.rule.id)] \(finding.message)"
    }
  }

  /// What fails when its own cases are played, with all mishaps.
  func failures() async -> [String] {
    let project = ProjectLoader.load(MemoryTree(files, over: ModelsOnly()))
    var failures: [String] = []
    for connector in project.connectors {
      let rehearsal = await ConnectorRehearsal.play(connector, models: project.models)
      failures += (rehearsal.findings + rehearsal.cases.flatMap(\.findings)).map(\.message)
    }
    return failures
  }

  /// Files that `connector fmt` would change.
  var unformatted: [String] {
    outcome.files.filter { file in
      let root: (any Construct.Type)? =
        file.path.hasSuffix("connector.yaml")
        ? ConnectorFile.self
        : file.path.hasSuffix("tests.yaml")
          ? TestFile.self : file.path.hasSuffix(".yaml") ? MappingFile.self : nil
      guard let root else { return false }
      if case .unchanged = Formatter.format(SourceFile(path: file.path, text: file.text), as: root) {
        return false
      }
      return true
    }.map(\.path)
  }
}

/// The repository without its connectors.
private struct ModelsOnly: FileTree {
  func names(in folder: String) -> [String] {
    folder.hasPrefix("schemas") ? Generated.repository.names(in: folder) : []
  }
  func bytes(of path: String, limit: Int) -> [UInt8]? { Generated.repository.bytes(of: path, limit: limit) }
}
