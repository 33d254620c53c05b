internal import Diagnostics
internal import Language
internal import Programs
internal import Values

/// Sees to it that a listing comes to an end, and that its end is the true one.
struct PageGuard: Sendable {
  private let rules: PageRules
  private let namesNextPage: Bool
  /// Tokens and addresses seen in this listing, by their hashes.
  private var seen: Set<Int> = []
  /// Of the page before, when it had any.
  private var lastKeys: [String] = []
  /// The hash of the first page's, once it was read.
  private var firstKeys: Int?
  private var repetitions = 0
  private var emptyPages = 0
  private var announced: Int?

  /// Providers that filter after they divide into pages send empty ones; more than this in a row leads nowhere.
  private static let mostEmptyPages = 100

  init(_ rules: PageRules, of style: any PageStyle) {
    self.rules = rules
    namesNextPage = style.namesNextPage
  }

  /// Judges a page and the step after it; tells why the end of the listing is doubtful, where it is.
  ///
  /// `keys` are those of the records, in order.
  mutating func check(
    _ page: PageReading, keys: [String], _ step: PageStep
  ) throws(RunFailure) -> Remark? {
    if let total = try rules.announced(page.variables) { announced = total }
    try checkRepetition(page, keys)
    guard let next = step.next else { return try checkEnd(page) }
    if next.index >= rules.atMostPages {
      throw RunFailure(
        .request, "there are more than \(rules.atMostPages) pages; `at_most` sets the limit", at: rules.place)
    }
    emptyPages = page.count == 0 ? emptyPages + 1 : 0
    if emptyPages > Self.mostEmptyPages {
      throw RunFailure(
        .provider, "\(emptyPages) pages in a row are empty, and each names a next one", at: rules.place)
    }
    try checkToken(page.position, next)
    return nil
  }

  /// Whether a page is not one that `check` would refuse by its name or number, whatever the records before it are.
  func allows(_ next: PagePosition, after position: PagePosition) -> Bool {
    guard next.index < rules.atMostPages else { return false }
    guard let name = next.name else { return true }
    return !position.isNamed(name) && !seen.contains(Self.hash(of: name))
  }

  /// Whether a page that was asked for to be sure shows that the one before was the last: it is empty, or holds nothing but what that one
  /// held, or is the first one.
  func isProofOfEnd(_ page: PageReading, keys: [String]) -> Bool {
    guard page.position.doubted != nil else { return false }
    if page.count == 0 { return true }
    // A record without a key may be another one.
    guard keys.count == page.count else { return false }
    return TextSet(lastKeys).holdsAll(of: keys) || firstKeys == Self.hash(of: keys)
  }

  /// A page with the records of the one before: the provider does not understand what is asked for.
  private mutating func checkRepetition(_ page: PageReading, _ keys: [String]) throws(RunFailure) {
    defer { lastKeys = keys }
    guard !keys.isEmpty else { return }
    if page.position.index == 0 { firstKeys = Self.hash(of: keys) }
    repetitions = keys.elementsEqual(lastKeys, by: { $0.hasSameScalars(as: $1) }) ? repetitions + 1 : 0
    // One record alone may have been moved to the next page by another one that came before it.
    if repetitions > (keys.count == 1 ? 1 : 0) {
      throw RunFailure(
        .request, "page \(page.position.index + 1) holds the same records as the page before it",
        at: rules.place)
    }
  }

  private mutating func checkToken(_ position: PagePosition, _ next: PagePosition) throws(RunFailure) {
    guard let name = next.name else { return }
    if position.isNamed(name) {
      throw RunFailure(
        .provider, "page \(position.index + 1) names itself as the next page", at: rules.place)
    }
    guard seen.insert(Self.hash(of: name)).inserted else {
      throw RunFailure(
        .provider, "page \(position.index + 1) names a next page that was read before: the pages go round",
        at: rules.place)
    }
  }

  private static func hash(of name: some Hashable) -> Int {
    var hasher = Hasher()
    hasher.combine(name)
    return hasher.finalize()
  }

  private func checkEnd(_ page: PageReading) throws(RunFailure) -> Remark? {
    let read = page.position.read + page.count
    if let announced, read < announced {
      throw RunFailure(
        .provider, "the provider announced \(announced) records and sent \(read)", at: rules.total?.place)
    }
    guard namesNextPage, announced == nil, page.position.index == 0, rules.isShort(page.count) == false else {
      return nil
    }
    return Remark(
      .fullPageWithoutNext,
      "the only page is full (\(page.count) records) and names no next one: there may be more",
      at: rules.place)
  }
}

extension PagePosition {
  /// What the page before called it.
  fileprivate var name: String? { address ?? token?.templateText }

  fileprivate func isNamed(_ name: String) -> Bool { token?.templateText == name || address == name }
}

extension RunFailure {
  static func moreWithoutToken(at place: SourceRange) -> RunFailure {
    RunFailure(.provider, "the reply says that there is more and names no next page", at: place)
  }
}
