internal import Diagnostics
internal import Disk
internal import Language

/// What a run of the checker looks at: a project, and the part of it that was asked for.
struct LintTargets: Sendable {
  let folder: ProjectFolder
  let selection: ProjectLoader.Selection
  /// The path that standard input stands for, relative to the project.
  let inputPath: String?
  /// Where what was found clean is kept; nil when everything is to be checked, or there is no such place.
  let cache: String?
  /// What standard input holds.
  private let input: [UInt8]

  /// Why there is nothing to look at.
  struct Absence: Error {
    let code: ExitCode
    let message: String
    var help: String?
  }

  init(_ invocation: Invocation) throws(Absence) {
    let inputName = invocation[LintCommand.inputName]
    if inputName == "" { throw Absence(code: .usage, message: "`--stdin-filename` needs the path of a file") }
    folder = try Self.folder(near: inputName ?? invocation.arguments.first, invocation)
    cache = invocation[LintCommand.noCache] ? nil : CacheFolder.path("lint", invocation.console.environment)
    guard let inputName else {
      inputPath = nil
      input = []
      selection = ProjectLoader.Selection(try Self.paths(in: folder, invocation))
      return
    }
    let path = folder.path(inputName, in: invocation)
    inputPath = path
    selection = ProjectLoader.Selection([path])
    do throws(FileProblem) {
      input = try invocation.console.readInput()
    } catch {
      throw Absence(code: .usage, message: error.sentence)
    }
  }

  /// The files as they are now, with standard input laid over them.
  var tree: any FileTree {
    guard let inputPath else { return folder.tree }
    return MemoryTree(bytes: [inputPath: input], over: folder.tree)
  }

  private static func folder(near path: String?, _ invocation: Invocation) throws(Absence) -> ProjectFolder {
    switch ProjectFolder.find(invocation, near: path) {
    case .found(let folder): return folder
    case .wrong(let message): throw Absence(code: .usage, message: message)
    case .absent:
      if let path, Files.kind(of: Paths.joined(invocation.console.workingDirectory, path)) == nil {
        throw Absence(code: .usage, message: "there is no file or folder `\(Visible.word(path))`")
      }
      throw Absence(
        code: .nothing, message: "nothing to check: no folder from here upwards holds `connectors/`",
        help: "`connector new NAME` starts a project; `--project DIR` names one elsewhere")
    }
  }

  private static func paths(in folder: ProjectFolder, _ invocation: Invocation) throws(Absence) -> [String] {
    var paths: [String] = []
    for given in invocation.arguments {
      // A connector's name means the connector, as with other commands, also where a folder here happens to be called that. An empty
      // word, as an unset variable of a shell gives, means nothing and not this folder.
      let isName = !given.isEmpty && !given.contains("/")
      let isConnector =
        isName && Files.kind(of: Paths.joined(folder.root, "connectors/\(given)/connector.yaml")) == .file
      if !isConnector, !given.isEmpty,
        Files.kind(of: Paths.joined(invocation.console.workingDirectory, given)) != nil
      {
        paths.append(folder.path(given, in: invocation))
        continue
      }
      let parts = ["connectors/\(given)", "mappings/\(given)"].filter {
        isName && Files.kind(of: Paths.joined(folder.root, $0)) == .folder
      }
      guard !parts.isEmpty else { throw missing(given, folder, invocation) }
      paths += parts
    }
    return paths
  }

  private static func missing(_ given: String, _ folder: ProjectFolder, _ invocation: Invocation) -> Absence {
    let parent = Paths.parent(of: given)
    let neighbours = (Folder.names(in: Paths.joined(invocation.console.workingDirectory, parent)) ?? [])
    let isBare = parent == "." && !given.hasPrefix(".")
    let connectors = isBare ? (Folder.names(in: Paths.joined(folder.root, "connectors")) ?? []) : []
    let near = Suggestions.nearest(to: Paths.name(of: given), among: Set(neighbours + connectors), limit: 2)
      .map { isBare || parent == "." ? $0 : Paths.joined(parent, $0) }
    return Absence(
      code: .usage, message: "there is no file, folder or connector `\(Visible.word(given))`",
      help: near.isEmpty ? nil : UsageError.guess(near, else: ""))
  }
}
