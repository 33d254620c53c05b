internal import Diagnostics
internal import Expressions
internal import Language
internal import YAML

/// All expressions of a connector and its mappings, checked once; other checks ask what they read.
struct CheckedTexts {
  /// Of the connector's own file.
  private(set) var own: [CheckedText] = []
  /// Of its mappings, by the stream that is mapped.
  private(set) var mapped: [String: [CheckedText]] = [:]

  private var ownByPath: [DocumentPath: CheckedText] = [:]
  /// By the stream, the action or whatever else two components name.
  private var ownByPart: [DocumentPath: [CheckedText]] = [:]

  mutating func add(_ text: CheckedText) {
    own.append(text)
    if ownByPath[text.path] == nil { ownByPath[text.path] = text }
    ownByPart[text.path.prefix(2), default: []].append(text)
  }

  mutating func add(_ text: CheckedText, mapping stream: String) { mapped[stream, default: []].append(text) }

  var all: [CheckedText] { own + mapped.values.flatMap { $0 } }

  /// The expression at a place of the connector's file, the first one where a template holds several.
  func at(_ path: DocumentPath) -> CheckedText? { ownByPath[path] }

  /// The expressions below a place of the connector's file.
  func under(_ path: DocumentPath) -> [CheckedText] {
    let near = path.depth < 2 ? own : ownByPart[path.prefix(2)] ?? []
    return near.filter { $0.path.hasPrefix(path) }
  }
}
