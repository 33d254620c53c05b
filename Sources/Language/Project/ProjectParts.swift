/// A project that is read one connector after the other, none of which is kept: memory holds what is looked at, however many there are.
///
/// What a part has of documents and findings is what was not in one before.
package struct ProjectParts: Sendable {
  private var loader: ProjectLoader
  private let wanted: ProjectLoader.Selection
  private let folders: [String]
  /// The project's models and no connector.
  package let models: Project

  package init(_ tree: any FileTree, selecting wanted: ProjectLoader.Selection = .init()) {
    var loader = ProjectLoader(tree, wanted)
    let catalogue = loader.loadModels()
    folders = loader.folders
    models = loader.part([], folders, catalogue, [])
    (self.loader, self.wanted) = (loader, wanted)
  }

  /// The connectors that something is wanted of.
  package var connectors: [String] { loader.wantedFolders(folders) }

  /// One connector, and the files that it extends if none before it did.
  package mutating func connector(_ name: String) -> Project {
    loader.forget()
    let connector = loader.loadConnector(name)
    return loader.part([connector], folders, models.models, [])
  }

  /// What belongs to no connector.
  package mutating func strays() -> Project {
    loader.forget()
    let strays = loader.loadStrays(folders)
    return loader.part([], folders, models.models, strays)
  }

  /// The same project for another reader, who has read no connector yet.
  package func forAnother(reading tree: any FileTree) -> ProjectParts {
    var other = self
    other.loader = ProjectLoader(tree, wanted)
    return other
  }
}
