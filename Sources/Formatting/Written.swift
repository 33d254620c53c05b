internal import Diagnostics
internal import YAML

/// A value where it is written: unlike a node it knows its anchor, and an alias stands where its `*` does.
struct Written {
  indirect enum Content {
    case scalar(Scalar)
    case list([Written])
    case mapping([Pair])
    /// `*name`.
    case alias(String)
  }

  struct Pair {
    var key: Scalar
    var value: Written
  }

  /// The place of the value itself, without its anchor.
  let range: SourceRange
  let content: Content
  /// `&name`, where it stands.
  let anchor: SourceRange?

  /// Where the value begins with all that belongs to it.
  var start: Int { min(anchor?.start ?? range.start, range.start) }

  var isEmptyCollection: Bool {
    switch content {
    case .list(let items): items.isEmpty
    case .mapping(let pairs): pairs.isEmpty
    case .scalar, .alias: false
    }
  }

  /// Whether it is a list or a mapping.
  var isCollection: Bool {
    switch content {
    case .list, .mapping: true
    case .scalar, .alias: false
    }
  }
}

extension Written {
  /// Finds where a node is written; the search begins at `from`, behind what precedes it.
  init(_ node: Node, from: Int) {
    let file = node.range.file
    // Whatever an alias repeats was written before it.
    if node.range.start < from,
      let alias = Self.mark(UInt8(ascii: "*"), in: file, from: from, to: file.bytes.count)
    {
      self.init(range: alias, content: .alias(alias.text), anchor: nil)
      return
    }
    let anchor = Self.mark(UInt8(ascii: "&"), in: file, from: from, to: node.range.start)
    switch node.content {
    case .scalar(let scalar): self.init(range: node.range, content: .scalar(scalar), anchor: anchor)
    case .mapping(let mapping):
      let pairs = mapping.entries.map { Pair(key: $0.key, value: Written($0.value, from: $0.key.range.end)) }
      self.init(range: node.range, content: .mapping(pairs), anchor: anchor)
    case .list(let items):
      let isBracket =
        file.bytes.indices.contains(node.range.start) && file.bytes[node.range.start] == UInt8(ascii: "[")
      var end = node.range.start + (isBracket ? 1 : 0)
      var elements: [Written] = []
      for item in items {
        let element = Written(item, from: end)
        elements.append(element)
        end = max(end, element.range.end)
      }
      self.init(range: node.range, content: .list(elements), anchor: anchor)
    }
  }

  /// The anchor or alias that is the next thing behind white space, comments and punctuation.
  private static func mark(_ sign: UInt8, in file: SourceFile, from: Int, to limit: Int) -> SourceRange? {
    var position = from
    let limit = min(limit, file.bytes.count)
    while position < limit {
      switch file.bytes[position] {
      case UInt8(ascii: " "), UInt8(ascii: "\t"), UInt8(ascii: "\n"), UInt8(ascii: "\r"), UInt8(ascii: ":"),
        UInt8(ascii: "-"), UInt8(ascii: "?"), UInt8(ascii: ","):
        position += 1
      case UInt8(ascii: "#"):
        while position < limit, file.bytes[position] != UInt8(ascii: "\n"),
          file.bytes[position] != UInt8(ascii: "\r")
        {
          position += 1
        }
      case sign:
        var end = position + 1
        while end < limit, isNameByte(file.bytes[end]) { end += 1 }
        return SourceRange(file, position, end)
      default: return nil
      }
    }
    return nil
  }

  private static func isNameByte(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
      UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "_"), UInt8(ascii: "-"):
      true
    default: false
    }
  }
}
