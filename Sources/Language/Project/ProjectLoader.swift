internal import Diagnostics
internal import YAML

/// Reads a project from its folder.
package struct ProjectLoader {
  private let tree: any FileTree
  private let wanted: Selection
  private var findings = FindingList()
  private var documents: [String: YAMLDocument] = [:]
  private var order: [String] = []
  /// The connectors that the one being loaded extends.
  private var bases: [SourceFile] = []
  /// Files that were read, also when they are not kept.
  private var known: Set<String> = []

  /// Which files findings are wanted for; everything when no path is given.
  package struct Selection: Sendable {
    package let paths: [String]

    package init(_ paths: [String] = []) {
      self.paths = paths.map { path in
        var path = path
        while path.hasPrefix("./") { path.removeFirst(2) }
        while path.count > 1, path.hasSuffix("/") { path.removeLast() }
        return path
      }
    }

    package func contains(_ path: String) -> Bool {
      paths.isEmpty || paths.contains { $0 == "." || path == $0 || path.hasPrefix($0 + "/") }
    }

    /// Whether anything below a folder, or a folder above it, is meant.
    func touches(_ folder: String) -> Bool {
      contains(folder) || paths.contains { $0.hasPrefix(folder + "/") }
    }
  }

  init(_ tree: any FileTree, _ wanted: Selection) {
    self.tree = tree
    self.wanted = wanted
  }

  package static func load(_ tree: any FileTree, selecting wanted: Selection = Selection()) -> Project {
    var loader = ProjectLoader(tree, wanted)
    return loader.project()
  }

  private mutating func project() -> Project {
    let models = loadModels()
    let folders = self.folders
    let connectors = wantedFolders(folders).map { loadConnector($0) }
    let strays = loadStrays(folders)
    return part(connectors, folders, models, strays)
  }

  var folders: [String] {
    tree.names(in: "connectors").filter { $0.hasSuffix("/") }.map { String($0.dropLast()) }
  }

  func wantedFolders(_ folders: [String]) -> [String] {
    folders.filter { wanted.touches("connectors/\($0)") || wanted.touches("mappings/\($0)") }
  }

  mutating func loadStrays(_ folders: [String]) -> [LoadedMapping] {
    let known = Set(folders)
    return tree.names(in: "mappings").filter { $0.hasSuffix("/") }.map { String($0.dropLast()) }
      .filter { !known.contains($0) && wanted.touches("mappings/\($0)") }.flatMap { loadMappings($0) }
  }

  mutating func part(
    _ connectors: [LoadedConnector], _ names: [String], _ models: ModelCatalogue, _ strays: [LoadedMapping]
  ) -> Project {
    let selected = wanted
    findings.removeAll { !selected.contains($0.range.file.path) }
    return Project(
      connectors: connectors, connectorNames: names, models: models, strays: strays, findings: findings,
      documents: order.compactMap { documents[$0] }.filter { selected.contains($0.file.path) })
  }

  /// Lets go of what was read, families aside: others extend them.
  mutating func forget() {
    for path in order where documents[path]?.root?.mapping?["family"] == nil { documents[path] = nil }
    order = []
    findings = FindingList()
  }

  // MARK: Documents

  /// Reads a YAML file once, however many files refer to it.
  private mutating func document(_ path: String) -> YAMLDocument? {
    if let known = documents[path] { return known }
    guard let bytes = bytes(of: path, limit: Self.largest) else { return nil }
    let document = YAMLLoader.load(SourceFile(path: path, bytes: bytes))
    documents[path] = document
    guard known.insert(path).inserted else { return document }
    findings.add(contentsOf: document.findings)
    order.append(path)
    return document
  }

  /// The bytes of a file; something that is there and cannot be read is reported, as nothing in it would be checked.
  private mutating func bytes(of path: String, limit: Int) -> [UInt8]? {
    if let bytes = tree.bytes(of: path, limit: limit) { return bytes }
    if let obstacle = tree.obstacle(at: path) {
      let file = SourceFile(path: path, bytes: [])
      findings.add(
        Finding(
          .unreadableFile, "`\(path)` cannot be read: \(obstacle)", at: SourceRange(file, 0, 0),
          label: "nothing of it is checked"))
    }
    return nil
  }

  /// The names in a folder that end as wanted, without the ending; a folder of such a name counts, to be refused.
  private func names(in folder: String, ending: String) -> [String] {
    tree.names(in: folder).compactMap { name in
      let name = name.utf8.last == UInt8(ascii: "/") ? String(name.dropLast()) : name
      return name.hasSuffix(ending) ? String(name.dropLast(ending.count)) : nil
    }
  }

  /// One byte more than the loader takes, so that it can tell that a file is too large.
  private static let largest = 4_194_305

  private mutating func decode<C: Construct>(_ type: C.Type, _ root: Node?, _ document: YAMLDocument) -> (
    C?, Decoding
  ) {
    var decoding = Decoding(document: document)
    guard let root else { return (nil, decoding) }
    let file = decoding.decode(type, from: root)
    findings.add(contentsOf: decoding.findings)
    return (file, decoding)
  }

  // MARK: Models

  mutating func loadModels() -> ModelCatalogue {
    let folder = "schemas/models"
    let names = names(in: folder, ending: ".json").filter { $0 != "types" }
    guard wanted.touches(folder) else {
      // Nobody wants to know what is wrong with them.
      return ModelCatalogue(own: names) { [tree] name in
        var loader = ProjectLoader(tree, Selection())
        return loader.loadModel("\(folder)/\(name).json")
      }
    }
    let models = Dictionary(uniqueKeysWithValues: names.map { ($0, loadModel("\(folder)/\($0).json")) })
    return ModelCatalogue(own: names) { models[$0] ?? nil }
  }

  private mutating func loadModel(_ path: String) -> Model? {
    guard let document = document(path) else { return nil }
    return decode(ModelFile.self, document.root, document).0.flatMap { Model($0) }
  }

  // MARK: Connectors

  mutating func loadConnector(_ name: String) -> LoadedConnector {
    let path = "connectors/\(name)/connector.yaml"
    let document = document(path) ?? missingDocument(path, name)
    bases = []
    let root = document.root.map { root in
      Extending.resolveLikeness(extended(root, document, chain: [name])) { place in
        findings.add(
          Finding(
            .badValue,
            "with what it repeats from other streams the connector has more than \(Limits.nodes) keys and values",
            at: place, label: "not repeated from here on"))
      }
    }
    let (file, decoding) = decode(ConnectorFile.self, root, document)
    reportUnread(name)
    return LoadedConnector(
      name: name, document: document, root: root, file: file, expressions: decoding.expressions,
      templates: decoding.templates, mappings: loadMappings(name), tests: loadTests(name),
      recordings: loadRecordings(name), bases: bases,
      isSelected: wanted.touches("connectors/\(name)") || wanted.touches("mappings/\(name)"))
  }

  private mutating func missingDocument(_ path: String, _ name: String) -> YAMLDocument {
    let file = SourceFile(path: path, bytes: [])
    if tree.obstacle(at: path) == nil {
      findings.add(
        Finding(
          .missingFile, "the folder `connectors/\(name)` has no `connector.yaml`",
          at: SourceRange(file, 0, 0),
          label: "there is no such file"))
    }
    return YAMLDocument(file: file, root: nil, findings: [], comments: [], isPartial: true)
  }

  /// Tells of files that look as if they counted, and that nothing looks for.
  private mutating func reportUnread(_ connector: String) {
    let own = ["connector.yaml", "tests.yaml"]
    for name in tree.names(in: "connectors/\(connector)") where Self.isYAML(name) && !own.contains(name) {
      let stem = name.prefix { $0 != "." }
      reportUnread("connectors/\(connector)/\(name)", own.filter { $0.hasPrefix(stem) })
    }
    for name in tree.names(in: "mappings/\(connector)") where name.hasSuffix(".yml") {
      reportUnread("mappings/\(connector)/\(name)", ["\(name.dropLast(4)).yaml"])
    }
  }

  private mutating func reportUnread(_ path: String, _ names: [String]) {
    findings.add(
      Finding(
        .unreadFile, "nothing reads `\(path)`", at: SourceRange(SourceFile(path: path, bytes: []), 0, 0),
        label: names.isEmpty ? "the files are `connector.yaml` and `tests.yaml`" : nil, suggestions: names))
  }

  private static func isYAML(_ name: String) -> Bool { name.hasSuffix(".yaml") || name.hasSuffix(".yml") }

  private static let longestChain = 8

  /// The document laid over what it extends, which may extend another in turn.
  private mutating func extended(_ root: Node, _ document: YAMLDocument, chain: [String]) -> Node {
    guard let reference = root.mapping?["extends"], let base = reference.scalar?.text else { return root }
    if chain.contains(base) {
      findings.add(
        Finding(
          .extendsLoop, "`\(base)` extends itself: \((chain + [base]).joined(separator: " extends "))",
          at: reference.range,
          path: "extends"))
      return root
    }
    // A name such as `../other` leads nowhere.
    let isName = !base.utf8.contains(UInt8(ascii: "/")) && !base.hasPrefix(".")
    guard isName, let below = self.document("connectors/\(base)/connector.yaml"), let belowRoot = below.root
    else {
      let near = Suggestions.nearest(to: base, among: folders.filter { $0 != chain.first })
      findings.add(
        Finding(
          .unknownConnector, "there is no connector `\(base)` to extend", at: reference.range,
          path: "extends", suggestions: near,
          fixes: .renaming(reference.range, to: near, "a connector with a similar name exists")))
      return root
    }
    guard chain.count < Self.longestChain else {
      findings.add(
        Finding(
          .extendsLoop,
          "at most \(Self.longestChain) connectors may extend each other in a row; `\(base)` is one more",
          at: reference.range, path: "extends"))
      return root
    }
    bases.append(below.file)
    return Extending.lay(root, over: extended(belowRoot, below, chain: chain + [base]))
  }

  private mutating func loadMappings(_ connector: String) -> [LoadedMapping] {
    let folder = "mappings/\(connector)"
    return names(in: folder, ending: ".yaml").compactMap { name in
      guard let document = document("\(folder)/\(name).yaml") else { return nil }
      let (file, decoding) = decode(MappingFile.self, document.root, document)
      return LoadedMapping(
        connector: connector, stream: name, document: document, file: file,
        expressions: decoding.expressions)
    }
  }

  private mutating func loadTests(_ connector: String) -> LoadedTests? {
    guard let document = document("connectors/\(connector)/tests.yaml") else { return nil }
    return LoadedTests(document: document, file: decode(TestFile.self, document.root, document).0)
  }

  private mutating func loadRecordings(_ connector: String) -> [Recording] {
    let folder = "connectors/\(connector)/recordings"
    return names(in: folder, ending: ".http").compactMap { name in
      let path = "\(folder)/\(name).http"
      guard let bytes = bytes(of: path, limit: Recording.largest + 1) else { return nil }
      let recording = Recording(name: name, file: SourceFile(path: path, bytes: bytes))
      findings.add(contentsOf: recording.findings)
      return recording
    }
  }
}
