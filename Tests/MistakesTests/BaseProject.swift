import Language
import Testing

/// The correct projects that mistakes are made in, read from disk once.
enum BaseProject {
  private static let folder: String = {
    let parts = #filePath.split(separator: "/", omittingEmptySubsequences: false)
    return parts.dropLast().joined(separator: "/")
  }()

  /// The project in `Base`, with a little of everything the language has.
  static let files: [String: String] = read(DiskTree(root: folder + "/Base"))

  /// The connectors that come with the program.
  static let shipped: [String: String] = {
    let root = folder.split(separator: "/", omittingEmptySubsequences: false).dropLast(2).joined(
      separator: "/")
    let tree = DiskTree(root: root)
    return read(tree, below: "connectors").merging(read(tree, below: "mappings")) { first, _ in first }
  }()

  static let shippedNames: [String] = Set(
    shipped.keys.filter { $0.hasSuffix("/connector.yaml") }.map { String($0.split(separator: "/")[1]) }
  ).sorted()

  /// All mistakes of the corpus.
  static func mistakes() throws -> [Mistake] {
    let corpus = read(DiskTree(root: folder + "/Corpus"))
    return try corpus.keys.sorted().flatMap { name in
      try MistakeFile.read(corpus[name] ?? "", theme: String(name.prefix { $0 != "." }), base: files)
    }
  }

  private static func read(_ tree: DiskTree, below folder: String = "") -> [String: String] {
    var files: [String: String] = [:]
    for name in tree.names(in: folder) {
      let path = folder.isEmpty ? name : "\(folder)/\(name)"
      if path.hasSuffix("/") {
        files.merge(read(tree, below: String(path.dropLast()))) { first, _ in first }
      } else if let bytes = tree.bytes(of: path, limit: 4_000_000) {
        files[path] = String(decoding: bytes, as: UTF8.self)
      }
    }
    return files
  }
}
