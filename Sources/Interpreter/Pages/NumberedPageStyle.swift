internal import Language
internal import Programs
internal import Values

/// `page`: pages have numbers.
struct NumberedPageStyle: PageStyle {
  private let send: Placement?
  private let start: Int
  private let last: ExpressionProgram?

  init?(_ block: Block, _ surroundings: Surroundings) {
    guard let block = block.as(NumberedPages.self) else { return nil }
    send = block.placement(NumberedPages.send)
    start = block[NumberedPages.start] ?? 1
    last = block.expression(NumberedPages.last, surroundings)
  }

  var mayDrift: Bool { true }

  var first: PagePosition {
    var position = PagePosition()
    position.number = start
    return position
  }

  func outcomes(_ rules: PageRules) -> [PageOutcome] {
    last == nil ? rules.countedOutcomes : [.followed, .last]
  }

  func put(_ position: PagePosition, into draft: inout RequestDraft) throws(RunFailure) {
    if let send { try draft.put(.int(Int64(position.number)), at: send) }
  }

  func step(after page: PageReading, _ rules: PageRules) throws(RunFailure) -> PageStep {
    if let end = try page.endOfCounted(last, rules) { return .end(end) }
    var next = page.position.following(page.count)
    next.number += 1
    return .next(next)
  }
}

extension PageReading {
  /// The end of listings that are counted: as `last` says, as the announced number says, or at a page that is empty or short; nil when
  /// another page follows.
  func endOfCounted(_ last: ExpressionProgram?, _ rules: PageRules) throws(RunFailure) -> PageOutcome? {
    if let claim = try last?.claim(variables) { return claim ? .last : count == 0 ? .empty : nil }
    if count == 0 { return .empty }
    if let announced = try rules.announced(variables) {
      return position.read + count >= announced ? .total : nil
    }
    return rules.isShort(count) == true ? .short : nil
  }
}
