internal import Commands
internal import TestSupport
internal import Testing

/// `connector fmt`: what is written, what is only shown.
struct FmtCommandTests {
  static let name = "connectors/acme/connector.yaml"

  /// A connector in its canonical form.
  private func canonical() async throws -> String {
    let text = try #require(ExampleProject.files[Self.name])
    let outcome = await run("fmt", "--stdin-filename", Self.name, input: text)
    #expect(outcome.code == .success)
    return outcome.output
  }

  @Test func `a program is told of each file that is not as it should be`() async throws {
    let good = try await canonical()
    let project = try TemporaryProject([
      Self.name: good.replacing("title: Acme HR", with: "title:    Acme HR"),
      "connectors/acme/tests.yaml": "cases: [",
    ])
    let checked = await run("fmt", "--check", "--diff", "--format", "json", in: project.root)
    let lines = checked.output.split(separator: "\n")
    #expect(checked.code == .negative && lines.count == 2, "\(checked.output)")
    #expect(lines.first?.hasPrefix(#"{"file":"\#(Self.name)","state":"would_change","diff":"--- a/"#) == true)
    #expect(lines.last?.contains(#""state":"left_alone","reason":"it has errors"#) == true)
    let written = await run("fmt", Self.name, "--format", "json", in: project.root)
    #expect(written.output == #"{"file":"\#(Self.name)","state":"changed"}"# + "\n")
    #expect(await run("fmt", Self.name, "--format", "json", in: project.root).output == "")
  }

  @Test func `files are brought into their form once and then left`() async throws {
    let good = try await canonical()
    let project = try TemporaryProject([
      Self.name: good.replacing("title: Acme HR", with: "title:    Acme HR")
    ])
    let first = await run("fmt", in: project.root)
    #expect(first.code == .success)
    #expect(first.output == "\(Self.name)\n")
    #expect(project.read(Self.name) == good)
    let second = await run("fmt", "connectors", in: project.root)
    #expect(second.output == "")
    #expect(second.errors == "1 file, 0 changed\n")
  }

  @Test func `a connector is named as other commands name it`() async throws {
    let good = try await canonical()
    let project = try TemporaryProject([
      Self.name: good.replacing("title: Acme HR", with: "title:    Acme HR"),
      "connectors/acme/recordings/a.http": "GET /\n",
    ])
    #expect(await run("fmt", "acme", in: project.root).output == "\(Self.name)\n")
    #expect(project.read(Self.name) == good)
    let other = await run("fmt", "connectors/acme/recordings/a.http", in: project.root)
    #expect(other.code == .usage && other.errors.contains("only YAML files"))
    #expect(await run("fmt", "other", in: project.root).errors.contains("no such file, folder or connector"))
  }

  @Test func `checking and showing write nothing`() async throws {
    let good = try await canonical()
    let bad = good.replacing("title: Acme HR", with: "title:    Acme HR")
    let project = try TemporaryProject([Self.name: bad])
    let check = await run("fmt", "--check", in: project.root)
    #expect(check.code == .negative)
    #expect(check.errors == "1 file, 1 would change\n")
    let diff = await run("fmt", "--diff", Self.name, in: project.root)
    #expect(diff.code == .negative)
    #expect(diff.output.contains("\n-title:    Acme HR\n+title: Acme HR\n"))
    #expect(project.read(Self.name) == bad)
  }

  @Test func `a file with mistakes is left alone, also in a pipe`() async throws {
    let project = try TemporaryProject([Self.name: "spec: [1\n"])
    let outcome = await run("fmt", in: project.root)
    #expect(outcome.code == .negative)
    #expect(
      outcome.errors.hasPrefix(
        "error: \(Self.name) is left alone: it has errors; `connector lint` shows them\n"))
    #expect(project.read(Self.name) == "spec: [1\n")
    let pipe = await run("fmt", "--stdin-filename", Self.name, input: "spec: [1\n")
    #expect(pipe.output == "spec: [1\n")
    #expect(pipe.code == .negative)
  }

  @Test func `nothing to format is said`() async throws {
    let project = try TemporaryProject(["a.txt": ""])
    #expect(await run("fmt", in: project.root).code == .nothing)
    #expect(await run("fmt", "b.yaml", in: project.root).code == .usage)
  }
}
