import Interpreter
import Language
import Programs
import Storage
import Testing

/// Streams that are read for their own records, from the top of a tree down.
struct TreeTests {
  static func stream(_ more: String = "", pages: String = "{type: none}") -> String {
    """
    read: {get: "/folders/${folder.id}"}
    pages: \(pages)
    for_each: {type: tree, from: "[{'id': 'top'}]", as: folder, when: folder.below\(more)}
    """
  }

  static func page(_ records: String...) -> String { #"{"data": [\#(records.joined(separator: ", "))]}"# }
  static func folder(_ id: String) -> String { #"{"id": "\#(id)", "below": true}"# }
  static func leaf(_ id: String) -> String { #"{"id": "\#(id)"}"# }

  static var one: ReadOptions {
    var options = ReadOptions()
    options.parallelSlices = 1
    return options
  }

  @Test(arguments: [1, 4]) func `level by level, each folder once`(_ parallel: Int) async throws {
    let tryOut = try await TryOut(
      Self.stream(", carry: {folder: folder.id}"),
      bodies: [
        // The folder itself may be among what is in it, and a folder in two places.
        Self.page(Self.folder("top"), Self.folder("a"), Self.leaf("x"), Self.folder("b")),
        Self.page(Self.folder("c"), Self.leaf("y")), Self.page(Self.folder("c"), Self.folder("a")),
        Self.page(Self.leaf("z")),
      ])
    var options = ReadOptions()
    options.parallelSlices = parallel
    let outcome = await tryOut.read(options: options)
    #expect(outcome.failure == nil)
    #expect(
      tryOut.client.targets == ["top", "a", "b", "c"].map { "GET /v1/folders/\($0)" })
    #expect(outcome.keys == ["top", "a", "x", "b", "c", "y", "c", "a", "z"])
    #expect(outcome.pages.last?.records.map(\.json) == [#"{"id":"z","folder":"c"}"#])
    #expect(outcome.isWhole)
    #expect(outcome.checkpoints.keys.sorted() == ["a", "b", "c", "top"])
  }

  @Test func `folders on later pages are walked, kept or not`() async throws {
    let tryOut = try await TryOut(
      Self.stream(pages: "{type: cursor, token: body.?next, send: {query: after}}")
        + "\nkeep: \"!has(record.below)\"",
      bodies: [
        #"{"data": [{"id": "a", "below": true}], "next": "2"}"#, Self.page(Self.folder("b")),
        Self.page(Self.leaf("x")), Self.page(Self.leaf("y")),
      ])
    let outcome = await tryOut.read(options: Self.one)
    #expect(outcome.failure == nil && outcome.isWhole)
    #expect(
      tryOut.client.targets == ["top", "top?after=2", "a", "b"].map { "GET /v1/folders/\($0)" })
    #expect(outcome.keys == ["x", "y"])
  }

  /// A run that goes on in the middle of a folder would not meet the folders before it.
  @Test func `a run that was cut begins at the top again`() async throws {
    let tryOut = try await TryOut(
      Self.stream(pages: "{type: cursor, token: body.?next, send: {query: after}}"),
      bodies: [
        #"{"data": [{"id": "a", "below": true}], "next": "2"}"#,
        #"{"data": [{"id": "a", "below": true}], "next": "2"}"#, Self.page(Self.leaf("x")),
        Self.page(Self.leaf("y")),
      ])
    var options = Self.one
    options.readsAhead = false
    let cut = await tryOut.read(options: options, most: 1)
    let outcome = await tryOut.read(from: cut.kept, options: Self.one)
    #expect(outcome.keys == ["a", "x", "y"])
    #expect(outcome.isWhole)
  }

  @Test func `a tree that is deeper than it may be ends the run`() async throws {
    let tryOut = try await TryOut(
      Self.stream(", depth: 1"),
      bodies: [Self.page(Self.folder("a")), Self.page(Self.folder("a/a")), Self.page(Self.folder("a/a/a"))])
    let outcome = await tryOut.read(options: Self.one)
    #expect(
      outcome.failure?.message.contains("more than 1 levels, down to `a/a`") == true,
      "\(outcome.failure?.message ?? "")")
    #expect(outcome.keys == ["a"])
  }

  @Test func `nothing is taken for gone where a folder has no name`() async throws {
    let tryOut = try await TryOut(Self.stream(), bodies: [Self.page(#"{"below": true}"#, Self.leaf("x"))])
    let outcome = await tryOut.read(options: Self.one)
    #expect(outcome.failure == nil && !outcome.isWhole)
  }
}
