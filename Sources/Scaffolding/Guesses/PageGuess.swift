/// How a list is divided into pages.
struct PageGuess: Sendable {
  enum Style: Sendable {
    case none
    case page(start: Int)
    case offset
    case cursor(token: [String])
    case keyset(by: String)
    case nextURL([String])
    case linkHeader
    case relay(connection: [String])
  }

  var style: Style
  /// The query parameter that carries the page, offset or token.
  var parameter: String?
  var size: (parameter: String, value: Int)?
  /// How many records are asked for at once, where no parameter says it.
  var fixedSize: Int?
  /// How many records the page held that was seen, where nothing else can tell the last one: most likely it was a full one.
  var seenSize: Int?
  /// As many records as this are not all, where nothing shows how to ask for more.
  var atMost: Int?
  var total: [String]?
  /// A truth value that says whether there is more.
  var more: [String]?
  var pageCount: [String]?
  var confidence: Double
  var reason: String

  /// Looks at the names of parameters, the fields around the records and the headers.
  static func pages(of endpoint: EndpointSketch, records: [String]) -> PageGuess {
    let around = Surroundings(endpoint.reply, records: records)
    var guess = style(endpoint, around)
    guess.size = size(endpoint)
    guess.more = around.path(named: mores) { $0.bool != nil }
    guess.total = around.path(named: totals) { $0.int != nil }
    if case .none = guess.style {
      let limit = endpoint.parameters.first { namesSize($0.name) }?.standard?.scalarText.flatMap { Int($0) }
      guess.atMost = (guess.fixedSize ?? limit).flatMap { $0 >= 10 ? $0 : nil }
      guess.size = nil
    }
    if case .page = guess.style { guess.pageCount = around.path(named: pageCounts) { $0.int != nil } }
    if guess.isEndless, let seen = endpoint.reply[records]?.list?.count, seen > 1 { guess.seenSize = seen }
    return guess
  }

  /// Whether pages are counted and only their size can tell the last one.
  var isEndless: Bool {
    guard size == nil, fixedSize == nil, total == nil, more == nil, pageCount == nil else { return false }
    switch style {
    case .page, .offset: return true
    default: return false
    }
  }

  private static func style(_ endpoint: EndpointSketch, _ around: Surroundings) -> PageGuess {
    if case .graphQL(let query, _)? = endpoint.body { return relay(GraphQLShape(query)) }
    let isAddress: (Sample) -> Bool = { $0.text.map { $0.hasPrefix("http") || $0.hasPrefix("/") } ?? false }
    if let next = around.path(named: addresses, where: isAddress) {
      return PageGuess(
        .nextURL(next), nil, 0.9, "`\(next.joined(separator: "."))` in the reply is an address")
    }
    if endpoint.headers["link"]?.contains("next") ?? (endpoint.headers["link"] != nil) {
      return PageGuess(.linkHeader, nil, 0.85, "the reply has a header `Link`")
    }
    let cursor = endpoint.parameter(named: cursors)
    let more = around.path(named: mores) { $0.bool != nil }
    let token = around.path(named: tokens) { $0.text != nil || $0 == .null }
    if let cursor, let token {
      return PageGuess(
        .cursor(token: token), cursor, 0.9,
        "`\(token.joined(separator: "."))` in the reply, `\(cursor)` in the request")
    }
    if let cursor, let more, ["starting_after", "after_id", "since_id"].contains(Words.snake(cursor)) {
      return PageGuess(.keyset(by: "id"), cursor, 0.7, "`\(cursor)` and `\(more.joined(separator: "."))`")
    }
    if let page = endpoint.parameter(named: pages) {
      let standard = endpoint.parameters.first { $0.name == page }?.standard?.int
      return PageGuess(.page(start: standard == 0 ? 0 : 1), page, 0.85, "a parameter is named `\(page)`")
    }
    if let offset = endpoint.parameter(named: offsets) {
      return PageGuess(.offset, offset, 0.85, "a parameter is named `\(offset)`")
    }
    if let token, around.value(at: token)?.text != nil {
      return PageGuess(
        .cursor(token: token), "cursor", 0.3,
        "`\(token.joined(separator: "."))` in the reply; how it is sent is not shown")
    }
    if let cursor {
      return PageGuess(.none, nil, 0.3, "`\(cursor)` looks like paging, but the reply shows no token")
    }
    if let size = endpoint.parameter(named: sizes) {
      return PageGuess(
        .none, nil, 0.3, "`\(size)` looks like paging, but nothing shows how the next page is asked for")
    }
    return PageGuess(.none, nil, endpoint.parameters.isEmpty ? 0.6 : 0.7, "nothing looks like paging")
  }

  /// A connection of GraphQL, where the query takes the cursor as a variable.
  private static func relay(_ shape: GraphQLShape) -> PageGuess {
    guard let connection = shape.connection else { return counted(shape) }
    guard let variable = shape.cursor else {
      return PageGuess(.none, nil, 0.3, "the query takes no variable as `after`")
    }
    return PageGuess(
      .relay(connection: connection), variable, 0.9, "`pageInfo` in the query, `$\(variable)` as `after`")
  }

  /// A list of GraphQL that is no connection, by the arguments it takes.
  private static func counted(_ shape: GraphQLShape) -> PageGuess {
    var guess: PageGuess
    let size = shape.number(named: sizes)
    // How many are skipped, or what comes after the last, ends with a page that is not full.
    let isSized = size != nil || shape.variable(named: sizes) != nil
    if isSized, let variable = shape.variable(named: offsets) {
      guess = PageGuess(.offset, variable, 0.7, "`$\(variable)` says in the query how many to skip")
    } else if let variable = shape.variable(named: pages) {
      guess = PageGuess(.page(start: 1), variable, 0.6, "`$\(variable)` is a page in the query")
    } else if isSized, let variable = shape.variable(named: cursors) {
      guess = PageGuess(
        .keyset(by: "id"), variable, 0.4,
        "`$\(variable)` looks like paging, and the reply holds no cursor but the last id")
    } else {
      guess = PageGuess(
        .none, nil, 0.5, "the query asks for no `pageInfo` with `hasNextPage` and `endCursor`")
    }
    guess.fixedSize = size
    return guess
  }

  private init(_ style: Style, _ parameter: String?, _ confidence: Double, _ reason: String) {
    self.style = style
    self.parameter = parameter
    self.confidence = confidence
    self.reason = reason
  }

  private static func size(_ endpoint: EndpointSketch) -> (parameter: String, value: Int)? {
    guard let name = endpoint.parameter(named: sizes),
      let parameter = endpoint.parameters.first(where: { $0.name == name })
    else { return nil }
    let value = parameter.largest ?? parameter.standard?.scalarText.flatMap { Int($0) } ?? 100
    return (name, min(max(value, 1), 1000))
  }

  /// Whether a parameter names a page, by its name; one that says how many records a page holds does not.
  static func namesPage(_ parameter: String) -> Bool {
    let name = Words.snake(parameter)
    return [cursors, pages, offsets].contains { $0.contains(name) || $0.contains { name == "page_" + $0 } }
  }

  /// Whether a parameter takes what only a reply can tell.
  static func namesToken(_ parameter: String) -> Bool { cursors.contains(Words.snake(parameter)) }

  /// Whether a parameter says how many records a page holds.
  static func namesSize(_ parameter: String) -> Bool { sizes.contains(Words.snake(parameter)) }

  private static let addresses = [
    "next", "next_url", "next_page_url", "next_link", "next_page", "odata_next_link", "next_href",
  ]
  private static let tokens = [
    "next_cursor", "next_page_token", "next_token", "cursor", "end_cursor", "continuation_token", "after",
    "next", "page_token", "next_page",
    "starting_after", "offset_token",
  ]
  private static let cursors = [
    "cursor", "page_token", "next_token", "after", "starting_after", "continuation_token", "next_cursor",
    "page_after", "start_cursor", "after_id",
    "since_id", "next_page_token",
  ]
  private static let pages = [
    "page", "page_number", "page_no", "pageindex", "page_index", "current_page", "p",
  ]
  private static let offsets = [
    "offset", "skip", "start", "start_index", "start_at", "from_index", "first_result",
  ]
  private static let sizes = [
    "per_page", "page_size", "limit", "size", "pagesize", "max_results", "count", "top", "page_limit",
    "results_per_page", "take", "first",
  ]
  private static let totals = [
    "total", "total_count", "total_records", "total_results", "total_items", "total_elements",
    "total_entries", "total_rows", "number_matched",
  ]
  private static let mores = ["has_more", "has_next", "has_next_page", "more", "is_more"]
  private static let pageCounts = ["total_pages", "page_count", "last_page", "pages", "num_pages"]
}

/// The fields of a reply that are not in its records.
private struct Surroundings {
  private let fields: [(path: [String], value: Sample)]

  init(_ reply: Sample, records: [String]) {
    fields = reply.scalars().filter { !$0.path.starts(with: records) || records.isEmpty }
  }

  func value(at path: [String]) -> Sample? { fields.first { $0.path == path }?.value }

  /// The first field with one of the names, best name first; objects such as `next: {href: ...}` count by their outer key.
  func path(named names: [String], where fits: (Sample) -> Bool) -> [String]? {
    for name in names {
      for field in fields where fits(field.value) {
        guard let last = field.path.last else { continue }
        let outer = field.path.dropLast().last.map(Words.snake)
        let isPointer =
          ["href", "url", "link", "cursor", "after"].contains(Words.snake(last)) && outer == name
        if Words.snake(last) == name || isPointer { return field.path }
      }
    }
    return nil
  }
}

extension EndpointSketch {
  /// The parameter with one of the names, best name first.
  func parameter(named names: [String]) -> String? {
    for name in names {
      if let found = parameters.first(where: {
        let word = Words.snake($0.path.last ?? $0.name)
        return word == name || word == "page_" + name
      }) {
        return found.name
      }
    }
    return nil
  }
}
