internal import Diagnostics
internal import HTTP
internal import Interpreter
internal import Language
internal import Programs
package import Rehearsal
internal import Values
internal import YAML

/// A recording of a stream that plays to its end.
package struct StreamRecording: Sendable {
  package let stream: String
  package let text: String
  package let terms: RehearsalTerms
  package let exchanges: Int
  /// Records that were read, and those that were kept of them.
  package let read: Int
  package let kept: Int
  package let outcome: RecordedOutcome
}

/// Makes recordings out of what was read: chooses, disguises, and plays it through the interpreter, whose requests are written down.
package struct RecordingMaker: Sendable {
  private let connector: RehearsedConnector
  private let terms: RehearsalTerms
  private let madeUpSecrets: [String]

  package init(_ connector: RehearsedConnector, _ terms: RehearsalTerms, madeUpSecrets: [String]) {
    self.connector = connector
    self.terms = terms
    self.madeUpSecrets = madeUpSecrets
  }

  /// Replies are made to end in so many ways at most.
  private static let mostRepairs = 8

  package func recording(
    of taken: TakenStream, _ discernment: Discernment, _ disguise: inout Disguise
  ) async throws(RecordingProblem) -> StreamRecording {
    guard let file = connector.loaded.file, let block = file[ConnectorFile.streams]?.named(taken.name)?.value
    else {
      throw RecordingProblem("there is no stream `\(taken.name)`")
    }
    let clues = PageClues(taken.name, in: file)
    let arranging = Arranging(
      taken: taken, clues: clues, discernment: discernment,
      isKeyed: block[StreamBlock.records]?[RecordsBlock.keyedBy] != nil,
      hasParents: !(block[StreamBlock.each] ?? []).isEmpty, headers: replyHeaders)
    var last = RecordingProblem("nothing was read")
    // Where a name that is too short to be sought everywhere stands in addresses, it is to be called the same there.
    let manners = [false, true].flatMap { parts in Arrangement.Manner.allCases.map { ($0, parts) } }
    for (manner, replacesParts) in manners {
      disguise.replacesParts = replacesParts
      do throws(RecordingProblem) {
        let arrangement = try arranging.arrangement(manner, &disguise)
        return try await played(arrangement, taken, clues)
      } catch {
        last = error
      }
    }
    throw last
  }

  // MARK: Playing

  private func played(
    _ arrangement: Arrangement, _ taken: TakenStream, _ clues: PageClues
  ) async throws(RecordingProblem) -> StreamRecording {
    var arrangement = arrangement
    var terms = terms
    terms.now = taken.now
    terms.pageSize = arrangement.pageSize
    var ways: [Int: Int] = [:]
    for _ in 0..<Self.mostRepairs {
      let (replies, session) = try await play(arrangement, taken.name, terms)
      guard let miss = replies.miss else {
        guard replies.unplayed.isEmpty else {
          throw RecordingProblem(
            "\(replies.unplayed.count) of the pages that were kept are not asked for again")
        }
        return try await written(replies.calls, arrangement, taken, terms, session)
      }
      guard end(&arrangement, replies.calls, before: miss, clues, &ways) else {
        throw RecordingProblem(
          "played again it asks for more than was read: \(miss.method) \(miss.address.path); a higher --limit may reach the end"
        )
      }
    }
    throw RecordingProblem("the pages that were kept do not come to an end when they are played again")
  }

  private func play(
    _ arrangement: Arrangement, _ stream: String, _ terms: RehearsalTerms
  ) async throws(RecordingProblem) -> (PlayedReplies, Session) {
    let replies = PlayedReplies(arrangement.entries)
    let session: Session
    do {
      session = try await connector.session(terms, calling: replies)
    } catch {
      throw RecordingProblem("with made-up settings: \(error)")
    }
    do throws(RunFailure) {
      var options = ReadOptions()
      options.pageSize = terms.pageSize
      options.readsAhead = false
      options.parallelSlices = 1
      var reader = try StreamReader(session, stream: stream, options: options)
      while try await reader.next() != nil {}
    } catch {
      if replies.miss == nil { throw RecordingProblem("what was kept cannot be played again: \(error)") }
    }
    return (replies, session)
  }

  /// Lets the reply that led to a missing one say that it is the last.
  private func end(
    _ arrangement: inout Arrangement, _ calls: [PlayedReplies.Call], before miss: HTTPRequest,
    _ clues: PageClues, _ ways: inout [Int: Int]
  ) -> Bool {
    let sameListing = calls.last { call in
      call.request.method == miss.method && call.request.address.path == miss.address.path
    }
    guard let last = (sameListing ?? calls.last)?.entry else { return false }
    while ways[last, default: 0] < 4 {
      let way = ways[last, default: 0]
      ways[last] = way + 1
      if way == 0, endHeaders(&arrangement.entries[last].response.headers, clues) { return true }
      guard way > 0, case .json(let tree) = arrangement.bodies[last],
        let ended = clues.ended(tree, way: way - 1)
      else { continue }
      arrangement.bodies[last] = .json(ended)
      arrangement.entries[last].response.body = Array(ended.text.utf8)
      return true
    }
    return false
  }

  /// Whether there was a header to end by.
  private func endHeaders(_ headers: inout HeaderFields, _ clues: PageClues) -> Bool {
    var hasEnded = false
    // One that counts pages was given the number of those that are left.
    for name in clues.lastHeaders where headers[name] != "true" && headers[name].flatMap({ Int($0) }) == nil {
      headers.set(name, "true")
      hasEnded = true
    }
    for name in clues.nextHeaders + ["Link"] where headers[name] != nil {
      headers.remove(name)
      hasEnded = true
    }
    return hasEnded
  }

  // MARK: Writing

  private func written(
    _ calls: [PlayedReplies.Call], _ arrangement: Arrangement, _ taken: TakenStream, _ terms: RehearsalTerms,
    _ session: Session
  ) async throws(RecordingProblem) -> StreamRecording {
    let writer = RecordingText(base: session.base, headers: spokenHeaders, secrets: madeUpSecrets)
    let listings = Set(calls.map { arrangement.entries[$0.entry].listing }).count { $0 >= 0 }
    let exchanges = calls.map { call in
      let entry = arrangement.entries[call.entry]
      let number = arrangement.numbers[call.entry]
      let title =
        number == 0
        ? "\(taken.name): on the way"
        : "\(taken.name): page \(number)" + (listings > 1 ? " of listing \(entry.listing + 1)" : "")
      return RecordingText.Exchange(
        title: title, request: call.request, status: entry.response.status, headers: entry.response.headers,
        body: arrangement.bodies[call.entry].text)
    }
    guard !exchanges.contains(where: { $0.body.hasPrefix("###") || $0.body.contains("\n###") }) else {
      throw RecordingProblem("a line of a reply begins with `###`, which a recording cannot hold")
    }
    let text = writer.text(exchanges)
    let recording = Recording(name: taken.name, file: SourceFile(path: "\(taken.name).http", text: text))
    if let finding = recording.findings.first {
      throw RecordingProblem("it cannot be read again: \(finding.message)")
    }
    let outcome: RecordedOutcome
    do {
      outcome = try await connector.outcome(of: taken.name, recording, terms)
    } catch {
      throw RecordingProblem("it cannot be played: \(error)")
    }
    if let failure = outcome.failure { throw RecordingProblem("played as a test it fails: \(failure)") }
    return StreamRecording(
      stream: taken.name, text: text, terms: terms, exchanges: exchanges.count, read: taken.recordCount,
      kept: arrangement.keptRecords, outcome: outcome)
  }

  /// Names of headers that stand anywhere in the connector.
  private var spokenHeaders: Set<String> {
    let text = String(decoding: connector.loaded.document.file.bytes, as: UTF8.self).lowercased()
    let words = text.split { !($0.isLetter || $0.isNumber || $0 == "-" || $0 == "_") }.map(String.init)
    return Set(words.filter { $0.contains("-") || $0 == "link" || $0 == "prefer" })
  }

  private var replyHeaders: Set<String> {
    spokenHeaders.union(["content-type", "link"]).subtracting(["set-cookie"])
  }
}
