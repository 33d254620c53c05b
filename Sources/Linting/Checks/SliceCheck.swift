internal import Diagnostics
internal import Expressions
internal import Language
internal import Values

/// Whether the variable of a slice is meant where it is read: by what records carry of it, and by the request of a tree.
enum SliceCheck: Check {
  static let rules: [Rule] = [.carriedFromItself, .treeBeginning]

  static func run(_ context: ConnectorContext, _ texts: CheckedTexts, _ report: inout FindingList) {
    for stream in context.streams {
      let slices = stream.value[StreamBlock.each] ?? []
      guard !slices.isEmpty else { continue }
      let here = texts.under(DocumentPath(["streams", stream.name]))
      checkCarried(slices, here, &report)
      if let tree = slices.first(where: { $0.as(TreeSlice.self) != nil }) {
        checkBeginning(of: tree, here, &report)
      }
    }
  }

  private static func checkCarried(
    _ slices: [Block], _ here: [CheckedText], _ report: inout FindingList
  ) {
    let names = slices.map(SliceFields.variable)
    for text in here {
      let path = text.path.components
      guard path.contains("for_each"), path.contains("carry"), text.uses("record"),
        !names.contains(where: text.uses)
      else { continue }
      let source = text.checked.source
      let meant = source.hasPrefix("record.") ? names[0] + source.dropFirst("record".count) : names[0]
      report.add(
        Finding(
          .carriedFromItself,
          "`record` is the record that gets the field; what it is read for is `\(names.joined(separator: "`, `"))`",
          at: text.range, path: text.path.description, suggestions: [meant]))
    }
  }

  private static func checkBeginning(
    of tree: Block, _ here: [CheckedText], _ report: inout FindingList
  ) {
    let name = SliceFields.variable(of: tree)
    guard let from = here.first(where: { $0.path.last == "from" && $0.path.components.contains("for_each") }),
      case .list(let elements) = from.checked.tree[from.checked.tree.root].form
    else { return }
    let read = here.filter { $0.path.components.dropFirst(2).first == "read" && $0.usesBare(name) }
      .flatMap { $0.fieldNames(of: name) }
    for element in elements {
      let node = from.checked.tree[element.value]
      guard case .map(let entries) = node.form else { continue }
      let keys = entries.compactMap { entry -> String? in
        guard case .literal(.string(let key)) = from.checked.tree[entry.key].form else { return nil }
        return key
      }
      guard keys.count == entries.count, let missing = read.first(where: { !keys.contains($0) }) else {
        continue
      }
      report.add(
        Finding(
          .treeBeginning,
          "the request reads `\(name).\(missing)`, and the tree begins with a value that has no `\(missing)`",
          at: from.place(node.range), path: from.path.description))
    }
  }
}
