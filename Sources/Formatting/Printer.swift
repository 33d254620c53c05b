internal import Diagnostics
internal import YAML

/// Prints a layout: two blanks per level, one after a colon, brackets kept on one line where they fit.
struct Printer {
  private var lines: [OutputLine] = []

  static func text(of layout: Layout) -> String {
    var printer = Printer()
    var body = Printer()
    body.block(layout.root, indentation: 0)
    // Nothing stands apart from the top or the bottom of the file.
    printer.margin(layout.head, indentation: 0)
    let isApart = printer.lines.last?.isBlank ?? true
    printer.lines += body.lines.drop { isApart && $0.isBlank }
    printer.margin(layout.tail, indentation: 0)
    printer.lines = Array(printer.lines.drop(while: \.isBlank))
    while let last = printer.lines.last, last.isBlank { printer.lines.removeLast() }
    return OutputLine.text(of: printer.lines)
  }

  // MARK: Blocks

  /// Prints a collection as a block.
  private mutating func block(_ value: Value, indentation: Int) {
    switch value.content {
    case .mapping(let entries) where !entries.isEmpty: self.entries(entries, indentation: indentation)
    case .list(let entries) where !entries.isEmpty: self.entries(entries, indentation: indentation)
    default: lines.append(OutputLine(indentation, Self.flow(value) ?? ""))
    }
  }

  private mutating func entries(_ entries: [Entry], indentation: Int) {
    for (position, entry) in entries.enumerated() {
      let above = position > 0 || indentation == 0 ? entry.above[...] : entry.above.drop(while: \.isBlank)
      margin(above, indentation: indentation)
      if let key = entry.key {
        keyed(entry, key, indentation: indentation)
      } else {
        element(entry, indentation: indentation)
      }
    }
  }

  private mutating func keyed(_ entry: Entry, _ key: Scalar, indentation: Int) {
    let name = entry.isKnownKey ? key.text : Quoting.written(key, isFlow: false)
    let written = inline(entry.value, room: Formatter.width - indentation - name.unicodeScalars.count - 2)
    switch written {
    case .text(let text):
      lines.append(
        OutputLine(indentation, name + ":" + (text.isEmpty ? "" : " " + text), beside: entry.beside))
    case .lines(let block):
      lines.append(
        OutputLine(indentation, name + ": " + Self.anchored(entry.value, block.header), beside: entry.beside))
      content(block, indentation: indentation)
    case nil:
      let anchor = entry.value.anchor.map { " " + $0 } ?? ""
      lines.append(OutputLine(indentation, name + ":" + anchor, beside: entry.beside))
      block(entry.value, indentation: indentation + Formatter.step)
    }
    margin(entry.below, indentation: indentation + Formatter.step)
  }

  private mutating func element(_ entry: Entry, indentation: Int) {
    switch inline(entry.value, room: Formatter.width - indentation - 2) {
    case .text(let text):
      lines.append(OutputLine(indentation, text.isEmpty ? "-" : "- " + text, beside: entry.beside))
    case .lines(let block):
      lines.append(
        OutputLine(indentation, "- " + Self.anchored(entry.value, block.header), beside: entry.beside))
      content(block, indentation: indentation)
    case nil where entry.value.anchor != nil:
      // Beside the dash the anchor would belong to the first key.
      lines.append(
        OutputLine(indentation, Self.anchored(entry.value, "-", after: true), beside: entry.beside))
      block(entry.value, indentation: indentation + Formatter.step)
    case nil:
      if let comment = entry.beside { lines.append(OutputLine(comment: comment, indentation)) }
      var inner = Printer()
      inner.block(entry.value, indentation: indentation + Formatter.step)
      // The dash stands in the first line that is no comment; comments above it belong above the dash.
      let first = inner.lines.firstIndex { !$0.isMargin } ?? inner.lines.startIndex
      for index in inner.lines.indices where index <= first {
        inner.lines[index].indentation = indentation
      }
      if inner.lines.indices.contains(first) { inner.lines[first].text = "- " + inner.lines[first].text }
      lines += inner.lines
    }
    margin(entry.below, indentation: indentation + Formatter.step)
  }

  private mutating func content(_ block: TextBlock, indentation: Int) {
    for line in block.lines {
      lines.append(OutputLine(content: line, indentation + Formatter.step))
    }
  }

  /// Comments and at most one blank line in a row.
  private mutating func margin(_ margin: some Sequence<MarginLine>, indentation: Int) {
    for line in margin {
      switch line {
      case .blank: if !(lines.last?.isBlank ?? false) { lines.append(OutputLine(blank: ())) }
      case .comment(let comment): lines.append(OutputLine(comment: comment, indentation))
      }
    }
  }

  // MARK: Values in a line

  private enum Inline {
    case text(String)
    case lines(TextBlock)
  }

  /// What goes behind the colon or dash; nil for what must stand below it as a block.
  private func inline(_ value: Value, room: Int) -> Inline? {
    switch value.content {
    case .scalar(let scalar):
      if let block = TextBlock(block: scalar) { return .lines(block) }
      let text = Quoting.written(scalar, isFlow: false)
      if text.unicodeScalars.count > room,
        let block = TextBlock(folding: scalar, width: room - Formatter.step)
      {
        return .lines(block)
      }
      return .text(Self.anchored(value, text))
    case .alias(let name): return .text(name)
    case .mapping(let entries), .list(let entries):
      guard value.isFlow else { return nil }
      guard !entries.isEmpty else { return Self.flow(value).map { .text($0) } }
      guard !value.holdsComments, let text = Self.flow(value), text.unicodeScalars.count <= room else {
        return nil
      }
      return .text(text)
    }
  }

  /// A value in brackets; nil when it holds what cannot stand there.
  private static func flow(_ value: Value) -> String? {
    bareFlow(value).map { anchored(value, $0) }
  }

  private static func bareFlow(_ value: Value) -> String? {
    switch value.content {
    case .alias(let name): return name
    case .scalar(let scalar):
      if scalar.style == .literal || scalar.style == .folded { return nil }
      return scalar.range.bytes.isEmpty ? "null" : Quoting.written(scalar, isFlow: true)
    case .list(let entries):
      return parts(entries) { flow($0.value) }.map { "[\($0)]" }
    case .mapping(let entries):
      return parts(entries) { entry in
        guard let key = entry.key, let value = flow(entry.value) else { return nil }
        return "\(entry.isKnownKey ? key.text : Quoting.written(key, isFlow: true)): \(value)"
      }.map { "{\($0)}" }
    }
  }

  /// The text with the value's anchor before it, or after it.
  private static func anchored(_ value: Value, _ text: String, after: Bool = false) -> String {
    guard let anchor = value.anchor else { return text }
    if text.isEmpty { return anchor }
    return after ? "\(text) \(anchor)" : "\(anchor) \(text)"
  }

  private static func parts(_ entries: [Entry], _ write: (Entry) -> String?) -> String? {
    var parts: [String] = []
    for entry in entries {
      guard let part = write(entry) else { return nil }
      parts.append(part)
    }
    return parts.joined(separator: ", ")
  }
}
