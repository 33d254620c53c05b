package import Language
package import Rows
internal import YAML

/// A hash of all that decides which rows come of what a provider has.
package enum MappingFingerprint {
  /// Counts up whenever the same mapping makes other rows of the same record than it did before.
  private static let edition = "1"

  /// What decides which records a stream asks for, and which of them it keeps.
  private static let asking = ["read", "job", "records", "keep"]

  /// Of what a stream reads.
  package static func of(_ stream: StreamBlock) -> RowHash {
    var texts: [String] = []
    for key in asking {
      guard let entry = stream.block.entry(key) else { continue }
      texts.append(key)
      append(entry.value, to: &texts)
    }
    return RowHash(of: texts)
  }

  /// Of what a mapping makes of a record.
  static func of(_ mapping: MappingFile, _ models: [Model]) -> RowHash {
    var texts = [edition]
    append(mapping.block.node, to: &texts)
    for model in models { append(model.file.block.node, to: &texts) }
    return RowHash(of: texts)
  }

  /// What a node says and how it is written, but not where.
  private static func append(_ node: Node, to texts: inout [String]) {
    switch node.content {
    case .scalar(let scalar):
      texts.append(scalar.style == .plain ? "=" : "'")
      texts.append(scalar.text)
    case .list(let items):
      texts.append("[\(items.count)")
      for item in items { append(item, to: &texts) }
    case .mapping(let mapping):
      texts.append("{\(mapping.entries.count)")
      for entry in mapping.entries {
        texts.append(entry.key.text)
        append(entry.value, to: &texts)
      }
    }
  }
}
