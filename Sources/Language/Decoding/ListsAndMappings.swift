internal import Diagnostics
internal import YAML

/// Fixes where a list stands for a mapping, or a mapping for a list: whoever comes from another tool takes the one for the other.
extension Decoding {
  /// The keys by which entries of a list name themselves.
  private static let naming = ["name", "id", "key", "model"]

  /// More lines or entries than these are no slip of somebody who wrote them by hand.
  private static let most = 1000

  /// A list of blocks that name themselves, or of single names with what they mean, as a mapping of them.
  func keying(_ node: Node) -> [Finding.Fix] {
    guard let items = node.list, (1...Self.most).contains(items.count), !isFlow(node) else { return [] }
    if let pairs = pairs(items) {
      let text = pairs.map { "\($0.key): \($0.value)" }.joined(separator: ", ")
      return [Finding.Fix("each value under its name", isSafe: true, replace: node.range, with: "{\(text)}")]
    }
    var edits: [Finding.Edit] = []
    for item in items {
      guard let mapping = item.mapping, let first = mapping.entries.first,
        let dash = dash(before: item.range),
        !isFlow(item)
      else { return [] }
      if mapping.entries.count == 1, first.value.mapping != nil {
        edits.append(Finding.Edit(dash, " "))
      } else if mapping.entries.count > 1, Self.naming.contains(first.key.text),
        first.value.scalar?.resolved == .string, dash.startPosition.column > head.startPosition.column
      {
        let range = dash.joined(with: first.value.range)
        edits.append(Finding.Edit(range, "\(first.value.range.text):"))
      } else {
        return []
      }
    }
    return [Finding.Fix("give each entry its name as the key", isSafe: true, edits: edits)]
  }

  /// A list of words where each is to say what it means: it is called as it is written, until somebody knows better.
  func titling(_ node: Node, of element: ValueShape) -> [Finding.Fix] {
    guard case .text = element, let items = node.list, (1...Self.most).contains(items.count), isFlow(node),
      items.allSatisfy({ $0.scalar?.style == .plain && $0.scalar?.resolved == .string })
    else { return [] }
    let words = items.compactMap(\.scalar?.text)
    guard Set(words).count == words.count else { return [] }
    let text = words.map { "\($0): \($0)" }.joined(separator: ", ")
    return [Finding.Fix("each with what it is called", isSafe: false, replace: node.range, with: "{\(text)}")]
  }

  /// `[{key: Accept, value: application/json}]`: names and values side by side.
  private func pairs(_ items: [Node]) -> [(key: String, value: String)]? {
    let pairs = items.compactMap { item -> (String, String)? in
      guard let mapping = item.mapping, mapping.entries.count == 2,
        let name = (mapping["key"] ?? mapping["name"])?.scalar?.range.text,
        let value = mapping["value"]?.scalar
      else { return nil }
      let text = value.range.text
      return value.style == .plain && text.contains(where: { "{}[],".contains($0) }) ? nil : (name, text)
    }
    return pairs.count == items.count ? pairs : nil
  }

  /// One block, or blocks under their names, as a list of them.
  func listing(_ node: Node, of element: ValueShape) -> [Finding.Fix] {
    guard let mapping = node.mapping, (1...Self.most).contains(mapping.entries.count),
      let type = element.blockType
    else { return [] }
    let table = FieldTable.of(type)
    if mapping.entries.contains(where: { table.field($0.key.text) != nil }) {
      return dashing(node)
    }
    let required = Set(table.required.map(\.key))
    let name = Self.naming.first(where: required.contains) ?? Self.naming.first { table.field($0) != nil }
    guard !isFlow(node), let name else { return [] }
    var edits: [Finding.Edit] = []
    for entry in mapping.entries {
      let key = entry.key.range
      guard let first = entry.value.mapping?.entries.first?.key.range else { return [] }
      if isFlow(entry.value) {
        edits.append(Finding.Edit(SourceRange(key.file, key.start, first.start), "- {\(name): \(key.text), "))
      } else if first.startPosition.column == key.startPosition.column + 2, let colon = colon(after: key) {
        edits += [Finding.Edit(key, "- \(name): \(key.text)"), Finding.Edit(colon, "")]
      } else {
        return []
      }
    }
    return [Finding.Fix("a list, where each entry says its `\(name)`", isSafe: true, edits: edits)]
  }

  /// `- ` before a mapping, whose other lines go as far in.
  private func dashing(_ node: Node) -> [Finding.Fix] {
    let (file, range) = (node.range.file, node.range)
    func adding(_ text: String, at offset: Int) -> Finding.Edit {
      Finding.Edit(SourceRange(file, offset, offset), text)
    }
    var edits: [Finding.Edit]
    if isFlow(node) {
      edits = [adding("[", at: range.start), adding("]", at: range.end)]
    } else {
      edits = [adding("- ", at: range.start)]
      let lines = range.startPosition.line..<range.endPosition.line
      guard lines.count <= Self.most else { return [] }
      for line in lines {
        guard let next = file.lineRange(line + 1), !next.isEmpty else { continue }
        edits.append(adding("  ", at: next.lowerBound))
      }
    }
    return [Finding.Fix("a list of one entry", isSafe: true, edits: edits)]
  }

  func isFlow(_ node: Node) -> Bool {
    let file = node.range.file
    guard file.bytes.indices.contains(node.range.start) else { return true }
    return "{[".utf8.contains(file.bytes[node.range.start])
  }

  /// The dash of a list's entry, when only spaces stand between the two.
  private func dash(before range: SourceRange) -> SourceRange? {
    mark(UInt8(ascii: "-"), in: range.file, at: stride(from: range.start - 1, through: 0, by: -1))
  }

  private func colon(after range: SourceRange) -> SourceRange? {
    mark(UInt8(ascii: ":"), in: range.file, at: stride(from: range.end, to: range.file.bytes.count, by: 1))
  }

  private func mark(_ mark: UInt8, in file: SourceFile, at offsets: some Sequence<Int>) -> SourceRange? {
    for offset in offsets {
      guard file.bytes.indices.contains(offset) else { return nil }
      if file.bytes[offset] == mark { return SourceRange(file, offset, offset + 1) }
      guard file.bytes[offset] == UInt8(ascii: " ") else { return nil }
    }
    return nil
  }
}

extension ValueShape {
  /// The construct of a block, also where a scalar would do as well.
  fileprivate var blockType: (any Construct.Type)? {
    switch self {
    case .block(let type): type
    case .either(_, let long): long.blockType
    default: nil
    }
  }
}
