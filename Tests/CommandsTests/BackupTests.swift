internal import Databases
internal import Storage
internal import TestSupport
internal import Testing

@testable internal import Commands

/// `connector backup`: a copy that is whole, or none.
struct BackupTests {
  private let project: TemporaryProject

  init() async throws {
    project = try TemporaryProject(ExampleProject.files)
    let store = try await SQLiteStore.open(project.path("connector.db"))
    _ = try await store.integration(organization: "default", connector: "acme", name: "acme")
    await store.close()
  }

  @Test func `the copy is a store of its own that only its owner may read`() async throws {
    let answer = await run("backup", "copy.db", in: project.root)
    #expect(answer.code == .success && answer.output.contains("/connector.db was copied to "), "\(answer)")
    #expect(answer.errors == "")
    let copy = try await SQLiteStore.open(project.path("copy.db"))
    #expect(try await copy.organizations() == ["default"])
    await copy.close()
    #expect(leftovers == ["connector.db", "copy.db"])
    try project.write("key", to: "connector.db.key")
    let json = await run("backup", "other.db", "--format", "json", "--quiet", in: project.root)
    #expect(
      json.output.hasPrefix(#"{"store":"\#(project.path("connector.db"))","copy":"#) && json.errors == "")
    let keyed = await run("backup", "third.db", in: project.root)
    #expect(keyed.errors == "The master key is not in it: \(project.path("connector.db.key"))\n")
  }

  @Test func `a file that is there is not written over`() async throws {
    try project.write("mine", to: "copy.db")
    let answer = await run("backup", "copy.db", in: project.root)
    #expect(answer.code == .usage && answer.errors.contains("copy.db is there already"))
    #expect(project.names(in: "").contains("copy.db"))
  }

  @Test func `what is no store is not copied, and leaves nothing`() async throws {
    try project.write("nothing", to: "other.db")
    let other = await run("backup", "copy.db", "--store", "sqlite:other.db", in: project.root)
    #expect(other.code == .usage && other.errors.contains("the file is not a store"), "\(other.errors)")
    let missing = await run("backup", "copy.db", "--store", "sqlite:missing.db", in: project.root)
    #expect(missing.code == .nothing && missing.errors.contains("there is no store at"))
    let folder = await run("backup", "no/copy.db", in: project.root)
    #expect(folder.code == .usage && folder.errors.contains("there is no folder"))
    #expect(leftovers == ["connector.db", "other.db"])
  }

  @Test func `a copy that is broken off leaves nothing`() async throws {
    await #expect(throws: StoreFailure.self) {
      try await SQLiteStore.copy(project.path("connector.db"), to: project.path("copy.db")) { _ in false }
    }
    #expect(leftovers == ["connector.db"])
  }

  private var leftovers: [String] {
    project.names(in: "").filter { $0.contains(".db") }
  }
}
