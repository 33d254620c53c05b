internal import HTTP
internal import Language

/// What of a stream's calls is kept, disguised and ready to be played.
struct Arrangement {
  var entries: [PlayedReplies.Entry] = []
  /// The bodies of the entries.
  var bodies: [RecordedBody] = []
  /// The number of the page in its listing, or 0 for a call on the way.
  var numbers: [Int] = []
  var pageSize: Int?
  var keptRecords = 0

  /// How the pages of a listing are shortened.
  enum Manner: CaseIterable {
    /// Three pages at most, each with the records that show something.
    case pages
    /// All records in one page.
    case onePage
    /// Everything as it came.
    case whole
  }
}

/// Puts the calls of a stream together.
struct Arranging {
  let taken: TakenStream
  let clues: PageClues
  let discernment: Discernment
  let isKeyed: Bool
  let hasParents: Bool
  /// Names of headers of replies that are kept, in lower case.
  let headers: Set<String>

  private struct Step {
    var way: [Call] = []
    var page: Call
    var records: [BodyTree.Place] = []
    var listing: Int
  }

  private struct Call {
    let exchange: WatchedExchange
    var body: RecordedBody
    var headers: HeaderFields
    var isReserve = false
  }

  func arrangement(_ manner: Arrangement.Manner, _ disguise: inout Disguise) throws(RecordingProblem)
    -> Arrangement
  {
    var steps = try steps()
    var arrangement = Arrangement()
    arrangement.keptRecords = taken.recordCount
    if manner != .whole { shorten(&steps, manner, &arrangement) }
    announce(&steps)
    if hasParents, manner != .whole || taken.isCut { pruneParents(&steps) }
    var pageNumbers: [Int: Int] = [:]
    for step in steps {
      for call in step.way { add(call, listing: -1, number: 0, to: &arrangement, &disguise) }
      pageNumbers[step.listing, default: 0] += 1
      add(
        step.page, listing: step.listing, number: pageNumbers[step.listing] ?? 1, to: &arrangement, &disguise)
    }
    return arrangement
  }

  // MARK: Reading

  private func steps() throws(RecordingProblem) -> [Step] {
    var steps: [Step] = []
    var listing = 0
    // What was asked after a page belongs on the way to the next one.
    var ahead: [Call] = []
    for page in taken.pages {
      guard let place = page.place else { continue }
      let before = try calls(page.exchanges[..<place])
      guard let own = try calls(page.exchanges[place...place]).first else { continue }
      var step = Step(way: ahead + before, page: own, listing: listing)
      ahead = try calls(page.exchanges[(place + 1)...])
      if let tree = own.body.tree {
        step.records = RecordPlaces.places(of: page.records, in: tree).compactMap { $0 }
      }
      steps.append(step)
      if page.isEndOfSlice { listing += 1 }
    }
    if !steps.isEmpty { steps[steps.count - 1].way += ahead }
    return steps
  }

  private func calls(_ exchanges: ArraySlice<WatchedExchange>) throws(RecordingProblem) -> [Call] {
    var calls: [Call] = []
    for exchange in withoutRepetitions(Array(exchanges)) {
      guard let body = RecordedBody(exchange.response.body, type: exchange.response.headers["Content-Type"])
      else {
        throw RecordingProblem(
          "the reply to \(exchange.request.method) \(exchange.request.address.path) is no text, and what is in it cannot be proved clean"
        )
      }
      calls.append(Call(exchange: exchange, body: body, headers: exchange.response.headers))
    }
    return calls
  }

  /// Refusals that were overcome say nothing about the stream.
  private func withoutRepetitions(_ exchanges: [WatchedExchange]) -> [WatchedExchange] {
    exchanges.enumerated().filter { place, exchange in
      let status = exchange.response.status
      guard status == 401 || status == 408 || status == 425 || status == 429 || status >= 500 else {
        return true
      }
      return !exchanges[(place + 1)...].contains {
        $0.request.method == exchange.request.method
          && $0.request.address.path == exchange.request.address.path
      }
    }.map(\.element)
  }

  // MARK: Shortening

  private func shorten(_ steps: inout [Step], _ manner: Arrangement.Manner, _ arrangement: inout Arrangement)
  {
    var listings = Dictionary(grouping: steps.indices, by: { steps[$0].listing }).sorted { $0.key < $1.key }
      .map {
        (number: $0.key, places: $0.value)
      }
    var parts = listings.map { listing in
      Listing(
        listing.places.map {
          Listing.Page(entry: $0, tree: steps[$0].page.body.tree, records: steps[$0].records)
        },
        isKeyed: isKeyed)
    }
    let elements = parts.map(\.elements)
    let all = elements.flatMap { $0 }
    guard !all.isEmpty else { return }
    let cover = RecordCover(all.map(\.tree)) { path in
      if case .vocabulary? = discernment.canonical.claim(of: path)?.claim { true } else { false }
    }
    let kept = Set(cover.kept)
    arrangement.keptRecords = 0
    var start = 0
    var isEmptyShown = false
    for place in parts.indices {
      var own = elements[place].enumerated().filter { kept.contains(start + $0.offset) }.map(\.element)
      start += elements[place].count
      // Of parents without anything one is enough.
      if hasParents, own.isEmpty {
        if isEmptyShown || !elements[place].isEmpty {
          for number in listings[place].places { steps[number].page.isReserve = true }
          continue
        }
        isEmptyShown = true
      }
      if manner == .pages { own = parts[place].filling(own, from: elements[place]) }
      let pages = parts[place].pages
      // What lies between the records in their list is no record.
      arrangement.keptRecords += own.count { pages[$0.page].records.contains($0.place) }
      let size: ((Int, Int) -> Int)? = clues.isCounted ? { count, pages in (count + pages) / pages } : nil
      if let each = parts[place].keep(own, size: parts.count == 1 ? size : nil) {
        arrangement.pageSize = each
      }
      if manner == .onePage { parts[place].join() }
      apply(parts[place], &listings[place].places, &steps)
    }
    let left = Set(listings.flatMap(\.places))
    // What was found out before a page that goes is still asked for.
    var way: [Call] = []
    var result: [Step] = []
    for (place, step) in steps.enumerated() {
      guard left.contains(place) else {
        way += step.way
        continue
      }
      var step = step
      step.way = way + step.way
      way = []
      result.append(step)
    }
    steps = result
  }

  private func apply(_ listing: Listing, _ places: inout [Int], _ steps: inout [Step]) {
    for page in listing.pages {
      if let tree = page.tree { steps[page.entry].page.body = .json(tree) }
    }
    let before = places.count
    places = listing.pages.map(\.entry)
    guard places.count < before else { return }
    for place in places {
      steps[place].page.headers = clues.numbering(places.count, insteadOf: before, steps[place].page.headers)
      guard let tree = steps[place].page.body.tree else { continue }
      steps[place].page.body = .json(clues.numbering(places.count, insteadOf: before, tree))
    }
  }

  /// The numbers of records that replies announce become those that are left.
  private func announce(_ steps: inout [Step]) {
    let listings = Dictionary(grouping: steps.indices, by: { steps[$0].listing })
    for places in listings.values {
      let pages = places.map { place -> Listing.Page in
        let body = steps[place].page.body
        return Listing.Page(entry: place, tree: body.tree, records: steps[place].records)
      }
      guard pages.allSatisfy({ $0.tree != nil }) else { continue }
      let holders = pages.compactMap { page in page.records.first.map { Array($0.dropLast()) } }
      guard let holder = holders.first else { continue }
      let count = pages.reduce(0) { $0 + ($1.tree?[holder[...]]?.children.count ?? 0) }
      for page in pages {
        guard let tree = page.tree else { continue }
        steps[page.entry].page.body = .json(clues.announcing(count, tree))
        steps[page.entry].page.headers = clues.announcing(count, steps[page.entry].page.headers)
      }
    }
  }

  /// Of the parents only those stay whose children do, and of their parents those whose children do, and so on.
  private func pruneParents(_ steps: inout [Step]) {
    let kept = steps.filter { !$0.page.isReserve }
    // What all of them say, such as whose account it is, names no parent.
    let pages = steps.map { Self.words(of: $0.page.exchange.request) }
    var common: Set<String> = []
    if let first = pages.first, Set(steps.map(\.listing)).count > 1 {
      common = pages.dropFirst().reduce(first) { $0.intersection($1) }
    }
    var named = kept.reduce(into: Set<String>()) { $0.formUnion(Self.words(of: $1.page.exchange.request)) }
    named.subtract(common)
    // A request for parents that are kept names their own parents.
    var hasGrown = true
    while hasGrown {
      let before = named.count
      for call in steps.flatMap(\.way) where call.body.tree.map({ Self.holds($0, named) }) ?? false {
        named.formUnion(Self.pathWords(of: call.exchange.request).subtracting(common))
      }
      hasGrown = named.count > before
    }
    let isAnyNamed = steps.flatMap(\.way).contains { $0.body.tree.map { Self.holds($0, named) } ?? false }
    for place in steps.indices {
      steps[place].way = steps[place].way.map { call in
        guard let tree = call.body.tree else { return call }
        var call = call
        // Nobody asks for the children of one that is gone.
        if isAnyNamed, Self.isListing(tree), !Self.holds(tree, named) { call.isReserve = true }
        call.body = .json(Self.pruned(tree, keeping: named))
        return call
      }
    }
  }

  /// Whether one of the objects in a list is named.
  private static func holds(_ tree: BodyTree, _ named: Set<String>) -> Bool {
    switch tree {
    case .list(let items):
      items.contains { item in
        holds(item, named) || item.children.contains { $0.scalarText.map(named.contains) ?? false }
      }
    case .object(let members): members.contains { holds($0.value, named) }
    default: false
    }
  }

  /// Whether it has a list of objects.
  private static func isListing(_ tree: BodyTree) -> Bool {
    switch tree {
    case .list(let items): items.contains { if case .object = $0 { true } else { false } }
    case .object(let members): members.contains { isListing($0.value) }
    default: false
    }
  }

  private static func pathWords(of request: HTTPRequest) -> Set<String> {
    Set(
      request.address.path.split(separator: "/").map {
        String($0).percentDecoded(plusIsBlank: false)
      })
  }

  /// Pieces of a request that may name a parent.
  private static func words(of request: HTTPRequest) -> Set<String> {
    var words = pathWords(of: request)
    for pair in (request.address.query ?? "").split(separator: "&") {
      let value = String(pair.drop { $0 != "=" }.dropFirst()).percentDecoded(plusIsBlank: true)
      words.formUnion([value])
      words.formUnion(value.split(separator: ",").map(String.init))
    }
    if let body = request.body, let tree = BodyTree(json: body) {
      RecordedBody.json(tree).visit { _, scalar in
        if let text = scalar.scalarText { words.insert(text) }
      }
    }
    return words
  }

  private static func pruned(_ tree: BodyTree, keeping named: Set<String>) -> BodyTree {
    switch tree {
    case .list(let items):
      let objects = items.filter { if case .object = $0 { true } else { false } }
      guard objects.count == items.count, items.count > 1 else { return tree }
      let left = items.filter { item in
        item.children.contains { $0.scalarText.map(named.contains) ?? false }
      }
      return left.isEmpty ? tree : .list(left)
    case .object(let members):
      return .object(members.map { BodyTree.Member($0.name, pruned($0.value, keeping: named)) })
    default: return tree
    }
  }

  // MARK: Disguising

  private func add(
    _ call: Call, listing: Int, number: Int, to arrangement: inout Arrangement, _ disguise: inout Disguise
  ) {
    let (request, response) = (call.exchange.request, call.exchange.response)
    let body = disguise.disguised(call.body, discernment)
    var fields = HeaderFields()
    for field in call.headers.fields where headers.contains(field.name.lowercased()) {
      fields.append(field.name, disguise.searched(field.value))
    }
    var kept = HTTPResponse(
      status: response.status, headers: fields, body: Array(body.text.utf8), address: request.address)
    kept.timing = CallTiming()
    arrangement.entries.append(
      PlayedReplies.Entry(
        method: request.method, path: PlayedReplies.comparable(disguise.searchedPath(request.address.path)),
        query: PlayedReplies.pairs(request.address.query.map { disguise.searched($0) }),
        body: (request.body.map { Array(disguise.searched(String(decoding: $0, as: UTF8.self)).utf8) }) ?? [],
        response: kept, listing: listing, isReserve: call.isReserve))
    arrangement.bodies.append(body)
    arrangement.numbers.append(number)
  }
}

/// Why there is no recording of a stream.
package struct RecordingProblem: Error, Sendable {
  package let message: String
  init(_ message: String) { self.message = message }
}
