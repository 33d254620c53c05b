internal import CYAML
internal import Diagnostics

/// Builds the node tree of one stretch of a file from its events, and reports what is wrong on the way.
struct Composer: ~Copyable {
  /// Why composing ended early.
  enum Stop: Error {
    case syntax(SyntaxError)
    /// A limit was reached; the finding is made already.
    case limit
  }

  private let reading: Reading
  private var events: Events
  private var trivia: Trivia
  /// Where the node composed last ends in the file; for an alias, where the alias ends.
  private var lastEnd: Int
  /// The deepest level reached since it was last reset, to know the height of an anchored node.
  private var deepest = 0

  /// Reads `bytes`, which stand at `base` in the file and have the same length there.
  init(_ bytes: UnsafeBufferPointer<UInt8>, base: Int, into reading: Reading) {
    self.reading = reading
    events = Events(bytes, base: base)
    trivia = Trivia(reading.file, from: base, to: base + bytes.count)
    lastEnd = base
  }

  /// Composes the first document, and reports it if there is another.
  mutating func document() throws(Stop) -> Node? {
    defer { keepComments() }
    try advance()
    try advance()
    guard events.type == YAML_DOCUMENT_START_EVENT else {
      trivia.finish()
      return nil
    }
    try advance()
    let root = try node(depth: 1)
    try advance()
    try advance()
    if events.type == YAML_DOCUMENT_START_EVENT {
      let start = events.start()
      trivia.pass(to: start)
      reading.report(SeveralDocuments.finding(at: reading.range(start, start + 3)))
    } else {
      trivia.finish()
    }
    return root
  }

  private func keepComments() {
    reading.state.comments += trivia.comments
    guard trivia.hasTooMany, let last = trivia.comments.last else { return }
    reading.report(TooManyNodes.finding(at: last.range))
  }

  private mutating func advance() throws(Stop) {
    do { try events.next() } catch { throw .syntax(error) }
  }

  /// Composes the node that the current event starts.
  private mutating func node(depth: Int) throws(Stop) -> Node {
    let event = events.current
    deepest = max(deepest, depth)
    try count(1, depth: depth)
    switch event.pointee.type {
    case YAML_ALIAS_EVENT: return try alias(depth: depth)
    case YAML_SEQUENCE_START_EVENT:
      let properties = property(
        event.pointee.data.sequence_start.anchor, event.pointee.data.sequence_start.tag)
      let isFlow = event.pointee.data.sequence_start.style == YAML_FLOW_SEQUENCE_STYLE
      return try anchored(properties, depth: depth) { composer throws(Stop) in
        try composer.list(isFlow: isFlow, start: properties.contentStart, depth: depth)
      }
    case YAML_MAPPING_START_EVENT:
      let properties = property(event.pointee.data.mapping_start.anchor, event.pointee.data.mapping_start.tag)
      let isFlow = event.pointee.data.mapping_start.style == YAML_FLOW_MAPPING_STYLE
      return try anchored(properties, depth: depth) { composer throws(Stop) in
        try composer.mapping(isFlow: isFlow, start: properties.contentStart, depth: depth)
      }
    default:
      let properties = property(event.pointee.data.scalar.anchor, event.pointee.data.scalar.tag)
      return try anchored(properties, depth: depth) { composer throws(Stop) in
        let scalar = composer.scalar(start: properties.contentStart)
        return Node(.scalar(scalar), at: scalar.range)
      }
    }
  }

  private mutating func count(_ nodes: Int, depth: Int) throws(Stop) {
    reading.state.nodes += nodes
    if reading.state.nodes > Limits.nodes {
      let place = events.start()
      reading.report(TooManyNodes.finding(at: reading.range(place, place)))
      throw .limit
    }
    if depth > Limits.depth {
      let place = events.start()
      reading.report(TooDeep.finding(at: reading.range(place, place + 1)))
      throw .limit
    }
  }

  // MARK: Collections

  private mutating func list(isFlow: Bool, start: Int, depth: Int) throws(Stop) -> Node {
    if isFlow { trivia.pass(to: start) }
    var items: [Node] = []
    lastEnd = start + 1
    try advance()
    while events.type != YAML_SEQUENCE_END_EVENT {
      items.append(try node(depth: depth + 1))
      try advance()
    }
    if isFlow { lastEnd = events.end() }
    return Node(.list(items), at: reading.range(start, lastEnd))
  }

  private mutating func mapping(isFlow: Bool, start: Int, depth: Int) throws(Stop) -> Node {
    var entries = EntryList()
    lastEnd = start
    entries.reserve(4)
    var lone: [Scalar] = []
    try advance()
    while events.type != YAML_MAPPING_END_EVENT {
      let key = try key(depth: depth + 1)
      try advance()
      let value = try node(depth: depth + 1)
      try advance()
      guard let key else { continue }
      if isFlow, value.range.bytes.isEmpty, MisreadText.isAlone(key) { lone.append(key) }
      if let first = entries.add(key, value) {
        reading.report(DuplicateKey.rule) { DuplicateKey.finding(for: key, first: first) }
      }
    }
    if isFlow { lastEnd = events.end() }
    if !lone.isEmpty {
      let all = entries.entries.count == lone.count
      MisreadText.report(lone, inBraces: reading.range(start, lastEnd), areAll: all, to: reading)
    }
    return Node(
      .mapping(Mapping(entries.entries, positions: entries.positions)), at: reading.range(start, lastEnd))
  }

  /// Composes a key; nil when it cannot name anything, which is then reported.
  private mutating func key(depth: Int) throws(Stop) -> Scalar? {
    let start = events.start()
    let isAlias = events.type == YAML_ALIAS_EVENT
    let isCollection = !isAlias && events.type != YAML_SCALAR_EVENT
    let key =
      isCollection
      ? try silently { composer throws(Stop) in try composer.node(depth: depth) } : try node(depth: depth)
    let range = isAlias ? reading.range(start, lastEnd) : key.range
    guard let scalar = key.scalar else {
      reading.report(NonStringKey.finding(collection: range))
      return nil
    }
    let name = isAlias ? Scalar(scalar.text, scalar.style, at: range) : scalar
    if name.style == .plain, name.text == "<<" {
      reading.report(MergeKey.finding(at: range))
      return nil
    }
    if let finding = NonStringKey.finding(for: name) { reading.report(finding) }
    if !reading.invisible.isEmpty {
      for run in InvisibleCharacter.runs(of: reading.invisible, inKey: range) {
        reading.report(InvisibleCharacter.rule) {
          InvisibleCharacter.finding(run, in: range.file, isKey: true)
        }
      }
    }
    return name
  }

  /// What is wrong inside a key that is wrong itself is no news.
  private mutating func silently(_ compose: (inout Composer) throws(Stop) -> Node) throws(Stop) -> Node {
    let before = reading.findings
    let node = try compose(&self)
    reading.findings = before
    return node
  }

  // MARK: Scalars

  private mutating func scalar(start: Int) -> Scalar {
    let event = events.current
    let text = String(
      decoding: UnsafeBufferPointer(
        start: event.pointee.data.scalar.value, count: event.pointee.data.scalar.length),
      as: UTF8.self)
    let end = max(events.end(), start)
    let style = Scalar.Style(event.pointee.data.scalar.style)
    trivia.pass(to: start)
    var visibleEnd = end
    switch style {
    case .literal, .folded:
      visibleEnd = trivia.passBlockScalar(from: start, to: end)
    case .plain:
      trivia.skip(to: end)
      if let finding = CutText.finding(for: text, at: reading.range(start, end)) { reading.report(finding) }
      if event.pointee.start_mark.line != event.pointee.end_mark.line {
        FoldedListItem.findings(in: reading.range(start, end)).forEach { reading.report($0) }
      }
    case .singleQuoted, .doubleQuoted:
      trivia.skip(to: end)
    }
    lastEnd = visibleEnd
    return Scalar(text, style, at: reading.range(start, visibleEnd))
  }

  // MARK: Anchors, aliases and tags

  /// What may stand before a node.
  private struct Properties {
    var anchor: String?
    /// Where the node itself starts.
    var contentStart: Int
  }

  /// Reads the properties of the current event and refuses a tag.
  private mutating func property(
    _ anchor: UnsafeMutablePointer<yaml_char_t>?, _ tag: UnsafeMutablePointer<yaml_char_t>?
  ) -> Properties {
    let start = events.start()
    guard anchor != nil || tag != nil else { return Properties(anchor: nil, contentStart: start) }
    let end = events.end()
    let skipped = trivia.passProperties(from: start, to: end)
    if let tag = skipped.tag {
      reading.report(UnknownTag.rule) {
        UnknownTag.finding(at: reading.range(tag.lowerBound, tag.upperBound))
      }
    }
    return Properties(anchor: anchor.map { String(cString: $0) }, contentStart: skipped.contentStart)
  }

  private mutating func anchored(
    _ properties: Properties, depth: Int, _ compose: (inout Composer) throws(Stop) -> Node
  ) throws(Stop) -> Node {
    guard let name = properties.anchor else { return try compose(&self) }
    let (nodesBefore, deepestBefore) = (reading.state.nodes, deepest)
    deepest = depth
    guard reading.state.anchors.count < Limits.aliases || reading.state.anchors[name] != nil else {
      reading.report(AliasBudget.finding(at: reading.range(properties.contentStart, properties.contentStart)))
      throw .limit
    }
    // An alias inside its own anchor must not find an older anchor of the same name.
    reading.state.anchors[name] = nil
    let node = try compose(&self)
    reading.state.anchors[name] = .init(
      node: node, nodes: reading.state.nodes - nodesBefore, height: deepest - depth)
    deepest = max(deepest, deepestBefore)
    return node
  }

  private mutating func alias(depth: Int) throws(Stop) -> Node {
    let start = events.start()
    let end = events.end()
    let range = reading.range(start, end)
    let name = events.current.pointee.data.alias.anchor.map { String(cString: $0) } ?? ""
    trivia.pass(to: start)
    trivia.skip(to: end)
    lastEnd = end
    reading.state.aliases += 1
    if reading.state.aliases > Limits.aliases {
      reading.report(AliasBudget.finding(at: range))
      throw .limit
    }
    guard let anchor = reading.state.anchors[name] else {
      if !reading.isPartial {
        reading.report(UnknownAlias.finding(name, at: range, known: reading.state.anchors.keys))
      }
      return Node(.scalar(Scalar("", .plain, at: range)), at: range)
    }
    try count(anchor.nodes, depth: depth + anchor.height)
    deepest = max(deepest, depth + anchor.height)
    return anchor.node
  }
}

extension Scalar.Style {
  init(_ style: yaml_scalar_style_t) {
    switch style {
    case YAML_SINGLE_QUOTED_SCALAR_STYLE: self = .singleQuoted
    case YAML_DOUBLE_QUOTED_SCALAR_STYLE: self = .doubleQuoted
    case YAML_LITERAL_SCALAR_STYLE: self = .literal
    case YAML_FOLDED_SCALAR_STYLE: self = .folded
    default: self = .plain
    }
  }
}

/// The entries of a mapping under construction; finds a repeated key without comparing all with all.
struct EntryList {
  private(set) var entries: [Mapping.Entry] = []
  private(set) var positions: [String: Int] = [:]
  private static let scanned = 20

  mutating func reserve(_ count: Int) { entries.reserveCapacity(count) }

  /// Adds an entry unless its key is there already; then it answers that key.
  mutating func add(_ key: consuming Scalar, _ value: consuming Node) -> Scalar? {
    if entries.count < Self.scanned {
      for place in entries.indices where entries[place].key.text == key.text { return entries[place].key }
    } else {
      if positions.isEmpty {
        for (position, entry) in entries.enumerated() { positions[entry.key.text] = position }
      }
      if let first = positions[key.text] { return entries[first].key }
      positions[key.text] = entries.count
    }
    entries.append(Mapping.Entry(key: key, value: value))
    return nil
  }
}
