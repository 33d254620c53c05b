internal import Cryptography
internal import Language

/// Tells by a hash whether files are what they were.
enum ContentHash {
  /// A connector's hash and the files that were read for it; nil where one of them cannot be read whole.
  static func connector(_ name: String, in tree: any FileTree) -> (hash: String, files: [String])? {
    var gathering = Gathering(tree: tree)
    let own = "connectors/\(name)"
    // Names count where nothing reads the file: lint tells of such ones.
    let isWhole =
      gathering.add(own) { $0 == "connector.yaml" || $0 == "tests.yaml" }
      && gathering.add("mappings/\(name)") { $0.hasSuffix(".yaml") }
      && gathering.add(own + "/recordings") { $0.hasSuffix(".http") }
    return isWhole ? (gathering.hash, gathering.files) : nil
  }

  static func models(in tree: any FileTree) -> String? {
    var gathering = Gathering(tree: tree)
    return gathering.add("schemas/models") { $0.hasSuffix(".json") } ? gathering.hash : nil
  }

  static func file(_ path: String, in tree: any FileTree) -> String? {
    tree.bytes(of: path, limit: FilesReadAhead.largest).map(text(of:))
  }

  static func text(of bytes: [UInt8]) -> String { Hexadecimal.encode(HashFunction.sha256.digest(bytes)) }
}

/// Files of folders, gathered into one hash.
private struct Gathering {
  let tree: any FileTree
  private let running = RunningHash()
  private(set) var files: [String] = []

  init(tree: any FileTree) { self.tree = tree }

  var hash: String { Hexadecimal.encode(running.finish()) }

  /// Adds the names in a folder, and what those that are wanted hold.
  mutating func add(_ folder: String, _ isWanted: (String) -> Bool) -> Bool {
    let names = tree.names(in: folder)
    add(Array(names.joined(separator: "\0").utf8))
    for name in names where isWanted(name) {
      let path = folder + "/" + name
      guard let bytes = tree.bytes(of: path, limit: FilesReadAhead.largest),
        bytes.count < FilesReadAhead.largest
      else { return false }
      add(bytes)
      files.append(path)
    }
    return true
  }

  /// With its length, so that nothing can pass from one part to the next.
  private func add(_ bytes: [UInt8]) {
    running.add(Array("\(bytes.count) ".utf8))
    running.add(bytes)
  }
}
