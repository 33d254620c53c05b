internal import Diagnostics
internal import Expressions
internal import Formats
internal import Language
internal import Programs
internal import Values

/// An asynchronous job, compiled: started, asked after until it is done, downloaded, deleted.
struct JobProgram: Sendable {
  private let start: CallProgram
  private let id: ExpressionProgram
  private let poll: CallProgram
  private let every: Duration
  private let atMost: Duration
  private let done: ExpressionProgram
  private let failed: ExpressionProgram?
  /// The call whose reply tells the addresses, where the one that says that the job is done does not.
  private let find: CallProgram?
  private let addresses: ExpressionProgram?
  let download: CallProgram?
  private let delete: CallProgram?

  init(_ block: JobBlock, _ surroundings: Surroundings) throws(RunFailure) {
    start = try CallProgram(block.demand(JobBlock.start).block, surroundings)
    id = ExpressionProgram(try block.demand(JobBlock.id), surroundings)
    let poll = try block.demand(JobBlock.poll)
    self.poll = try CallProgram(poll.block, surroundings)
    every = .milliseconds(poll[PollRequest.every]?.count ?? 5000)
    atMost = .milliseconds(poll[PollRequest.atMost]?.count ?? 1_800_000)
    done = ExpressionProgram(try block.demand(JobBlock.done), surroundings)
    failed = block.expression(JobBlock.failed, surroundings)
    let find = block[JobBlock.find]
    self.find = try CallProgram(optional: find?.block, surroundings)
    addresses =
      find?.expression(JobFindRequest.addresses, surroundings)
      ?? block.expression(JobBlock.addresses, surroundings)
    download = try CallProgram(optional: block[JobBlock.download]?.block, surroundings)
    delete = try CallProgram(optional: block[JobBlock.delete]?.block, surroundings)
  }

  /// A job that is done.
  struct Finished: Sendable {
    /// `job` as expressions see it.
    let job: Value
    /// Where its results lie; empty when `download` says how to get them.
    let addresses: [String]
  }

  /// Starts the job and waits until it is done.
  ///
  /// `adjust` puts what is to be read into the request that starts it.
  func run(
    _ session: Session, _ rules: ReplyRules, _ variables: Activation,
    adjust: (inout RequestDraft) throws(RunFailure) -> Void
  ) async throws(RunFailure) -> Finished {
    var variables = variables
    var draft = try session.draft(start, variables)
    try adjust(&draft)
    let started = try await accepted(session, draft, start, rules, variables)
    var reading = variables
    started.bind(to: &reading)
    guard let id = try id.value(reading), !id.isNull else {
      throw RunFailure(.provider, "the reply names no job", status: started.status, at: id.place)
    }
    let begun: [(String, Value)] = [("id", id), ("body", started.body)]
    variables["job"] = .map(MapValue(begun))
    var last = try await awaited(session, rules, variables)
    let job = Value.map(MapValue(begun + [("done", last.body)]))
    variables["job"] = job
    if let find {
      last = try await accepted(session, try session.draft(find, variables), find, rules, variables)
    }
    last.bind(to: &variables)
    return Finished(job: job, addresses: try targets(variables))
  }

  /// The reply that says that it is done; one that failed, or of which nobody knows how it goes, is deleted as well.
  private func awaited(
    _ session: Session, _ rules: ReplyRules, _ variables: Activation
  ) async throws(RunFailure) -> Reply {
    do throws(RunFailure) {
      return try await wait(session, rules, variables)
    } catch {
      await giveUp(session, rules, variables, because: error)
      throw error
    }
  }

  /// Asks until it is done, and gives the reply that said so.
  private func wait(
    _ session: Session, _ rules: ReplyRules, _ variables: Activation
  ) async throws(RunFailure) -> Reply {
    let begun = session.clock.elapsed
    while true {
      let reply = try await accepted(session, try session.draft(poll, variables), poll, rules, variables)
      var reading = variables
      reply.bind(to: &reading)
      if let failed, try failed.isTrue(reading) {
        throw RunFailure(.provider, "the job failed", status: reply.status, at: failed.place)
      }
      if try done.isTrue(reading) { return reply }
      guard session.clock.elapsed - begun + every <= atMost else {
        throw RunFailure(.provider, "the job is not done after \(atMost)", at: poll.place, isPassing: true)
      }
      do {
        try await session.clock.sleep(for: every)
      } catch {
        throw .stopped(at: poll.place)
      }
    }
  }

  private func targets(_ variables: Activation) throws(RunFailure) -> [String] {
    guard let addresses else { return [] }
    guard case .list(let list)? = try addresses.value(variables)?.plain else {
      throw RunFailure(.provider, "the reply has no list of addresses to download", at: addresses.place)
    }
    var found: [String] = []
    for address in list.values {
      guard case .string(let text) = address.plain, !text.isEmpty else {
        throw RunFailure(
          .provider, "one of the addresses to download is none: \(address.templateText ?? "")",
          at: addresses.place)
      }
      found.append(text)
    }
    return found
  }

  /// Deletes the job when its results were read.
  func delete(_ session: Session, _ rules: ReplyRules, _ variables: Activation) async throws(RunFailure) {
    guard let delete else { return }
    _ = try await session.send(
      Outgoing(
        try session.draft(delete, variables), of: delete, rules: rules, body: .anything,
        variables: variables))
  }

  /// Deletes a job whose results nobody reads any more: a later run starts another one.
  func giveUp(
    _ session: Session, _ rules: ReplyRules, _ variables: Activation, because failure: RunFailure
  ) async {
    // Whoever wants to stop waits for nothing more, and what failed first is what is told.
    if !failure.isStop { try? await delete(session, rules, variables) }
  }

  private func accepted(
    _ session: Session, _ draft: RequestDraft, _ call: CallProgram, _ rules: ReplyRules,
    _ variables: Activation
  ) async throws(RunFailure) -> Reply {
    let answer = try await session.send(
      Outgoing(draft, of: call, rules: rules, body: .told, variables: variables))
    if case .turn(_, let failure) = answer.judgement { throw failure }
    return answer.reply
  }

  /// The call that downloads an address; its own rules and limits are those of the call that named it.
  var addressCall: CallProgram { find ?? poll }
}
