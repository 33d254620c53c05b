internal import Language
internal import Programs
internal import Values

/// `token`: the last page of a run names an opaque token that the next run begins with.
struct TokenChangeStyle: ChangeStyle {
  private let token: ExpressionProgram
  private let send: Placement?
  private let isAddress: Bool
  private let firstRequest: CallProgram?
  private let laterRequest: CallProgram?
  private let lasts: Milliseconds?
  let restart: ExpressionProgram?
  /// The token is something of the records, which a page without any does not have.
  let readsRecords: Bool

  init?(_ block: Block, _ surroundings: Surroundings) throws(RunFailure) {
    guard let block = block.as(TokenChanges.self) else { return nil }
    token = ExpressionProgram(try block.demand(TokenChanges.token), surroundings)
    readsRecords = token.reads("last") || token.reads("records")
    send = block.placement(TokenChanges.send)
    isAddress = block[TokenChanges.url] ?? false
    firstRequest = try CallProgram(optional: block[TokenChanges.first]?.block, surroundings)
    laterRequest = try CallProgram(optional: block[TokenChanges.read]?.block, surroundings)
    lasts = block[TokenChanges.lasts]
    restart = block.expression(ChangeFields.restart, surroundings)
  }

  func first(from state: SliceState, _ run: RunMoment) -> Span {
    var span = Span()
    guard let token = state.token else { return span }
    if let lasts, let takenAt = state.tokenTakenAt, takenAt.moved(by: lasts) < run.now { return span }
    span.token = token.plain
    span.isWhole = false
    return span
  }

  func put(
    _ span: Span, _ page: PagePosition, _ run: RunMoment, into draft: inout RequestDraft
  ) throws(RunFailure) {
    guard let token = span.token, page.address == nil, page.token == nil else { return }
    if isAddress {
      guard page.index == 0 else { return }
      draft.target = token.templateText ?? ""
      draft.query = []
    } else if let send {
      try draft.put(token, at: send)
    }
  }

  func request(for span: Span, _ page: PagePosition) -> CallProgram? {
    span.token == nil ? firstRequest : laterRequest
  }

  func state(
    _ state: SliceState, after span: Span, _ ending: SpanEnding, _ run: RunMoment
  ) throws(RunFailure) -> SliceState {
    var next = SliceState()
    if let variables = readsRecords ? ending.ofRecords : ending.variables,
      let found = try token.token(variables)
    {
      next.token = found
      next.tokenTakenAt = run.now
    } else {
      // The provider may keep silent when nothing changed: the token that led here is still good.
      next.token = span.token
      next.tokenTakenAt = state.tokenTakenAt
    }
    return next
  }
}
