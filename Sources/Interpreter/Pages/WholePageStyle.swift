internal import Diagnostics
internal import Expressions
internal import Language
internal import Programs
internal import Values

/// `none`: everything comes in one reply.
struct WholePageStyle: PageStyle {
  private let atMost: Int?
  private let place: SourceRange

  init?(_ block: Block, _ surroundings: Surroundings) {
    guard let block = block.as(WholePages.self) else { return nil }
    atMost = block[WholePages.atMost]
    place = block.block.keyRange(WholePages.atMost.key)
  }

  var isResumable: Bool { false }

  /// There is nothing to be shown: whoever reads it sees it whole.
  func outcomes(_ rules: PageRules) -> [PageOutcome] { [] }

  func step(after page: PageReading, _ rules: PageRules) throws(RunFailure) -> PageStep {
    if let atMost, page.count >= atMost {
      throw RunFailure(
        .request,
        "the reply holds \(page.count) records, and the provider cuts it off at \(atMost): there may be more",
        at: place)
    }
    // Some providers send a part when nobody asked for one, and say so by this status alone.
    if case .int(let status)? = page.variables["status"]?.plain, status == 206 {
      throw RunFailure(
        .request,
        "the reply holds a part of the collection only (206): `pages` must say how to read the rest",
        at: place)
    }
    return .end(.whole)
  }
}
