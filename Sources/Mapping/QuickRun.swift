internal import JSON
internal import Language
internal import Rows
internal import Values

/// One run of a quick program over a record: texts go to a stretch of memory that is large enough for all of them.
struct QuickRun {
  /// Records of more bytes go the other way, so that the memory stays small.
  static let longestRecord = 65_536

  private let program: SharedQuickProgram
  private let record: MappingFrame.Root
  private let item: MappingFrame.Root?
  private let hints: UnsafeMutablePointer<JSONTape.Hint>
  private let text: UnsafeMutablePointer<UInt8>
  private(set) var count = 0

  init(
    _ program: SharedQuickProgram, record: MappingFrame.Root, item: MappingFrame.Root?,
    hints: UnsafeMutablePointer<JSONTape.Hint>, text: UnsafeMutablePointer<UInt8>
  ) {
    self.program = program
    self.record = record
    self.item = item
    self.hints = hints
    self.text = text
  }

  /// What became of a form; a text may be plain, so that JSON would escape nothing of it.
  enum Outcome { case absent, null, text, plainText, givenUp }

  /// The time that a node gives; nil when it is absent, null or left to the other way.
  mutating func instant(_ node: Int?) -> Instant? {
    guard let node else { return nil }
    let start = count
    defer { count = start }
    // The node is that of `instant()`; what it is called with is the text.
    let outcome = append(program.nodes.start[node].first)
    guard outcome == .plainText || outcome == .text else { return nil }
    return InstantForm.civil(text + start, count - start)?.instant(offset: 0)
  }

  // MARK: Columns

  /// Fills a column; nil, and nothing is set, when it is left to the other way.
  mutating func fill(
    _ column: QuickProgram.Column, _ cells: UnsafeMutableBufferPointer<RowBatch.Cell>, base: Int
  ) -> Presence? {
    let start = count
    let presence: Presence?
    switch column.kind {
    case .integer, .boolean, .decimal: presence = fillValue(column, cells, base: base)
    default:
      let outcome = append(column.node)
      switch outcome {
      case .absent: presence = .absent
      case .null:
        cells[column.column] = .null
        if column.kind == .choice { cells[column.raw] = .null }
        presence = .null
      case .givenUp: presence = column.kind == .reference ? fillDigits(column, cells, base: base) : nil
      case .text, .plainText:
        presence = fillText(column, from: start, isPlain: outcome == .plainText, cells, base: base)
      }
    }
    if presence != .value { count = start }
    return presence
  }

  private mutating func fillText(
    _ column: QuickProgram.Column, from start: Int, isPlain: Bool,
    _ cells: UnsafeMutableBufferPointer<RowBatch.Cell>, base: Int
  ) -> Presence? {
    switch column.kind {
    case .checked, .reference:
      if count == start {
        cells[column.column] = .null
        return .null
      }
      if column.kind == .checked, TextForms.adopt(column.type, text + start, count - start) != nil {
        return nil
      }
    case .choice: return fillChoice(column, from: start, isPlain: isPlain, cells, base: base)
    default: break
    }
    cells[column.column] = cell(from: start, isPlain: isPlain, base: base)
    return .value
  }

  private mutating func fillChoice(
    _ column: QuickProgram.Column, from start: Int, isPlain: Bool,
    _ cells: UnsafeMutableBufferPointer<RowBatch.Cell>, base: Int
  ) -> Presence? {
    let raw = cell(from: start, isPlain: isPlain, base: base)
    for arm in column.arms {
      let arm = program.arms.start[arm]
      guard isText(text + start, count - start, arm.word) else { continue }
      let wordStart = count
      append(arm.meaning)
      cells[column.raw] = raw
      cells[column.column] = cell(from: wordStart, isPlain: column.hasPlainWords, base: base)
      return .value
    }
    return nil
  }

  /// Whether a text is a literal.
  private func isText(_ text: UnsafePointer<UInt8>, _ count: Int, _ literal: Range<Int>) -> Bool {
    guard count == literal.count else { return false }
    let literal = program.literals.start + literal.lowerBound
    for at in 0..<count where text[at] != literal[at] { return false }
    return true
  }

  private func cell(from start: Int, isPlain: Bool, base: Int) -> RowBatch.Cell {
    RowBatch.Cell(
      state: .text, isPlain: isPlain, length: UInt32(truncatingIfNeeded: count - start),
      payload: Int64(base + start))
  }

  /// The id of another record that is written as a number.
  private mutating func fillDigits(
    _ column: QuickProgram.Column, _ cells: UnsafeMutableBufferPointer<RowBatch.Cell>, base: Int
  ) -> Presence? {
    guard case .integer(let digits) = end(column.node) else { return nil }
    let start = count
    append(digits)
    cells[column.column] = cell(from: start, isPlain: true, base: base)
    return .value
  }

  private mutating func fillValue(
    _ column: QuickProgram.Column, _ cells: UnsafeMutableBufferPointer<RowBatch.Cell>, base: Int
  ) -> Presence? {
    let number: Int
    switch (column.kind, end(column.node)) {
    case (_, .missing): return .absent
    case (.boolean, .bool(let flag)): number = flag ? 1 : 0
    case (.integer, .integer(let digits)):
      // Signs and what may not fit are looked at more closely.
      guard digits.count <= 18, let first = digits.baseAddress, let small = Digits.number(first, digits.count)
      else { return nil }
      number = small
    case (.decimal, .integer(let digits)), (.decimal, .fraction(let digits)):
      for byte in digits where byte == 0x65 || byte == 0x45 || byte == 0x2D { return nil }
      let start = count
      append(digits)
      cells[column.column] = cell(from: start, isPlain: true, base: base)
      return .value
    default: return nil
    }
    cells[column.column] = RowBatch.Cell(state: .integer, length: 0, payload: Int64(number))
    return .value
  }

  // MARK: Forms

  /// What the path that a node is leads to.
  private func end(_ node: Int) -> JSONPathWalker.Ending {
    let node = program.nodes.start[node]
    let root: MappingFrame.Root
    switch node.operation {
    case .path: root = record
    case .pathOfItem:
      guard let item else { return .unfit }
      root = item
    default: return .unfit
    }
    return program.paths.look(node.first, in: root.tape, from: root.index, hints)
  }

  @inline(__always)
  private mutating func append(_ bytes: UnsafeBufferPointer<UInt8>) {
    guard let start = bytes.baseAddress else { return }
    (text + count).copyShort(start, bytes.count)
    count += bytes.count
  }

  @inline(__always)
  private mutating func append(_ literal: Range<Int>) {
    (text + count).copyShort(program.literals.start + literal.lowerBound, literal.count)
    count += literal.count
  }

  /// Appends the text of a form; what was appended before it gave up is the caller's to forget.
  mutating func append(_ place: Int) -> Outcome {
    let node = program.nodes.start[place]
    switch node.operation {
    case .path, .pathOfItem: return appendPath(place)
    case .literal:
      append(node.first..<node.first + node.count)
      return node.old == 1 ? .plainText : .text
    case .lower: return change(node) { ($0 &- 0x41) < 26 ? $0 | 0x20 : $0 }
    case .upper: return change(node) { ($0 &- 0x61) < 26 ? $0 & 0xDF : $0 }
    case .replace: return change(node) { $0 == node.old ? node.new : $0 }
    case .concatenation: return join(node)
    case .choice:
      guard let holds = test(program.below.start[node.first]) else { return .givenUp }
      return append(program.below.start[node.first + (holds ? 1 : 2)])
    case .isNull, .isText, .not, .all, .any: return .givenUp
    case .coalesce:
      for inner in node.first..<node.first + node.count {
        switch append(program.below.start[inner]) {
        case .absent, .null: continue
        case let outcome: return outcome
        }
      }
      return .null
    case .date:
      let start = count
      let outcome = append(node.first)
      guard outcome == .text || outcome == .plainText else { return outcome }
      guard program.dates[node.count].adopt(text + start, count - start) else { return .givenUp }
      count = start + DateForm.length
      return .plainText
    case .instant:
      let start = count
      let outcome = append(node.first)
      guard outcome == .text || outcome == .plainText else { return outcome }
      return InstantForm.civil(text + start, count - start) == nil ? .givenUp : .plainText
    }
  }

  /// Whether a test holds; nil when the evaluation must tell.
  ///
  /// What decides early decides here too: an operand that fails changes nothing when another one has decided, and when none has,
  /// the test is given up.
  private func test(_ place: Int) -> Bool? {
    let node = program.nodes.start[place]
    switch node.operation {
    case .isNull:
      switch end(node.first) {
      case .null: return true
      case .string: return false
      default: return nil
      }
    case .isText:
      switch end(node.first) {
      case .null: return false
      case .string(let text, _):
        let literal = program.nodes.start[node.count]
        guard let start = text.baseAddress else { return nil }
        return isText(start, text.count, literal.first..<literal.first + literal.count)
      default: return nil
      }
    case .not: return test(node.first).map { !$0 }
    case .all, .any:
      let decisive = node.operation == .any
      for inner in node.first..<node.first + node.count {
        guard let holds = test(program.below.start[inner]) else { return nil }
        if holds == decisive { return decisive }
      }
      return !decisive
    default: return nil
    }
  }

  private mutating func appendPath(_ place: Int) -> Outcome {
    switch end(place) {
    case .missing: return .absent
    case .null, .throughNull: return .null
    case .string(let text, let isEscaped):
      append(text)
      return isEscaped ? .text : .plainText
    case .integer, .fraction, .bool, .container, .unfit: return .givenUp
    }
  }

  /// Only texts can be joined; what else there is, the evaluation judges.
  private mutating func join(_ node: QuickProgram.Node) -> Outcome {
    var outcome = Outcome.plainText
    for inner in node.first..<node.first + node.count {
      let part = append(program.below.start[inner])
      switch part {
      case .plainText: break
      case .text: outcome = .text
      case .absent, .null, .givenUp: return .givenUp
      }
    }
    return outcome
  }

  private mutating func change(_ node: QuickProgram.Node, _ change: (UInt8) -> UInt8) -> Outcome {
    let start = count
    let outcome = append(node.first)
    guard outcome == .text || outcome == .plainText else { return .givenUp }
    for at in start..<count { text[at] = change(text[at]) }
    return outcome
  }
}
