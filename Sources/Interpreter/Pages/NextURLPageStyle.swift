internal import Language
internal import Programs

/// `next_url`: each reply holds the address of the next page.
struct NextURLPageStyle: PageStyle {
  private let url: ExpressionProgram

  init?(_ block: Block, _ surroundings: Surroundings) throws(RunFailure) {
    guard let block = block.as(NextURLPages.self) else { return nil }
    url = ExpressionProgram(try block.demand(NextURLPages.url), surroundings)
  }

  var namesNextPage: Bool { true }

  func step(after page: PageReading, _ rules: PageRules) throws(RunFailure) -> PageStep {
    guard let address = try url.text(page.variables) else { return .end(.unnamed) }
    var next = page.position.following(page.count)
    next.address = address
    return .next(next)
  }
}
