internal import Diagnostics

extension CommonReader {
  /// Reads the list or mapping in brackets that begins here; the next byte is the one behind its closing bracket.
  mutating func bracketed(depth: Int) throws(Unusual) -> Node {
    let begin = at
    let isList = peek() == UInt8(ascii: "[")
    at += 1
    let content: Node.Content =
      isList ? .list(try bracketedItems(depth: depth)) : .mapping(try bracketedEntries(depth: depth))
    return Node(content, at: range(begin, at))
  }

  private mutating func bracketedItems(depth: Int) throws(Unusual) -> [Node] {
    var items: [Node] = []
    try skipToToken()
    while peek() != UInt8(ascii: "]") {
      items.append(try bracketedNode(depth: depth + 1))
      try separate(before: UInt8(ascii: "]"))
    }
    at += 1
    return items
  }

  private mutating func bracketedEntries(depth: Int) throws(Unusual) -> Mapping {
    var entries = EntryList()
    entries.reserve(4)
    try skipToToken()
    while peek() != UInt8(ascii: "}") {
      let key = try scalar(isBracketed: true)
      try check(key)
      try count(depth: depth + 1)
      skipBlanks()
      // Behind a quote nothing need stand between colon and value, as in JSON; a plain key ends only where something does.
      guard peek() == UInt8(ascii: ":") else { throw Unusual() }
      at += 1
      try skipToToken()
      let value = try bracketedNode(depth: depth + 1)
      guard entries.add(key, value) == nil else { throw Unusual() }
      try separate(before: UInt8(ascii: "}"))
    }
    at += 1
    return Mapping(entries.entries, positions: entries.positions)
  }

  /// Goes on to the next entry or to the closing bracket.
  private mutating func separate(before close: UInt8) throws(Unusual) {
    try skipToToken()
    if peek() == close { return }
    guard peek() == UInt8(ascii: ",") else { throw Unusual() }
    at += 1
    try skipToToken()
  }

  private mutating func bracketedNode(depth: Int) throws(Unusual) -> Node {
    try count(depth: depth)
    if peek() == UInt8(ascii: "[") || peek() == UInt8(ascii: "{") { return try bracketed(depth: depth) }
    if peek() == UInt8(ascii: "*") { return try alias(depth: depth) }
    let scalar = try scalar(isBracketed: true)
    return Node(.scalar(scalar), at: scalar.range)
  }
}
