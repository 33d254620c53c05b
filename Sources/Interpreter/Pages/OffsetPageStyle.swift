internal import Language
internal import Programs
internal import Values

/// `offset`: the request says how many records to skip.
struct OffsetPageStyle: PageStyle {
  private let send: Placement?
  private let start: Int
  private let last: ExpressionProgram?

  init?(_ block: Block, _ surroundings: Surroundings) {
    guard let block = block.as(OffsetPages.self) else { return nil }
    send = block.placement(OffsetPages.send)
    start = block[OffsetPages.start] ?? 0
    last = block.expression(OffsetPages.last, surroundings)
  }

  var mayDrift: Bool { true }

  var first: PagePosition {
    var position = PagePosition()
    position.offset = start
    return position
  }

  func outcomes(_ rules: PageRules) -> [PageOutcome] {
    last == nil ? rules.countedOutcomes : [.followed, .last]
  }

  func put(_ position: PagePosition, into draft: inout RequestDraft) throws(RunFailure) {
    if let send { try draft.put(.int(Int64(position.offset)), at: send) }
  }

  func step(after page: PageReading, _ rules: PageRules) throws(RunFailure) -> PageStep {
    if let end = try page.endOfCounted(last, rules) { return .end(end) }
    var next = page.position.following(page.count)
    next.offset += page.count
    return .next(next)
  }
}
