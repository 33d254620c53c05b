internal import Diagnostics
internal import YAML

/// Lays a connector over the one it extends; every value keeps the place it was written at.
enum Extending {
  /// Keys that say what a file is itself and are never handed down.
  private static let own: Set<String> = ["name", "title", "extends", "family", "verified"]
  /// Keys that decide what a block is: when they differ the block is replaced as a whole.
  private static let deciders = ["type", "grant"]

  static func lay(_ document: Node, over base: Node) -> Node {
    guard let top = document.mapping, let below = base.mapping else { return document }
    let inherited = below.entries.filter { !own.contains($0.key.text) }
    return Node(.mapping(merge(top, over: Mapping(inherited))), at: document.range)
  }

  /// Lays each stream that is `like` another over that one; chains are followed as far as they lead.
  ///
  /// What is repeated in this way counts against the size of a file. Once that is used up, streams stay as they are written, and
  /// `exhausted` is told the place.
  static func resolveLikeness(_ root: Node, exhausted: (SourceRange) -> Void) -> Node {
    guard let top = root.mapping, let streams = top["streams"], let named = streams.mapping else {
      return root
    }
    guard named.entries.contains(where: { $0.value.mapping?["like"] != nil }) else { return root }
    var budget = Limits.nodes
    let entries = named.entries.map { entry in
      guard budget > 0, let like = entry.value.mapping?["like"] else { return entry }
      let value = likeness(of: entry.value, in: named, chain: [entry.key.text])
      budget -= size(of: value)
      if budget <= 0 { exhausted(like.range) }
      return Mapping.Entry(key: entry.key, value: value)
    }
    let resolved = Node(.mapping(Mapping(entries)), at: streams.range)
    return Node(
      .mapping(
        Mapping(
          top.entries.map { $0.key.text == "streams" ? Mapping.Entry(key: $0.key, value: resolved) : $0 })),
      at: root.range)
  }

  /// Keys and values of a node, itself included.
  private static func size(of node: Node) -> Int {
    switch node.content {
    case .scalar: 1
    case .list(let items): items.reduce(1) { $0 + size(of: $1) }
    case .mapping(let mapping): mapping.entries.reduce(1) { $0 + 1 + size(of: $1.value) }
    }
  }

  private static func likeness(of stream: Node, in streams: Mapping, chain: [String]) -> Node {
    guard let name = stream.mapping?["like"]?.scalar?.text, !chain.contains(name), chain.count < 8,
      let base = streams[name]
    else { return stream }
    return merge(stream, over: likeness(of: base, in: streams, chain: chain + [name]))
  }

  private static func merge(_ top: Mapping, over base: Mapping) -> Mapping {
    var entries: [Mapping.Entry] = []
    for entry in base.entries {
      guard let override = top.entry(entry.key.text) else {
        entries.append(entry)
        continue
      }
      if override.value.isNull { continue }
      entries.append(Mapping.Entry(key: override.key, value: merge(override.value, over: entry.value)))
    }
    // A key that is only nulled stays away; anything else that is new is added.
    for entry in top.entries where base[entry.key.text] == nil { entries.append(entry) }
    return Mapping(entries)
  }

  private static func merge(_ top: Node, over base: Node) -> Node {
    switch (top.content, base.content) {
    case (.mapping(let new), .mapping(let old)):
      let isOther = deciders.contains { key in
        guard let mine = new[key]?.scalar?.text else { return false }
        return mine != old[key]?.scalar?.text
      }
      return isOther || isOnlyKey(new, old) ? top : Node(.mapping(merge(new, over: old)), at: top.range)
    default: return top
    }
  }

  /// Requests and placements are decided by their only key: another method or place replaces the old one.
  private static func isOnlyKey(_ new: Mapping, _ old: Mapping) -> Bool {
    let methods = Set(RequestBlock.methodNames)
    let placements = Set(Placements.variants.map(\.name))
    for words in [methods, placements] {
      let (mine, theirs) = (words.intersection(new.keys), words.intersection(old.keys))
      if !mine.isEmpty, !theirs.isEmpty, mine != theirs { return true }
    }
    return false
  }
}
