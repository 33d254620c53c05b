internal import Diagnostics
internal import Disk
internal import Language
internal import Linting
internal import Synchronization

/// Connectors that were found clean, each known by all that it consists of: what has not changed is not checked again.
///
/// Of a connector with findings nothing is kept, so that what is shown was always found just now. What is kept counts for the
/// program that found it, and for the same models, only. It lies where the system wants files that can be made again.
final class LintMemory: Sendable {
  /// A connector that was found clean.
  private struct Entry: Hashable {
    let name: String
    let hash: String
    /// The files that it extends.
    var bases: [Base]
  }

  private struct Base: Hashable {
    let path: String
    let hash: String
  }

  /// So many projects have a file; one more, and all of them begin anew.
  private static let mostProjects = 200

  /// What a run learns of the connectors that it asks for.
  private struct Run {
    var asked: [String: Entry] = [:]
    var kept: [String: Entry] = [:]
  }

  private let path: String
  /// Who found it: the program, and the models it went by.
  private let origin: String
  private let known: [String: Entry]
  private let run = Mutex(Run())

  /// The memory of a project in a folder for such; nil where there is none.
  init?(of folder: ProjectFolder, in cache: String?, reading tree: any FileTree) {
    guard let cache, let program = Files.stamp(of: "/proc/self/exe"),
      let models = ContentHash.models(in: tree)
    else { return nil }
    path = Paths.joined(cache, ContentHash.text(of: Array(folder.root.utf8)))
    origin = "1 \(program.seconds) \(program.nanoseconds) \(program.size) \(program.inode) \(models)"
    let lines = ((try? Files.read(path)) ?? []).split(separator: UInt8(ascii: "\n"))
      .map { String(decoding: $0, as: UTF8.self) }
    let entries = lines.first == origin ? lines.dropFirst().compactMap(Self.entry) : []
    known = Dictionary(entries.map { ($0.name, $0) }) { _, last in last }
  }

  /// The files of a connector that is as it was when it was found clean; nil when it has to be checked.
  func files(ofClean name: String, in tree: any FileTree) -> [String]? {
    guard let (hash, files) = ContentHash.connector(name, in: tree) else { return nil }
    run.withLock { $0.asked[name] = Entry(name: name, hash: hash, bases: []) }
    guard let entry = known[name], entry.hash == hash,
      entry.bases.allSatisfy({ ContentHash.file($0.path, in: tree) == $0.hash })
    else { return nil }
    run.withLock { $0.kept[name] = entry }
    return files
  }

  /// Keeps what a run found clean beside what it passed over and what it was not asked about.
  func keep(_ clean: [Linter.CleanConnector]) {
    let run = run.withLock { $0 }
    var kept = run.kept
    for connector in clean {
      guard var entry = run.asked[connector.name] else { continue }
      // Not as they lie there now: somebody may have written them since they were checked.
      entry.bases = connector.bases.map { Base(path: $0.path, hash: ContentHash.text(of: $0.bytes)) }
      kept[entry.name] = entry
    }
    for entry in known.values where run.asked[entry.name] == nil { kept[entry.name] = entry }
    guard kept != known else { return }
    let lines = kept.values.compactMap(Self.line).sorted()
    // Who cannot write it checks everything again the next time, which is no reason to complain.
    let folder = Paths.parent(of: path)
    try? Files.makeFolder(folder)
    let others = (Folder.names(in: folder) ?? [])
    // Copies of a project that were made for a moment would leave a file each behind.
    if others.count >= Self.mostProjects { others.forEach { Files.remove(Paths.joined(folder, $0)) } }
    try? Files.write(Array(([origin] + lines).joined(separator: "\n").utf8), to: path)
  }

  // MARK: The file: a line for each connector, its parts between blanks

  private static func entry(_ line: String) -> Entry? {
    let words = line.split(separator: " ").map(String.init)
    guard words.count >= 2, words.count.isMultiple(of: 2) else { return nil }
    let bases = stride(from: 2, to: words.count, by: 2).map { Base(path: words[$0], hash: words[$0 + 1]) }
    return Entry(name: words[0], hash: words[1], bases: bases)
  }

  /// Nil for names that would not be read again as they were written.
  private static func line(_ entry: Entry) -> String? {
    let words = [entry.name, entry.hash] + entry.bases.flatMap { [$0.path, $0.hash] }
    return words.contains { $0.isEmpty || $0.contains(where: \.isWhitespace) }
      ? nil : words.joined(separator: " ")
  }
}
