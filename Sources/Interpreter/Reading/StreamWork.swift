internal import Expressions
internal import Formats
internal import Language
internal import Programs
internal import Values

/// What all slices of a stream share while it is read.
struct StreamWork: Sendable {
  let session: Session
  let stream: StreamProgram
  var options: ReadOptions
  let parents: (any ParentSource)?
  /// `settings`, `account`, `now` and `with`.
  let variables: Activation
  /// Hashes of records as they were when they were last read for, by the id that stands in a batch.
  var known: [ExactText: String] = [:]
  /// What slices with one cursor for all were read for before; nil where nobody remembers.
  var met: TextSet?
  /// Streams that are being read for this one, from the outermost in: a circle is an error.
  private let path: [String]

  init(
    _ session: Session, _ stream: StreamProgram, _ options: ReadOptions, _ parents: (any ParentSource)?,
    path: [String] = []
  ) {
    self.session = session
    self.stream = stream
    self.options = options
    self.parents = parents
    self.path = path + [stream.name]
    var variables = session.variables
    variables["with"] = stream.pattern
    self.variables = variables
  }

  var run: RunMoment { RunMoment(now: session.now, variables: variables) }

  /// Slices that are not told apart by their cursors share one.
  var sharesState: Bool { stream.slices.contains { !$0.keepsState } }

  /// Whether a cursor that slices share says nothing of one, because it was not among them when the cursor came to where it is.
  func isNew(_ slice: String) -> Bool { met.map { !$0.contains(slice) } ?? false }

  /// A stream whose pages are asked for one after another only.
  var readsAhead: Bool { options.readsAhead && !stream.isQueue }

  /// A later run may go on in the middle of a listing.
  ///
  /// Not when what is not seen is taken for gone: only one run that sees everything can tell.
  var keepsPosition: Bool {
    let mustSeeAll = stream.isListedNowAndThen ? options.isFull : stream.isListing
    guard !mustSeeAll, !stream.isQueue, case .request = stream.source else { return false }
    // What was told by the pages before would have to be known as well.
    return stream.element?.isNewestFirst != true && stream.tree == nil
  }

  var newPageGuard: PageGuard { PageGuard(pageRules, of: stream.pages) }

  /// The same for the program that reads the feed of this stream's changes.
  func reading(_ feed: StreamProgram) -> StreamWork {
    StreamWork(session, feed, options, parents, path: Array(path.dropLast()))
  }

  /// Reads another stream for this one, from its beginning.
  func reader(of name: String) async throws(RunFailure) -> StreamReader {
    guard !path.contains(name) else {
      throw RunFailure(
        .request,
        "the streams \((path + [name]).joined(separator: ", ")) are read for each other in a circle",
        at: stream.place)
    }
    guard let other = session.program.stream(name) else {
      throw RunFailure(.request, "there is no stream `\(name)`", at: stream.place)
    }
    var options = ReadOptions()
    options.isFull = true
    options.readsAhead = self.options.readsAhead
    return StreamReader(StreamWork(session, other, options, parents, path: path))
  }

  /// The elements of a list that a request finds before the stream itself is read.
  func listed(
    by call: CallProgram, _ items: ExpressionProgram, _ variables: Activation
  ) async throws(RunFailure) -> [Value] {
    let answer = try await session.send(
      Outgoing(
        try session.draft(call, variables), of: call, rules: stream.rules, body: .told,
        variables: variables))
    if case .turn(let turn, let failure) = answer.judgement {
      if turn == .empty || turn == .endPages { return [] }
      throw failure
    }
    var variables = variables
    answer.reply.bind(to: &variables)
    return try items.elements(variables)
  }

  /// What tells a queue that records were stored.
  func acknowledgements(
    _ records: [Value], _ variables: Activation
  ) throws(RunFailure) -> [Outgoing] {
    guard let acknowledge = stream.acknowledge, !records.isEmpty else { return [] }
    var calls: [Outgoing] = []
    for record in acknowledge.unit == .record ? records : [.null] {
      var variables = variables
      if acknowledge.unit == .record { variables["record"] = record }
      calls.append(
        Outgoing(
          try session.draft(acknowledge.call, variables), of: acknowledge.call, rules: stream.rules,
          body: .anything, variables: variables))
    }
    return calls
  }

  /// The token that a feed begins with.
  func mark(
    _ begin: FeedChangeStyle.Beginning, _ variables: Activation
  ) async throws(RunFailure) -> Value {
    let answer = try await session.send(
      Outgoing(
        try session.draft(begin.call, variables), of: begin.call, rules: stream.rules, body: .told,
        variables: variables))
    if case .turn(let turn, let failure) = answer.judgement, turn != .empty, turn != .endPages {
      throw failure
    }
    var variables = variables
    answer.reply.bind(to: &variables)
    guard let token = try begin.token.token(variables) else {
      throw RunFailure(
        .provider, "the reply names no token for the feed to begin with", at: begin.token.place)
    }
    return token.plain
  }

  /// The field names to be asked for, in portions; one empty portion when the stream needs none.
  func fieldPortions() async throws(RunFailure) -> [[String]] {
    guard let fields = stream.fields else { return [[]] }
    guard let discovery = fields.discovery else { return fields.portions([]) }
    let found = try await listed(by: discovery.call, discovery.items, variables)
    return fields.portions(found.compactMap(\.templateText))
  }
}
