internal import Diagnostics
internal import Language
internal import Values
internal import YAML

/// Writes into a case what came of it, and leaves alone what was right already: text, order of keys, comments.
struct ExpectationEditor {
  private let test: TestCase
  private let text: SourceText
  private let isPartial: Bool
  private(set) var changes: [CaseReview.Change] = []
  private(set) var edits: [Finding.Edit] = []
  private(set) var obstacle: String?
  /// Keys that the case does not have yet, with their values.
  private var additions: [(key: String, value: String)] = []

  init(_ run: CaseRun) {
    test = run.test
    text = SourceText(run.test.block.node.range.file, run.connector.loaded.tests?.document.comments ?? [])
    isPartial = run.test[TestCase.partial] ?? false
  }

  mutating func bringInLine(with performance: Performance, isNew: Bool) {
    editRecords(performance)
    editDeletions(performance)
    editResult(performance)
    if isNew, edits.isEmpty, additions.isEmpty { additions.append((TestCase.expect.key, " {}")) }
    addKeys()
    let own = test.block.node.range
    let isElsewhere = edits.contains { $0.range.file !== own.file || $0.range.start < own.start }
    if isElsewhere { obstacle = "what it expects stands elsewhere in the file, behind an anchor" }
  }

  private mutating func note(
    _ path: String, _ expected: String?, _ found: String?, _ maker: SourceRange? = nil
  ) {
    changes.append(CaseReview.Change(path: path, expected: expected, found: found, maker: maker))
  }

  private mutating func replace(_ range: SourceRange, with replacement: String) {
    if text.holdsComment(range) {
      obstacle =
        "comments stand in the middle of what would be written anew, at line \(range.startPosition.line)"
    }
    edits.append(Finding.Edit(range, replacement))
  }

  // MARK: Records

  private mutating func editRecords(_ performance: Performance) {
    let expected = test[TestCase.expect] ?? []
    for model in expected { edit(model, performance.records[model.name] ?? []) }
    guard !isPartial else { return }
    let others = performance.models.filter { name in
      expected.named(name) == nil && !(performance.records[name] ?? []).isEmpty
    }
    let lists = others.map { name in
      let records = performance.records[name] ?? []
      for (place, record) in records.enumerated() {
        note("\(name)[\(place)]", nil, FlowText.of(record.value))
      }
      return (name: name, items: records.map { FlowText.of($0.value) })
    }
    guard !lists.isEmpty else { return }
    add(lists, to: TestCase.expect.key)
  }

  /// Models with their records, under a key that may be there already.
  private mutating func add(_ lists: [(name: String, items: [String])], to key: String) {
    let flow = lists.map { "\($0.name): [\($0.items.joined(separator: ", "))]" }
    let entry = test.block.entry(key)
    let old = entry?.value.mapping?.entries ?? []
    let isFlow =
      text.isFlow(test.block.node) || (!old.isEmpty && entry.map { text.isFlow($0.value) } ?? false)
    if isFlow {
      let entries = old.map { text.slice($0.key.range.joined(with: $0.value.range)) } + flow
      return set(key, " {\(entries.joined(separator: ", "))}")
    }
    let indent = old.first.map { text.column(of: $0.key.range.start) } ?? caseIndent + 2
    let blanks = String(repeating: " ", count: indent)
    let lines = lists.flatMap { list in
      ["\(blanks)\(list.name):"] + list.items.map { "\(blanks)  - \($0)" }
    }
    guard let entry, !old.isEmpty else { return set(key, "\n" + lines.joined(separator: "\n")) }
    edits.append(text.insertion(afterLineOf: entry.value.range.end, lines.map { $0 + "\n" }.joined()))
  }

  /// How many blanks stand before the keys of the case.
  private var caseIndent: Int {
    test.block.node.mapping?.entries.first.map { text.column(of: $0.key.range.start) } ?? 0
  }

  private mutating func edit(_ model: Named<[Node]>, _ records: [CanonicalRecord]) {
    let pairing = RecordPairing(model.value, records)
    var patches: [Finding.Edit] = []
    for (place, node) in model.value.enumerated() {
      let path = "\(model.name)[\(place)]"
      guard let found = pairing.found[place] else {
        note(path, text.slice(node.range), nil)
        continue
      }
      patches += self.patches(node, records[found], path)
    }
    for place in pairing.unexpected {
      note("\(model.name)[\(place)]", nil, FlowText.of(records[place].value))
    }
    let kept = pairing.found.compactMap { $0 }
    if kept.count == model.value.count, pairing.unexpected.isEmpty, kept == kept.sorted() {
      edits += patches
      return
    }
    if kept != kept.sorted() { note(model.name, "another order", "the order of the pages") }
    guard let entry = test.block.node.mapping?[TestCase.expect.key]?.mapping?.entry(model.name) else {
      return
    }
    let keys = isPartial ? Set(model.value.flatMap { $0.mapping.map { Array($0.keys) } ?? [] }) : nil
    var items: [Int: ListItem] = [:]
    for (place, node) in model.value.enumerated() {
      if let found = pairing.found[place] { items[found] = .kept(place, node) }
    }
    for place in pairing.unexpected { items[place] = .new(Self.new(records[place], keys)) }
    let order = items.sorted { $0.key < $1.key }.map(\.value)
    rewrite(entry, model.value, as: order, patches)
  }

  /// A record that the case did not name; a partial one gets the keys that its neighbours have.
  private static func new(_ record: CanonicalRecord, _ keys: Set<String>?) -> String {
    guard let keys, case .map(let map) = record.value.plain else { return FlowText.of(record.value) }
    let entries = map.pairs.compactMap { pair -> String? in
      guard case .string(let name) = pair.key, name == "id" || keys.contains(name) else { return nil }
      return FlowText.entry(name, pair.value)
    }
    return "{\(entries.joined(separator: ", "))}"
  }

  // MARK: Lists

  private enum ListItem {
    /// One that was there, by its position.
    case kept(Int, Node)
    case new(String)
  }

  /// Writes a list anew from the texts of the items that stay, with the comments before them, and new ones.
  private mutating func rewrite(
    _ entry: Mapping.Entry, _ old: [Node], as items: [ListItem], _ patches: [Finding.Edit]
  ) {
    let node = entry.value
    guard let first = old.first, let last = old.last, !text.isFlow(node) else {
      let texts = items.map { item in
        switch item {
        case .kept(_, let node): text.slice(node.range, patches)
        case .new(let text): text
        }
      }
      return replace(text.value(of: entry), with: ": [\(texts.joined(separator: ", "))]")
    }
    guard let indent = text.indentOfDash(before: first.range) else {
      obstacle = "its list is written in a way that cannot be changed"
      return
    }
    var lead: [Int: String] = [:]
    for place in old.indices.dropFirst() {
      lead[place] = text.slice(
        text.lineEnd(old[place - 1].range.end)..<text.lineStart(old[place].range.start))
    }
    var kept: Set<Int> = []
    let lines = items.map { item -> String in
      switch item {
      case .kept(let place, let node):
        kept.insert(place)
        let own = text.lineStart(node.range.start)..<text.lineEnd(node.range.end)
        return (lead[place] ?? "") + text.slice(own, patches)
      case .new(let text): return "\(indent)- \(text)\n"
      }
    }
    // What stood before an item that goes may be about more than that item.
    let orphans = old.indices.filter { !kept.contains($0) }.compactMap { lead[$0] }
      .filter { !$0.allSatisfy(\.isWhitespace) }
    let start = text.lineStart(first.range.start)
    let range = SourceRange(node.range.file, start, text.lineEnd(last.range.end))
    guard items.isEmpty else {
      edits.append(Finding.Edit(range, (lines + orphans).joined()))
      return
    }
    edits.append(Finding.Edit(SourceRange(range.file, entry.key.range.end, start), ": []\n"))
    edits.append(Finding.Edit(range, orphans.joined()))
  }

  // MARK: One record

  /// What brings the text of a record in line with the one that came.
  private mutating func patches(
    _ node: Node, _ record: CanonicalRecord, _ path: String
  ) -> [Finding.Edit] {
    let differences = Comparison.differences(node, record.value, isPartial: isPartial)
    for difference in differences {
      note(
        "\(path).\(difference.path)", difference.expected.map { text.slice($0.range) },
        difference.found.map(FlowText.of), record.maker(of: difference.path))
    }
    guard !differences.isEmpty else { return [] }
    let isOfScalars = differences.allSatisfy { difference in
      difference.found != nil && (difference.expected.map(text.isOnOneLine) ?? false)
    }
    if isOfScalars {
      return differences.compactMap { difference in
        guard let expected = difference.expected, let found = difference.found else { return nil }
        return Finding.Edit(expected.range, FlowText.of(found))
      }
    }
    guard let mapping = node.mapping, case .map(let map) = record.value.plain else {
      return [Finding.Edit(node.range, FlowText.of(record.value))]
    }
    let touched = Set(differences.map { String($0.path.prefix { $0 != "." && $0 != "[" }) })
    return text.isFlow(node)
      ? [Finding.Edit(node.range, flow(mapping, map, touched))]
      : lines(node, mapping, map, touched)
  }

  /// A mapping in braces: entries that are right keep their text.
  private func flow(_ mapping: Mapping, _ found: MapValue, _ touched: Set<String>) -> String {
    var entries = mapping.entries.compactMap { entry -> String? in
      let name = entry.key.text
      guard touched.contains(name) else { return text.slice(entry.key.range.joined(with: entry.value.range)) }
      return found.value(named: name).map { FlowText.entry(name, $0) }
    }
    entries += new(found, besides: mapping, touched)
    return "{\(entries.joined(separator: ", "))}"
  }

  /// A mapping line by line.
  private mutating func lines(
    _ node: Node, _ mapping: Mapping, _ found: MapValue, _ touched: Set<String>
  ) -> [Finding.Edit] {
    var patches: [Finding.Edit] = []
    for (place, entry) in mapping.entries.enumerated() where touched.contains(entry.key.text) {
      if let value = found.value(named: entry.key.text) {
        patches.append(Finding.Edit(text.value(of: entry), ": \(FlowText.of(value))"))
        continue
      }
      guard place > 0 else {
        // The dash stands before it.
        if text.holdsComment(node.range) {
          obstacle = "comments stand in a record that would be written anew"
        }
        return [Finding.Edit(node.range, flow(mapping, found, touched))]
      }
      let range = text.lineStart(entry.key.range.start)..<text.lineEnd(entry.value.range.end)
      patches.append(Finding.Edit(SourceRange(node.range.file, range), ""))
    }
    let new = new(found, besides: mapping, touched)
    if let last = mapping.entries.last, !new.isEmpty {
      let indent = String(repeating: " ", count: text.column(of: last.key.range.start))
      patches.append(
        text.insertion(afterLineOf: last.value.range.end, new.map { "\(indent)\($0)\n" }.joined()))
    }
    return patches
  }

  private func new(_ found: MapValue, besides mapping: Mapping, _ touched: Set<String>) -> [String] {
    found.pairs.compactMap { pair in
      guard case .string(let name) = pair.key, !mapping.has(name), touched.contains(name) else { return nil }
      return FlowText.entry(name, pair.value)
    }
  }

  // MARK: Deletions and results

  private mutating func editDeletions(_ performance: Performance) {
    let expected = test[TestCase.deleted] ?? []
    var lists: [(name: String, items: [String])] = []
    var hasChanged = false
    for model in expected {
      let came = Set(performance.deleted.filter { $0.models.contains(model.name) }.map(\.key))
      let kept = model.value.filter { came.contains($0.scalar?.text ?? "") }
      for node in model.value where !came.contains(node.scalar?.text ?? "") {
        note("deleted.\(model.name)", text.slice(node.range), nil)
        hasChanged = true
      }
      lists.append((model.name, kept.map { text.slice($0.range) }))
    }
    if !isPartial {
      for deletion in performance.deleted where !isExpected(deletion, expected) {
        // A case names those rows that it means; at first these are the rows of the mapping's first model.
        guard let name = deletion.models.first(where: { expected.named($0) != nil }) ?? deletion.models.first
        else { continue }
        let item = FlowText.of(.string(deletion.key))
        note("deleted.\(name)", nil, item)
        hasChanged = true
        if let place = lists.firstIndex(where: { $0.name == name }) {
          lists[place].items.append(item)
        } else {
          lists.append((name, [item]))
        }
      }
    }
    guard hasChanged else { return }
    let flow = lists.map { "\($0.name): [\($0.items.joined(separator: ", "))]" }
    set(TestCase.deleted.key, " {\(flow.joined(separator: ", "))}")
  }

  private func isExpected(_ deletion: Performance.Deletion, _ expected: [Named<[Node]>]) -> Bool {
    expected.contains { model in
      deletion.models.contains(model.name) && model.value.contains { $0.scalar?.text == deletion.key }
    }
  }

  private mutating func editResult(_ performance: Performance) {
    guard test[TestCase.action] != nil else { return }
    let expected = test[TestCase.result] ?? []
    var entries: [String] = []
    var hasChanged = false
    for entry in expected {
      let value = performance.result.first { $0.name == entry.name }?.value
      let isSame = Comparison.differences(entry.value, value, isPartial: isPartial).isEmpty
      if isSame {
        entries.append("\(text.slice(entry.nameRange)): \(text.slice(entry.value.range))")
        continue
      }
      hasChanged = true
      note("result.\(entry.name)", text.slice(entry.value.range), value.map(FlowText.of))
      if let value { entries.append(FlowText.entry(entry.name, value)) }
    }
    for (name, value) in performance.result where !isPartial && expected.named(name) == nil {
      hasChanged = true
      note("result.\(name)", nil, FlowText.of(value))
      entries.append(FlowText.entry(name, value))
    }
    if hasChanged { set(TestCase.result.key, " {\(entries.joined(separator: ", "))}") }
  }

  // MARK: Keys of the case

  /// `value` begins with the blank or the line break behind the colon.
  private mutating func set(_ key: String, _ value: String) {
    guard let entry = test.block.entry(key) else { return additions.append((key, value)) }
    replace(text.value(of: entry), with: ":\(value)")
  }

  private mutating func addKeys() {
    let node = test.block.node
    guard !additions.isEmpty else { return }
    let entries = additions.map { "\($0.key):\($0.value)" }
    if text.isFlow(node) {
      let end = SourceRange(node.range.file, node.range.end - 1, node.range.end - 1)
      edits.append(Finding.Edit(end, entries.map { ", \($0)" }.joined()))
      return
    }
    let indent = String(repeating: " ", count: caseIndent)
    edits.append(
      text.insertion(afterLineOf: node.range.end, entries.map { "\(indent)\($0)\n" }.joined()))
  }
}
