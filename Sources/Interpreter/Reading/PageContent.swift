internal import Expressions
internal import Formats
internal import HTTP
internal import Language
internal import Programs
internal import Values

/// What the replies to the requests for one page hold, before anything is decided about its records.
struct PageContent {
  /// What the page style is told of each reply.
  private(set) var readings: [PageReading] = []
  let first: PageReading
  let reply: Reply
  /// The records with the fields that the slice gives them; of a feed its elements, which are no records yet.
  let records: [Value]
  /// Nothing of the same reply came before.
  let isWholeReply: Bool
  /// Not all portions of the fields hold the same records.
  let differs: Bool
  /// Decides about the records; knows the variables of the first reply.
  let sifter: PageSifter

  /// `before` counts the records of the same reply that came in earlier portions of it.
  init(
    of fetched: FetchedPage, _ task: PageTask, _ work: StreamWork, _ slice: Slice, after before: Int
  ) throws(RunFailure) {
    let moments = try work.stream.changes.moments(work.run)
    var found: [[Value]] = []
    var sifter: PageSifter?
    for (position, answer) in zip(task.positions, fetched.answers) {
      var variables = fetched.variables
      answer.reply.bind(to: &variables)
      let read = try work.stream.records.records(in: answer.reply, variables)
      var completing = try PageSifter(work.stream, slice, task.span, moments, variables)
      let isFeed = work.stream.element != nil
      let records = isFeed ? read.records : try completing.completed(read.records)
      variables["records"] = .list(records)
      variables["last"] = records.last
      found.append(records)
      readings.append(
        PageReading(
          position: position, count: before + read.count, hasRecords: before > 0 || !records.isEmpty,
          variables: variables, links: answer.reply.response.headers.values(of: "Link")))
      sifter = sifter ?? completing
    }
    guard let first = readings.first, let reply = fetched.answers.first?.reply, let sifter else {
      throw RunFailure(.provider, "the provider gave no reply", at: work.stream.place, isPassing: true)
    }
    (self.first, self.reply, self.sifter) = (first, reply, sifter)
    isWholeReply = before == 0 && reply.isWhole
    (records, differs) = Self.joined(found, by: work.stream.key)
  }

  /// The records of the first portion with the fields of the others.
  private static func joined(
    _ portions: [[Value]], by key: RecordKey
  ) -> (records: [Value], differs: Bool) {
    guard var records = portions.first, portions.count > 1 else { return (portions.first ?? [], false) }
    var differs = false
    for portion in portions.dropFirst() {
      var byKey: [ExactText: Value] = [:]
      for record in portion {
        if let key = key.text(of: record) { byKey[ExactText(key)] = record }
      }
      if byKey.count != records.count { differs = true }
      for place in records.indices {
        guard let name = key.text(of: records[place]), let more = byKey[ExactText(name)],
          case .map(let fields) = more.plain
        else {
          differs = true
          continue
        }
        records[place] = records[place].adding(
          fields.pairs.compactMap { pair in
            guard case .string(let name) = pair.key else { return nil }
            return (name, pair.value)
          })
      }
    }
    return (records, differs)
  }
}

extension StreamWork {
  /// A page is asked for once more where the requests for `fields` give different records: one may have come or gone between them.
  ///
  /// What differs then as well is as the provider has it.
  func agreed(
    _ content: PageContent, _ task: PageTask, _ slice: Slice, _ portions: [[String]]
  ) async -> PageContent {
    guard content.differs, !stream.isQueue, case .request = task.target,
      let again = try? await fetch(task, slice, portions),
      again.answers.allSatisfy({ if case .accept = $0.judgement { true } else { false } })
    else { return content }
    return (try? PageContent(of: again, task, self, slice, after: 0)) ?? content
  }
}
