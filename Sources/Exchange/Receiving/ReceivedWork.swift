internal import Diagnostics
internal import EDI
internal import HTTP
internal import Language
internal import Programs
internal import Storage

extension FileExchange {
  /// Works on a file that is safe in the archive; when this returns, the ledger says how it ended.
  func work(
    on file: ExchangedFile, _ content: BodyFile, _ outline: FileOutline, with reading: any ReceivedReading
  ) async throws {
    switch outline.kind {
    case .acknowledgement: try await acknowledge(file, content)
    case .enrolment: try await enrol(file, content, with: reading)
    case .other(let number):
      try await settle(
        file, .rejected,
        "it holds \(number.isEmpty ? "no transaction" : "transaction \(number)"), which nobody reads here")
    case .none:
      // A form of its own, which the stream's `decode` knows.
      let note = try await read(content, with: reading)
      failpoint("after the rows of \(file.name) are written")
      try await settle(file, .processed, nil, note: note)
    }
  }

  // MARK: Enrolments

  private func enrol(
    _ file: ExchangedFile, _ content: BodyFile, with reading: any ReceivedReading
  ) async throws {
    var check = FileCheck.run(content.feed)
    if check.readError != nil { throw BodyFile.unreadable }
    for number in try await store.repeatedNumbers(of: file.id) {
      check.refuseRepeated(
        number.number, because: "came before with other content, in \(number.name) (file \(number.file))")
    }
    let (all, accepted) = AcceptedSets.count(check)
    let answer = try await answer(to: file, check)
    guard accepted > 0 else {
      let issue = check.issues.first { $0.rule.severity == .error }
      let reason =
        issue.map { "\($0.message) (\($0.rule.id), line \($0.place.line))" } ?? "nothing in it is sound"
      return try await settle(file, .rejected, reason, answer: answer)
    }
    let sound = accepted == all ? content : try Self.sound(content, check)
    let note = try await read(sound, with: reading)
    failpoint("after the rows of \(file.name) are written")
    let problem = accepted == all ? nil : "\(all - accepted) of \(all) transaction sets were refused"
    try await settle(file, .processed, problem, answer: answer, note: note)
  }

  /// Only what was accepted.
  private static func sound(_ content: BodyFile, _ check: FileCheck) throws(RunFailure) -> BodyFile {
    let part = try DraftWriter("a part of a file")
    var failure: RunFailure?
    do {
      try AcceptedSets.copy(content.feed, check) { piece in
        guard failure == nil else { return }
        do throws(RunFailure) { try part.write(piece) } catch { failure = error }
      }
    } catch {
      if case .unreadable = error { throw BodyFile.unreadable }
    }
    if let failure { throw failure }
    return try part.finish()
  }

  private func read(_ content: BodyFile, with reading: any ReceivedReading) async throws(RunFailure) -> String
  {
    guard setup.stream != nil else {
      throw RunFailure(.request, "nothing reads this file: the exchange has no `receives`")
    }
    return try await reading.read(content) ?? ""
  }

  private func settle(
    _ file: ExchangedFile, _ state: ExchangedFile.State, _ problem: String?, answer: NewFile? = nil,
    note: String = ""
  ) async throws {
    try await store.settle(file.id, state, problem: problem, answer: answer)
    failpoint("after \(file.name) is settled")
    let settled = try await store.file(file.id, organization: integration.organizationName)
    tell(.received(settled ?? file, note: note))
  }

  /// The 999, or the TA1, that the sender gets.
  private func answer(to file: ExchangedFile, _ check: FileCheck) async throws -> NewFile? {
    guard setup.outFolder != nil, let receipt = check.interchanges.first else { return nil }
    let series =
      "x12 \(receipt.value(7)):\(receipt.receiver)>\(receipt.value(5)):\(receipt.sender)"
    let first = try setup.partner?.firstNumber(variables) ?? 1
    // Each interchange is answered by one of its own, the numbers in a row.
    let number = try await store.nextNumber(
      integration.id, series: series, atLeast: first, count: check.interchanges.count)
    let (day, time) = stamp
    let text = AckWriter.text(for: check, .init(day: day, time: time, controlNumber: number))
    let name = "\(OpenPGP.plainName(file.name)).\(AckWriter.padded(number, 9)).999"
    var answer = try await kept(.holding(Array(text.utf8)), named: Archive.plain(name), .acknowledgement)
    answer.controlNumber = number
    answer.answers = file.id
    return answer
  }

  // MARK: Acknowledgements

  private func acknowledge(_ file: ExchangedFile, _ content: BodyFile) async throws {
    let answers: [AckReader.Answer]
    do throws(MemberReadFailure) {
      answers = try AckReader.answers(in: content.feed)
    } catch {
      return try await settle(file, .rejected, "\(error.message) (line \(error.line))")
    }
    let sent = try await store.files(
      organization: integration.organizationName, integration: integration.name, limit: Self.mostMatched)
    let match = LedgerMatch(answers, among: sent)
    try await store.settle(match.answers, of: file.id)
    failpoint("after the answers of \(file.name) are noted")
    for answer in match.answers {
      if let settled = try await store.file(answer.file, organization: integration.organizationName) {
        tell(.answered(settled))
      }
    }
    for stranger in match.strangers {
      tell(.stranger(name: file.name, what: "\(stranger.scope.rawValue) \(stranger.controlNumber)"))
    }
  }

  /// Nobody answers to older files.
  private static let mostMatched = 2_000
}
