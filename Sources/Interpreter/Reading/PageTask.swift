internal import Expressions
internal import Formats
internal import HTTP
internal import Language
internal import Programs
internal import Values

/// One page to be asked for: where it lies, and in how many portions.
struct PageTask: Sendable {
  var span: Span
  /// What is downloaded, where a job made it.
  var target: Target
  /// One position for each portion of fields.
  var positions: [PagePosition]

  enum Target: Sendable {
    case request(CallProgram)
    /// A download of a job, with the job as expressions see it.
    case download(CallProgram, job: Value)
    /// An address that a job named, under the limits of the call that named it.
    case address(String, CallProgram, job: Value)
  }

  var position: PagePosition { positions.first ?? PagePosition() }
}

/// What came back for a page, one answer for each portion.
struct FetchedPage: Sendable {
  let answers: [Answer]
  /// The variables that the page was asked for with, for its first portion.
  let variables: Activation
  /// The call, for people.
  let request: String

  /// Bytes of the replies.
  var weight: Int { answers.reduce(0) { $0 + $1.reply.response.body.count } }

  /// What follows in the reply, where a long list is read in portions; nil when all of it was read.
  func following() throws(RunFailure) -> FetchedPage? {
    guard let answer = answers.first else { return nil }
    do throws(DecodingFailure) {
      guard let reply = try answer.reply.following() else { return nil }
      let next = Answer(reply: reply, judgement: answer.judgement, wentElsewhere: answer.wentElsewhere)
      return FetchedPage(answers: [next], variables: variables, request: request)
    } catch {
      throw RunFailure(
        .provider, "the reply cannot be read to its end: \(error)", status: answer.reply.status,
        isPassing: true)
    }
  }
}

extension StreamWork {
  /// Asks for a page.
  func fetch(_ task: PageTask, _ slice: Slice, _ portions: [[String]]) async throws(RunFailure) -> FetchedPage
  {
    var answers: [Answer] = []
    var first: (variables: Activation, request: String)?
    for (position, names) in zip(task.positions, portions) {
      let variables = try pageVariables(task, position, names, slice)
      let outgoing = try outgoing(task, position, names, variables)
      first = first ?? (variables, "\(outgoing.draft.method) \(outgoing.draft.target)")
      answers.append(try await session.send(outgoing))
    }
    return FetchedPage(
      answers: answers, variables: first?.variables ?? variables, request: first?.request ?? "")
  }

  private func pageVariables(
    _ task: PageTask, _ position: PagePosition, _ names: [String], _ slice: Slice
  ) throws(RunFailure) -> Activation {
    var variables = slice.variables
    variables["account"] = session.variables["account"]
    try bind(task.span, to: &variables)
    var shown = position
    if shown.token == nil, shown.index == 0 { shown.token = task.span.token }
    variables["page"] = shown.value(size: pageSize)
    if stream.fields != nil { variables["fields"] = .list(names.map(Value.string)) }
    switch task.target {
    case .request: break
    case .download(_, let job), .address(_, _, let job): variables["job"] = job
    }
    return variables
  }

  /// `since` and `window` as expressions see them.
  func bind(_ span: Span, to variables: inout Activation) throws(RunFailure) {
    variables["since"] = span.since.map(Value.timestamp) ?? .null
    guard let window = span.window else { return }
    let end = try (stream.changes as? WindowChangeStyle)?.namedEnd(window, run) ?? window.upperBound
    variables["window"] = .map(
      MapValue([("start", .timestamp(window.lowerBound)), ("end", .timestamp(end))]))
  }

  var pageSize: Int? { options.pageSize ?? stream.pageRules.size }

  var pageRules: PageRules {
    var rules = stream.pageRules
    rules.size = pageSize
    return rules
  }

  private func outgoing(
    _ task: PageTask, _ position: PagePosition, _ names: [String], _ variables: Activation
  ) throws(RunFailure) -> Outgoing {
    let call = call(for: task, position)
    let draft = try draft(task, position, names, variables)
    var isNamed = position.address != nil || draft.target == task.span.token?.templateText
    if case .address = task.target { isNamed = true }
    let isFirst = position.index == 0 && position.token == nil && position.address == nil
    let rules = task.span.isWhole ? stream.rules.withoutCursor(isFirst: isFirst) : stream.rules
    var outgoing = Outgoing(
      draft, of: call, rules: rules.listing(by: stream.listKey), body: .declared(stream.decoder),
      variables: variables)
    outgoing.remake = { (variables) throws(RunFailure) in try self.draft(task, position, names, variables) }
    outgoing.inPortions = stream.readsInPortions
    outgoing.isToBeSure = position.doubted != nil
    outgoing.knowsUnchanged = stream.changes.knowsUnchanged
    outgoing.isNamedByProvider = outgoing.isNamedByProvider || isNamed
    return outgoing
  }

  private func call(for task: PageTask, _ position: PagePosition) -> CallProgram {
    switch task.target {
    case .request(let call):
      return stream.pages.request(for: position) ?? stream.changes.request(for: task.span, position) ?? call
    case .download(let call, _): return stream.pages.request(for: position) ?? call
    case .address(_, let call, _): return call
    }
  }

  private func draft(
    _ task: PageTask, _ position: PagePosition, _ names: [String], _ variables: Activation
  ) throws(RunFailure) -> RequestDraft {
    var draft = try draft(task, call(for: task, position), variables)
    try stream.fields?.put(names, into: &draft)
    if let placement = stream.pageRules.sizePlacement, let pageSize, draft.takes(placement) {
      try draft.put(.int(Int64(pageSize)), at: placement)
    }
    if case .request = task.target { try stream.changes.put(task.span, position, run, into: &draft) }
    try stream.pages.put(position, into: &draft)
    if let address = position.address {
      // Everything that was asked for is in the address already.
      draft.target = address
      draft.query = []
    }
    return draft
  }

  private func draft(
    _ task: PageTask, _ call: CallProgram, _ variables: Activation
  ) throws(RunFailure) -> RequestDraft {
    guard case .address(let address, _, _) = task.target else { return try session.draft(call, variables) }
    var draft = RequestDraft(method: "GET", target: address)
    try session.program.http.complete(&draft, variables)
    draft.query = []
    return draft
  }
}

/// A page that was asked for before it was wanted; nobody waits for it any more when it is let go.
///
/// It is asked for at once, by whoever makes it: waking another thread for that would take as long as much of a page.
final class PageAhead: Sendable {
  private let fetching: Task<Result<FetchedPage, RunFailure>, Never>

  init(
    on executor: (any TaskExecutor)?, _ fetch: @escaping @Sendable () async throws(RunFailure) -> FetchedPage
  ) {
    fetching = Task.immediate(executorPreference: executor) {
      do throws(RunFailure) {
        return .success(try await fetch())
      } catch {
        return .failure(error)
      }
    }
  }

  deinit { fetching.cancel() }

  func page() async throws(RunFailure) -> FetchedPage {
    let result = await withTaskCancellationHandler {
      await fetching.value
    } onCancel: {
      fetching.cancel()
    }
    return try result.get()
  }
}

/// One slice of a stream.
struct Slice: Sendable {
  /// Tells its checkpoint from those of other slices; empty for the whole.
  let id: String
  let variables: Activation
  let carry: [(name: String, value: ExpressionProgram)]
  /// A hash of the record behind it, where only changed ones are read.
  let fingerprint: String?
  /// What a batch holds, where each of it is remembered for itself.
  var members: [SliceMember] = []
  /// What was passed over before it, because the records are as they were.
  var unchanged: [String] = []
  var isNothing = false
  /// The variable of a batch of several, which may be asked for in parts.
  var batch: String?

  /// A batch in two parts; nil for anything else, and for one id.
  var halves: [Slice]? {
    guard let batch, members.count > 1, case .list(let ids)? = variables[batch]?.plain,
      ids.count == members.count
    else { return nil }
    let middle = members.count / 2
    return [0..<middle, middle..<members.count].map { range in
      var variables = variables
      variables[batch] = .list(Array(ids.values[range]))
      return Slice(
        id: members[range.lowerBound].id, variables: variables, carry: carry, fingerprint: nil,
        members: Array(members[range]), batch: batch)
    }
  }
}
