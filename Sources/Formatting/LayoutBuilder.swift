internal import Diagnostics
internal import YAML

/// Gives every comment and blank line of a file its place beside an entry.
///
/// A comment on a line with something else belongs to that line. A comment on a line of its own belongs to the entry below it, unless
/// nothing follows in its block: then it closes the innermost block that it is indented into.
struct LayoutBuilder {
  private let file: SourceFile
  private var pending: ArraySlice<Comment>
  /// Blank lines just read belong to a block scalar that keeps them.
  private var blanksAreContent = false

  static func layout(of root: Written, in document: YAMLDocument) -> Layout {
    var builder = LayoutBuilder(file: document.file, pending: document.comments[...])
    var header: CommentLine?
    var inner: [MarginLine] = []
    var value = builder.value(root, bound: document.file.bytes.count, header: &header, inner: &inner)
    let tail = inner + builder.margin(before: document.file.bytes.count, isInFlow: false, isEnd: true)
    let head = header.map { [MarginLine.comment($0)] } ?? []
    return Layout(head: head + Self.takeHead(from: &value), root: value, tail: tail)
  }

  private init(file: SourceFile, pending: ArraySlice<Comment>) {
    self.file = file
    self.pending = pending
  }

  // MARK: Values

  /// Builds a value; `bound` is where the next thing after it begins.
  ///
  /// `header` takes a comment beside its opening, `inner` those that stand before its closing bracket.
  private mutating func value(
    _ node: Written, bound: Int, header: inout CommentLine?, inner: inout [MarginLine]
  ) -> Value {
    switch node.content {
    case .scalar(let scalar):
      takeInside(scalar, into: &header)
      return Value(content: .scalar(scalar), anchor: node.anchor?.text)
    case .alias(let name):
      blanksAreContent = false
      return Value(content: .alias(name))
    case .list(let items):
      let parts = items.map { Part(key: nil, value: $0) }
      return collection(node, parts, bound: bound, header: &header, inner: &inner) { .list($0) }
    case .mapping(let pairs):
      let parts = pairs.map { Part(key: $0.key, value: $0.value) }
      return collection(node, parts, bound: bound, header: &header, inner: &inner) { .mapping($0) }
    }
  }

  /// An entry to be.
  private struct Part {
    var key: Scalar?
    var value: Written

    var start: Int { key?.range.start ?? value.start }
  }

  private mutating func collection(
    _ node: Written, _ parts: [Part], bound: Int, header: inout CommentLine?,
    inner: inout [MarginLine], _ wrap: ([Entry]) -> Value.Content
  ) -> Value {
    let isFlow = flowEnd != nil || isBracket(at: node.range.start)
    let pendingBefore = pending.count
    let outerEnd = flowEnd
    if isFlow { flowEnd = node.range.end }
    defer { flowEnd = outerEnd }
    if isFlow, let comment = pending.first, comment.range.start < node.range.end, !comment.isWholeLine,
      comment.range.start < (parts.first?.start ?? node.range.end)
    {
      if header == nil { header = take(comment) } else { inner.append(.comment(take(comment))) }
    }
    let bound = isFlow ? node.range.end : bound
    let column = node.range.startPosition.column
    var entries: [Entry] = []
    for (position, part) in parts.enumerated() {
      let next = position + 1 < parts.count ? parts[position + 1].start : bound
      entries.append(entry(part, column: column, bound: next))
    }
    if isFlow {
      while let comment = pending.first, comment.range.start < node.range.end {
        inner.append(.comment(take(comment)))
      }
    }
    return Value(
      content: wrap(entries), anchor: node.anchor?.text, isFlow: isFlow,
      holdsComments: isFlow && pending.count < pendingBefore)
  }

  /// The end of the flow collection around the value being built.
  private var flowEnd: Int?

  private mutating func entry(_ part: Part, column: Int, bound: Int) -> Entry {
    let node = part.value
    var above = margin(before: part.start, isInFlow: flowEnd != nil, isEnd: false)
    var beside: CommentLine?
    if part.key != nil || node.anchor != nil {
      takeBeforeValue(node, above: &above, beside: &beside)
    }
    var below: [MarginLine] = []
    let value = value(node, bound: bound, header: &beside, inner: &below)
    if isNothing(node) || !isOpen(node) {
      takeBeside(end: node.range.end, bound: bound, into: &beside, or: &below)
    }
    if node.isEmptyCollection || !node.isCollection {
      // A scalar and empty brackets stay on one line, which holds one comment.
      above += below
      below = []
    }
    if isNothing(node) || isOpen(node) { below += closing(column: column, bound: bound) }
    return Entry(above: above, key: part.key, value: value, beside: beside, below: below)
  }

  /// A block, which comments may close.
  private func isOpen(_ node: Written) -> Bool {
    flowEnd == nil && node.isCollection && !isBracket(at: node.range.start)
  }

  /// A key or dash with nothing after it: what was to stand there may be commented out.
  private func isNothing(_ node: Written) -> Bool {
    if case .scalar = node.content { flowEnd == nil && node.range.bytes.isEmpty } else { false }
  }

  // MARK: Comments

  private mutating func take(_ comment: Comment) -> CommentLine {
    pending.removeFirst()
    return comment.printed
  }

  /// Comments between a key and its value.
  private mutating func takeBeforeValue(
    _ node: Written, above: inout [MarginLine], beside: inout CommentLine?
  ) {
    let isBlock = node.isCollection && !isBracket(at: node.range.start)
    while let comment = pending.first, comment.range.start < node.range.start {
      if comment.isWholeLine, isBlock { return }
      let line = take(comment)
      if !comment.isWholeLine, beside == nil { beside = line } else { above.append(.comment(line)) }
    }
  }

  /// The comment in the first line of a block scalar.
  private mutating func takeInside(_ scalar: Scalar, into beside: inout CommentLine?) {
    while let comment = pending.first, comment.range.start < scalar.range.end, beside == nil {
      beside = take(comment)
    }
    let isBlock = scalar.style == .literal || scalar.style == .folded
    blanksAreContent = isBlock && (scalar.text.hasSuffix("\n\n") || scalar.text == "\n")
  }

  /// The comment after the last character of a value.
  private mutating func takeBeside(
    end: Int, bound: Int, into beside: inout CommentLine?, or below: inout [MarginLine]
  ) {
    guard let comment = pending.first, !comment.isWholeLine, comment.range.start < bound,
      comment.line == file.position(at: end).line
    else { return }
    if beside == nil { beside = take(comment) } else { below.append(.comment(take(comment))) }
  }

  /// Comments at the end of a block, as far as they are indented deeper than what introduces it.
  private mutating func closing(column: Int, bound: Int) -> [MarginLine] {
    var lines: [MarginLine] = []
    while let comment = pending.first, comment.range.start < bound, comment.isWholeLine,
      comment.range.startPosition.column > column
    {
      if isBlankBefore(comment.line) { lines.append(.blank) }
      lines.append(.comment(take(comment)))
    }
    return lines
  }

  /// Everything that stands between the last entry and the next.
  private mutating func margin(before start: Int, isInFlow: Bool, isEnd: Bool) -> [MarginLine] {
    var lines: [MarginLine] = []
    while let comment = pending.first, comment.range.start < start {
      if !isInFlow, isBlankBefore(comment.line) { lines.append(.blank) }
      lines.append(.comment(take(comment)))
    }
    if !isInFlow, !isEnd, isBlankBefore(file.position(at: entryStart(start)).line) { lines.append(.blank) }
    return lines
  }

  /// The dash of a list's element whose value stands on a later line.
  private func entryStart(_ start: Int) -> Int {
    var offset = min(start, file.bytes.count)
    while offset > 0,
      [UInt8(ascii: " "), UInt8(ascii: "\n"), UInt8(ascii: "\r")].contains(file.bytes[offset - 1])
    {
      offset -= 1
    }
    return offset > 0 && file.bytes[offset - 1] == UInt8(ascii: "-") ? offset - 1 : start
  }

  private mutating func isBlankBefore(_ line: Int) -> Bool {
    defer { blanksAreContent = false }
    guard !blanksAreContent, line > 1, let range = file.lineRange(line - 1) else { return false }
    return file.bytes[range].allSatisfy { $0 == UInt8(ascii: " ") || $0 == UInt8(ascii: "\t") }
  }

  private func isBracket(at offset: Int) -> Bool {
    guard file.bytes.indices.contains(offset) else { return false }
    return file.bytes[offset] == UInt8(ascii: "{") || file.bytes[offset] == UInt8(ascii: "[")
  }

  // MARK: The head

  /// Takes the comments at the top of the file off its first entry.
  ///
  /// They belong to the file; only a last group that stands apart from the others and touches the entry belongs to the entry.
  private static func takeHead(from value: inout Value) -> [MarginLine] {
    var entries: [Entry]
    switch value.content {
    case .mapping(let list), .list(let list): entries = list
    case .scalar, .alias: return []
    }
    guard !entries.isEmpty else { return [] }
    let lines = entries[0].above
    var split = lines.count
    if let last = lines.last, case .comment = last, let gap = lines.lastIndex(where: \.isBlank), gap > 0 {
      split = gap + 1
    }
    entries[0].above = Array(lines[split...])
    if case .mapping = value.content {
      value.content = .mapping(entries)
    } else {
      value.content = .list(entries)
    }
    return Array(lines[..<split])
  }
}

extension MarginLine {
  var isBlank: Bool { if case .blank = self { true } else { false } }
}
