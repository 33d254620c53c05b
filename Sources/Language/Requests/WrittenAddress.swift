internal import Expressions
internal import Values

/// An address as a connector writes it, with what it can come out as.
///
/// A part that chooses between texts, `${settings.sign_in == 'person' ? '/sites' : '/sites/getAllSites'}`, stands for each of them; any
/// other part is left open, as `${ }`.
package struct WrittenAddress: Sendable {
  /// Templates without their query: one, or one for each choice.
  package let paths: [String]
  /// What stands behind the question mark.
  package let query: String?

  /// It is whole, or begins with what is not known before a run.
  package var isAbsolute: Bool {
    paths.contains { path in ["http://", "https://", "${"].contains { path.hasPrefix($0) } }
  }

  /// More choices than this are left open.
  private static let most = 16

  package init(_ source: String) {
    guard source.utf8.contains(UInt8(ascii: "$")) else {
      let mark = source.utf8.firstIndex(of: UInt8(ascii: "?"))
      paths = [mark.map { String(source[..<$0]) } ?? source]
      query = mark.map { String(source[source.utf8.index(after: $0)...]) }
      return
    }
    var paths = [""]
    var query: String?
    for part in TemplateText(source).parts {
      switch part {
      case .literal(let text, _):
        if query != nil {
          query? += text
        } else if let mark = text.utf8.firstIndex(of: UInt8(ascii: "?")) {
          paths = paths.map { $0 + text[..<mark] }
          query = String(text[text.utf8.index(after: mark)...])
        } else {
          paths = paths.map { $0 + text }
        }
      case .expression(let expression, _):
        if query != nil {
          query? += "${\(expression)}"
          continue
        }
        let choices = Self.choices(of: expression)
        guard !choices.isEmpty, choices.count * paths.count <= Self.most else {
          paths = paths.map { $0 + "${\(expression)}" }
          continue
        }
        paths = paths.flatMap { path in choices.map { path + $0 } }
      }
    }
    self.paths = paths
    self.query = query
  }

  /// The texts that an expression chooses between; none when it gives anything else.
  private static func choices(of source: String) -> [String] {
    guard source.utf8.contains(where: { $0 == UInt8(ascii: "?") || $0 == UInt8(ascii: "[") }) else {
      return []
    }
    let tree = Parser.parse(source).tree
    var found: [String] = []
    return gather(tree.root, of: tree, into: &found) ? found : []
  }

  private static func gather(_ id: NodeID, of tree: SyntaxTree, into found: inout [String]) -> Bool {
    switch tree[id].form {
    case .literal(.string(let text)):
      // What is put into a path is escaped, so that only the beginning of an address can hold slashes.
      if !found.contains(text) { found.append(text) }
      return true
    case .conditional(_, let then, let otherwise):
      return gather(then, of: tree, into: &found) && gather(otherwise, of: tree, into: &found)
    case .index(let map, _, false):
      guard case .map(let entries) = tree[map].form, !entries.isEmpty else { return false }
      return entries.allSatisfy { gather($0.value, of: tree, into: &found) }
    default: return false
    }
  }
}
