package import EDI
package import Storage

/// What answers say of the files that the ledger holds.
package struct LedgerMatch: Sendable {
  package private(set) var answers: [FileAnswer] = []
  /// Answers to what was not sent, or to what nobody can tell.
  package private(set) var strangers: [AckReader.Answer] = []

  /// `files` with the newest first.
  package init(_ given: [AckReader.Answer], among files: [ExchangedFile]) {
    let sent = files.filter { $0.direction == .sent && $0.content != .acknowledgement }
    var touched: [Int64: (file: ExchangedFile, answers: [AckReader.Answer])] = [:]
    for answer in given {
      // A word on one of our own acknowledgements needs no further word.
      guard let file = sent.first(where: { Self.isAbout(answer, $0) }) else {
        let isOurs = files.contains {
          $0.direction == .sent && Self.same(answer.controlNumber, $0.controlNumber)
        }
        if !isOurs { strangers.append(answer) }
        continue
      }
      touched[file.id, default: (file, [])].answers.append(answer)
    }
    answers = touched.sorted { $0.key < $1.key }.map { Self.answer($0.value.file, $0.value.answers) }
  }

  private static func isAbout(_ answer: AckReader.Answer, _ file: ExchangedFile) -> Bool {
    switch answer.scope {
    case .interchange: same(answer.controlNumber, file.controlNumber)
    case .group: file.parts.contains { $0.set == nil && same($0.group, answer.controlNumber) }
    case .set:
      file.parts.contains { part in
        part.set.map { same($0, answer.controlNumber) } ?? false && same(part.group, answer.group ?? "")
      }
    }
  }

  private static func answer(_ file: ExchangedFile, _ answers: [AckReader.Answer]) -> FileAnswer {
    var parts = file.parts
    var problem: String?
    var state = ExchangedFile.State.sent
    for answer in answers {
      let verdict = ExchangedFile.State(answer.verdict)
      let reasons = answer.reasons.isEmpty ? nil : answer.reasons.joined(separator: "; ")
      switch answer.scope {
      case .interchange:
        // What was sent again was received already: the answer to the first one counts.
        let isEcho = file.attempts > 1 && answer.isRepeated
        if verdict == .rejected, !isEcho {
          state = .rejected
          problem = reasons.map { "the interchange was refused (\($0))" }
        }
      case .group, .set:
        for index in parts.indices where isAbout(answer, parts[index]) {
          parts[index].state = verdict
          parts[index].reasons = reasons
        }
      }
    }
    // What is in a refused group is refused.
    let refused = Set(parts.filter { $0.set == nil && $0.state == .rejected }.map(\.group))
    for index in parts.indices where refused.contains(parts[index].group) { parts[index].state = .rejected }
    if state != .rejected { state = verdict(parts) }
    if problem == nil, state == .rejected || state == .acceptedWithErrors {
      problem = parts.compactMap(\.reasons).first
    }
    return FileAnswer(file: file.id, state: state, parts: parts, problem: problem)
  }

  private static func isAbout(_ answer: AckReader.Answer, _ part: ExchangedFile.Part) -> Bool {
    guard let set = part.set else { return answer.scope == .group && same(part.group, answer.controlNumber) }
    return answer.scope == .set && same(set, answer.controlNumber) && same(part.group, answer.group ?? "")
  }

  /// Of all groups; it stays sent while one of them has no answer.
  private static func verdict(_ parts: [ExchangedFile.Part]) -> ExchangedFile.State {
    let groups = parts.filter { $0.set == nil }.map(\.state)
    if groups.isEmpty || groups.contains(.sent) { return .sent }
    if groups.allSatisfy({ $0 == .rejected }) { return .rejected }
    return parts.allSatisfy { $0.state == .accepted || $0.set != nil && $0.state == .sent }
      ? .accepted : .acceptedWithErrors
  }

  private static func same(_ a: String, _ b: String) -> Bool { ControlNumber.areEqual(a, b) }
  private static func same(_ a: String, _ b: Int?) -> Bool { b.map { same(a, "\($0)") } ?? false }
}

extension ExchangedFile.State {
  init(_ verdict: AckReader.Verdict) {
    self =
      switch verdict {
      case .accepted: .accepted
      case .acceptedWithErrors, .partlyAccepted: .acceptedWithErrors
      case .rejected: .rejected
      }
  }
}
