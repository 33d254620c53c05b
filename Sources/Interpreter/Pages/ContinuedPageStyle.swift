internal import Language
internal import Programs

/// `continue`: the token of a reply goes to another endpoint, which gives the next page.
struct ContinuedPageStyle: PageStyle {
  private let token: ExpressionProgram
  private let read: CallProgram
  private let more: ExpressionProgram?

  init?(_ block: Block, _ surroundings: Surroundings) throws(RunFailure) {
    guard let block = block.as(ContinuedPages.self) else { return nil }
    token = ExpressionProgram(try block.demand(ContinuedPages.token), surroundings)
    read = try CallProgram(block.demand(ContinuedPages.read).block, surroundings)
    more = block.expression(ContinuedPages.more, surroundings)
  }

  var namesNextPage: Bool { more == nil }

  func outcomes(_ rules: PageRules) -> [PageOutcome] { [.followed, more == nil ? .unnamed : .noMore] }

  func request(for position: PagePosition) -> CallProgram? { position.token == nil ? nil : read }

  func step(after page: PageReading, _ rules: PageRules) throws(RunFailure) -> PageStep {
    try page.step(to: token, while: more)
  }
}
