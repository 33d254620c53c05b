package import Diagnostics
package import Language

/// Checks a project: everything that is wrong, each thing once, without a network.
package enum Linter {
  /// The outcome of a run.
  package struct Outcome: Sendable {
    /// In reading order; ignored findings are left out.
    package fileprivate(set) var findings: [Finding]
    /// How many findings were ignored by comments.
    package let ignoredCount: Int
    /// The paths of the files that were looked at.
    package let files: [String]
    package let connectorCount: Int
    /// Connectors in which nothing was found, not even something that a comment ignores.
    package let clean: [CleanConnector]
  }

  /// A connector in which nothing was found.
  package struct CleanConnector: Sendable {
    package let name: String
    /// The files that it extends, as they were read: all that it depends on, its own files and the models aside.
    package let bases: [SourceFile]
  }

  /// What one thread reads a project from.
  package struct Reader: Sendable {
    fileprivate let tree: any FileTree
    fileprivate let clean: @Sendable (String) -> [String]?

    /// - Parameter clean: The files of a connector that is as it was when it was found clean, which is not checked again; nil of any other.
    package init(_ tree: any FileTree, clean: @escaping @Sendable (String) -> [String]? = { _ in nil }) {
      (self.tree, self.clean) = (tree, clean)
    }
  }

  /// Checks the files of a tree, one connector after the other.
  package static func run(_ tree: any FileTree, selecting selection: ProjectLoader.Selection = .init())
    -> Outcome
  {
    run(selecting: selection, threads: 1) { Reader(tree) }
  }

  /// Checks the files of a tree, as many connectors beside each other as there are threads; what is found is the same with any number.
  package static func run(
    selecting selection: ProjectLoader.Selection, threads: Int, _ makeReader: @escaping @Sendable () -> Reader
  ) -> Outcome {
    var outcome = look(selecting: selection, threads: threads, makeReader)
    outcome.findings = SecondLook.findings(after: outcome.findings, selecting: selection) {
      files, selection in
      look(selecting: selection, threads: threads) {
        Reader(MemoryTree(bytes: files, over: makeReader().tree))
      }
      .findings
    }
    return outcome
  }

  private static func look(
    selecting selection: ProjectLoader.Selection, threads: Int, _ makeReader: @escaping @Sendable () -> Reader
  ) -> Outcome {
    var parts = ProjectParts(makeReader().tree, selecting: selection)
    var inspector = Inspector(selection)
    var inspection = inspector.inspect(parts.models)
    let connectors = parts.connectors
    let threads = min(threads, connectors.count / fewestEach)
    let results = SideBySide.map(connectors, threads: threads) { [parts] in
      let reader = makeReader()
      var parts = parts.forAnother(reading: reader.tree)
      var inspector = Inspector(selection)
      return { name in
        reader.clean(name).map(inspector.passOver) ?? inspector.inspect(parts.connector(name))
      }
    }
    for result in results { inspection.join(result) }
    inspection.join(inspector.inspect(parts.strays()))
    return inspection.outcome(selection)
  }

  /// For fewer connectors another thread is not worth what it takes to begin one.
  private static let fewestEach = 4

  /// Checks what was selected when the project was loaded.
  package static func run(_ project: Project, selecting selection: ProjectLoader.Selection = .init())
    -> Outcome
  {
    var inspector = Inspector(selection)
    return inspector.inspect(project).outcome(selection)
  }
}
