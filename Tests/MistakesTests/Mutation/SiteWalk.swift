import Diagnostics
import Language
import YAML

/// Goes through a document along the description of the language and makes a mistake at every place.
struct SiteWalk {
  let file: SourceFile
  private(set) var mutants: [Mutant] = []

  /// All mistakes of all kinds in a document.
  static func mutants(of document: YAMLDocument, as root: any Construct.Type) -> [Mutant] {
    guard let node = document.root else { return [] }
    var walk = SiteWalk(file: document.file)
    walk.visit(node, .block(root), owner: root.about.name, key: "", head: node.range)
    return walk.mutants
  }

  private init(file: SourceFile) { self.file = file }

  private mutating func visit(
    _ node: Node, _ shape: ValueShape, owner: String, key: String, head: SourceRange
  ) {
    switch shape {
    case .block(let type): visitBlock(node, type, besides: [], head: head)
    case .union(let type): visitUnion(node, type, besides: [], head: head)
    case .either(let short, let long):
      visit(node, node.scalar != nil ? short : long, owner: owner, key: key, head: head)
    case .list(let element, _):
      for item in node.list ?? [] { visit(item, element, owner: owner, key: key, head: item.range) }
    case .map(let element, let keys): visitMap(node, element, keys, owner: owner, key: key)
    case .choice: word(node, .wordOfTheLanguage, "\(owner).\(key)")
    case .text(let format)
    where [.streamReference, .settingReference, .modelReference, .recordingReference].contains(format):
      word(node, .reference, "\(owner).\(key)")
    case .expression: identifiers(node, 0..<(node.scalar?.text.utf8.count ?? 0), "\(owner).\(key)")
    case .template, .tree: templates(node, "\(owner).\(key)")
    case .anything where ["expect", "settings", "input"].contains(key): expected(node, "\(owner).\(key)")
    default: break
    }
  }

  private mutating func visitUnion(
    _ node: Node, _ type: any UnionDeclaration.Type, besides: [String], head: SourceRange
  ) {
    guard let mapping = node.mapping else { return }
    let decider = type.discriminator
    let name =
      decider.map { mapping[$0]?.scalar?.text } ?? type.variants.first { mapping[$0.name] != nil }?.name
    guard let name, let variant = type.variants.first(where: { $0.name == name }) else { return }
    if let decider, let value = mapping[decider] {
      word(value, .wordOfTheLanguage, "\(type.about.name).\(decider)")
    }
    let besides = besides + (decider.map { [$0] } ?? [])
    switch variant.content {
    case .block(let construct): visitBlock(node, construct, besides: besides, head: head)
    case .union(let inner): visitUnion(node, inner, besides: besides, head: head)
    }
  }

  private mutating func visitBlock(
    _ node: Node, _ type: any Construct.Type, besides deciders: [String], head: SourceRange
  ) {
    guard let mapping = node.mapping else { return }
    for (position, entry) in mapping.entries.enumerated() {
      let info = type.fields.first { $0.info.key == entry.key.text }?.info
      let place = "\(type.about.name).\(entry.key.text)"
      keyMistakes(entry, place)
      let isRequired = info?.isRequired ?? deciders.contains(entry.key.text)
      if let gap = Removal(of: position, in: mapping, file).range,
        isRequired || !Self.isWithoutConsequence(entry.key.text)
      {
        add(
          isRequired ? .requiredKeyRemoved : .optionalKeyRemoved, place, gap, "",
          around: [entry.key.range, head, node.range])
      }
      retype(entry.value, info?.shape, place)
      if let info {
        visit(entry.value, info.shape, owner: type.about.name, key: info.key, head: entry.key.range)
      }
    }
  }

  /// Words for people, and sizes of what would be the same otherwise.
  private static func isWithoutConsequence(_ key: String) -> Bool {
    [
      "docs", "title", "help", "notes", "example", "group", "order", "sources", "api_version", "verified",
      "access", "longest", "multiline",
      "scopes", "sensitive", "pii", "timeouts", "retry", "burst", "concurrency", "attempts", "backoff",
      "first", "at_most", "tolerance",
      "timeout", "user_agent", "code", "message", "scope", "ordered", "precision", "circuit_breaker", "now",
    ].contains(key)
  }

  private mutating func visitMap(
    _ node: Node, _ element: ValueShape, _ keys: TextFormat, owner: String, key: String
  ) {
    for entry in node.mapping?.entries ?? [] {
      let place = "\(owner).\(key).*"
      if !["custom", "inputs", "result", "actions", "capture"].contains(key), entry.key.style == .plain {
        add(
          .nameChanged, place, entry.key.range.bytes, Misspelling.withLetterMore(entry.key.text),
          around: [entry.key.range])
      }
      visit(entry.value, element, owner: owner, key: key, head: entry.key.range)
    }
  }

  private mutating func keyMistakes(_ entry: Mapping.Entry, _ place: String) {
    guard entry.key.style == .plain else { return }
    let key = entry.key
    add(.keyWithLetterMore, place, key.range.bytes, Misspelling.withLetterMore(key.text), around: [key.range])
    guard let swapped = Misspelling.withLettersSwapped(key.text) else { return }
    add(.keyWithLettersSwapped, place, key.range.bytes, swapped, around: [key.range])
  }

  private mutating func retype(_ node: Node, _ shape: ValueShape?, _ place: String) {
    switch (node.content, shape) {
    case (_, nil), (_, .anything), (_, .tree): return
    case (.scalar(let scalar), _):
      guard scalar.style != .literal, scalar.style != .folded, !takesList(shape) else { return }
      let isNumber = scalar.resolved != .string
      add(
        .valueRetyped, place, node.range.bytes, isNumber ? "\"\(scalar.text)\"" : "[\(node.range.text)]",
        around: [node.range])
    case (.list, _), (.mapping, _):
      // `x: &name` and what it names are one text.
      guard !node.range.text.contains("&"), !node.range.text.contains(": *") else { return }
      add(.valueRetyped, place, node.range.bytes, "nonsense", around: [node.range])
    }
  }

  /// A list is as good as a single value there, or its absence of digits is no mistake.
  private func takesList(_ shape: ValueShape?) -> Bool {
    switch shape {
    case .list: true
    case .either(let a, let b): takesList(a) || takesList(b)
    case .text(.status), .text(.date), .text(.plain): true
    default: false
    }
  }

  // MARK: Words

  private mutating func word(_ node: Node, _ kind: Mutant.Kind, _ place: String) {
    guard let scalar = node.scalar, scalar.style == .plain, !scalar.text.contains("$") else { return }
    add(kind, place, node.range.bytes, Misspelling.withLetterMore(scalar.text), around: [node.range])
    if let swapped = Misspelling.withLettersSwapped(scalar.text) {
      add(kind, place, node.range.bytes, swapped, around: [node.range])
    }
  }

  private mutating func expected(_ node: Node, _ place: String) {
    for entry in node.mapping?.entries ?? [] where entry.key.style == .plain {
      add(
        .expectedField, place, entry.key.range.bytes, Misspelling.withLetterMore(entry.key.text),
        around: [entry.key.range])
    }
  }

  private mutating func templates(_ node: Node, _ place: String) {
    switch node.content {
    case .scalar(let scalar):
      for range in IdentifierScan.expressions(in: scalar.text) { identifiers(node, range, place) }
    case .list(let items): for item in items { templates(item, place) }
    case .mapping(let mapping): for entry in mapping.entries { templates(entry.value, place) }
    }
  }

  private mutating func identifiers(_ node: Node, _ part: Range<Int>, _ place: String) {
    guard let scalar = node.scalar else { return }
    let offsets = scalar.offsets
    for range in IdentifierScan.identifiers(in: scalar.text, part) {
      let word = String(decoding: Array(scalar.text.utf8)[range], as: UTF8.self)
      let inFile = SourceRange(file, offsets.range(ofInner: range))
      // Comprehension variables and other short names are the author's own.
      guard word.count > 2, inFile.text == word else { continue }
      add(.identifierWithLetterMore, place, inFile.bytes, Misspelling.withLetterMore(word), around: [inFile])
      if let less = Misspelling.withLetterLess(word) {
        add(.identifierWithLetterLess, place, inFile.bytes, less, around: [inFile])
      }
      if let swapped = Misspelling.withLettersSwapped(word) {
        add(.identifierWithLettersSwapped, place, inFile.bytes, swapped, around: [inFile])
      }
    }
  }

  // MARK: Sites

  private mutating func add(
    _ kind: Mutant.Kind, _ place: String, _ range: Range<Int>, _ text: String, around: [SourceRange]
  ) {
    let isRemoval = kind == .requiredKeyRemoved || kind == .optionalKeyRemoved
    var lines = Set(around.map { $0.startPosition.line })
    if isRemoval { lines.formUnion(lines.flatMap { [$0 - 1, $0 + 1] }) }
    mutants.append(
      Mutant(kind: kind, path: file.path, place: place, range: range, replacement: text, lines: lines))
  }
}

/// What must go so that an entry is gone and the rest is still YAML.
struct Removal {
  let range: Range<Int>?

  init(of position: Int, in mapping: Mapping, _ file: SourceFile) {
    let entries = mapping.entries
    let entry = entries[position]
    let start = entry.key.range.start
    if position + 1 < entries.count {
      let next = entries[position + 1].key.range.start
      range = start < next ? start..<next : nil
    } else if position > 0 {
      let before = entries[position - 1].value.range.end
      range = before < entry.value.range.end && before <= start ? before..<entry.value.range.end : nil
    } else {
      range = nil
    }
  }
}
