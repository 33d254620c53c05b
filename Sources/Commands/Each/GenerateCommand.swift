package import Language
internal import Reference

/// `connector generate`: writes every file that is made from the descriptions in the program.
struct GenerateCommand: Command {
  static let check = Option<Bool>.flag("check", "Write nothing; fail when a file is not up to date")

  let name = "generate"
  let summary = "Write the schemas and reference pages made from the program's own descriptions"
  let options: [any AnyOption] = [Self.check]
  let exitCodes: [ExitCode] = [.negative]
  let isHidden = true

  func run(_ invocation: Invocation) async -> ExitCode {
    let folder: ProjectFolder
    switch ProjectFolder.find(invocation) {
    case .found(let found): folder = found
    case .absent: folder = ProjectFolder(root: invocation.console.workingDirectory)
    case .wrong(let message): return invocation.fail(.usage, message)
    }
    let root = folder.root
    let project = folder.load()
    var files = GeneratedFile.all(models: project.models.all)
    if project.connectors.contains(where: { !$0.isFamily }) {
      files.append(
        GeneratedFile(path: "docs/providers.md", content: ProvidersPage.markdown(project.connectors)))
    }
    var stale: [String] = []
    for file in files {
      let path = Paths.joined(root, file.path)
      let bytes = Array(file.content.utf8)
      if let present = try? Files.read(path), present == bytes { continue }
      stale.append(file.path)
      if invocation[Self.check] { continue }
      do {
        try Files.makeFolder(Paths.parent(of: path))
        try Files.write(bytes, to: path)
      } catch {
        return invocation.fail(error)
      }
    }
    for path in stale { invocation.print("\(invocation[Self.check] ? "stale" : "wrote") \(path)") }
    invocation.remark(
      "\(Sentence.counted(files.count, "generated file")), \(stale.count) not up to date")
    guard invocation[Self.check], !stale.isEmpty else { return .success }
    return invocation.fail(
      .negative, "\(Sentence.counted(stale.count, "file")) not up to date", help: "run `connector generate`")
  }
}

/// A file made from the descriptions in the program.
package struct GeneratedFile: Sendable {
  /// Relative to the project.
  package let path: String
  package let content: String

  /// Schemas, the reference of the language, and the page of the command line.
  package static func all(models: [Model]) -> [GeneratedFile] {
    GeneratedFiles.all(models: models, rules: AllRules.all).map {
      GeneratedFile(path: $0.path, content: $0.text)
    }
      + [GeneratedFile(path: "docs/cli.md", content: CommandReference.markdown(CommandList.shown))]
  }
}
