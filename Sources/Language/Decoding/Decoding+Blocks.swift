internal import Diagnostics
package import YAML

extension Decoding {
  /// Reads a mapping as a construct; every mistake in it is reported, and what can be used is kept.
  package mutating func decode<C: Construct>(_ type: C.Type, from node: Node) -> C? {
    decodeBlock(type, from: node).map { C($0) }
  }

  /// The same for a construct known only at run time; `decider` is the key that chose it and is no field of its own.
  ///
  /// `siblings` are the other kinds that the block could have been; `isMisread` tells that the kind itself had to be guessed.
  mutating func decodeBlock(
    _ type: any Construct.Type, from node: Node, decider: [String] = [], siblings: [Variant] = [],
    isMisread: Bool = false
  ) -> Block? {
    guard let mapping = node.mapping else {
      report(
        .wrongType, "expected \(article(type.about.name)) block, found \(node.meaning)", at: node.range,
        about: type.about.name,
        suggestions: Self.block(type, around: node).map { [$0] } ?? [])
      return nil
    }
    enclosing.append(type)
    defer { enclosing.removeLast() }
    let table = FieldTable.of(type)
    var values: [FieldValue] = []
    values.reserveCapacity(mapping.entries.count)
    var damaged: Set<String> = []
    var unknown: [Mapping.Entry] = []
    for entry in mapping.entries {
      let key = entry.key.text
      if !decider.isEmpty, decider.contains(key) { continue }
      guard let field = table.field(key) else {
        unknown.append(entry)
        continue
      }
      let value = descend(key, head: entry.key.range) { field.decode(entry.value, &$0) }
      if let value { values.append(value) } else { damaged.insert(key) }
    }
    let missing = table.required.filter { !mapping.has($0.key) }.map(\.info)
    var misspelt: [String: Mapping.Entry] = [:]
    if !unknown.isEmpty {
      misspelt = reportUnknown(unknown, in: type, mapping: mapping, missing: missing, siblings: siblings)
    }
    for field in table.fields where !misspelt.isEmpty {
      // What stands under a misspelt key is read all the same, so that nothing else seems missing.
      guard let entry = misspelt[field.key] else { continue }
      let value = quietly { $0.descend(field.key, head: entry.key.range) { field.decode(entry.value, &$0) } }
      if let value { values.append(value) } else { damaged.insert(field.key) }
    }
    var isDamaged = !unknown.isEmpty || isMisread
    // An unknown key is most likely a missing one misspelt: saying both would be one mistake, two findings.
    if unknown.isEmpty, !isPartial, !missing.isEmpty {
      isDamaged = true
      // So is a key that another one's value stands under.
      let isMistaken = missing.contains { !Suggestions.nearest(to: $0.key, among: damaged).isEmpty }
      if !isMistaken, !isBorrowing(type, mapping) { reportMissing(missing, in: type, node: node) }
    }
    if unknown.isEmpty {
      isDamaged =
        checkConstraints(of: type, node, mapping, damaged, isBorrowing: isBorrowing(type, mapping))
        || isDamaged
    }
    return Block(
      construct: type, node: node, path: path, head: head, values: values, misspelt: misspelt,
      damagedKeys: damaged,
      isDamaged: isDamaged)
  }

  /// Runs a step whose outcome counts only when nothing was wrong in it.
  ///
  /// What was found before is put aside meanwhile: a copy of it for every step would cost a file full of mistakes too much.
  private mutating func quietly<Result>(_ step: (inout Decoding) -> Result?) -> Result? {
    let (before, told) = (findings, incomplete)
    let counts = (expressions: expressions.count, templates: templates.count)
    findings = FindingList()
    let result = step(&self)
    let isRight = findings.isEmpty
    findings = before
    if let result, isRight { return result }
    incomplete = told
    expressions.removeLast(expressions.count - counts.expressions)
    templates.removeLast(templates.count - counts.templates)
    return nil
  }

  /// A stream that takes over keys of another one: what it lacks that one lacks, or does not exist, which is told there.
  private func isBorrowing(_ type: any Construct.Type, _ mapping: Mapping) -> Bool {
    type is StreamBlock.Type && mapping.has(StreamBlock.like.key)
  }

  private mutating func reportMissing(_ missing: [FieldInfo], in type: any Construct.Type, node: Node) {
    guard incomplete.insert(node.range).inserted else { return }
    let names = missing.map { "`\($0.key)`" }.joined(separator: ", ")
    let place = head.file === node.range.file ? head : node.range
    report(
      .missingKey, "\(article(type.about.name)) block needs \(names)", at: place,
      about: missing.first?.key, evidence: missing.prefix(4).map { .init($0.key, $0.summary) })
  }

  /// Unknown keys of one block that are looked up among all others: who has more did not misspell them.
  private static let mostAdvised = 100

  /// Reports keys that are not of the block; returns those that are surely misspelt, by the key that was meant.
  private mutating func reportUnknown(
    _ entries: [Mapping.Entry], in type: any Construct.Type, mapping: Mapping, missing: [FieldInfo],
    siblings: [Variant]
  ) -> [String: Mapping.Entry] {
    var misspelt: [String: Mapping.Entry] = [:]
    let free = type.fields.map(\.info).filter { mapping[$0.key] == nil }
    let infos = type.fields.map(\.info)
    let around = Array(enclosing.dropLast())
    let isOnly = entries.count == 1 && missing.count == 1
    var holders: Set<String> = []
    for (index, entry) in entries.enumerated() {
      let key = entry.key.text
      // Advice costs more than all else here, and is wasted on what is only counted.
      if index >= FindingList.mostAlike {
        report(.unknownKey, "", at: entry.key.range)
        continue
      }
      let advice =
        index < Self.mostAdvised
        ? KeyAdvice(
          for: entry, free: free, all: infos, enclosing: around, siblings: siblings,
          onlyMissing: isOnly ? missing.first : nil) : KeyAdvice()
      // Several keys that belong under one that is not there were left without it, which is one mistake.
      if let holder = advice.holder, mapping[holder] == nil, !holders.insert(holder).inserted { continue }
      var fixes: [Finding.Fix] = []
      if let name = advice.names.first {
        if misspelt[name] == nil { misspelt[name] = entry }
        fixes = [
          Finding.Fix(
            "a key with a similar name exists", isSafe: advice.isSure, replace: entry.key.range, with: name)
        ]
      }
      let legal = type.fields.map(\.info.key)
      let evidence =
        advice.place.map { [Finding.Evidence("place", $0)] }
        ?? (advice.names.isEmpty
          ? [.init("known", list(legal, limit: 12) + " (connector explain \(type.about.name))")] : [])
      report(
        .unknownKey, "`\(key)` is not a key of \(article(type.about.name)) block", at: entry.key.range,
        evidence: evidence, suggestions: advice.names, fixes: fixes)
    }
    return misspelt
  }

  /// True when a constraint is broken.
  private mutating func checkConstraints(
    of type: any Construct.Type, _ node: Node, _ mapping: Mapping, _ damaged: Set<String>, isBorrowing: Bool
  ) -> Bool {
    var isBroken = false
    // What a key needs is told at that key, which is nearer than the block.
    let wanted = type.constraints.compactMap { constraint -> String? in
      guard case .needs(let key, let other) = constraint, mapping.has(key), !mapping.has(other) else {
        return nil
      }
      return other
    }
    func present(_ keys: [String]) -> [Mapping.Entry] {
      keys.compactMap { mapping.entry($0) }.sorted { $0.key.range.start < $1.key.range.start }
    }
    // How many there are is asked of every block; which ones, of hardly any.
    func count(_ keys: [String]) -> Int { keys.count { mapping.has($0) } }
    func quoted(_ keys: [String]) -> String { keys.map { "`\($0)`" }.joined(separator: ", ") }
    for constraint in type.constraints {
      switch constraint {
      case .exactlyOne(let keys), .atMostOne(let keys):
        let given = count(keys)
        if given > 1 {
          let found = present(keys)
          isBroken = true
          report(
            .conflictingKeys, "only one of \(quoted(keys)) may be given", at: found[1].key.range,
            related: [.init("already given here", at: found[0].key.range)])
        }
        if case .exactlyOne = constraint, given == 0, !isPartial {
          isBroken = true
          guard !isBorrowing, !keys.contains(where: wanted.contains), incomplete.insert(node.range).inserted
          else {
            continue
          }
          report(
            .missingKey, "\(article(type.about.name)) block needs one of \(quoted(keys))", at: head,
            about: keys.first)
        }
      case .atLeastOne(let keys):
        if count(keys) == 0, !isPartial {
          isBroken = true
          guard !keys.contains(where: wanted.contains), incomplete.insert(node.range).inserted else {
            continue
          }
          report(
            .missingKey, "\(article(type.about.name)) block needs at least one of \(quoted(keys))", at: head,
            about: keys.first)
        }
      case .needs(let key, let other):
        if let entry = mapping.entry(key), mapping[other] == nil, !isPartial {
          isBroken = true
          // What could not be read perhaps holds both.
          if damaged.contains(key) { continue }
          report(.missingKey, "`\(key)` has a meaning only together with `\(other)`", at: entry.key.range)
        }
      }
    }
    return isBroken
  }

  /// A block that says what a bare value was meant to, where the block has one key that can take it.
  private static func block(_ type: any Construct.Type, around node: Node) -> String? {
    guard let scalar = node.scalar, !node.isNull else { return nil }
    // `GET /employees` is how requests are written elsewhere.
    let words = scalar.text.split(separator: " ", maxSplits: 1).map(String.init)
    if words.count == 2, let key = type.fields.first(where: { $0.key.uppercased() == words[0] })?.key {
      return "{\(key): \(words[1])}"
    }
    // A number or a time says how long, where the block can say that.
    if let first = scalar.text.first, first.isNumber, type.fields.contains(where: { $0.key == "fixed" }) {
      return "{fixed: \(scalar.text)\(scalar.text.allSatisfy(\.isNumber) ? "s" : "")}"
    }
    let required = type.fields.filter(\.isRequired)
    var key = required.count == 1 ? required.first?.key : nil
    for case .exactlyOne(let keys) in type.constraints where required.isEmpty { key = keys.first }
    return key.map { "{\($0): \(scalar.text)}" }
  }

  /// A block that says what a bare word was meant to, where the word names a kind that needs nothing more.
  private static func kind(of type: any UnionDeclaration.Type, named node: Node) -> String? {
    guard let key = type.discriminator, let word = node.scalar?.text.lowercased(),
      case .block(let kind)? = type.variants.first(where: { $0.name == word })?.content,
      !kind.fields.contains(where: \.isRequired)
    else { return nil }
    return "{\(key): \(word)}"
  }

  /// Reads a union: the kind first, and nothing else until the kind is known.
  mutating func decodeUnion(_ type: any UnionDeclaration.Type, from node: Node, deciders: [String] = [])
    -> Block?
  {
    guard let mapping = node.mapping else {
      report(
        .wrongType, "expected \(article(type.about.name)) block, found \(node.meaning)", at: node.range,
        about: type.about.name,
        evidence: [.init("known", list(type.variants.map(\.name), limit: 14))],
        suggestions: Self.kind(of: type, named: node).map { [$0] } ?? [])
      return nil
    }
    guard let key = type.discriminator else { return decodeOnlyKey(type, mapping, node) }
    guard let entry = mapping.entry(key) else {
      return decodeUndecided(type, from: node, mapping, deciders: deciders, key)
    }
    guard let name = entry.value.scalar?.text,
      entry.value.scalar?.resolved == .string || type.variants.contains(where: { $0.name == name })
    else {
      report(.wrongType, "`\(key)` must be one word, found \(entry.value.meaning)", at: entry.value.range)
      return nil
    }
    guard let variant = type.variants.first(where: { $0.name == name }) else {
      guard let meant = reportUnknownVariant(name, key, type, mapping, at: entry.value.range) else {
        return nil
      }
      return quietly { $0.decode(meant, of: type, from: node, deciders: deciders + [key], isMisread: true) }
    }
    return decode(variant, of: type, from: node, deciders: deciders + [key])
  }

  private mutating func decode(
    _ variant: Variant, of type: any UnionDeclaration.Type, from node: Node, deciders: [String],
    isMisread: Bool = false
  ) -> Block? {
    switch variant.content {
    case .block(let construct):
      decodeBlock(construct, from: node, decider: deciders, siblings: type.variants, isMisread: isMisread)
    case .union(let inner): decodeUnion(inner, from: node, deciders: deciders)
    }
  }

  /// A union without the key that decides; a misspelling of it still tells the kind.
  private mutating func decodeUndecided(
    _ type: any UnionDeclaration.Type, from node: Node, _ mapping: Mapping, deciders: [String], _ key: String
  ) -> Block? {
    if isPartial { return nil }
    let known = type.variants.map(\.name)
    if let near = mapping.entries.first(where: {
      Suggestions.nearest(to: $0.key.text, among: [key]).first == key
        && known.contains($0.value.scalar?.text ?? "")
    }) {
      report(
        .unknownKey, "`\(near.key.text)` is not a key of \(article(type.about.name)) block",
        at: near.key.range,
        suggestions: [key],
        fixes: [.init("a key with a similar name exists", isSafe: true, replace: near.key.range, with: key)])
      guard let variant = type.variants.first(where: { $0.name == near.value.scalar?.text }) else {
        return nil
      }
      return quietly {
        $0.decode(variant, of: type, from: node, deciders: deciders + [near.key.text], isMisread: true)
      }
    }
    if let stray = mapping.entries.first(where: { known.contains($0.key.text) }), !knows(stray.key.text, type)
    {
      report(
        .unknownKey, "`\(stray.key.text)` is not a key of \(article(type.about.name)) block but a \(key)",
        at: stray.key.range,
        evidence: [.init("instead", "`\(key): \(stray.key.text)`, and its values beside it")],
        suggestions: ["\(key): \(stray.key.text)"])
      return nil
    }
    let fitting = fitting(type, mapping, besides: deciders + [key])
    guard incomplete.insert(node.range).inserted else { return nil }
    report(
      .missingKey, "\(article(type.about.name)) block needs `\(key)`", at: head, about: key,
      evidence: [.init("known", list(known, limit: 14))], suggestions: fitting.map { "\(key): \($0.name)" })
    guard fitting.count == 1 else { return nil }
    return quietly { $0.decode(fitting[0], of: type, from: node, deciders: deciders, isMisread: true) }
  }

  /// Whether a key is one of any kind of the union.
  private func knows(_ key: String, _ type: any UnionDeclaration.Type) -> Bool {
    type.variants.contains { variant in
      switch variant.content {
      case .block(let construct): construct.fields.contains { $0.info.key == key }
      case .union(let inner): knows(key, inner)
      }
    }
  }

  /// The kinds that have all the keys of the block and miss none of theirs, when there are not many.
  private func fitting(_ type: any UnionDeclaration.Type, _ mapping: Mapping, besides deciders: [String])
    -> [Variant]
  {
    let keys = Set(mapping.entries.map(\.key.text)).subtracting(deciders)
    if keys.isEmpty { return [] }
    let fitting = type.variants.filter { variant in
      guard case .block(let construct) = variant.content else { return false }
      let required = construct.fields.map(\.info).filter(\.isRequired).map(\.key)
      return keys.isSubset(of: construct.fields.map(\.info.key)) && keys.isSuperset(of: required)
    }
    return fitting.count <= 2 ? fitting : []
  }

  /// Returns the kind that was meant when there is a likely one.
  private mutating func reportUnknownVariant(
    _ name: String, _ key: String, _ type: any UnionDeclaration.Type, _ mapping: Mapping,
    at range: SourceRange
  ) -> Variant? {
    let known = type.variants.map(\.name)
    var near = Synonyms.nearest(to: name, among: known)
    // The other keys of the block tell which kind was meant.
    if near.isEmpty { near = fitting(type, mapping, besides: [key]).map(\.name) }
    var evidence = [Finding.Evidence("known", list(known, limit: 14))]
    if mapping.entries.count > 1 {
      evidence.append(.init("note", "the other keys of this block are checked once `\(key)` is right"))
    }
    report(
      .unknownType, "`\(name)` is not \(article(type.about.name)) \(key)", at: range, evidence: evidence,
      suggestions: near,
      fixes: near.first.map {
        [
          .init(
            "a \(key) with a similar name exists", isSafe: Suggestions.areSure(near, for: range.text),
            replace: range, with: $0)
        ]
      } ?? [])
    return type.variants.first { $0.name == near.first }
  }

  private mutating func decodeOnlyKey(_ type: any UnionDeclaration.Type, _ mapping: Mapping, _ node: Node)
    -> Block?
  {
    let known = type.variants.map(\.name)
    if let stray = mapping.entries.first(where: { !known.contains($0.key.text) }) {
      let near = Synonyms.nearest(to: stray.key.text, among: known)
      report(
        .unknownKey, "`\(stray.key.text)` is not a key of \(article(type.about.name)) block",
        at: stray.key.range,
        evidence: near.isEmpty ? [.init("known", list(known, limit: 14))] : [], suggestions: near,
        fixes: near.first.map {
          [
            .init(
              "a key with a similar name exists", isSafe: Suggestions.areSure(near, for: stray.key.text),
              replace: stray.key.range, with: $0)
          ]
        } ?? [])
      return nil
    }
    guard let entry = mapping.entries.first, mapping.entries.count == 1,
      let variant = type.variants.first(where: { $0.name == entry.key.text }),
      case .block(let construct) = variant.content
    else {
      let message = "\(article(type.about.name)) block has exactly one key"
      if mapping.entries.count > 1 {
        report(
          .conflictingKeys, message, at: mapping.entries[1].key.range,
          related: [.init("already given here", at: mapping.entries[0].key.range)])
      } else if !isPartial {
        report(.missingKey, message, at: head, evidence: [.init("known", list(known, limit: 14))])
      }
      return nil
    }
    _ = entry
    return decodeBlock(construct, from: node)
  }

  func list(_ names: [String], limit: Int) -> String {
    names.count <= limit
      ? names.joined(separator: " · ")
      : names.prefix(limit).joined(separator: " · ") + " … and \(names.count - limit) more"
  }

  /// `a pages/cursor`, `an auth`.
  func article(_ name: String) -> String {
    let isVowel = name.first.map { "aeiou".contains($0) } ?? false
    return (isVowel ? "an " : "a ") + "`\(name)`"
  }
}
