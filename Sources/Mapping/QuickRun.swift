internal import JSON
internal import Language
internal import Rows
internal import Values

/// One run of a quick program over a record: texts go to a stretch of memory that is large enough for all of them.
struct QuickRun {
  /// Records of more bytes go the other way, so that the memory stays small.
  static let longestRecord = 65_536

  private let nodes: UnsafePointer<QuickProgram.Node>
  private let below: UnsafePointer<Int>
  private let literals: UnsafePointer<UInt8>
  private let arms: UnsafePointer<QuickProgram.Arm>
  private let dates: UnsafePointer<DateForm>
  private let record: JSONTape
  private let item: JSONTape
  /// Where the paths of the record have led to, and those of the element.
  private let ends: UnsafeMutablePointer<Int>
  private let endsOfItem: UnsafeMutablePointer<Int>
  private let text: UnsafeMutablePointer<UInt8>
  private(set) var count = 0

  /// The program must live as long as its run; there are as many hints and ends as it needs.
  init(
    _ program: SharedQuickProgram, record: MappingFrame.Root, item: MappingFrame.Root?,
    hints: UnsafeMutablePointer<JSONTape.Hint>, ends: UnsafeMutablePointer<Int>,
    text: UnsafeMutablePointer<UInt8>
  ) {
    (nodes, below, literals) = (program.nodes.start, program.below.start, program.literals.start)
    (arms, dates) = (program.arms.start, program.dates.start)
    self.record = record.tape
    self.text = text
    self.ends = ends
    endsOfItem = ends + program.paths.count
    program.paths.walk(record.tape, from: record.index, hints, ends)
    self.item = item?.tape ?? record.tape
    guard let item else {
      endsOfItem.update(repeating: JSONPathEnd.unfit, count: program.pathsOfItem.count)
      return
    }
    program.pathsOfItem.walk(item.tape, from: item.index, hints + program.paths.count, endsOfItem)
  }

  /// What became of a form; a text may be plain, so that JSON would escape nothing of it.
  enum Outcome { case absent, null, text, plainText, givenUp }

  /// The time that a node gives, and where its text stays; nil when it is absent, null or left to the other way.
  mutating func instant(_ node: Int?, base: Int) -> (Instant?, RowBatch.Slice) {
    guard let node else { return (nil, .empty) }
    let start = count
    // The node is that of `instant()`; what it is called with is the text.
    let outcome = append(nodes[node].first)
    guard outcome == .plainText || outcome == .text,
      let instant = InstantForm.civil(text + start, count - start)?.instant(offset: 0)
    else {
      count = start
      return (nil, .empty)
    }
    return (instant, RowBatch.Slice(start: base + start, length: count - start))
  }

  // MARK: Columns

  /// Fills a column; nil, and nothing is set, when it is left to the other way.
  @inline(__always)
  mutating func fill(
    _ column: UnsafePointer<QuickProgram.Column>, _ cells: UnsafeMutablePointer<RowBatch.Cell>, base: Int
  ) -> Presence? {
    // Most columns are a text as it stands at a path.
    if column.pointee.kind == .text, column.pointee.path >= 0 {
      let at = ends[column.pointee.path]
      if at >= 0, record.isString(at) {
        let start = count
        append(record.text(at))
        cells[column.pointee.column] = cell(from: start, isPlain: !record.isEscaped(at), base: base)
        return .value
      }
    }
    return fillOther(column, cells, base: base)
  }

  private mutating func fillOther(
    _ place: UnsafePointer<QuickProgram.Column>, _ cells: UnsafeMutablePointer<RowBatch.Cell>, base: Int
  ) -> Presence? {
    let column = place.pointee
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
    _ cells: UnsafeMutablePointer<RowBatch.Cell>, base: Int
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
    _ cells: UnsafeMutablePointer<RowBatch.Cell>, base: Int
  ) -> Presence? {
    let raw = cell(from: start, isPlain: isPlain, base: base)
    for arm in column.arms {
      let arm = arms[arm]
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
    let literal = literals + literal.lowerBound
    for at in 0..<count where text[at] != literal[at] { return false }
    return true
  }

  @inline(__always)
  private func cell(from start: Int, isPlain: Bool, base: Int) -> RowBatch.Cell {
    RowBatch.Cell(
      state: .text, isPlain: isPlain, length: UInt32(truncatingIfNeeded: count - start),
      payload: Int64(base + start))
  }

  /// The id of another record that is written as a number.
  private mutating func fillDigits(
    _ column: QuickProgram.Column, _ cells: UnsafeMutablePointer<RowBatch.Cell>, base: Int
  ) -> Presence? {
    let (tape, at) = end(column.node)
    guard at >= 0, tape.isInteger(at) else { return nil }
    let start = count
    append(tape.text(at))
    cells[column.column] = cell(from: start, isPlain: true, base: base)
    return .value
  }

  private mutating func fillValue(
    _ column: QuickProgram.Column, _ cells: UnsafeMutablePointer<RowBatch.Cell>, base: Int
  ) -> Presence? {
    let (tape, at) = end(column.node)
    if at < 0 { return at == JSONPathEnd.missing ? .absent : nil }
    let number: Int
    switch column.kind {
    case .boolean where tape.isTrue(at): number = 1
    case .boolean where tape.isFalse(at): number = 0
    case .integer where tape.isInteger(at):
      let digits = tape.text(at)
      // Signs and what may not fit are looked at more closely.
      guard digits.count <= 18, let first = digits.baseAddress, let small = Digits.number(first, digits.count)
      else { return nil }
      number = small
    case .decimal where tape.isNumber(at):
      let digits = tape.text(at)
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

  /// Where the path that a node is leads to.
  @inline(__always)
  private func end(_ place: Int) -> (tape: JSONTape, at: Int) {
    let node = nodes + place
    switch node.pointee.operation {
    case .path: return (record, ends[node.pointee.first])
    case .pathOfItem: return (item, endsOfItem[node.pointee.first])
    default: return (record, JSONPathEnd.unfit)
    }
  }

  @inline(__always)
  private mutating func append(_ bytes: UnsafeBufferPointer<UInt8>) {
    guard let start = bytes.baseAddress else { return }
    (text + count).copyShort(start, bytes.count)
    count += bytes.count
  }

  @inline(__always)
  private mutating func append(_ literal: Range<Int>) {
    (text + count).copyShort(literals + literal.lowerBound, literal.count)
    count += literal.count
  }

  /// Appends the text of a form; what was appended before it gave up is the caller's to forget.
  mutating func append(_ place: Int) -> Outcome {
    let node = nodes[place]
    switch node.operation {
    case .path, .pathOfItem: return appendPath(place)
    case .literal:
      append(node.first..<node.first + node.count)
      return node.old == 1 ? .plainText : .text
    case .lower: return change(node) { LetterCase.lower($0, $1) }
    case .upper: return change(node) { LetterCase.upper($0, $1) }
    case .replace:
      return change(node) { text, count in
        for at in 0..<count where text[at] == node.old { text[at] = node.new }
      }
    case .concatenation: return join(node)
    case .choice:
      guard let holds = test(below[node.first]) else { return .givenUp }
      return append(below[node.first + (holds ? 1 : 2)])
    case .isNull, .isText, .not, .all, .any: return .givenUp
    case .coalesce:
      for inner in node.first..<node.first + node.count {
        switch append(below[inner]) {
        case .absent, .null: continue
        case let outcome: return outcome
        }
      }
      return .null
    case .date:
      let start = count
      let outcome = append(node.first)
      guard outcome == .text || outcome == .plainText else { return outcome }
      guard dates[node.count].adopt(text + start, count - start) else { return .givenUp }
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
    let node = nodes[place]
    switch node.operation {
    case .isNull:
      let (tape, at) = end(node.first)
      guard at >= 0 else { return nil }
      return tape.isNull(at) ? true : tape.isString(at) ? false : nil
    case .isText:
      let (tape, at) = end(node.first)
      guard at >= 0 else { return nil }
      if tape.isNull(at) { return false }
      guard tape.isString(at), let start = tape.text(at).baseAddress else { return nil }
      let literal = nodes[node.count]
      return isText(start, tape.length(at), literal.first..<literal.first + literal.count)
    case .not: return test(node.first).map { !$0 }
    case .all, .any:
      let decisive = node.operation == .any
      for inner in node.first..<node.first + node.count {
        guard let holds = test(below[inner]) else { return nil }
        if holds == decisive { return decisive }
      }
      return !decisive
    default: return nil
    }
  }

  private mutating func appendPath(_ place: Int) -> Outcome {
    let (tape, at) = end(place)
    guard at >= 0 else {
      return at == JSONPathEnd.missing ? .absent : at == JSONPathEnd.throughNull ? .null : .givenUp
    }
    if tape.isString(at) {
      append(tape.text(at))
      return tape.isEscaped(at) ? .text : .plainText
    }
    return tape.isNull(at) ? .null : .givenUp
  }

  /// Only texts can be joined; what else there is, the evaluation judges.
  private mutating func join(_ node: QuickProgram.Node) -> Outcome {
    var outcome = Outcome.plainText
    for inner in node.first..<node.first + node.count {
      let part = append(below[inner])
      switch part {
      case .plainText: break
      case .text: outcome = .text
      case .absent, .null, .givenUp: return .givenUp
      }
    }
    return outcome
  }

  @inline(__always)
  private mutating func change(
    _ node: QuickProgram.Node, _ change: (UnsafeMutablePointer<UInt8>, Int) -> Void
  ) -> Outcome {
    let start = count
    let outcome = append(node.first)
    guard outcome == .text || outcome == .plainText else { return .givenUp }
    change(text + start, count - start)
    return outcome
  }
}
