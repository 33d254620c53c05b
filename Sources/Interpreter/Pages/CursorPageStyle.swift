internal import Language
internal import Programs
internal import Values

/// `cursor`: each reply names an opaque token for the next page.
struct CursorPageStyle: PageStyle {
  private let token: ExpressionProgram
  private let send: Placement?
  private let more: ExpressionProgram?

  init?(_ block: Block, _ surroundings: Surroundings) throws(RunFailure) {
    guard let block = block.as(CursorPages.self) else { return nil }
    token = ExpressionProgram(try block.demand(CursorPages.token), surroundings)
    send = block.placement(CursorPages.send)
    more = block.expression(CursorPages.more, surroundings)
  }

  var namesNextPage: Bool { more == nil }

  func outcomes(_ rules: PageRules) -> [PageOutcome] { [.followed, more == nil ? .unnamed : .noMore] }

  func put(_ position: PagePosition, into draft: inout RequestDraft) throws(RunFailure) {
    if let send, let token = position.token { try draft.put(token, at: send) }
  }

  func step(after page: PageReading, _ rules: PageRules) throws(RunFailure) -> PageStep {
    try page.step(to: token, while: more)
  }
}
