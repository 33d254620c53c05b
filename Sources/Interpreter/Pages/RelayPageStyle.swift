internal import Language
internal import Programs
internal import Values

/// `relay`: a GraphQL connection, whose `pageInfo.endCursor` goes into a variable until `hasNextPage` is false.
struct RelayPageStyle: PageStyle {
  private let connection: ExpressionProgram
  private let placement: Placement

  init?(_ block: Block, _ surroundings: Surroundings) throws(RunFailure) {
    guard let block = block.as(RelayPages.self) else { return nil }
    connection = ExpressionProgram(try block.demand(RelayPages.connection), surroundings)
    placement = Placement(.variable(block[RelayPages.variable] ?? "after"), at: block.block.head)
  }

  func outcomes(_ rules: PageRules) -> [PageOutcome] { [.followed, .noMore] }

  func put(_ position: PagePosition, into draft: inout RequestDraft) throws(RunFailure) {
    if let token = position.token { try draft.put(token, at: placement) }
  }

  func step(after page: PageReading, _ rules: PageRules) throws(RunFailure) -> PageStep {
    guard case .map(let found)? = try connection.value(page.variables)?.plain,
      case .map(let info)? = found.value(named: "pageInfo")?.plain,
      case .bool(let hasNext)? = info.value(named: "hasNextPage")?.plain
    else {
      throw RunFailure(
        .request, "the reply has no `pageInfo.hasNextPage` below `\(connection.text.source)`",
        at: connection.place)
    }
    guard hasNext else { return .end(.noMore) }
    guard case .string(let cursor)? = info.value(named: "endCursor")?.plain, !cursor.isEmpty else {
      throw RunFailure.moreWithoutToken(at: connection.place)
    }
    var next = page.position.following(page.count)
    next.token = .string(cursor)
    return .next(next)
  }
}
