internal import Diagnostics
internal import Glibc

/// Reads YAML the way nearly all of it is written, in one pass over the bytes: blocks, brackets, texts on one line, blocks of text.
///
/// It answers only where there is nothing to say. At anything else, be it an anchor, a tag, a tab, a text over several lines or any
/// mistake, it gives up, and ``Composer``, which knows all of YAML, reads the file from its beginning. So the two cannot differ in
/// what a file means; `CommonReaderTests` hold them against each other.
struct CommonReader: ~Copyable {
  /// Something that is not read here, or is a mistake.
  struct Unusual: Error {}

  private let file: SourceFile
  let start: UnsafePointer<UInt8>
  let count: Int
  /// The next byte to look at.
  var at = 0
  /// Where the line begins that it is on.
  private var lineStart = 0
  /// Where the node that was read last ends.
  private var lastEnd = 0
  private var nodes = 0
  /// The deepest level reached since it was last reset, to know the height of an anchored node.
  private var deepest = 0
  private var anchors: [String: Reading.Anchor] = [:]
  private var aliases = 0
  private(set) var comments: [Comment] = []

  private init(_ bytes: UnsafeBufferPointer<UInt8>, start: UnsafePointer<UInt8>, of file: SourceFile) {
    self.file = file
    self.start = start
    count = bytes.count
  }

  /// The value and the comments of a file; nil when it is not read here.
  ///
  /// The bytes are those of the file, checked to be UTF-8 without control characters.
  static func read(_ bytes: UnsafeBufferPointer<UInt8>, of file: SourceFile) -> (
    root: Node, comments: [Comment]
  )? {
    // A return alone ends a line, also in a comment.
    guard let start = bytes.baseAddress, memchr(start, 0x0D, bytes.count) == nil else { return nil }
    var reader = CommonReader(bytes, start: start, of: file)
    guard let root = try? reader.document() else { return nil }
    return (root, reader.comments)
  }

  private mutating func document() throws(Unusual) -> Node {
    try skipToToken()
    guard at < count else { throw Unusual() }
    let root = try blockNode(in: -1, isInline: false, depth: 1)
    guard at == count else { throw Unusual() }
    return root
  }

  // MARK: Bytes

  /// The byte at some distance; zero, which no file has, beyond the end.
  func peek(_ distance: Int = 0) -> UInt8 { at + distance < count ? start[at + distance] : 0 }

  /// Whether a blank, a line end or the end of the file comes at some distance.
  func isGap(_ distance: Int) -> Bool {
    let byte = peek(distance)
    return byte == UInt8(ascii: " ") || byte == UInt8(ascii: "\n") || byte == 0
  }

  var isAtLineEnd: Bool { at == count || start[at] == UInt8(ascii: "\n") }

  var column: Int { at - lineStart }

  func range(_ from: Int, _ to: Int) -> SourceRange { SourceRange(file, from, to) }

  mutating func skipBlanks() { while peek() == UInt8(ascii: " ") { at += 1 } }

  /// Goes on to the next byte that is neither blank nor in a comment, perhaps many lines on.
  mutating func skipToToken() throws(Unusual) {
    while at < count {
      switch start[at] {
      case UInt8(ascii: " "): at += 1
      case UInt8(ascii: "\n"): beginLine()
      case UInt8(ascii: "#"): try takeComment()
      case UInt8(ascii: "\t"): throw Unusual()
      case let byte:
        // `---` and `...` stand between documents.
        let isMark = byte == UInt8(ascii: "-") || byte == UInt8(ascii: ".")
        if isMark, column == 0, peek(1) == byte, peek(2) == byte { throw Unusual() }
        return
      }
    }
  }

  /// Steps over a line end.
  mutating func beginLine() {
    at += 1
    lineStart = at
  }

  private mutating func takeComment() throws(Unusual) {
    let begin = at
    guard begin == lineStart || start[begin - 1] == UInt8(ascii: " "), comments.count < Limits.nodes else {
      throw Unusual()
    }
    while !isAtLineEnd { at += 1 }
    var first = lineStart
    while start[first] == UInt8(ascii: " ") { first += 1 }
    comments.append(Comment(range: range(begin, at), isWholeLine: first == begin))
  }

  /// Counts a node; one that is too many or too deep is a mistake.
  mutating func count(_ more: Int = 1, depth: Int) throws(Unusual) {
    nodes += more
    deepest = max(deepest, depth)
    guard nodes <= Limits.nodes, depth <= Limits.depth else { throw Unusual() }
  }

  // MARK: Blocks

  /// Reads the node that begins here, inside of a block whose entries stand at a column, and goes on to what follows it.
  ///
  /// A node on the line of its key is no block of entries.
  private mutating func blockNode(in parent: Int, isInline: Bool, depth: Int) throws(Unusual) -> Node {
    try count(depth: depth)
    switch peek() {
    case UInt8(ascii: "&"): return try anchored(in: parent, depth: depth)
    case UInt8(ascii: "*"):
      let node = try alias(depth: depth)
      return try ended(node, endingAt: at, in: parent)
    default: return try blockContent(in: parent, isInline: isInline, depth: depth)
    }
  }

  private mutating func blockContent(in parent: Int, isInline: Bool, depth: Int) throws(Unusual) -> Node {
    switch peek() {
    case UInt8(ascii: "-") where isGap(1):
      guard !isInline else { throw Unusual() }
      return try blockList(depth: depth)
    case UInt8(ascii: "["), UInt8(ascii: "{"):
      let node = try bracketed(depth: depth)
      return try ended(node, endingAt: at, in: parent)
    case UInt8(ascii: "|"), UInt8(ascii: ">"):
      let scalar = try textBlock(in: parent)
      return try ended(
        Node(.scalar(scalar), at: scalar.range), endingAt: scalar.range.end, in: parent, isAtLineStart: true)
    default:
      let scalar = try scalar(isBracketed: false)
      skipBlanks()
      if peek() == UInt8(ascii: ":"), isGap(1) {
        guard !isInline else { throw Unusual() }
        return try blockMapping(scalar, depth: depth)
      }
      return try ended(
        Node(.scalar(scalar), at: scalar.range), endingAt: scalar.range.end, in: parent)
    }
  }

  /// Goes on behind a node; what follows stands on a line of its own, and no deeper than the block that holds the node.
  ///
  /// Deeper it would go on with a text of several lines, or be a mistake.
  private mutating func ended(
    _ node: Node, endingAt end: Int, in parent: Int, isAtLineStart: Bool = false
  ) throws(Unusual) -> Node {
    lastEnd = end
    let line = lineStart
    try skipToToken()
    guard at == count || (isAtLineStart || lineStart != line) && column <= parent else { throw Unusual() }
    return node
  }

  private mutating func blockMapping(_ first: Scalar, depth: Int) throws(Unusual) -> Node {
    let indent = first.range.start - lineStart
    var entries = EntryList()
    entries.reserve(8)
    var key = first
    while true {
      try check(key)
      try count(depth: depth + 1)
      at += 1
      let value = try blockValue(in: indent, mayBeListBeside: true, depth: depth + 1)
      guard entries.add(key, value) == nil else { throw Unusual() }
      guard at < count, column == indent, !(peek() == UInt8(ascii: "-") && isGap(1)) else { break }
      key = try scalar(isBracketed: false)
      skipBlanks()
      guard peek() == UInt8(ascii: ":"), isGap(1) else { throw Unusual() }
    }
    try checkFollowing(indent)
    return Node(
      .mapping(Mapping(entries.entries, positions: entries.positions)),
      at: range(first.range.start, lastEnd))
  }

  private mutating func blockList(depth: Int) throws(Unusual) -> Node {
    let (begin, indent) = (at, column)
    var items: [Node] = []
    items.reserveCapacity(4)
    repeat {
      at += 1
      items.append(try blockValue(in: indent, mayBeListBeside: false, depth: depth + 1))
    } while at < count && column == indent && peek() == UInt8(ascii: "-") && isGap(1)
    try checkFollowing(indent)
    return Node(.list(items), at: range(begin, lastEnd))
  }

  /// What stands deeper than a block and is no part of it is a mistake.
  private func checkFollowing(_ indent: Int) throws(Unusual) {
    guard at == count || column <= indent else { throw Unusual() }
  }

  /// Reads what stands behind a colon or a dash: on the same line, on the next ones, or nothing.
  private mutating func blockValue(in indent: Int, mayBeListBeside: Bool, depth: Int) throws(Unusual) -> Node
  {
    let (mark, line) = (at, lineStart)
    try skipToToken()
    if lineStart == line, at < count {
      return try blockNode(in: indent, isInline: mayBeListBeside, depth: depth)
    }
    if at < count, column > indent { return try blockNode(in: indent, isInline: false, depth: depth) }
    if mayBeListBeside, at < count, column == indent, peek() == UInt8(ascii: "-"), isGap(1) {
      try count(depth: depth)
      return try blockList(depth: depth)
    }
    try count(depth: depth)
    lastEnd = mark
    return Node(.scalar(Scalar("", .plain, at: range(mark, mark))), at: range(mark, mark))
  }

  /// What there is to say of keys is said elsewhere.
  func check(_ key: Scalar) throws(Unusual) {
    let isLong = key.range.end - key.range.start >= Limits.keyBytes - 2
    guard !isLong, key.resolved == .string, !(key.style == .plain && key.text == "<<") else {
      throw Unusual()
    }
  }

  // MARK: Anchors and aliases

  /// Reads a named node; a block of entries begins on a line of its own, as the name would be that of its first key otherwise.
  private mutating func anchored(in parent: Int, depth: Int) throws(Unusual) -> Node {
    let name = try name()
    guard anchors.count < Limits.aliases || anchors[name] != nil else { throw Unusual() }
    // An alias inside of its own anchor is a mistake.
    anchors[name] = nil
    let (nodesBefore, deepestBefore, line) = (nodes, deepest, lineStart)
    deepest = depth
    try skipToToken()
    let isInline = line == lineStart
    guard at < count, isInline || column > parent, peek() != UInt8(ascii: "&"), peek() != UInt8(ascii: "*")
    else { throw Unusual() }
    let node = try blockContent(in: parent, isInline: isInline, depth: depth)
    anchors[name] = Reading.Anchor(node: node, nodes: nodes - nodesBefore, height: deepest - depth)
    deepest = max(deepest, deepestBefore)
    return node
  }

  /// Reads an alias as the node that it refers to; the next byte is the one behind it.
  mutating func alias(depth: Int) throws(Unusual) -> Node {
    aliases += 1
    guard let anchor = anchors[try name()], aliases <= Limits.aliases else { throw Unusual() }
    try count(anchor.nodes, depth: depth + anchor.height)
    return anchor.node
  }

  /// Reads the name behind `&` or `*`.
  private mutating func name() throws(Unusual) -> String {
    at += 1
    let begin = at
    while at < count, Self.isNamePart(start[at]) { at += 1 }
    let isEnded =
      isGap(0) || peek() == UInt8(ascii: ",") || peek() == UInt8(ascii: "]") || peek() == UInt8(ascii: "}")
    guard at > begin, isEnded else { throw Unusual() }
    return text(begin, at)
  }

  private static func isNamePart(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
      UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "_"), UInt8(ascii: "-"):
      true
    default: false
    }
  }
}
