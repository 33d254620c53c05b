internal import Diagnostics
internal import Disk
internal import Reports

/// `connector fmt`: the one canonical form of every file.
struct FmtCommand: Command {
  static let check = Option<Bool>.flag(
    "check", "Write nothing; fail when a file is not in its canonical form")
  static let diff = Option<Bool>.flag("diff", "Show what would change, and change nothing")
  static let inputName = Option<String?>.text(
    "stdin-filename", "PATH", "Format standard input as if it were this file; for editors", completion: .files
  )

  let name = "fmt"
  let summary = "Bring connectors, mappings and tests into their canonical form"
  let details = """
    Keys stand in the order of the reference, comments stay with what they are about. A file is only written after \
    its new text was read again and found to mean the same; files with errors are left alone.
    """
  let examples = [
    CommandExample("connector fmt", "the whole project"),
    CommandExample("connector fmt --check", "for continuous integration"),
    CommandExample("connector fmt --diff connectors/acme", "show what would change"),
  ]
  let argument: Argument? = Argument(
    "PATH", .any, "Files and folders, or names of connectors.",
    completion: .any([.listed(.connectors), .files]))
  let options: [any AnyOption] = [Self.check, Self.diff, Self.inputName, AnswerForm.option]
  let exitCodes: [ExitCode] = [.negative, .nothing]

  func run(_ invocation: Invocation) async -> ExitCode {
    if let name = invocation[Self.inputName] {
      guard invocation.arguments.isEmpty else {
        return invocation.fail(.usage, "with `--stdin-filename` only standard input is formatted")
      }
      guard !invocation.answersInJSON else {
        return invocation.fail(.usage, "with `--stdin-filename` the formatted text is all that is written")
      }
      return FormatRun(invocation).filter(named: name)
    }
    let paths: [String]
    do {
      paths = try files(invocation)
    } catch {
      return invocation.fail(.usage, error.sentence)
    }
    guard !paths.isEmpty else {
      return invocation.fail(
        .nothing, "there is no YAML file to format", help: "name files or folders: connector fmt PATH")
    }
    return FormatRun(invocation).run(paths)
  }

  /// Paths as they are shown: those given, or those of the project seen from here.
  private func files(_ invocation: Invocation) throws(FileProblem) -> [String] {
    var files: [String] = []
    let here = invocation.console.workingDirectory
    if invocation.arguments.isEmpty {
      guard let folder = ProjectFolder.open(invocation) else { return [] }
      for part in ["connectors", "mappings"] {
        let path = Paths.relative(Paths.joined(folder.root, part), to: here)
        if Files.kind(of: Paths.joined(here, path)) == .folder { collect(path, here, depth: 0, &files) }
      }
      return files
    }
    for path in invocation.arguments {
      // An empty word, as an unset variable of a shell gives, means nothing and not this folder.
      switch path.isEmpty ? nil : Files.kind(of: Paths.joined(here, path)) {
      case .file where !Self.isYAML(path):
        throw FileProblem(path: path, reason: "only YAML files have a canonical form")
      case .file: files.append(path)
      case .other: throw FileProblem(path: path, reason: "no regular file")
      case .folder: collect(path, here, depth: 0, &files)
      case nil:
        let parts = parts(of: path, invocation)
        guard !parts.isEmpty else {
          throw FileProblem(path: path, reason: "no such file, folder or connector")
        }
        for part in parts { collect(part, here, depth: 0, &files) }
      }
    }
    return files
  }

  /// The folders of a connector that is named.
  private func parts(of name: String, _ invocation: Invocation) -> [String] {
    guard !name.isEmpty, !name.contains("/"), let folder = ProjectFolder.open(invocation) else { return [] }
    return ["connectors", "mappings"].map { Paths.joined(folder.root, "\($0)/\(name)") }
      .filter { Files.kind(of: $0) == .folder }
      .map { Paths.relative($0, to: invocation.console.workingDirectory) }
  }

  private static func isYAML(_ path: String) -> Bool { path.hasSuffix(".yaml") || path.hasSuffix(".yml") }

  private func collect(_ folder: String, _ here: String, depth: Int, _ files: inout [String]) {
    // A link that leads upwards would never end.
    guard depth < 8 else { return }
    for name in (Folder.names(in: Paths.joined(here, folder)) ?? []) where !name.hasPrefix(".") {
      let path = Paths.joined(folder, name)
      switch Files.kind(of: Paths.joined(here, path)) {
      case .folder: collect(path, here, depth: depth + 1, &files)
      case .file where Self.isYAML(name): files.append(path)
      default: break
      }
    }
  }
}
