/// The pages of one listing with their records, and what is kept of them.
struct Listing {
  /// A page's body as a tree; nil where it is of another form and stays whole.
  struct Page {
    var entry: Int
    var tree: BodyTree?
    /// Where records are.
    var records: [BodyTree.Place] = []
  }

  private(set) var pages: [Page]
  private let isKeyed: Bool

  /// `isKeyed`: records, or what they lie in, are the values of an object.
  init(_ pages: [Page], isKeyed: Bool) {
    self.pages = pages
    self.isKeyed = isKeyed
  }

  /// An element of a list that holds records; not all of them need be records.
  struct Element {
    let page: Int
    let place: BodyTree.Place
    let tree: BodyTree
  }

  /// All elements of all lists that hold records.
  var elements: [Element] {
    pages.enumerated().flatMap { number, page in
      guard let tree = page.tree else { return [Element]() }
      let holders = Set(page.records.map { Array($0.dropLast()) }).sorted { $0.lexicographicallyPrecedes($1) }
      return holders.flatMap { holder in
        (tree[holder[...]]?.children ?? []).enumerated().map { position, child in
          Element(page: number, place: holder + [position], tree: child)
        }
      }
    }
  }

  /// Most pages that are kept: the first, one that follows, and the last.
  private static let mostPages = 3

  /// The pages that are kept.
  private var stays: [Int] {
    pages.count <= Self.mostPages ? Array(pages.indices) : [0, 1, pages.count - 1]
  }

  /// Some elements, and the first of each page that is kept and would be left without any: an empty page may end a listing.
  func filling(_ kept: [Element], from all: [Element]) -> [Element] {
    let bare = stays.filter { number in !kept.contains { $0.page == number } }
    return kept + bare.compactMap { number in all.first { $0.page == number } }
  }

  /// What is left when only some elements stay.
  ///
  /// Elements of pages that go are moved to the second one. With `size`, each page but the last holds as many.
  mutating func keep(_ kept: [Element], size: ((Int, _ pages: Int) -> Int)? = nil) -> Int? {
    let stays = stays
    let isWhole = pages.contains { $0.tree == nil }
    var byPage: [[Element]] = pages.indices.map { number in kept.filter { $0.page == number } }
    if !isWhole, pages.count > Self.mostPages {
      for number in 2..<(pages.count - 1) {
        byPage[1] += byPage[number]
        byPage[number] = []
      }
    }
    for number in pages.indices { prune(number, keeping: byPage[number].filter { $0.page == number }) }
    for number in stays { add(byPage[number].filter { $0.page != number }, to: number) }
    pages = stays.map { pages[$0] }
    guard let size, pages.count > 1, !isWhole else { return nil }
    let each = size(kept.count, pages.count)
    spread(each)
    return each
  }

  /// Everything in the first page, for providers whose pages cannot be shortened.
  mutating func join() {
    guard pages.count > 1, !pages.contains(where: { $0.tree == nil }) else { return }
    spread(.max)
    pages = [pages[0]]
  }

  /// Takes away what is not kept, and what held nothing else.
  private mutating func prune(_ number: Int, keeping kept: [Element]) {
    guard let tree = pages[number].tree else { return }
    let holders = Set(pages[number].records.map { Array($0.dropLast()) })
    guard !holders.isEmpty else { return }
    let places = Set(kept.map(\.place))
    let above = Set(holders.flatMap { holder in (0...holder.count).map { Array(holder.prefix($0)) } })
    let (pruned, _) = prune(tree, [], places, holders, above)
    pages[number].tree = pruned
  }

  private func prune(
    _ tree: BodyTree, _ place: BodyTree.Place, _ kept: Set<BodyTree.Place>, _ holders: Set<BodyTree.Place>,
    _ above: Set<BodyTree.Place>
  ) -> (BodyTree, holdsKept: Bool) {
    let isHolder = holders.contains(place)
    var holdsKept = false
    func child(_ position: Int, _ value: BodyTree, mayGo: Bool) -> BodyTree? {
      let inner = place + [position]
      if isHolder {
        guard kept.contains(inner) else { return nil }
        holdsKept = true
        return value
      }
      guard above.contains(inner) else { return value }
      let (pruned, isKept) = prune(value, inner, kept, holders, above)
      holdsKept = holdsKept || isKept
      return mayGo && !isKept ? nil : pruned
    }
    switch tree {
    case .list(let items):
      // One alone is the reply's own form, `[{"result": 0, "records": []}]`, and what reads it looks for it.
      let left = items.enumerated().compactMap { child($0, $1, mayGo: items.count > 1) }
      return (.list(left), holdsKept)
    case .object(let members):
      let left = members.enumerated().compactMap { position, member in
        child(position, member.value, mayGo: isHolder || isKeyed && !place.isEmpty).map {
          BodyTree.Member(member.name, $0)
        }
      }
      return (.object(left), holdsKept)
    default: return (tree, false)
    }
  }

  /// The list that takes further elements: the first that holds records.
  private func holder(of number: Int) -> BodyTree.Place? {
    pages[number].records.map { Array($0.dropLast()) }.min { $0.lexicographicallyPrecedes($1) }
  }

  private mutating func add(_ elements: [Element], to number: Int) {
    guard !elements.isEmpty, let tree = pages[number].tree, let place = holder(of: number),
      case .list(let items)? = tree[place[...]]
    else { return }
    pages[number].tree = tree.replacing(place[...], with: .list(items + elements.map(\.tree)))
  }

  /// So many elements on each page; the last takes what is left.
  private mutating func spread(_ each: Int) {
    let own = pages.indices.map { holder(of: $0) }
    // A last page without records has its list where the others have theirs.
    let places = own.map { $0 ?? own.compactMap { $0 }.first }
    var all: [BodyTree] = []
    for (number, place) in places.enumerated() {
      guard let place, case .list(let items)? = pages[number].tree?[place[...]] else { return }
      all += items
    }
    for (number, place) in places.enumerated() {
      guard let place, let tree = pages[number].tree else { return }
      let part = Array(all.prefix(number == pages.count - 1 ? all.count : each))
      all.removeFirst(part.count)
      pages[number].tree = tree.replacing(place[...], with: .list(part))
    }
  }
}
