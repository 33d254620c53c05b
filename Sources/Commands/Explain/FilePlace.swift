internal import Diagnostics
internal import Language
internal import Reference
internal import YAML

/// Why a place of a file cannot be explained.
struct PlaceProblem: Error {
  let code: ExitCode
  let message: String
  var help: String?
}

/// A place as compilers and this program print it: `connectors/acme/connector.yaml:12` or `...:12:7`.
struct FilePlace {
  /// As it was written.
  private let path: String
  private let absolutePath: String
  private let line: Int
  private let column: Int?

  /// Nil when the text does not look like a place.
  init?(_ text: String, _ invocation: Invocation) {
    var parts = text.split(separator: ":", omittingEmptySubsequences: false).map(String.init)
    guard parts.count > 1, let last = parts.popLast().flatMap({ Int($0) }) else { return nil }
    if parts.count > 1, let line = parts.last.flatMap({ Int($0) }) {
      parts.removeLast()
      self.line = line
      column = last
    } else {
      line = last
      column = nil
    }
    path = parts.joined(separator: ":")
    absolutePath = Paths.normalized(Paths.joined(invocation.console.workingDirectory, path))
  }

  func explanation(
    in book: ReferenceBook, _ folder: ProjectFolder?
  ) throws(PlaceProblem) -> Explanation {
    let shown = Visible.word(path)
    let bytes: [UInt8]
    do throws(FileProblem) {
      bytes = try Files.read(absolutePath)
    } catch {
      throw PlaceProblem(code: .usage, message: "\(shown): \(error.reason)")
    }
    let relative = folder.map { Paths.relative(absolutePath, to: $0.root) } ?? path
    guard let kind = RootDocument.of(path: relative) else {
      let patterns = RootDocument.all.map(\.files)
      throw PlaceProblem(
        code: .usage, message: "\(shown) is no file of the language",
        help: "the files are \(Sentence.enumeration(patterns.map { "`\($0)`" }))")
    }
    let file = SourceFile(path: relative, bytes: bytes)
    guard let root = YAMLLoader.load(file).root else {
      throw PlaceProblem(code: .negative, message: "\(shown) cannot be read", help: "connector lint \(shown)")
    }
    guard file.lineRange(line) != nil else {
      throw PlaceProblem(
        code: .usage,
        message: "\(shown) has \(Sentence.counted(file.lines.count, "line")), and no line \(line)")
    }
    let steps = steps(from: root)
    let document = Self.expanded(kind, relative, folder) ?? root
    guard let explanation = book.explain(placeAt: steps, root: kind.construct, document: document) else {
      throw PlaceProblem(
        code: .negative,
        message: "the language knows nothing at `\(Visible.word(DocumentPath(steps).description))`",
        help: "connector lint \(shown)")
    }
    return explanation
  }

  /// A connector with what it extends laid under it.
  private static func expanded(_ kind: RootDocument, _ path: String, _ folder: ProjectFolder?) -> Node? {
    guard kind.name == RootDocument.connector.name, let folder else { return nil }
    let name = Paths.name(of: Paths.parent(of: path))
    return folder.load(selecting: [path]).connector(name)?.root
  }

  // MARK: From a line to a path

  private func steps(from root: Node) -> [String] {
    var steps: [String] = []
    var node = root
    while true {
      switch node.content {
      case .mapping(let mapping):
        guard let entry = mapping.entries.last(where: { isReached($0.key.range) }) else { return steps }
        steps.append(entry.key.text)
        if isOn(entry.key.range) { return steps }
        node = entry.value
      case .list(let items):
        guard let index = items.lastIndex(where: { isReached($0.range) }) else { return steps }
        steps.append("[\(index)]")
        node = items[index]
      default: return steps
      }
    }
  }

  /// Whether something begins at the place or before it.
  private func isReached(_ range: SourceRange) -> Bool {
    let start = range.startPosition
    if start.line != line { return start.line < line }
    return column.map { start.column <= $0 } ?? true
  }

  /// Whether the place is this key: on its characters, or without a column on its line.
  private func isOn(_ range: SourceRange) -> Bool {
    guard range.startPosition.line == line else { return false }
    return column.map { $0 < range.endPosition.column } ?? true
  }
}
