internal import Diagnostics
internal import Language
internal import YAML

/// A block of a file with everything that holds in it written out: what is given, and the defaults of what is not.
struct ExpandedForm {
  private struct Line {
    var text: String
    var note = ""
  }

  private let walk: DocumentWalk
  private var lines: [Line] = []

  init(_ walk: DocumentWalk, block: CatalogueEntry, node: Node) {
    self.walk = walk
    lines = self.block(block, node)
  }

  /// YAML with the notes as comments in one column.
  var text: String {
    let column = (lines.filter { !$0.note.isEmpty }.map(\.text.count).max() ?? 0) + 2
    return lines.map { line in
      guard !line.note.isEmpty else { return line.text }
      return line.text + String(repeating: " ", count: column - line.text.count) + "# " + line.note
    }
    .joined(separator: "\n")
  }

  private func block(_ entry: CatalogueEntry, _ node: Node) -> [Line] {
    let deciders = entry.deciders.map { Line(text: "\($0.key): \($0.value)") }
    return deciders
      + entry.fields.flatMap { field -> [Line] in
        if let value = node.mapping?[field.key] { return labelled(field.key, value, field.shape) }
        guard let standard = field.standardText else { return [] }
        return [Line(text: "\(field.key): \(standard)", note: "default")]
      }
  }

  private func labelled(_ label: String, _ node: Node, _ shape: ValueShape) -> [Line] {
    let value = value(node, shape)
    guard let first = value.first, value.count > 1 || isBlock(shape, node) else {
      return [Line(text: "\(label): \(value.first?.text ?? "")", note: value.first?.note ?? "")]
    }
    let isEmptyBlock = value.count == 1 && first.text.isEmpty
    return [Line(text: label + ":")] + (isEmptyBlock ? [] : value.map(indented))
  }

  private func isBlock(_ shape: ValueShape, _ node: Node) -> Bool { walk.block(of: shape, node) != nil }

  /// A value by itself: one line for what stands on one line, several for blocks and what goes over several.
  private func value(_ node: Node, _ shape: ValueShape) -> [Line] {
    if let entry = walk.block(of: shape, node) { return block(entry, node) }
    switch (form(of: shape, node), node.content) {
    case (.list(let element, _), .list(let items)) where !element.blocks.isEmpty || source(node) == nil:
      return items.flatMap { item in dashed(value(item, element)) }
    case (.map(let element, _), .mapping(let mapping)) where !element.blocks.isEmpty || source(node) == nil:
      return mapping.entries.flatMap { entry in labelled(entry.key.text, entry.value, element) }
    case (_, .mapping(let mapping)) where source(node) == nil:
      return mapping.entries.flatMap { entry in labelled(entry.key.text, entry.value, .anything) }
    case (_, .list(let items)) where source(node) == nil:
      return items.flatMap { item in dashed(value(item, .anything)) }
    default: return [Line(text: source(node) ?? opening(node))]
    }
  }

  private func form(of shape: ValueShape, _ node: Node) -> ValueShape {
    guard case .either(let short, let long) = shape else { return shape }
    return form(of: walk.chosen(short, long, node), node)
  }

  /// The text of a value that stands on one line of the file.
  private func source(_ node: Node) -> String? {
    let text = node.range.file.text(node.range.bytes)
    return text.contains(where: \.isNewline) ? nil : text
  }

  /// The first line of a text that goes over several.
  private func opening(_ node: Node) -> String {
    String(node.range.file.text(node.range.bytes).prefix { !$0.isNewline }) + " …"
  }

  private func dashed(_ lines: [Line]) -> [Line] {
    lines.enumerated().map { position, line in
      Line(text: (position == 0 ? "- " : "  ") + line.text, note: line.note)
    }
  }

  private func indented(_ line: Line) -> Line { Line(text: "  " + line.text, note: line.note) }
}
