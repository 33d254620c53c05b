internal import Diagnostics
internal import Language
internal import Values
internal import YAML

/// The keys of records, and which of them anything reads.
struct SourceKeys {
  private var met: [String] = []
  private var known: Set<String> = []
  private let read: Set<String>

  init(_ connector: LoadedConnector, _ stream: String) {
    var read: Set<String> = []
    let mapping = connector.mapping(of: stream)
    for text in mapping?.expressions ?? [] { read.formUnion(Self.words(text.source)) }
    for entry in mapping?.file?[MappingFile.notMapped] ?? [] {
      read.insert(String(entry.value.prefix { $0 != "." && $0 != "[" }))
    }
    // What a stream is asked for with says nothing about what is read of the reply.
    let asking: Set<String> = ["read", "job", "pages", "title", "docs", "record", "fields"]
    let block = connector.stream(stream)?.value.block.node.mapping
    for entry in block?.entries ?? [] where !asking.contains(entry.key.text) {
      read.formUnion(Self.words(entry.value.range.text))
    }
    self.read = read
  }

  mutating func note(_ record: Value) {
    guard case .map(let map) = record.plain else { return }
    for pair in map.pairs {
      guard case .string(let name) = pair.key, known.insert(name).inserted else { continue }
      met.append(name)
    }
  }

  /// Keys that nothing reads, in the order in which they came.
  var unread: [String] { met.filter { !read.contains($0) } }

  private static func words(_ text: String) -> [String] {
    var words = text.split { !($0.isLetter || $0.isNumber || $0 == "_") }.map(String.init)
    // Keys that are no names stand in quotes: `record["Date of birth"]`.
    for quote in ["\"", "'"] {
      words += text.split(separator: Character(quote), omittingEmptySubsequences: false).map(String.init)
    }
    return words
  }
}
