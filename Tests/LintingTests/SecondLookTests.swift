import Diagnostics
import Language
import Linting
import TestSupport
import Testing

/// Several mistakes are all told at once, each at its own place, though one may hide what rests on it.
@Suite struct SecondLookTests {
  private static let mapping = "mappings/acme/employees.yaml"

  /// The project with texts in place of others.
  private static func project(_ edits: [(path: String, old: String, new: String)]) -> [String: String] {
    var files = ExampleProject.files
    for edit in edits { files[edit.path] = files[edit.path]?.replacing(edit.old, with: edit.new) }
    return files
  }

  private static func told(_ files: [String: String], _ selection: [String] = []) -> [String] {
    Linter.run(MemoryTree(files), selecting: .init(selection)).findings.filter { $0.severity > .info }.map {
      let place = $0.range.startPosition
      return "\(place.line):\(place.column) \($0.rule.id) \($0.range.text)"
    }
  }

  @Test func `what rests on a misspelt key is told as well`() {
    let files = Self.project([
      (ExampleProject.connectorPath, "key: id", "kye: id"),
      (ExampleProject.connectorPath, "records: body.data", "records: body.dta"),
      (ExampleProject.connectorPath, "token: body.next", "token: body.nxt"),
      (Self.mapping, "last_name: lastName", "last_name: lstName"),
    ])
    #expect(
      Self.told(files) == [
        "23:19 request/unrecorded-path dta", "24:5 spec/unknown-key kye",
        "25:39 request/unrecorded-path nxt", "5:18 mapping/unknown-path lstName",
      ])
  }

  @Test func `places are those of the file as it is written`() {
    // The right name is longer, and stands before the other mistake in the same line.
    let files = Self.project([
      (
        ExampleProject.connectorPath, "pages: {type: cursor, token: body.next, send: {query: cursor}}",
        "pages: {typ: cursor, token: body.next, send: {qury: cursor}}"
      )
    ])
    #expect(Self.told(files) == ["25:13 spec/unknown-key typ", "25:51 spec/unknown-key qury"])
  }

  @Test func `fixes of all mistakes put the file right`() throws {
    let files = Self.project([
      (ExampleProject.connectorPath, "key: id", "kye: id"),
      (ExampleProject.connectorPath, "records: body.data", "records: body.dta"),
      (Self.mapping, "last_name: lastName", "last_name: lstName"),
    ])
    let edits = Linter.run(MemoryTree(files)).findings.compactMap(\.fixes.first).flatMap(\.edits)
    var bytes = files.mapValues { Array($0.utf8) }
    for edit in edits.sorted(by: { $0.range.start > $1.range.start }) {
      bytes[edit.range.file.path]?.replaceSubrange(edit.range.bytes, with: edit.replacement.utf8)
    }
    #expect(edits.count == 3)
    #expect(bytes.mapValues { String(decoding: $0, as: UTF8.self) } == ExampleProject.files)
  }

  @Test func `a name that was not misspelt leads to nothing else`() {
    // What was meant is no slip away: the nearest name makes the expectation of a test wrong.
    let files = Self.project([
      ("connectors/acme/tests.yaml", "{id: \"1\", first_name: Ada", "{id: \"1\", first_names: Ada")
    ])
    #expect(Self.told(files) == ["9:21 test/unknown-field first_names"])
  }

  @Test func `a mistake that is made again is not told as another one`() {
    let files = Self.project([
      (ExampleProject.connectorPath, "${settings.api_key}", "${settings.api_kye}"),
      (ExampleProject.connectorPath, "get: /me", "get: \"/me?key=${settings.api_kye}\""),
    ])
    let rules = Self.told(files).map { $0.split(separator: " ").suffix(2).joined(separator: " ") }
    #expect(Set(rules).count == rules.count)
  }

  @Test func `only what was selected is told`() {
    let files = Self.project([
      (ExampleProject.connectorPath, "key: id", "kye: id"), (Self.mapping, "lastName", "lstName"),
    ])
    #expect(Self.told(files, [ExampleProject.connectorPath]) == ["24:5 spec/unknown-key kye"])
    #expect(Self.told(files, ["."]).count == 2)
  }

  @Test func `what a comment lets pass is let pass here too`() {
    let files = Self.project([
      (ExampleProject.connectorPath, "key: id", "kye: id"),
      (Self.mapping, "lastName", "lstName # connector: ignore[mapping/unknown-path] not recorded yet"),
    ])
    #expect(!Self.told(files).contains { $0.contains("unknown-path") })
  }

  @Test func `a file full of mistakes is looked at once`() {
    let keys = (0..<30).map { "    titel\($0): x\n" }.joined()
    let files = Self.project([
      (ExampleProject.connectorPath, "    key: id\n", "    kye: id\n" + keys),
      (Self.mapping, "lastName", "lstName"),
    ])
    #expect(!Self.told(files).contains { $0.contains("unknown-path") })
  }
}
