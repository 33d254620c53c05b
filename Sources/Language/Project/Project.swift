package import Diagnostics
internal import Synchronization
package import YAML

/// Everything that is checked together: connectors with their mappings, tests and recordings, and the models.
package struct Project: Sendable {
  package let connectors: [LoadedConnector]
  /// The names of all connectors, also of those that are not loaded.
  package let connectorNames: [String]
  package let models: ModelCatalogue
  /// Mappings whose connector does not exist.
  package let strays: [LoadedMapping]
  /// What loading found: in YAML and in the form of each document.
  package let findings: FindingList
  /// All YAML documents that were read, for comments that ignore findings.
  package let documents: [YAMLDocument]

  package func connector(_ name: String) -> LoadedConnector? { connectors.first { $0.name == name } }

  /// The project as a run needs it: its connectors without tests and recordings, which only prove something about them.
  package var withoutEvidence: Project {
    Project(
      connectors: connectors.map(\.withoutEvidence), connectorNames: connectorNames, models: models,
      strays: strays, findings: findings, documents: documents)
  }
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
  /// The files of the connectors that it extends, the nearest first.
  package let bases: [SourceFile]
  /// Whether a finding in it is wanted; false for a family that was only read to be extended.
  package let isSelected: Bool

  package var isFamily: Bool { file?[ConnectorFile.family] ?? false }

  fileprivate var withoutEvidence: LoadedConnector {
    LoadedConnector(
      name: name, document: document, root: root, file: file, expressions: expressions, templates: templates,
      mappings: mappings, tests: nil, recordings: [], bases: bases, isSelected: isSelected)
  }

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

/// The canonical models by name: a project's own, and those that come with the program.
package struct ModelCatalogue: Sendable {
  private let ownFiles: OwnModels
  /// Names of the others; they are read when they are asked for.
  private let builtIn: [String]

  /// A project's own model takes the place of the built-in one that is named like its file.
  ///
  /// `read` gives the model in a file of that name, nil where there is none that can be used.
  init(own names: [String] = [], read: @escaping @Sendable (String) -> Model? = { _ in nil }) {
    ownFiles = OwnModels(names, read)
    let hidden = Set(names)
    builtIn = BuiltInModels.names.filter { !hidden.contains($0) }
  }

  /// The project's own.
  package var own: [Model] { ownFiles.all }

  package var all: [Model] { own + builtIn.compactMap { BuiltInModels.model($0) } }

  package subscript(name: String) -> Model? {
    ownFiles[name] ?? (builtIn.contains(name) ? BuiltInModels.model(name) : nil)
  }

  package var names: [String] { own.map(\.name) + builtIn }
}

/// A project's own models, each read when it is first asked for: a connector uses a few of them.
private final class OwnModels: Sendable {
  /// Of the files.
  private let names: [String]
  private let read: @Sendable (String) -> Model?
  private let known = Mutex<[String: Model?]>([:])

  init(_ names: [String], _ read: @escaping @Sendable (String) -> Model?) {
    self.names = names
    self.read = read
  }

  var all: [Model] { names.compactMap(model(inFile:)) }

  /// The model of that name; whether a file has one that is not called like it, only reading all of them tells.
  subscript(name: String) -> Model? {
    if names.contains(name), let model = model(inFile: name), model.name == name { return model }
    return all.first { $0.name == name }
  }

  private func model(inFile name: String) -> Model? {
    if let model = known.withLock({ $0[name] }) { return model }
    let model = read(name)
    known.withLock { $0[name] = .some(model) }
    return model
  }
}
