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
      + entry.declarations.flatMap { declaration -> [Line] in
        let field = declaration.info
        if let value = node.mapping?[field.key] { return labelled(field.key, value, field.shape) }
        guard let standard = field.standardText, entry.isFree(field.key, in: node) else { return [] }
        // What is said about a default and is no value of the key must not look like one.
        let isValue = StandardValue.of(declaration) != nil
        return [Line(text: "\(isValue ? "" : "# ")\(field.key): \(standard)", note: "default")]
      }
  }

  private func labelled(_ label: String, _ node: Node, _ shape: ValueShape) -> [Line] {
    switch value(node, shape) {
    case .inline(let text): [Line(text: "\(label): \(text)")]
    case .text(let mark, let lines): [Line(text: "\(label): \(mark)")] + lines.map { Line(text: "  " + $0) }
    case .nested(let lines): [Line(text: label + ":")] + lines.map(indented)
    }
  }

  private func dashed(_ node: Node, _ shape: ValueShape) -> [Line] {
    let lines: [Line] =
      switch value(node, shape) {
      case .inline(let text): [Line(text: text)]
      case .text(let mark, let lines): [Line(text: mark)] + lines.map { Line(text: $0) }
      case .nested(let lines): lines
      }
    return lines.enumerated().map { position, line in
      Line(text: (position == 0 ? "- " : "  ") + line.text, note: line.note)
    }
  }

  /// How a value is laid out.
  private enum Value {
    case inline(String)
    /// A block scalar: its mark, and its lines.
    case text(String, [String])
    case nested([Line])
  }

  private func value(_ node: Node, _ shape: ValueShape) -> Value {
    if let entry = walk.block(of: shape, node) { return .nested(block(entry, node)) }
    let source = source(node)
    switch node.content {
    case .scalar: return blockText(node) ?? .inline(source ?? opening(node))
    case .list(let items):
      let element: ValueShape =
        if case .list(let element, _) = form(of: shape, node) { element } else { .anything }
      if let source, element.blocks.isEmpty { return .inline(source) }
      return .nested(items.flatMap { dashed($0, element) })
    case .mapping(let mapping):
      let element: ValueShape =
        if case .map(let element, _) = form(of: shape, node) { element } else { .anything }
      if let source, element.blocks.isEmpty { return .inline(source) }
      return .nested(mapping.entries.flatMap { labelled($0.key.text, $0.value, element) })
    }
  }

  private func form(of shape: ValueShape, _ node: Node) -> ValueShape {
    guard case .either(let short, let long) = shape else { return shape }
    return form(of: walk.chosen(short, long, node), node)
  }

  /// The text of a value that can stand after its key on one line: a scalar, or a list or mapping in brackets.
  private func source(_ node: Node) -> String? {
    let text = node.range.file.text(node.range.bytes)
    if text.contains(where: \.isNewline) { return nil }
    return node.scalar != nil || text.hasPrefix("[") || text.hasPrefix("{") ? text : nil
  }

  /// A text that goes over several lines, its words as they stand.
  private func opening(_ node: Node) -> String {
    node.range.file.text(node.range.bytes).split(whereSeparator: \.isNewline)
      .map { $0.drop { $0 == " " } }.joined(separator: " ")
  }

  /// A block scalar without its indentation; nil for other scalars.
  private func blockText(_ node: Node) -> Value? {
    guard let scalar = node.scalar, scalar.style == .literal || scalar.style == .folded else { return nil }
    let lines = node.range.file.text(node.range.bytes)
      .split(omittingEmptySubsequences: false, whereSeparator: \.isNewline)
    let indent = lines.dropFirst().filter { !$0.isEmpty }.map { $0.prefix { $0 == " " }.count }.min() ?? 0
    return .text(lines.first.map(String.init) ?? "", lines.dropFirst().map { String($0.dropFirst(indent)) })
  }

  private func indented(_ line: Line) -> Line { Line(text: "  " + line.text, note: line.note) }
}

extension CatalogueEntry {
  /// Whether a key could be added to what is written: a default that could not be is not shown.
  fileprivate func isFree(_ key: String, in node: Node) -> Bool {
    constraints.allSatisfy { constraint in
      switch constraint {
      case .exactlyOne(let keys), .atMostOne(let keys):
        !keys.contains(key) || keys.allSatisfy { node.mapping?[$0] == nil }
      case .needs(let dependent, let other): dependent != key || node.mapping?[other] != nil
      case .atLeastOne: true
      }
    }
  }
}
