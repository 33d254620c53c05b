internal import Diagnostics
internal import Expressions
internal import Language
internal import Programs
internal import Values

/// A way of dividing a collection into pages: what is put into the next request, told from what was read.
///
/// Pure: a style asks nobody and remembers nothing; what must be remembered is in the position, and `PageGuard` sees to it that
/// nothing ends or loops in silence. A new style is one file and its line in `PageStyleList`.
protocol PageStyle: Sendable {
  /// Nil when the block is of another style.
  init?(_ block: Block, _ surroundings: Surroundings) throws(RunFailure)
  /// Where a listing begins.
  var first: PagePosition { get }
  /// Puts what is to be read into a request.
  func put(_ position: PagePosition, into draft: inout RequestDraft) throws(RunFailure)
  /// The request for a page when it is another one than the stream's.
  func request(for position: PagePosition) -> CallProgram?
  /// How it goes on after a page.
  func step(after page: PageReading, _ rules: PageRules) throws(RunFailure) -> PageStep
  /// Records that come or go while it is read move others from page to page.
  var mayDrift: Bool { get }
  /// The request says how many elements to skip, so that what the provider counts as one decides where the next page lies.
  var skipsElements: Bool { get }
  /// Every page but the last names the next one, so that a full page that names none is suspicious.
  var namesNextPage: Bool { get }
  /// A later run can go on at a position that an earlier one left.
  var isResumable: Bool { get }
  /// How a page can go on and end in a listing of this style; what a complete set of recordings shows.
  func outcomes(_ rules: PageRules) -> [PageOutcome]
}

extension PageStyle {
  var first: PagePosition { PagePosition() }
  func put(_ position: PagePosition, into draft: inout RequestDraft) throws(RunFailure) {}
  func request(for position: PagePosition) -> CallProgram? { nil }
  var mayDrift: Bool { false }
  var skipsElements: Bool { false }
  var namesNextPage: Bool { false }
  var isResumable: Bool { true }
  func outcomes(_ rules: PageRules) -> [PageOutcome] { [.followed, .unnamed] }
}

/// All styles there are.
enum PageStyleList {
  static let all: [any PageStyle.Type] = [
    WholePageStyle.self, CountedPageStyle.self, CursorPageStyle.self,
    NextURLPageStyle.self, LinkHeaderPageStyle.self, KeysetPageStyle.self, ContinuedPageStyle.self,
    RelayPageStyle.self, UntilEmptyPageStyle.self,
  ]

  static func style(_ block: Block, _ surroundings: Surroundings) throws(RunFailure) -> any PageStyle {
    for type in all {
      if let style = try type.init(block, surroundings) { return style }
    }
    throw RunFailure(
      .request, "this way of paging cannot be used; `connector lint` tells more", at: block.head)
  }
}

/// What all styles have in common.
struct PageRules: Sendable {
  var size: Int?
  let sizePlacement: Placement?
  let total: ExpressionProgram?
  let atMostPages: Int
  let place: SourceRange

  init(_ block: Block, _ surroundings: Surroundings) {
    let size = block[PageGuards.size]
    self.size = size?[PageSize.value]
    sizePlacement = size?.placement(PageSize.send)
    total = block[PageGuards.total].map { ExpressionProgram($0, surroundings) }
    atMostPages = block.as(WholePages.self) == nil ? block[PageGuards.atMost] ?? 100_000 : 1
    place = block.head
  }

  /// How counted listings can go on and end, where the style itself names no end.
  var countedOutcomes: [PageOutcome] {
    if total != nil { return [.followed, .total] }
    return size == nil ? [.followed, .empty] : [.followed, .short, .empty]
  }

  /// Whether a page holds less than was asked for; nil when nobody knows how much that is.
  func isShort(_ count: Int) -> Bool? { size.map { count < $0 } }

  /// The number of records that the provider announces, when this reply says it.
  func announced(_ variables: Activation) throws(RunFailure) -> Int? {
    guard let total, let value = try total.value(variables) else { return nil }
    switch value.plain {
    case .int(let number): return Int(number)
    case .uint(let number): return Int(clamping: number)
    case .double(let number): return Int(exactly: number)
    case .string(let text): return Int(text)
    default: return nil
    }
  }
}

extension ExpressionProgram {
  /// A token: nil when it is absent, null, false or an empty text.
  func token(_ variables: Activation) throws(RunFailure) -> Value? {
    guard let value = try value(variables)?.plain else { return nil }
    switch value {
    case .null, .bool(false): return nil
    case .string(let text): return text.isEmpty ? nil : value
    default: return value
    }
  }

  /// Whether it is true; nil when the data does not say.
  func claim(_ variables: Activation) throws(RunFailure) -> Bool? {
    guard let value = try value(variables)?.plain, !value.isNull else { return nil }
    guard case .bool(let flag) = value else {
      throw RunFailure(.request, "this gives \(value.kind.title) where true or false is wanted", at: place)
    }
    return flag
  }
}
