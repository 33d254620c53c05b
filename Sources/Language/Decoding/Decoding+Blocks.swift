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
      let block = Self.block(type, around: node)
      report(
        .wrongType, "expected \(article(type.about.name)) block, found \(node.meaning)", at: node.range,
        about: type.about.name, suggestions: block.map { [$0] } ?? [],
        fixes: block.map { [.init("as a block", isSafe: false, replace: node.range, with: $0)] } ?? [])
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
    let lifted = unknown.isEmpty ? Lifted() : lift(unknown, of: type, in: mapping)
    unknown = lifted.unknown
    for (key, entry) in lifted.entries {
      guard let field = table.field(key) else { continue }
      let value = descend(key, head: entry.key.range) { field.decode(entry.value, &$0) }
      if let value { values.append(value) } else { damaged.insert(key) }
    }
    let present = Set(lifted.entries.map(\.key))
    let missing = table.required.filter { !mapping.has($0.key) && !present.contains($0.key) }.map(\.info)
    var misspelt: [String: Mapping.Entry] = [:]
    if !unknown.isEmpty {
      let told = reportUnknown(
        unknown, in: type, node, mapping: mapping, missing: missing, siblings: siblings)
      misspelt = told.misspelt
      for field in table.fields {
        guard let entry = misspelt[field.key] else { continue }
        // What stands under a misspelt key is read all the same, so that nothing else seems missing; what is wrong there is told where
        // the key is beyond doubt.
        func read(_ decoding: inout Decoding) -> FieldValue? {
          decoding.descend(field.key, head: entry.key.range) { field.decode(entry.value, &$0) }
        }
        let value = told.sure.contains(field.key) ? read(&self) : quietly(read)
        if let value { values.append(value) } else { damaged.insert(field.key) }
      }
      // What else is missing is told where no unknown key can be it.
      let others = missing.filter { !told.covered.contains($0.key) }
      let isBorrowing = isBorrowing(type, mapping) || misspelt[StreamBlock.like.key] != nil
      if told.isClear, !isPartial, !others.isEmpty, !isBorrowing {
        reportMissing(others, in: type, node: node)
      }
    }
    var isDamaged = !unknown.isEmpty || !lifted.entries.isEmpty || isMisread
    // An unknown key is most likely a missing one misspelt: saying both would be one mistake, two findings.
    if unknown.isEmpty, !isPartial, !missing.isEmpty {
      isDamaged = true
      // So is a key that another one's value stands under.
      let isMistaken = missing.contains { !Suggestions.nearest(to: $0.key, among: damaged).isEmpty }
      if !isMistaken, !isBorrowing(type, mapping) { reportMissing(missing, in: type, node: node) }
    }
    if unknown.isEmpty, lifted.entries.isEmpty {
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
  static let mostAdvised = 100

  /// Bytes of one value that a fix writes anew; nobody reads a longer one in a line, and what writes it may not be a person.
  static let mostRewritten = 1000

  /// What came of the unknown keys of a block.
  private struct UnknownKeys {
    /// Those that are misspelt or called so elsewhere, by the key that was meant.
    var misspelt: [String: Mapping.Entry] = [:]
    /// The meant keys about which there is no doubt.
    var sure: Set<String> = []
    /// Keys that are there in another form.
    var covered: Set<String> = []
    /// Of every unknown key it is known what was meant, so that none of them can be one that is missing.
    var isClear = true
  }

  /// Reports keys that are not of the block.
  private mutating func reportUnknown(
    _ entries: [Mapping.Entry], in type: any Construct.Type, _ node: Node, mapping: Mapping,
    missing: [FieldInfo], siblings: [Variant]
  ) -> UnknownKeys {
    var told = UnknownKeys()
    let infos = type.fields.map(\.info)
    // What is taken over from elsewhere may be meant to be written anew here.
    let free = infos.filter { info in
      mapping.entry(info.key).map { !node.range.contains($0.key.range) } ?? true
    }
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
      var advice =
        index < Self.mostAdvised
        ? KeyAdvice(
          for: entry, in: type, free: free, all: infos, enclosing: around, siblings: siblings,
          onlyMissing: isOnly ? missing.first : nil) : KeyAdvice()
      advice.settleTie(key) { name in missing.contains { $0.key == name } }
      advice.settleTie(key) { canBeRead(entry.value, as: $0, of: type) }
      let isText = entry.value.scalar.map { $0.resolved == .string } ?? true
      if advice.isGuess, isText, let name = advice.names.first, !canBeRead(entry.value, as: name, of: type) {
        advice.names = []
      }
      // Several keys that belong under one that is not there were left without it, which is one mistake.
      if let holder = advice.holder {
        told.covered.insert(holder)
        if mapping[holder] == nil, !holders.insert(holder).inserted { continue }
      }
      var fixes: [Finding.Fix] = []
      if let name = advice.names.first, told.misspelt[name] == nil {
        told.misspelt[name] = entry
        told.covered.insert(name)
        // What another stream wrote is read for this one as well, and told there.
        let isOfOurForm =
          (entry.value.mapping?.entries.count ?? 0) > 1 || canBeRead(entry.value, as: name, of: type)
        // A small value that other tools write otherwise is written anew with the key: that is one mistake.
        if advice.isSure || advice.isKnownElsewhere && isOfOurForm, node.range.contains(entry.key.range) {
          told.sure.insert(name)
        }
        fixes = [
          Finding.Fix(
            "a key with a similar name exists", isSafe: advice.isSure, replace: entry.key.range, with: name)
        ]
      } else if advice.foreign?.isNeedless == true, entry.value.scalar?.text.lowercased() != "false" {
        fixes = leavingOut(entry, of: mapping)
      } else if let holder = advice.holder, mapping[holder] == nil {
        fixes = nesting(entries, under: holder, of: type)
      }
      // What is written in its place may be what is missing; of a whole connector that is said too often to hold it back.
      if let foreign = advice.foreign, !foreign.isNeedless, !(type is ConnectorFile.Type) {
        told.isClear = false
      }
      if advice.names.isEmpty, advice.holder == nil, advice.foreign == nil, index < Self.mostAdvised {
        // One of those that are missing may be meant, where the value could be its.
        for info in missing where canBeRead(entry.value, as: info.key, of: type) {
          told.covered.insert(info.key)
        }
      } else if advice.holder == nil, advice.foreign == nil, !advice.isSure, !advice.isKnownElsewhere {
        told.isClear = false
      }
      let message = "`\(key)` is not a key of \(article(type.about.name)) block"
      let evidence = evidence(for: advice, in: type)
      func tell(_ decoding: inout Decoding) {
        decoding.report(
          .unknownKey, message, at: entry.key.range, evidence: evidence, suggestions: advice.names,
          fixes: fixes)
      }
      // Each key with advice of its own is told by itself, however many stand in a row.
      if advice.foreign == nil { tell(&self) } else { descend(key, head: entry.key.range, tell) }
    }
    return told
  }

  private func evidence(for advice: KeyAdvice, in type: any Construct.Type) -> [Finding.Evidence] {
    if let place = advice.place { return [.init("place", place)] }
    if let foreign = advice.foreign { return [.init("instead", foreign.text)] }
    guard advice.names.isEmpty else { return [] }
    return [
      .init("known", list(type.fields.map(\.info.key), limit: 12) + " (connector explain \(type.about.name))")
    ]
  }

  /// Whether nothing is wrong with a value under another key.
  private mutating func canBeRead(_ value: Node, as key: String, of type: any Construct.Type) -> Bool {
    guard let field = FieldTable.of(type).field(key) else { return false }
    return look { decoding in decoding.quietly { field.decode(value, &$0) } != nil }
  }

  /// Reads what stands at a place where it has no meaning yet: only what is wrong with its form is kept.
  @discardableResult
  mutating func look<Result>(_ step: (inout Decoding) -> Result) -> Result {
    let counts = (expressions: expressions.count, templates: templates.count)
    defer {
      expressions.removeLast(expressions.count - counts.expressions)
      templates.removeLast(templates.count - counts.templates)
    }
    return step(&self)
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
    // `120/minute` and `120 per minute` say how fast.
    if type is RateLimitBlock.Type, let rate = rate(scalar.text) { return rate }
    // A number or a time says how long, where the block can say that.
    if let first = scalar.text.first, first.isNumber, type.fields.contains(where: { $0.key == "fixed" }) {
      return "{fixed: \(scalar.text)\(scalar.text.allSatisfy(\.isNumber) ? "s" : "")}"
    }
    let required = type.fields.filter(\.isRequired)
    var key = required.count == 1 ? required.first?.key : nil
    for case .exactlyOne(let keys) in type.constraints where required.isEmpty { key = keys.first }
    if key == nil, Int(scalar.text) != nil {
      key = ["http/timeouts": "idle", "http/retry": "attempts"][type.about.name]
    }
    let unit = key == "idle" ? "s" : ""
    return key.map { "{\($0): \(scalar.text)\(unit)}" }
  }

  private static func rate(_ text: String) -> String? {
    let words = text.lowercased().split { "/ ".contains($0) }.filter { $0 != "per" && $0 != "requests" }
    guard words.count == 2, Int(words[0]) != nil, let unit = words[1].first, "smhd".contains(unit),
      words[1] != "month"
    else { return nil }
    return "{requests: \(words[0]), per: 1\(unit)}"
  }

  /// A block that says what a bare word was meant to, where the word names a kind that needs nothing more.
  private static func kind(of type: any UnionDeclaration.Type, named node: Node) -> String? {
    // The name of what is sent: most providers take it as a query parameter.
    if type is Placements.Type, let name = node.scalar?.text, !node.isNull { return "{query: \(name)}" }
    if type is SliceKinds.Type, let text = node.scalar?.text, !node.isNull {
      // `user in users`, and what else names one stream.
      let words = text.split { !$0.isLetter && !$0.isNumber && $0 != "_" }.map(String.init)
      if words.count == 3, words[1] == "in" { return "{type: parent, stream: \(words[2]), as: \(words[0])}" }
      let name = words.firstIndex(of: "streams").flatMap { words.dropFirst($0 + 1).first } ?? text
      return TextFormat.name.problem(with: name) == nil ? "{type: parent, stream: \(name)}" : nil
    }
    guard let key = type.discriminator, let word = node.scalar?.text.lowercased(),
      case .block(let kind)? = type.variants.first(where: { $0.name == word })?.content,
      !kind.fields.contains(where: \.isRequired)
    else { return nil }
    return "{\(key): \(word)}"
  }

  /// What says that there is nothing of a kind, where that can be said.
  private func nothing(_ type: any UnionDeclaration.Type) -> String? {
    guard let key = type.discriminator, type.variants.contains(where: { $0.name == "none" }) else {
      return nil
    }
    return "{\(key): none}"
  }

  /// Reads a union: the kind first, and nothing else until the kind is known.
  mutating func decodeUnion(_ type: any UnionDeclaration.Type, from node: Node, deciders: [String] = [])
    -> Block?
  {
    guard let mapping = node.mapping else {
      let block = Self.kind(of: type, named: node)
      let isNothing = node.isNull || node.scalar?.text.lowercased() == "false"
      report(
        .wrongType, "expected \(article(type.about.name)) block, found \(node.meaning)", at: node.range,
        about: type.about.name,
        evidence: [.init("known", list(type.variants.map(\.name), limit: 14))],
        suggestions: block.map { [$0] } ?? [],
        fixes: (isNothing ? nothing(type) : block).map {
          [.init("as a block", isSafe: false, replace: node.range, with: $0)]
        } ?? [])
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
      let word = $0.value.scalar?.text ?? ""
      return Suggestions.nearest(to: $0.key.text, among: [key]).first == key && known.contains(word)
        || ["kind", "style", "strategy"].contains($0.key.text.lowercased())
          && (known.contains(word) || !Synonyms.nearest(to: word, among: known).isEmpty)
          && !knows($0.key.text, type)
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
      evidence: [.init("known", list(known, limit: 14))] + foreign(mapping, type),
      suggestions: fitting.map { "\(key): \($0.name)" })
    guard fitting.count == 1 else { return nil }
    return quietly { $0.decode(fitting[0], of: type, from: node, deciders: deciders, isMisread: true) }
  }

  /// What to write in place of other tools' keys, before it is known which kind the block is.
  private func foreign(_ mapping: Mapping, _ type: any UnionDeclaration.Type) -> [Finding.Evidence] {
    mapping.entries.lazy.compactMap { entry in
      ForeignKeys.advice(entry.key.text, in: type.about.name).map { Finding.Evidence("instead", $0.text) }
    }.prefix(3).map(\.self)
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
    var evidence = [Finding.Evidence("known", list(known, limit: 14))] + foreign(mapping, type)
    if mapping.entries.count > 1 {
      evidence.append(.init("note", "the other keys of this block are checked once `\(key)` is right"))
    }
    report(
      .unknownType, "`\(name)` is not \(article(type.about.name)) \(key)", at: range, evidence: evidence,
      suggestions: near,
      fixes: .renaming(range, to: near, "a \(key) with a similar name exists"))
    return type.variants.first { $0.name == near.first }
  }

  private mutating func decodeOnlyKey(_ type: any UnionDeclaration.Type, _ mapping: Mapping, _ node: Node)
    -> Block?
  {
    let known = type.variants.map(\.name)
    if let placement = Self.placement(mapping), known.contains(placement.kind) {
      let meant = "{\(placement.kind): \(placement.name)}"
      report(
        .wrongType,
        "\(article(type.about.name)) block has one key, which says where, with the name as its value",
        at: node.range, suggestions: [meant],
        fixes: [.init("in this language", isSafe: false, replace: node.range, with: meant)])
      return nil
    }
    if let stray = mapping.entries.first(where: { !known.contains($0.key.text) }) {
      let place = KeyAdvice.placeAround(stray.key.text, enclosing)
      let near = place == nil ? Synonyms.nearest(to: stray.key.text, among: known) : []
      report(
        .unknownKey, "`\(stray.key.text)` is not a key of \(article(type.about.name)) block",
        at: stray.key.range,
        evidence: place.map { [.init("place", $0)] }
          ?? (near.isEmpty ? [.init("known", list(known, limit: 14))] : []),
        suggestions: near,
        fixes: .renaming(stray.key.range, to: near, "a key with a similar name exists"))
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

  /// `{inject_into: request_parameter, field_name: page}` and `{name: page, in: query}`: where a value is put, as other tools say it.
  private static func placement(_ mapping: Mapping) -> (kind: String, name: String)? {
    let kinds = [
      "query": "query", "requestparameter": "query", "header": "header", "bodyjson": "json",
      "bodydata": "form",
      "path": "path",
    ]
    guard let place = ["in", "inject_into"].compactMap({ mapping[$0]?.scalar?.text }).first,
      let name = ["name", "field_name"].compactMap({ mapping[$0]?.scalar?.text }).first
    else { return nil }
    return kinds[ForeignKeys.folded(place)].map { ($0, name) }
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
