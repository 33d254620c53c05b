package import Language

/// A kind of file that people write, and the construct that describes it.
package struct RootDocument: Sendable {
  /// How the kind is called, and its schema: `schemas/<name>.schema.json`.
  package let name: String
  /// Which files are of this kind; `*` stands for one name.
  package let files: String
  package let construct: any Construct.Type

  package static let connector = RootDocument("connector", "connectors/*/connector.yaml", ConnectorFile.self)
  package static let mapping = RootDocument("mapping", "mappings/*/*.yaml", MappingFile.self)
  package static let tests = RootDocument("tests", "connectors/*/tests.yaml", TestFile.self)
  package static let model = RootDocument("model", "schemas/models/*.json", ModelFile.self)

  package static let all: [RootDocument] = [connector, mapping, tests, model]

  private init(_ name: String, _ files: String, _ construct: any Construct.Type) {
    self.name = name
    self.files = files
    self.construct = construct
  }

  /// The kind of a file by its path in the project; nil for files of no kind of ours.
  package static func of(path: String) -> RootDocument? {
    let parts = path.split(separator: "/")
    if path == "schemas/models/types.json" || parts.last == "types.json" { return nil }
    return all.first { root in
      let pattern = root.files.split(separator: "/")
      return parts.count >= pattern.count
        && zip(pattern, parts.suffix(pattern.count)).allSatisfy { $0.matches($1) }
    }
  }
}

extension Substring {
  /// Whether a name fits this part of a pattern: `*`, `*.yaml` or the name itself.
  fileprivate func matches(_ name: Substring) -> Bool {
    first == "*" ? name.hasSuffix(dropFirst()) && name.count >= count : self == name
  }
}
