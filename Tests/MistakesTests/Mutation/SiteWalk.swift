import Diagnostics
import Language
import YAML

/// Goes through a document along the description of the language and makes a mistake at every place.
///
/// Every key is misspelt and removed, every value becomes one of another kind, every name is misspelt. Left out is only what is
/// no mistake: `[x]` where a list may stand for its only item, any YAML where the provider's own data stands.
struct SiteWalk {
  let file: SourceFile
  private(set) var mutants: [Mutant] = []

  /// All mistakes of all kinds in a document.
  static func mutants(of document: YAMLDocument, as root: any Construct.Type) -> [Mutant] {
    guard let node = document.root else { return [] }
    var walk = SiteWalk(file: document.file)
    walk.visit(node, .block(root), Owner(name: root.about.name, key: "", head: node.range))
    return walk.mutants
  }

  private init(file: SourceFile) { self.file = file }

  /// The key that a value belongs to.
  private struct Owner {
    let name: String
    let key: String
    let head: SourceRange
    /// It belongs to a test that says only a part of what must come.
    var isOpen = false

    var place: String { "\(name).\(key)" }

    /// The same for an entry or item further in.
    func at(_ head: SourceRange) -> Owner { Owner(name: name, key: key, head: head, isOpen: isOpen) }
  }

  private mutating func visit(_ node: Node, _ shape: ValueShape, _ owner: Owner) {
    switch shape {
    case .block(let type): visitBlock(node, type, besides: [], owner)
    case .union(let type): visitUnion(node, type, besides: [], owner)
    case .either(let short, let long): visit(node, node.scalar != nil ? short : long, owner)
    case .list(let element, _):
      guard let items = node.list else { return visit(node, element, owner) }
      for item in items { visit(item, element, owner.at(item.range)) }
    case .map(let element, _): visitMap(node, element, owner)
    case .choice: word(node, .wordOfTheLanguage, owner.place)
    case .text(let format) where Self.referring.contains(format): word(node, .reference, owner.place)
    case .expression: identifiers(node, 0..<(node.scalar?.text.utf8.count ?? 0), owner.place)
    case .template: templates(node, owner.place)
    case .tree, .anything: visitData(node, owner)
    default: break
    }
  }

  private static let referring: Set<TextFormat> = [
    .streamReference, .settingReference, .modelReference, .modelField, .recordingReference,
    .connectorReference,
  ]

  private mutating func visitUnion(
    _ node: Node, _ type: any UnionDeclaration.Type, besides: [String], _ owner: Owner
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
    case .block(let construct): visitBlock(node, construct, besides: besides, owner)
    case .union(let inner): visitUnion(node, inner, besides: besides, owner)
    }
  }

  private mutating func visitBlock(
    _ node: Node, _ type: any Construct.Type, besides deciders: [String], _ owner: Owner
  ) {
    guard let mapping = node.mapping else { return }
    for (position, entry) in mapping.entries.enumerated() {
      let info = type.fields.first { $0.info.key == entry.key.text }?.info
      let isOpen = type is TestCase.Type && mapping["partial"]?.scalar?.text == "true"
      let inner = Owner(
        name: type.about.name, key: entry.key.text, head: entry.key.range, isOpen: isOpen)
      misspell(entry.key, .keyWithLetterMore, .keyWithLettersSwapped, inner.place)
      let isRequired = info?.isRequired ?? deciders.contains(entry.key.text)
      let removal: Mutant.Kind =
        isRequired
        ? .requiredKeyRemoved : Self.remarks.contains(entry.key.text) ? .remarkRemoved : .optionalKeyRemoved
      remove(position, of: node, removal, inner.place, below: owner.head)
      retype(entry.value, info?.shape, inner.place)
      if let info { visit(entry.value, info.shape, inner) }
    }
  }

  /// Keys that say something to people alone.
  private static let remarks: Set<String> = [
    "docs", "title", "help", "notes", "example", "group", "order", "sources", "verified", "api_version",
    "access",
  ]

  private mutating func visitMap(_ node: Node, _ element: ValueShape, _ owner: Owner) {
    let place = "\(owner.place).*"
    for (position, entry) in (node.mapping?.entries ?? []).enumerated() {
      misspell(entry.key, .nameWithLetterMore, .nameWithLettersSwapped, place)
      remove(position, of: node, .entryRemoved, place, below: owner.head)
      retype(entry.value, element, place)
      visit(entry.value, element, owner.at(entry.key.range))
    }
  }

  /// What is sent to the provider, or comes from it: the keys are not ours, what is in `${ }` is.
  private mutating func visitData(_ node: Node, _ owner: Owner) {
    switch node.content {
    case .scalar: templates(node, owner.place)
    case .list(let items):
      for item in items { visitData(item, owner.at(item.range)) }
    case .mapping(let mapping):
      for (position, entry) in mapping.entries.enumerated() {
        misspell(entry.key, .dataKeyWithLetterMore, .dataKeyWithLettersSwapped, owner.place)
        if !(owner.isOpen && owner.key == "expect") {
          remove(position, of: node, .dataKeyRemoved, owner.place, below: owner.head)
        }
        retypeData(entry.value, owner.place)
        visitData(entry.value, owner.at(entry.key.range))
      }
    }
  }

  // MARK: Keys

  private mutating func misspell(
    _ key: Scalar, _ more: Mutant.Kind, _ swapped: Mutant.Kind, _ place: String
  ) {
    guard key.style == .plain else { return }
    add(more, place, key.range.bytes, Misspelling.withLetterMore(key.text), around: [key.range])
    guard let word = Misspelling.withLettersSwapped(key.text) else { return }
    add(swapped, place, key.range.bytes, word, around: [key.range])
  }

  private mutating func remove(
    _ position: Int, of node: Node, _ kind: Mutant.Kind, _ place: String, below head: SourceRange
  ) {
    guard let mapping = node.mapping, let removal = Removal(of: position, in: mapping, node) else { return }
    add(
      kind, place, removal.range, removal.replacement,
      around: [mapping.entries[position].key.range, head, node.range])
  }

  // MARK: Values

  private mutating func retype(_ node: Node, _ shape: ValueShape?, _ place: String) {
    guard let shape else { return }
    switch shape {
    case .anything: return retypeData(node, place)
    case .tree: return
    default: break
    }
    switch node.content {
    case .scalar(let scalar):
      guard scalar.style != .literal, scalar.style != .folded else { return }
      if !takesList(shape) { replace(node, "[\(node.range.text)]", .valueAsList, place) }
      if !takesMapping(shape) { replace(node, "{nonsense: \(node.range.text)}", .valueAsMapping, place) }
      switch scalar.resolved {
      case .string where !takesNumber(shape): replace(node, "7", .textAsNumber, place)
      case .string, .null: break
      default:
        if !takesText(shape) { replace(node, "\"\(scalar.text)\"", .scalarAsText, place) }
        if case .bool = scalar.resolved { replace(node, "7", .booleanAsNumber, place) }
      }
    case .list, .mapping:
      // `x: &name` and what it names are one text.
      guard !node.range.text.contains("&"), !node.range.text.contains(": *") else { return }
      replace(node, "nonsense", .collectionAsText, place)
      if node.list != nil {
        replace(node, "{nonsense: 1}", .listAsMapping, place)
      } else if !takesList(shape) {
        replace(node, "[nonsense]", .mappingAsList, place)
      }
    }
  }

  /// Of data only the kinds are known that the tests show: a text is no list and no mapping.
  private mutating func retypeData(_ node: Node, _ place: String) {
    guard place.hasSuffix(".expect"), let scalar = node.scalar, scalar.resolved == .string,
      scalar.style != .literal, scalar.style != .folded
    else { return }
    replace(node, "[\(node.range.text)]", .dataAsList, place)
    replace(node, "7", .dataAsNumber, place)
  }

  private mutating func replace(_ node: Node, _ text: String, _ kind: Mutant.Kind, _ place: String) {
    add(kind, place, node.range.bytes, text, around: [node.range])
  }

  private func takesList(_ shape: ValueShape) -> Bool {
    switch shape {
    case .list, .tree, .anything: true
    case .either(let a, let b): takesList(a) || takesList(b)
    default: false
    }
  }

  private func takesMapping(_ shape: ValueShape) -> Bool {
    switch shape {
    case .map, .block, .union, .tree, .anything: true
    case .list(let element, _): takesMapping(element)
    case .either(let a, let b): takesMapping(a) || takesMapping(b)
    default: false
    }
  }

  private func takesNumber(_ shape: ValueShape) -> Bool {
    switch shape {
    case .integer, .text(.status), .expression, .tree, .anything: true
    case .list(let element, _): takesNumber(element)
    case .either(let a, let b): takesNumber(a) || takesNumber(b)
    default: false
    }
  }

  private func takesText(_ shape: ValueShape) -> Bool {
    switch shape {
    case .text, .template, .expression, .tree, .anything: true
    case .list(let element, _): takesText(element)
    case .either(let a, let b): takesText(a) || takesText(b)
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

  private mutating func templates(_ node: Node, _ place: String) {
    guard let scalar = node.scalar else { return }
    for range in IdentifierScan.expressions(in: scalar.text) { identifiers(node, range, place) }
  }

  private mutating func identifiers(_ node: Node, _ part: Range<Int>, _ place: String) {
    guard let scalar = node.scalar else { return }
    let offsets = scalar.offsets
    for range in IdentifierScan.identifiers(in: scalar.text, part) {
      let word = String(decoding: Array(scalar.text.utf8)[range], as: UTF8.self)
      let inFile = SourceRange(file, offsets.range(ofInner: range))
      guard inFile.text == word else { continue }
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
    var lines = Set(around.map { $0.startPosition.line })
    if kind.isRemoval { lines.formUnion(lines.flatMap { [$0 - 1, $0 + 1] }) }
    mutants.append(
      Mutant(kind: kind, path: file.path, place: place, range: range, replacement: text, lines: lines))
  }
}

/// What must change so that an entry is gone and the rest is still YAML.
struct Removal {
  let range: Range<Int>
  let replacement: String

  init?(of position: Int, in mapping: Mapping, _ node: Node) {
    let entries = mapping.entries
    let entry = entries[position]
    let start = entry.key.range.start
    let end = entry.value.range.end
    if position + 1 < entries.count {
      let next = entries[position + 1].key.range.start
      guard start < next else { return nil }
      range = start..<next
      replacement = ""
    } else if position > 0 {
      let before = entries[position - 1].value.range.end
      // What an alias stands for was written elsewhere, and much lies in between.
      guard before < end, before <= start,
        node.range.file.bytes[before..<start].allSatisfy({ " ,\n".utf8.contains($0) })
      else { return nil }
      range = before..<end
      replacement = ""
    } else {
      // A mapping is what is left when its only entry goes.
      guard start < end else { return nil }
      range = start..<end
      replacement = node.range.text.hasPrefix("{") ? "" : "{}"
    }
  }
}
