internal import Diagnostics
internal import Language

/// The folder of the project a command works on.
struct ProjectFolder: Sendable {
  /// An absolute path.
  let root: String

  enum Search {
    case found(ProjectFolder)
    /// No folder upwards holds `connectors/`.
    case absent
    /// The folder that was named cannot be it.
    case wrong(String)
  }

  /// Looks upwards from the working directory, or from a path that was named when that lies elsewhere.
  static func find(_ invocation: Invocation, near path: String? = nil) -> Search {
    let start = invocation.console.workingDirectory
    if let named = invocation[GlobalOptions.project] {
      let root = Paths.normalized(Paths.joined(start, named))
      guard Files.kind(of: root) == .folder else {
        return .wrong("there is no folder `\(Visible.word(named))`")
      }
      return .found(ProjectFolder(root: root))
    }
    let place = path.map { Paths.normalized(Paths.joined(start, $0)) }
    if let here = upwards(from: Paths.normalized(start)), place.map(here.contains) ?? true {
      return .found(here)
    }
    if let place, let there = upwards(from: place) { return .found(there) }
    return upwards(from: Paths.normalized(start)).map(Search.found) ?? .absent
  }

  private static func upwards(from path: String) -> ProjectFolder? {
    var folder = path
    while true {
      if Files.kind(of: Paths.joined(folder, "connectors")) == .folder { return ProjectFolder(root: folder) }
      let parent = Paths.parent(of: folder)
      if parent == folder { return nil }
      folder = parent
    }
  }

  private func contains(_ path: String) -> Bool { Paths.relative(path, to: root) != path }

  /// The project, or nil without a word: for what works with or without one.
  static func open(_ invocation: Invocation) -> ProjectFolder? {
    if case .found(let folder) = find(invocation) { folder } else { nil }
  }

  var connectorNames: [String] {
    tree.names(in: "connectors").filter { $0.hasSuffix("/") }.map { String($0.dropLast()) }
  }

  var tree: DiskTree { DiskTree(root: root) }

  func load(selecting paths: [String] = []) -> Project {
    ProjectLoader.load(tree, selecting: ProjectLoader.Selection(paths))
  }

  /// A path given on the command line as the project knows it.
  func path(_ given: String, in invocation: Invocation) -> String {
    Paths.relative(Paths.joined(invocation.console.workingDirectory, given), to: root)
  }
}
