internal import Diagnostics
internal import YAML

/// A document with its comments in place, ready to be ordered and printed.
struct Layout {
  /// The comments at the very top, which belong to the file and not to its first key.
  var head: [MarginLine]
  var root: Value
  /// What stands after the last entry.
  var tail: [MarginLine]
}

/// A value and how it was written.
struct Value {
  indirect enum Content {
    case scalar(Scalar)
    case mapping([Entry])
    case list([Entry])
    /// `*name`.
    case alias(String)
  }

  var content: Content
  /// `&name`.
  var anchor: String?
  /// Written with brackets.
  var isFlow = false
  /// A comment stands inside, so that brackets on one line cannot hold it.
  var holdsComments = false
}

/// An entry of a mapping, or an element of a list, with what is written around it.
struct Entry {
  var above: [MarginLine]
  /// Nil in a list.
  var key: Scalar?
  /// The key is a word of the language, and needs no quotes whatever other readers of YAML make of it.
  var isKnownKey = false
  var value: Value
  /// The comment on the entry's own line.
  var beside: CommentLine?
  /// Comments at the end of the entry's block, indented with it.
  var below: [MarginLine]
}

/// A line between entries.
enum MarginLine {
  case blank
  case comment(CommentLine)
}

/// The text of a comment with its `#`, and the column at which it stood.
struct CommentLine {
  var text: String
  var column: Int
  /// At least two blanks stand before it, as where comments are lined up.
  var isSetApart: Bool
}

extension Comment {
  /// The comment as it is printed: without blanks at its end.
  var printed: CommentLine {
    let bytes = range.file.bytes[range.bytes.clamped(to: 0..<range.file.bytes.count)]
    let isTrailing: (UInt8) -> Bool = {
      $0 == UInt8(ascii: " ") || $0 == UInt8(ascii: "\t") || $0 == UInt8(ascii: "\r")
    }
    var end = bytes.endIndex
    while end > bytes.startIndex, isTrailing(bytes[end - 1]) { end -= 1 }
    return CommentLine(
      text: String(decoding: bytes[..<end], as: UTF8.self), column: range.startPosition.column,
      isSetApart: range.file.text(range.start - 2..<range.start) == "  ")
  }
}
