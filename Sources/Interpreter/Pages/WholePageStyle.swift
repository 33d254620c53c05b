internal import Diagnostics
internal import Language
internal import Programs

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
    return .end(.whole)
  }
}
