internal import Diagnostics
internal import Expressions
internal import Language

/// The name that a loop gives to its elements, held against the name that its body reads.
///
/// A name that nothing in the loop reads, beside one that is spelt alike and that the loop does not give, is one mistake, made where the name
/// is given.
enum LoopNameCheck: Check {
  static let rules: [Rule] = []

  static func run(_ context: ConnectorContext, _ texts: CheckedTexts, _ report: inout FindingList) {
    for text in texts.all where text.checked.source.holds(",") {
      text.visit { node in
        guard case .comprehension(let loop) = node.form else { return }
        check(loop, in: text, &report)
      }
    }
  }

  private static func check(
    _ loop: Expressions.Node.Comprehension, in text: CheckedText, _ report: inout FindingList
  ) {
    let parts = [loop.condition, loop.body].compactMap(\.self)
    var unread = loop.variables
    for part in parts {
      text.visit(from: part) { node in
        if case .identifier(let name, _) = node.form { unread.removeAll { $0.text == name.text } }
      }
    }
    guard !unread.isEmpty else { return }
    var read: Set<String> = []
    var given = Set(loop.variables.map(\.text))
    for part in parts {
      text.visit(from: part) { node in
        if case .identifier(let name, _) = node.form { read.insert(name.text) }
        if case .comprehension(let inner) = node.form { given.formUnion(inner.variables.map(\.text)) }
      }
    }
    for variable in unread {
      guard let meant = read.subtracting(given).sorted().first(where: { isSlip(variable.text, for: $0) })
      else { continue }
      let (place, body) = (text.place(variable.range), text.place(text.checked.tree[loop.body].range))
      report.removeAll { body.contains($0.range) && $0.subject == meant }
      report.add(
        Finding(
          .unknownVariable, "what is read here is `\(meant)`, and the loop calls it `\(variable.text)`",
          at: place, about: meant, path: text.path.description, suggestions: [meant],
          fixes: [.init("call it as it is read", isSafe: false, replace: place, with: meant)]))
    }
  }

  /// A list is often called as its elements are, and an `s`.
  private static func isSlip(_ name: String, for other: String) -> Bool {
    let lengths = (name.utf8.count, other.utf8.count)
    guard min(lengths.0, lengths.1) > 2, name + "s" != other, other + "s" != name else { return false }
    return Suggestions.editDistance(Array(name.utf8), Array(other.utf8), limit: 1) == 1
  }
}
