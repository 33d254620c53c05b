internal import Language
internal import Programs
internal import Values

/// `keyset`: the request names the last record that was read.
struct KeysetPageStyle: PageStyle {
  private let by: ExpressionProgram
  private let send: Placement?
  private let more: ExpressionProgram?

  init?(_ block: Block, _ surroundings: Surroundings) throws(RunFailure) {
    guard let block = block.as(KeysetPages.self) else { return nil }
    by = ExpressionProgram(try block.demand(KeysetPages.by), surroundings)
    send = block.placement(KeysetPages.send)
    more = block.expression(KeysetPages.more, surroundings)
  }

  func outcomes(_ rules: PageRules) -> [PageOutcome] {
    more == nil ? rules.countedOutcomes : [.followed, .noMore]
  }

  func put(_ position: PagePosition, into draft: inout RequestDraft) throws(RunFailure) {
    if let send, let token = position.token { try draft.put(token, at: send) }
  }

  func step(after page: PageReading, _ rules: PageRules) throws(RunFailure) -> PageStep {
    let claim = try more?.claim(page.variables)
    if claim == false { return .end(.noMore) }
    let end = claim == nil ? try page.endOfCounted(nil, rules) : nil
    if let end, try !page.isDoubted(end, rules) { return .end(end) }
    guard page.hasRecords, let token = try by.token(page.variables) else {
      if claim == true { throw RunFailure.moreWithoutToken(at: by.place) }
      if page.count == 0 { return .end(.empty) }
      throw RunFailure(
        .request, "the last record of the page has no `\(by.text.source)` to go on from", at: by.place)
    }
    // A provider that begins with the record that is named would say the same again.
    if let end, token.templateText == page.position.token?.templateText { return .end(end) }
    var next = page.position.following(page.count)
    next.token = token
    next.announced = try rules.announced(page.variables)
    next.doubted = end
    return .next(next)
  }
}
