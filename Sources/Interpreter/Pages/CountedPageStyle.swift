internal import Language
internal import Programs
internal import Values

/// `page` and `offset`: what is asked for is counted, in pages or in records.
struct CountedPageStyle: PageStyle {
  private enum Unit: Sendable {
    /// Pages have numbers.
    case pages
    /// The request says how many records to skip.
    case records
  }

  private let unit: Unit
  private let send: Placement?
  private let start: Int
  private let last: ExpressionProgram?

  init?(_ block: Block, _ surroundings: Surroundings) {
    if let block = block.as(NumberedPages.self) {
      unit = .pages
      send = block.placement(NumberedPages.send)
      start = block[NumberedPages.start] ?? 1
      last = block.expression(NumberedPages.last, surroundings)
    } else if let block = block.as(OffsetPages.self) {
      unit = .records
      send = block.placement(OffsetPages.send)
      start = block[OffsetPages.start] ?? 0
      last = block.expression(OffsetPages.last, surroundings)
    } else {
      return nil
    }
  }

  var mayDrift: Bool { true }
  var skipsElements: Bool { unit == .records }

  var first: PagePosition {
    var position = PagePosition()
    switch unit {
    case .pages: position.number = start
    case .records: position.offset = start
    }
    return position
  }

  func outcomes(_ rules: PageRules) -> [PageOutcome] {
    last == nil ? rules.countedOutcomes : [.followed, .last]
  }

  func put(_ position: PagePosition, into draft: inout RequestDraft) throws(RunFailure) {
    let count = unit == .pages ? position.number : position.offset
    if let send { try draft.put(.int(Int64(count)), at: send) }
  }

  func step(after page: PageReading, _ rules: PageRules) throws(RunFailure) -> PageStep {
    let end = try page.endOfCounted(last, rules)
    if let end, try !page.isDoubted(end, rules) { return .end(end) }
    var next = page.position.following(page.count)
    next.announced = try rules.announced(page.variables)
    next.doubted = end
    switch unit {
    case .pages: next.number += 1
    case .records: next.offset += page.count
    }
    return .next(next)
  }
}

extension PageReading {
  /// The end of listings that are counted: as `last` says, as the announced number says, or at a page that is empty or short; nil when
  /// another page follows.
  func endOfCounted(_ last: ExpressionProgram?, _ rules: PageRules) throws(RunFailure) -> PageOutcome? {
    if let claim = try last?.claim(variables) { return claim ? .last : count == 0 ? .empty : nil }
    if count == 0 { return .empty }
    // Where more came than is announced, the number counts something else: a page, or what is left.
    if let announced = try rules.announced(variables), position.read < announced {
      return position.read + count >= announced ? .total : nil
    }
    return rules.isShort(count) == true ? .short : nil
  }

  /// Whether an end is to be made sure of by asking for one page more.
  ///
  /// A page of 73 that was to hold 100 may be short because there are no more records, or because the provider took some out after it
  /// had counted to 100, or never gives more at once. And a number that is announced may be that of the page, or of what is left, as
  /// long as not two pages announced the same.
  func isDoubted(_ end: PageOutcome, _ rules: PageRules) throws(RunFailure) -> Bool {
    switch end {
    case .short: return true
    case .total:
      guard try position.announced != rules.announced(variables) else { return false }
      return rules.isShort(count).map(!) ?? isRound
    default: return false
    }
  }

  /// As many as somebody may have set for the most that a page holds.
  private var isRound: Bool {
    count >= 10 && (count % 10 == 0 || count % 25 == 0 || count & (count - 1) == 0)
  }
}
