internal import Diagnostics

/// Reads what can be read of a file with syntax errors, by narrowing down to the smallest parts that are broken.
///
/// A mapping or list that does not parse is split, by indentation, at its keys or dashes; what parses is kept, what does not is split
/// again, and what cannot be split is reported and left out. So one unclosed quote costs one key, not the file.
struct Recovery {
  private let reading: Reading
  /// The text of the whole file; dashes are blanked out while the mapping of a list item is read by itself.
  private var bytes: [UInt8]
  private let base: Int
  private var attempts = 0
  private var bytesTried = 0
  /// Set when a limit was reached: what has been read is all there will be.
  private var isFinished = false
  /// True when too many attempts were needed.
  private var isExhausted: Bool { attempts >= Limits.recoveryAttempts || bytesTried > Limits.recoveryBytes }

  /// Reads `bytes`, which stand at `base` in the file, after they could not be read as a whole because of `error`.
  static func compose(_ bytes: [UInt8], base: Int, after error: SyntaxError, _ reading: Reading) -> Node? {
    var recovery = Recovery(reading: reading, bytes: bytes, base: base)
    let part = Part(0..<recovery.endOfDocument, in: recovery.bytes)
    guard let root = recovery.split(part) else {
      reading.report(SyntaxDiagnosis.finding(for: error, in: reading.file))
      return nil
    }
    if root.isWhole || recovery.isExhausted {
      var finding = SyntaxDiagnosis.finding(for: error, in: reading.file)
      if recovery.isExhausted {
        finding.evidence.append(.init("note", "the rest of the file is too broken to be read"))
      }
      reading.report(finding)
    }
    return root.node
  }

  private init(reading: Reading, bytes: [UInt8], base: Int) {
    self.reading = reading
    self.bytes = bytes
    self.base = base
  }

  /// What came of splitting a part.
  private struct Outcome {
    var node: Node
    /// True when every piece parses by itself: then the mistake lies in how the pieces stand together.
    var isWhole: Bool
  }

  /// Splits a part at its keys or dashes; nil when it is neither a block mapping nor a block list.
  private mutating func split(_ part: Part) -> Outcome? {
    let isList = part.isList
    let pieces = part.pieces(in: bytes)
    guard let first = pieces.first, isList || part.isMapping(bytes), attempts < Limits.recoveryAttempts else {
      return nil
    }
    var entries = EntryList()
    var items: [Node] = []
    var isWhole = true
    for piece in pieces where !isFinished {
      let (node, isGood) = read(piece, isItem: isList)
      isWhole = isWhole && isGood
      if isList {
        items += node?.list ?? []
      } else if let scalar = node?.scalar, !scalar.range.bytes.isEmpty {
        let line = TextLine(reading.file, at: scalar.range.start)
        reading.report(MisreadText.missingColon(in: line.value(from: line.contentStart), of: line))
        isWhole = false
      } else {
        for entry in node?.mapping?.entries ?? [] {
          guard let earlier = entries.add(entry.key, entry.value) else { continue }
          reading.report(DuplicateKey.finding(for: entry.key, first: earlier))
        }
      }
    }
    let end =
      (isList ? items.last?.range.end : entries.entries.last?.value.range.end) ?? base + first.upperBound
    let start = base + part.firstContent
    let content: Node.Content = isList ? .list(items) : .mapping(Mapping(entries.entries))
    return Outcome(node: Node(content, at: reading.range(start, max(start, end))), isWhole: isWhole)
  }

  /// Reads one key or item with what belongs to it; false when something in it is broken.
  private mutating func read(_ piece: Range<Int>, isItem: Bool) -> (node: Node?, isGood: Bool) {
    let error: SyntaxError
    switch attempt(piece) {
    case .success(let node): return (node, true)
    case .failure(.limit):
      isFinished = true
      return (nil, false)
    case .failure(.syntax(let reason)): error = reason
    }
    if let narrowed = isItem ? narrowItem(piece) : narrowEntry(piece) {
      if narrowed.isWhole { reading.report(SyntaxDiagnosis.finding(for: error, in: reading.file)) }
      return (narrowed.node, false)
    }
    reading.report(SyntaxDiagnosis.finding(for: error, in: reading.file))
    return (nil, false)
  }

  /// Composes a stretch by itself; what a failed attempt has found is forgotten.
  private mutating func attempt(_ stretch: Range<Int>) -> Result<Node?, Composer.Stop> {
    let before = reading.state
    attempts += 1
    bytesTried += stretch.count
    guard attempts <= Limits.recoveryAttempts, bytesTried <= Limits.recoveryBytes else {
      return .failure(.limit)
    }
    return bytes.withUnsafeBufferPointer { all in
      var composer = Composer(
        UnsafeBufferPointer(rebasing: all[stretch]), base: base + stretch.lowerBound, into: reading)
      do throws(Composer.Stop) {
        return .success(try composer.document())
      } catch {
        if case .syntax = error { reading.state = before }
        return .failure(error)
      }
    }
  }

  /// A key alone on its line, with a mapping or list below it that is read piece by piece.
  private mutating func narrowEntry(_ piece: Range<Int>) -> Outcome? {
    let line = Part.lineEnd(from: Part(piece, in: bytes).firstContent, in: bytes)
    let head = piece.lowerBound..<min(line, piece.upperBound)
    let body = Part(head.upperBound..<piece.upperBound, in: bytes)
    guard body.isSplittable(bytes), case .success(let node) = attempt(head),
      let entry = node?.mapping?.entries.first,
      node?.mapping?.entries.count == 1, entry.value.isNull, entry.value.range.bytes.isEmpty,
      let inner = split(body)
    else { return nil }
    let mapping = Mapping([.init(key: entry.key, value: inner.node)])
    let range = entry.key.range.joined(with: inner.node.range)
    return Outcome(node: Node(.mapping(mapping), at: range), isWhole: inner.isWhole)
  }

  /// An item that is a mapping or list: without its dash it can be read like any other.
  private mutating func narrowItem(_ piece: Range<Int>) -> Outcome? {
    let dash = Part(piece, in: bytes).firstContent
    guard piece.contains(dash), bytes[dash] == UInt8(ascii: "-") else { return nil }
    bytes[dash] = UInt8(ascii: " ")
    defer { bytes[dash] = UInt8(ascii: "-") }
    let body = Part(piece, in: bytes)
    guard body.isSplittable(bytes), let inner = split(body) else { return nil }
    let range = reading.range(base + dash, inner.node.range.end)
    return Outcome(node: Node(.list([inner.node]), at: range), isWhole: inner.isWhole)
  }

  /// Where a line `---` or `...` after some content ends the first document.
  private var endOfDocument: Int {
    var isAfterContent = false
    var start = 0
    while start < bytes.count {
      let end = Part.lineEnd(from: start, in: bytes)
      let isMarker =
        bytes[start..<end].starts(with: "---".utf8) || bytes[start..<end].starts(with: "...".utf8)
      if isMarker, isAfterContent { return start }
      if !isMarker, !isBlankOrBreak(bytes[start]), bytes[start] != UInt8(ascii: "#"),
        bytes[start] != UInt8(ascii: "%")
      {
        isAfterContent = true
      }
      start = end
    }
    return bytes.count
  }
}
