internal import Diagnostics
internal import YAML

/// Checks that everything in a file is a value, a comment or plain punctuation, so that nothing can get lost.
///
/// Anchors, aliases and directives leave no trace in the node tree; they show as bytes that belong to no scalar and no comment.
enum Skeleton {
  static func refusal(for document: YAMLDocument, root: Node) -> Refusal? {
    var covered = document.comments.map(\.range.bytes)
    collect(root, into: &covered)
    covered.sort { $0.lowerBound < $1.lowerBound }
    let bytes = document.file.bytes
    var position = bytes.starts(with: [0xEF, 0xBB, 0xBF]) ? 3 : 0
    for range in covered + [bytes.count..<bytes.count] {
      while position < min(range.lowerBound, bytes.count) {
        switch bytes[position] {
        case UInt8(ascii: "&"), UInt8(ascii: "*"), UInt8(ascii: "!"): return .anchors
        case let byte where !isPunctuation(byte): return .directive
        default: position += 1
        }
      }
      position = max(position, range.upperBound)
    }
    return nil
  }

  private static func collect(_ node: Node, into ranges: inout [Range<Int>]) {
    switch node.content {
    case .scalar(let scalar): ranges.append(scalar.range.bytes)
    case .list(let items): for item in items { collect(item, into: &ranges) }
    case .mapping(let mapping):
      for entry in mapping.entries {
        ranges.append(entry.key.range.bytes)
        collect(entry.value, into: &ranges)
      }
    }
  }

  /// Brackets, separators, white space, and the dashes and dots of document marks.
  private static func isPunctuation(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: "{"), UInt8(ascii: "}"), UInt8(ascii: "["), UInt8(ascii: "]"), UInt8(ascii: ","),
      UInt8(ascii: ":"), UInt8(ascii: "-"), UInt8(ascii: "?"), UInt8(ascii: "."), UInt8(ascii: " "),
      UInt8(ascii: "\t"), UInt8(ascii: "\n"), UInt8(ascii: "\r"):
      true
    default: false
    }
  }
}
