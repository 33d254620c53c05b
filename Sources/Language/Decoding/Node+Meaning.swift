package import YAML

extension Node {
  /// What stands here, in words.
  package var meaning: String {
    switch content {
    case .mapping: "a mapping"
    case .list: "a list"
    case .scalar(let scalar):
      switch scalar.resolved {
      case .null: "nothing"
      case .bool: "`\(scalar.text)` (true or false)"
      case .int, .float: "the number `\(Self.shortened(scalar.text))`"
      case .string: scalar.text.isEmpty ? "an empty text" : "the text `\(Self.shortened(scalar.text))`"
      }
    }
  }

  private static func shortened(_ text: String) -> String {
    let start = text.prefix(41)
    let line = start.prefix { !$0.isNewline }
    return line.count > 40 ? line.prefix(40) + "…" : String(line)
  }
}
