internal import Diagnostics
internal import Expressions
internal import Language
internal import Values
internal import YAML

/// Which records are expected, held against those that come.
extension TestReplay {
  var countFinding: Finding? {
    if let finding = otherModelFinding { return finding }
    let stream = stream.stream
    let isPlain =
      !stream.block.has("keep") && !stream.block.has("for_each")
      && !stream.block.has("fields") && !test.block.has("since")
      && stream[StreamBlock.deletions]?.as(FlaggedDeletions.self) == nil
      && stream[StreamBlock.changes]?.as(FilteredChanges.self) == nil
    guard isPlain,
      context.readings(of: self.stream).all.filter({
        $0.first?.recording.name == pages.first?.recording.name
      }).count == 1,
      let recording = pages.first?.recording,
      context.evidence.exchanges.allSatisfy({
        $0.recording.name != recording.name || (200..<300).contains($0.exchange.status)
          || $0.exchange.status == 429
      })
    else { return nil }
    guard let ids = recorded.ids, isWhole else { return nil }
    if let finding = otherIDsFinding(ids) { return finding }
    guard ids.count != expected.value.count else { return strangerFinding(recorded.distinctIDs) }
    let given = Set(expected.value.compactMap { $0.mapping?["id"]?.scalar?.text })
    let missing = Array(ids.lazy.filter { !given.contains($0) }.prefix(6))
    let path = "\(test.block.path).expect.\(expected.name)"
    let evidence: [Finding.Evidence] =
      missing.isEmpty || given.isEmpty ? [] : [.init("missing", missing.joined(separator: " · "))]
    if !isOnlyModel, !mapping.block.has("when"), ids.count > expected.value.count {
      return Finding(
        .testCountMismatch,
        "this has no `when` and makes \(ids.count) records of `\(expected.name)`, of which \(expected.value.count) are expected",
        at: mapping.block.keyRange("model"), path: path,
        related: [.init("expected here", at: expected.nameRange)],
        evidence: evidence)
    }
    return Finding(
      .testCountMismatch,
      "\(ids.count) \(ids.count == 1 ? "record is" : "records are") recorded, and \(expected.value.count) expected",
      at: expected.nameRange, path: path,
      related: pages.prefix(1).map { .init("the recording", at: $0.exchange.titleRange) }, evidence: evidence)
  }

  /// A record of which only another model is expected becomes one of this model too: nothing tells the two apart.
  private var otherModelFinding: Finding? {
    guard !isOnlyModel, !["when", "each", "id"].contains(where: mapping.block.has) else { return nil }
    let mine = Set(expected.value.compactMap { $0.mapping?["id"]?.scalar?.text })
    for other in test[TestCase.expect] ?? [] where other.name != expected.name {
      for node in other.value {
        guard let id = node.mapping?["id"], let text = id.scalar?.text, !mine.contains(text),
          recorded.distinctIDs.contains(text)
        else { continue }
        return Finding(
          .testCountMismatch,
          "this has no `when` and makes a `\(expected.name)` of `\(text)` as well, which is expected as `\(other.name)` alone",
          at: mapping.block.keyRange("model"), path: "\(test.block.path).expect.\(expected.name)",
          related: [.init("expected here", at: id.range)])
      }
    }
    return nil
  }

  /// None of the expected ids comes: where several records are made of one, each block says what theirs are.
  private func otherIDsFinding(_ ids: [String]) -> Finding? {
    let given = expected.value.compactMap { $0.mapping?["id"]?.scalar }
    guard let first = given.first, given.count == expected.value.count, !mapping.block.has("id"),
      !isOnlyModel || mapping.block.has("each"), recorded.distinctIDs.isDisjoint(with: given.map(\.text)),
      // The position of an element is part of an id that nobody wrote.
      mapping.block.has("each") && !first.text.contains(":")
        || Suggestions.nearest(to: first.text, among: ids).isEmpty, let other = ids.first
    else { return nil }
    return Finding(
      .testValueMismatch,
      "this says no `id`, so that its records are called `\(other)`, and `\(first.text)` is expected",
      at: mapping.block.keyRange("model"), path: "\(test.block.path).expect.\(expected.name)",
      related: [.init("expected here", at: first.range)])
  }

  /// Records of a model come that the case does not name.
  var unnamedFinding: Finding? {
    let isFiltered =
      stream.stream.block.has("keep") || test.block.has("since")
      || stream.stream[StreamBlock.changes]?.as(FilteredChanges.self) != nil
    let count = isFiltered ? 0 : records.reduce(0) { isThere($1.record) ? $0 + ($1.rows?.count ?? 0) : $0 }
    guard count > 0 else { return nil }
    return Finding(
      .testUnexpectedField,
      "\(count == 1 ? "a record" : "\(count) records") of `\(expected.name)` \(count == 1 ? "comes" : "come"), and the case does not name that model",
      at: test.block.has("expect") ? test.block.keyRange("expect") : test.block.valueRange("name"),
      path: "\(test.block.path).expect", related: [.init("made here", at: expected.nameRange)])
  }

  /// Whether a record is beyond doubt none that says of itself that it is gone.
  private func isThere(_ record: Value) -> Bool {
    guard let flag = stream.stream[StreamBlock.deletions]?.as(FlaggedDeletions.self) else { return true }
    guard let when = flag[FlaggedDeletions.when] else { return false }
    var scene = Activation()
    scene["record"] = record
    switch context.environments.triedProgram(when.source)?.evaluate(scene) {
    case .success(let value)?: if case .bool(false) = value.plain { return true } else { return false }
    case .failure(let error)?: return error.isAbsence
    case nil: return false
    }
  }

  /// An expected record that none of the recorded ones is.
  private func strangerFinding(_ ids: Set<String>) -> Finding? {
    for node in expected.value {
      guard let id = node.mapping?["id"], let text = id.scalar?.text, !ids.contains(text) else { continue }
      if let finding = otherKeyFinding(ids) { return finding }
      return Finding(
        .testValueMismatch, "no recorded record has the id `\(text)`", at: id.range,
        path: "\(test.block.path).expect.\(expected.name)",
        suggestions: Suggestions.nearest(to: text, among: ids.sorted()))
    }
    return nil
  }

  /// The expected ids are all under another key of the records than the one that tells them apart.
  private func otherKeyFinding(_ ids: Set<String>) -> Finding? {
    let keys = stream.stream[StreamBlock.key] ?? []
    let nodes = expected.value.compactMap { $0.mapping?["id"] }
    let wanted = Set(nodes.compactMap { $0.scalar?.text })
    guard keys.count == 1, !mapping.block.has("id"), nodes.count > 1, wanted.count == nodes.count,
      wanted.isDisjoint(with: ids), let names = context.evidence.of(stream.name)?.record.names
    else { return nil }
    let records = pages.flatMap(\.records)
    let other = names.first { name in
      wanted.isSubset(
        of: records.compactMap { record -> String? in
          guard case .map(let map) = record.plain else { return nil }
          return map.value(named: name)?.shortText
        })
    }
    guard let other, other != keys[0].value else { return nil }
    return Finding(
      .testValueMismatch, "the ids that are expected are those that the records have as `\(other)`",
      at: keys[0].range, path: "\(stream.path).key",
      related: nodes.prefix(1).map { .init("expected here", at: $0.range) },
      suggestions: [other])
  }

  /// Whether every record has all that its model requires; others are set aside in a run.
  private var isWhole: Bool {
    if let isWhole = recorded.isWhole { return isWhole }
    let isWhole = areAllWhole()
    recorded.isWhole = isWhole
    return isWhole
  }

  private func areAllWhole() -> Bool {
    let model = context.project.models[expected.name]
    let required = (mapping[ModelMapping.values] ?? []).filter { model?.field($0.name)?.isRequired ?? false }
    return records.allSatisfy { _, rows in
      (rows ?? []).allSatisfy { row in
        required.allSatisfy { rule in
          maker.parts(rule, nil, row.sample).allSatisfy { part in
            switch part.value {
            case .absent, .null: false
            default: true
            }
          }
        }
      }
    }
  }
}
