internal import Commands
internal import Glibc
internal import Language
internal import Testing

/// Files made from descriptions in the program.
struct GeneratedTests {
  private static let root = #filePath.split(separator: "/").dropLast(3).map { "/" + $0 }.joined()

  /// `connector generate` brings it up to date.
  @Test func `the page of the command line is up to date`() throws {
    let page = CommandReference.markdown(CommandList.all.filter { !$0.isHidden })
    let bytes = DiskTree(root: Self.root).bytes(of: "docs/cli.md", limit: 1 << 24) ?? []
    #expect(String(decoding: bytes, as: UTF8.self) == page, "run `connector generate`")
  }

  @Test func `generating writes what is stale, and checking only says so`() async throws {
    let project = try TemporaryProject(["connectors/.keep": "", "docs/cli.md": "old"])
    let stale = await run("generate", "--check", in: project.root)
    #expect(stale.code == .negative)
    #expect(stale.output.contains("stale docs/cli.md\n"))
    #expect(project.read("docs/cli.md") == "old")
    #expect(await run("generate", in: project.root).code == .success)
    #expect(project.read("docs/cli.md")?.hasPrefix("# Command line\n") == true)
    let fresh = await run("generate", "--check", in: project.root)
    #expect(fresh.code == .success)
    #expect(fresh.output == "")
  }
}
