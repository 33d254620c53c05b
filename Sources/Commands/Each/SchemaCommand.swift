internal import Diagnostics
internal import Reference
internal import Reports

/// `connector schema`: the JSON Schemas by which editors complete and check.
struct SchemaCommand: Command {
  static let write = Option<String?>.text(
    "write", "DIR", "Write the schemas into a folder", completion: .folders)

  let name = "schema"
  let summary = "Print or write the JSON Schemas that editors complete and check by"
  let details = """
    With the line `# yaml-language-server: $schema=../../schemas/connector.schema.json` on top of a connector an \
    editor knows every key. The schemas come from the same description as `connector lint` and `connector explain`.
    """
  let examples = [
    CommandExample("connector schema", "which there are"),
    CommandExample("connector schema connector", "print one"),
    CommandExample("connector schema --write schemas", "write all"),
  ]
  let argument: Argument? = Argument(
    "NAME", .optional, "connector, mapping, tests or model.", completion: .listed(.schemas))
  let options: [any AnyOption] = [Self.write]

  func run(_ invocation: Invocation) async -> ExitCode {
    let names = RootDocument.all.map(\.name)
    var roots = RootDocument.all
    if let name = invocation.arguments.first {
      roots = roots.filter { $0.name == name }
      guard !roots.isEmpty else {
        return invocation.fail(
          .usage, "there is no schema `\(Visible.word(name))`",
          help: UsageError.guess(
            Suggestions.nearest(to: name, among: names, limit: 2),
            else: "there are \(Sentence.enumeration(names))"))
      }
    }
    if let folder = invocation[Self.write] { return write(roots, into: folder, invocation) }
    if invocation.arguments.isEmpty {
      invocation.write(Columns(roots.map { ($0.name, "for \($0.files)") }).text(invocation.outputStyle.width))
      invocation.remark("`connector schema NAME` prints one, `--write DIR` writes all")
    } else {
      for root in roots { invocation.write(DocumentSchema.text(of: root)) }
    }
    return .success
  }

  private func write(_ roots: [RootDocument], into folder: String, _ invocation: Invocation) -> ExitCode {
    let target = Paths.joined(invocation.console.workingDirectory, folder)
    do throws(FileProblem) {
      try Files.makeFolder(target)
      for root in roots {
        let name = "\(root.name).schema.json"
        try Files.write(Array(DocumentSchema.text(of: root).utf8), to: Paths.joined(target, name))
        invocation.print("wrote \(Paths.joined(folder, name))")
      }
    } catch {
      return invocation.fail(error)
    }
    return .success
  }
}
