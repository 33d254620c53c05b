internal import Language
internal import Programs

/// `until_empty`: the same request is repeated until nothing comes.
struct UntilEmptyPageStyle: PageStyle {
  init?(_ block: Block, _ surroundings: Surroundings) {
    guard block.as(UntilEmptyPages.self) != nil else { return nil }
  }

  /// A queue begins where it stands.
  var isResumable: Bool { false }

  func outcomes(_ rules: PageRules) -> [PageOutcome] { [.followed, .empty] }

  func step(after page: PageReading, _ rules: PageRules) -> PageStep {
    page.count == 0 ? .end(.empty) : .next(page.position.following(page.count))
  }
}
