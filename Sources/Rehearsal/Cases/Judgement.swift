internal import Diagnostics
internal import HTTP
internal import Interpreter
internal import Language
internal import Mapping
internal import Programs
internal import Values
internal import YAML

/// Holds what a case did against what it says must come.
struct Judgement {
  let test: TestCase
  let performance: Performance
  /// What the file and the case say of the account.
  let account: [String: Node]
  private(set) var findings: [Finding] = []

  init(_ run: CaseRun, _ performance: Performance) {
    test = run.test
    account = run.account
    self.performance = performance
    judgeRequests()
    // Without its answer the rest of the case is another one than was meant.
    guard performance.misses.isEmpty else { return }
    if performance.failure != nil, performance.token != nil, test[TestCase.fails] == nil {
      // What signing in did not capture is why the calls fail that need it.
      judgeMissingAccount()
      guard findings.isEmpty else { return }
    }
    judgeFailure()
    guard isFailureRight else { return }
    if let signIn = test[TestCase.signIn] {
      judge(signIn)
      return
    }
    judgeAnswer()
    judgeRecords()
    judgeDeletions()
    judgeResult()
    judgeQuarantine()
    judgeRemarks()
    judgeProof()
  }

  private var isPartial: Bool { test[TestCase.partial] ?? false }
  private var name: String { test[TestCase.name]?.value ?? "" }

  mutating func add(
    _ rule: Rule, _ message: String, at place: SourceRange, related: [Finding.Related] = [],
    evidence: [Finding.Evidence] = []
  ) {
    findings.append(
      Finding(
        rule, message, at: place, related: related, evidence: [.init("case", name)] + evidence))
  }

  // MARK: Requests

  private mutating func judgeRequests() {
    for miss in performance.misses {
      var related: [Finding.Related] = []
      if let nearest = miss.nearest {
        related.append(.init("nearest: \(nearest.difference)", at: nearest.exchange.targetRange))
      }
      if let place = performance.failure?.place { related.append(.init("asked for by this", at: place)) }
      add(
        .unrecordedRequest,
        "no recorded exchange answers \(miss.request.method) \(Self.shown(miss.request.address))",
        at: test.block.valueRange(test[TestCase.recording] == nil ? "name" : "recording"), related: related,
        evidence: earlier(miss))
    }
  }

  /// What was asked before, as far as it helps to see where things went another way.
  private func earlier(_ miss: RecordedProvider.Miss) -> [Finding.Evidence] {
    let count = max(0, performance.requests.count - performance.misses.count)
    let asked = count == 1 ? "1 request was" : "\(count) requests were"
    let notes = (performance.failure?.notes ?? []).map { Finding.Evidence("note", $0) }
    return [.init("before", "\(asked) answered")] + notes
  }

  private static func shown(_ address: WebAddress) -> String {
    let text = address.description
    return text.count > 300 ? String(text.prefix(297)) + "..." : text
  }

  // MARK: Failures

  private var isFailureRight: Bool { (performance.failure == nil) == (test[TestCase.fails] == nil) }

  private mutating func judgeFailure() {
    guard let expected = test[TestCase.fails] else {
      guard let failure = performance.failure else { return }
      let place = failure.place.map { [Finding.Related("it comes from here", at: $0)] } ?? []
      add(
        .caseFailed, "it fails: \(Self.words(of: failure))", at: test.block.valueRange("name"),
        related: place,
        evidence: [.init("kind", failure.kind.rawValue)] + failure.notes.map { .init("note", $0) })
      return
    }
    guard let failure = performance.failure else {
      add(.caseDidNotFail, "it should fail and does not", at: test.block.keyRange("fails"))
      return
    }
    let came = failure.place.map { [Finding.Related("the failure comes from here", at: $0)] } ?? []
    if let kind = expected[ExpectedFailure.kind], kind != failure.kind {
      add(
        .otherFailure,
        "expected kind \(kind.rawValue), got \(failure.kind.rawValue): \(Self.words(of: failure))",
        at: expected.block.valueRange("kind"), related: came)
    }
    if let code = expected[ExpectedFailure.code], code != failure.code {
      add(
        .otherFailure, "expected code `\(code)`, got \(failure.code.map { "`\($0)`" } ?? "none")",
        at: expected.block.valueRange("code"), related: came)
    }
    if let words = expected[ExpectedFailure.message], !failure.message.contains(words) {
      add(
        .otherFailure, "the message lacks `\(words)`: \(failure.message)",
        at: expected.block.valueRange("message"), related: came)
    }
  }

  private static func words(of failure: RunFailure) -> String {
    var failure = failure
    failure.place = nil
    return failure.description
  }

  // MARK: Records

  private mutating func judgeRecords() {
    let expected = test[TestCase.expect] ?? []
    for model in expected {
      let records = performance.records[model.name] ?? []
      judge(model, records)
    }
    guard !isPartial, test[TestCase.fails] == nil else { return }
    for model in performance.models where expected.named(model) == nil {
      guard let records = performance.records[model], !records.isEmpty else { continue }
      add(
        .unexpectedRecord,
        "\(records.count) records of `\(model)` come, and nobody expects that model; the first is `\(records[0].id)`",
        at: test.block.has("expect") ? test.block.keyRange("expect") : test.block.valueRange("name"))
    }
  }

  private mutating func judge(_ model: Named<[Node]>, _ records: [CanonicalRecord]) {
    let pairing = RecordPairing(model.value, records)
    for (position, node) in model.value.enumerated() {
      let path = "\(model.name)[\(position)]"
      guard let found = pairing.found[position] else {
        let others = pairing.unexpected.prefix(4).map { "`\(records[$0].id)`" }.joined(separator: ", ")
        add(
          .missingRecord,
          "`\(path)` does not come\(others.isEmpty ? "" : "; those that are left are \(others)")",
          at: node.start)
        continue
      }
      let later = pairing.found[position...].compactMap { $0 }.min() ?? found
      if later < found {
        add(
          .otherOrder, "`\(path)` comes after `\(records[later].id)`, which is expected later", at: node.start
        )
      }
      compare(node, records[found], path)
    }
    guard let first = pairing.unexpected.first else { return }
    let count = pairing.unexpected.count
    let ids = pairing.unexpected.prefix(4).map { "`\(records[$0].id)`" }.joined(separator: ", ")
    add(
      .unexpectedRecord,
      "\(count == 1 ? "a record" : "\(count) records") of `\(model.name)` nobody expects: \(ids)",
      at: model.nameRange,
      evidence: [.init("came", "at position \(first): \(Comparison.shown(records[first].value))")])
  }

  private mutating func compare(_ node: Node, _ record: CanonicalRecord, _ path: String) {
    for difference in Comparison.differences(node, record.value, isPartial: isPartial) {
      add(
        .difference, "`\(path).\(difference.path)`: \(difference.message)", at: difference.place,
        related: record.maker(of: difference.path).map { [.init("made by this", at: $0)] } ?? [])
    }
  }

  // MARK: Deletions

  private mutating func judgeDeletions() {
    let expected = test[TestCase.deleted] ?? []
    for model in expected {
      let came = performance.deleted.filter { $0.models.contains(model.name) }.map(\.key)
      for node in model.value where !came.contains(node.scalar?.text ?? "") {
        add(
          .missingRecord, "`\(node.scalar?.text ?? "")` of `\(model.name)` is not marked as gone",
          at: node.range)
      }
    }
    guard !isPartial, test[TestCase.fails] == nil else { return }
    let others = performance.deleted.filter { deletion in
      !expected.contains { model in
        deletion.models.contains(model.name) && model.value.contains { $0.scalar?.text == deletion.key }
      }
    }
    guard let first = others.first else { return }
    let keys = others.map { "`\($0.key)`" }.joined(separator: ", ")
    add(
      .unexpectedRecord,
      "nobody expects that \(keys) of \(first.models.map { "`\($0)`" }.joined(separator: ", ")) is gone",
      at: test.block.has("deleted") ? test.block.keyRange("deleted") : test.block.valueRange("name"))
  }

  // MARK: Deliveries, actions and quarantine

  private mutating func judgeAnswer() {
    guard let delivery = test[TestCase.webhook], let answer = performance.answer else { return }
    let refusal = performance.refusal.map { [Finding.Evidence("refused", $0)] } ?? []
    if let status = delivery[DeliveryBlock.status], status != answer.status {
      add(
        .otherAnswer, "expected status \(status), got \(answer.status)",
        at: delivery.block.valueRange("status"),
        evidence: refusal)
    }
    let body = String(decoding: answer.body, as: UTF8.self)
    if let text = delivery[DeliveryBlock.answer], text != body {
      add(
        .otherAnswer, "expected the answer `\(text)`, got `\(body)`", at: delivery.block.valueRange("answer"),
        evidence: refusal)
    }
  }

  private mutating func judgeResult() {
    guard test[TestCase.action] != nil else { return }
    let expected = test[TestCase.result] ?? []
    for entry in expected {
      let value = performance.result.first { $0.name == entry.name }?.value
      for difference in Comparison.differences(entry.value, value, path: entry.name, isPartial: isPartial) {
        add(.difference, "`result.\(difference.path)`: \(difference.message)", at: difference.place)
      }
    }
    guard !isPartial, test[TestCase.fails] == nil else { return }
    for (name, value) in performance.result where expected.named(name) == nil {
      add(
        .difference, "`result.\(name)`: nobody expects it, and it is \(Comparison.shown(value))",
        at: test.block.has("result") ? test.block.keyRange("result") : test.block.valueRange("name"))
    }
  }

  private mutating func judgeQuarantine() {
    for problem in performance.quarantined {
      let place = problem.place.map { [Finding.Related("by this", at: $0)] } ?? []
      add(
        .quarantinedRecord, problem.sentence, at: test.block.valueRange("name"), related: place,
        evidence: [.init("at", problem.path)])
    }
  }

  private mutating func judgeRemarks() {
    for remark in performance.remarks where remark.isSuspicious {
      add(
        .incompleteListing, "records may be missing: \(remark.message)", at: test.block.valueRange("name"),
        related: remark.place.map { [.init("by this", at: $0)] } ?? [])
    }
  }

  // MARK: Proof

  /// A case that would pass whatever the connector did is worse than none.
  private mutating func judgeProof() {
    guard findings.isEmpty, test[TestCase.fails] == nil, test[TestCase.webhook] == nil else { return }
    let expected = test[TestCase.expect] ?? []
    let namesFields = expected.contains { $0.value.contains { !($0.mapping?.entries.isEmpty ?? true) } }
    let namesGone = (test[TestCase.deleted] ?? []).contains { !$0.value.isEmpty }
    if namesFields || namesGone { return }
    // That nothing comes of answered requests is something: anything that came would be a difference.
    let expectsNothing = expected.allSatisfy(\.value.isEmpty) && !isPartial
    if expectsNothing, !performance.played.isEmpty { return }
    add(.caseProvesNothing, "nothing that it expects could fail", at: test.block.valueRange("name"))
  }
}

extension Node {
  /// The first key of an object, or the value itself: a caret under a whole record points at nothing.
  var start: SourceRange { mapping?.entries.first?.key.range ?? range }
}
