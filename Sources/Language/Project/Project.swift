package import Diagnostics
package import YAML

/// Everything that is checked together: connectors with their mappings, tests and recordings, and the models.
package struct Project: Sendable {
  package let connectors: [LoadedConnector]
  package let models: ModelCatalogue
  /// Mappings whose connector does not exist.
  package let strays: [LoadedMapping]
  /// What loading found: in YAML and in the form of each document.
  package let findings: FindingList
  /// All YAML documents that were read, for comments that ignore findings.
  package let documents: [YAMLDocument]

  package func connector(_ name: String) -> LoadedConnector? { connectors.first { $0.name == name } }
}

/// A connector and what belongs to it.
package struct LoadedConnector: Sendable {
  /// The folder's name.
  package let name: String
  package let document: YAMLDocument
  /// The document with what it extends laid under it.
  package let root: Node?
  package let file: ConnectorFile?
  package let expressions: [ExpressionText]
  package let templates: [Template]
  package let mappings: [LoadedMapping]
  package let tests: LoadedTests?
  package let recordings: [Recording]
  /// Whether a finding in it is wanted; false for a family that was only read to be extended.
  package let isSelected: Bool

  package var isFamily: Bool { file?[ConnectorFile.family] ?? false }

  package func recording(_ name: String) -> Recording? { recordings.first { $0.name == name } }

  package func mapping(of stream: String) -> LoadedMapping? { mappings.first { $0.stream == stream } }

  package func stream(_ name: String) -> Named<StreamBlock>? { file?[ConnectorFile.streams]?.named(name) }
}

/// A mapping file.
package struct LoadedMapping: Sendable {
  package let connector: String
  /// The file's name without its ending.
  package let stream: String
  package let document: YAMLDocument
  package let file: MappingFile?
  package let expressions: [ExpressionText]
}

/// A file of tests.
package struct LoadedTests: Sendable {
  package let document: YAMLDocument
  package let file: TestFile?
}

/// The canonical models by name.
package struct ModelCatalogue: Sendable {
  private let byName: [String: Model]
  package let all: [Model]

  package init(_ models: [Model]) {
    all = models
    byName = Dictionary(models.map { ($0.name, $0) }) { first, _ in first }
  }

  package subscript(name: String) -> Model? { byName[name] }
  package var names: [String] { all.map(\.name) }
}
