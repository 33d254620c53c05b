import Language
import Synchronization
import TestSupport
import Testing

/// A project's own models are read when somebody asks for them, and are the same as if all had been read.
@Suite struct ModelReadingTests {
  /// A tree that remembers which files were read.
  private final class WatchedTree: FileTree {
    private let tree: MemoryTree
    private let paths = Mutex<[String]>([])

    init(_ files: [String: String]) { tree = MemoryTree(files) }

    var models: [String] { paths.withLock { $0 }.filter { $0.hasPrefix("schemas/models/") } }

    func names(in folder: String) -> [String] { tree.names(in: folder) }

    func bytes(of path: String, limit: Int) -> [UInt8]? {
      paths.withLock { $0.append(path) }
      return tree.bytes(of: path, limit: limit)
    }
  }

  private static func model(_ name: String) -> String {
    """
    {"$schema": "https://json-schema.org/draft/2020-12/schema", "$id": "cm:\(name):1", "title": "One", "description": "One.",
     "type": "object", "x-model": "\(name)", "x-plural": "\(name)s", "x-area": "common", "x-identity": [], "required": ["name"],
     "properties": {"name": {"$ref": "types.json#/$defs/text", "description": "Its name.", "x-pii": "none"}}}
    """
  }

  private static let files = ExampleProject.files.merging([
    "schemas/models/person.json": model("person"), "schemas/models/place.json": model("place"),
    // A mistake, with which the model is found all the same.
    "schemas/models/misnamed.json": model("company"),
  ]) { $1 }

  @Test func `whoever wants one connector reads the models that are asked for`() {
    let tree = WatchedTree(Self.files)
    let project = ProjectLoader.load(tree, selecting: .init(["connectors/acme", "mappings/acme"]))
    #expect(tree.models == [])
    #expect(project.models["person"]?.name == "person")
    #expect(project.models["person"]?.field("name") != nil)
    #expect(tree.models == ["schemas/models/person.json"])
  }

  @Test func `they are the same, however much of the project is wanted`() {
    let part = ProjectLoader.load(MemoryTree(Self.files), selecting: .init(["connectors/acme"])).models
    let whole = ProjectLoader.load(MemoryTree(Self.files)).models
    #expect(part.names == whole.names && whole.names.prefix(3) == ["company", "person", "place"])
    #expect(part.own.map(\.name) == whole.own.map(\.name))
    for name in ["company", "person", "misnamed", "employee", "nobody"] {
      #expect(part[name]?.name == whole[name]?.name, "\(name)")
    }
    #expect(part["company"] != nil && part["employee"] != nil && part["misnamed"] == nil)
  }
}
