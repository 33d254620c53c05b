import Commands
import Language
import Testing

/// What the guides show is what a reader copies: it has to work as it stands.
struct GuideTests {
  private static let root = #filePath.split(separator: "/").dropLast(3).map { "/" + $0 }.joined()

  /// The files that a page shows, by their paths.
  ///
  /// The path stands in a comment at the head of the block, or in quotes before it where the format has no comments.
  private static func files(in page: String) throws -> [String: String] {
    let bytes = try #require(DiskTree(root: root).bytes(of: page, limit: 1 << 24))
    var files: [String: String] = [:]
    let parts = String(decoding: bytes, as: UTF8.self).split(
      separator: "```", omittingEmptySubsequences: false)
    for number in stride(from: 1, to: parts.count, by: 2) {
      var lines = parts[number].split(separator: "\n", omittingEmptySubsequences: false).dropFirst()
      let head = lines.first ?? ""
      let before = parts[number - 1].split(separator: "`").dropLast().last ?? ""
      if head.hasPrefix("# connectors/") || head.hasPrefix("# mappings/") {
        lines.removeFirst()
        files[String(head.dropFirst(2))] = lines.joined(separator: "\n")
      } else if before.hasPrefix("connectors/"), before.hasSuffix(".http") {
        files[String(before)] = lines.joined(separator: "\n")
      }
    }
    return files
  }

  @Test func `the connector of the guide is clean and its cases pass`() async throws {
    let files = try Self.files(in: "docs/writing-a-connector.md")
    #expect(
      files.keys.sorted() == [
        "connectors/acme/connector.yaml", "connectors/acme/recordings/denied.http",
        "connectors/acme/recordings/employees.http", "connectors/acme/tests.yaml",
        "mappings/acme/employees.yaml",
      ])
    let project = try TemporaryProject(files)
    let lint = await run("lint", "--fail-on", "warning", in: project.root)
    #expect(lint.code == .success, "\(lint.output)")
    let test = await run("test", in: project.root)
    #expect(test.code == .success && test.output.contains("2 cases"), "\(test.output)")
    #expect(await run("fmt", "--check", in: project.root).code == .success)
  }

  @Test func `the connector of the first page has no error`() async throws {
    let files = try Self.files(in: "README.md")
    #expect(files.keys.sorted() == ["connectors/acme/connector.yaml", "mappings/acme/employees.yaml"])
    let project = try TemporaryProject(files)
    let lint = await run("lint", in: project.root)
    #expect(lint.code == .success, "\(lint.output)")
  }
}
