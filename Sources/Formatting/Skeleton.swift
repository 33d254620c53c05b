internal import Diagnostics
internal import YAML

/// Checks that everything in a file is a value, a comment or plain punctuation, so that nothing can get lost.
///
/// Directives and the anchors of keys leave no trace in the tree; they show as bytes that belong to no value and no comment.
enum Skeleton {
  static func refusal(for document: YAMLDocument, root: Written) -> Refusal? {
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

  private static func collect(_ value: Written, into ranges: inout [Range<Int>]) {
    if let anchor = value.anchor { ranges.append(anchor.bytes) }
    switch value.content {
    case .scalar, .alias: ranges.append(value.range.bytes)
    case .list(let items): for item in items { collect(item, into: &ranges) }
    case .mapping(let pairs):
      for pair in pairs {
        ranges.append(pair.key.range.bytes)
        collect(pair.value, into: &ranges)
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
