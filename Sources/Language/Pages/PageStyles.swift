/// The ways in which a collection is divided into pages.
package enum PageStyles: UnionDeclaration {
  package static let about = About(
    "pages", "How a collection is divided into pages and where it ends.",
    example: "type: cursor\ntoken: body.meta.next_cursor\nsend: {query: cursor}")
  package static let discriminator: String? = "type"
  package static let variants = [
    Variant("none", WholePages.self), Variant("page", NumberedPages.self),
    Variant("offset", OffsetPages.self),
    Variant("cursor", CursorPages.self), Variant("next_url", NextURLPages.self),
    Variant("link_header", LinkHeaderPages.self),
    Variant("keyset", KeysetPages.self), Variant("continue", ContinuedPages.self),
    Variant("relay", RelayPages.self),
    Variant("until_empty", UntilEmptyPages.self),
  ]
}

/// The guards that every style has: nothing ends or loops in silence.
package enum PageGuards {
  package static let size = Field<PageSize>.optional(
    "size", .block(), "How many records a page holds, and how that is asked for.",
    aka: ["page_size", "limit", "page_size_option", "per_page"])
  package static let total = Field<ExpressionText>.optional(
    "total", .expression(.response, .integer),
    "Finds the number of records that the provider announces; reading fewer is an error.",
    aka: ["total_count", "count"])
  package static let atMost = Field<Int>.defaulted(
    "at_most", .integer(1...10_000_000), 100_000, shown: "100000",
    "More pages than this are an error, never an end.", aka: ["max_pages", "maximum_page"])
  static let all: [any AnyField] = [size, total, atMost]
}

/// How many records a page holds.
package struct PageSize: Construct {
  package static let about = About(
    "pages/size", "How many records a page holds, and how that is asked for.",
    details: """
      Where replies name the next page, an only page that is full and names none is asked for again with one record less, which tests need \
      not record: only a smaller page that names the next one proves that the listing ended there, and not that the next page is sought in \
      the wrong place.
      """,
    example: "value: 100\nsend: {query: limit}")
  package static let value = Field<Int>.required(
    "value", .integer(1...100_000), "The number.", aka: ["default", "page_size", "limit"])
  package static let send = Field<Block>.optional(
    "send", .union(Placements.self), "Where it is put; leave out when the provider decides.",
    aka: ["inject_into", "query"])
  package static let fields: [any AnyField] = [value, send]
  package let block: Block
  package init(_ block: Block) { self.block = block }
}

/// Everything at once.
package struct WholePages: Construct {
  package static let about = About("pages/none", "Everything comes in one reply.", example: "type: none")
  package static let total = PageGuards.total
  package static let atMost = Field<Int>.optional(
    "at_most_records", .integer(1...10_000_000),
    "The provider cuts the reply off at this many records; as many as that is an error, never an end.")
  package static let fields: [any AnyField] = [total, atMost]
  package let block: Block
  package init(_ block: Block) { self.block = block }
}

/// What all listings have in common that are counted.
private let doubts = """
  A shorter page is doubted, because some providers take records out of a page that they had counted, or never give as many at once; \
  and so is a full one that announces as `total` what has come so far and the page before did not, because some count the page alone \
  or what is left: one more is asked for, which tests need not record.
  """

/// Numbered pages.
package struct NumberedPages: Construct {
  package static let about = About(
    "pages/page", "Pages have numbers.",
    details:
      """
      Ends when `last` says so or `total` is reached, or else at the first page that is empty or shorter than `size`. \
      \(doubts) Where a provider is known to fill its pages, `last: size(records) < page.size` saves that call.
      """,
    example:
      "type: page\nsend: {query: page}\nstart: 1\nsize: {value: 100, send: {query: per_page}}\nlast: page.number >= body.total_pages"
  )
  package static let send = Field<Block>.optional(
    "send", .union(Placements.self), "Where the number is put; left out when the request uses `page` itself.",
    aka: [
      "param", "parameter", "page_param", "inject_into", "page_token_option", "query", "page_name_in_request",
    ])
  package static let start = Field<Int>.defaulted(
    "start", .integer(0...1), 1, shown: "1", "The number of the first page.",
    aka: ["start_from_page", "first", "base_page"])
  package static let last = Field<ExpressionText>.optional(
    "last", .expression(.response, .boolean), "True of the last page.",
    aka: ["stop_condition", "end", "stop"])
  package static let fields: [any AnyField] = [send, start, last] + PageGuards.all
  package let block: Block
  package init(_ block: Block) { self.block = block }
}

/// Counting records.
package struct OffsetPages: Construct {
  package static let about = About(
    "pages/offset", "The request says how many records to skip.",
    details:
      """
      Ends when `last` says so or `total` is reached, or else at the first page that is empty or shorter than `size`. \
      \(doubts) Where a provider is known to fill its pages, `last: size(records) < page.size` saves that call.
      """,
    example:
      "type: offset\nsend: {query: offset}\nsize: {value: 200, send: {query: limit}}\ntotal: body.total")
  package static let send = Field<Block>.optional(
    "send", .union(Placements.self),
    "Where the number of records to skip is put; left out when the request uses `page` itself.",
    aka: [
      "param", "parameter", "offset_param", "inject_into", "page_token_option", "query",
      "offset_name_in_request",
    ])
  package static let start = Field<Int>.defaulted(
    "start", .integer(0...1), 0, shown: "0",
    "The number that means `skip none`; 1 where records are counted from 1.")
  package static let last = NumberedPages.last
  package static let fields: [any AnyField] = [send, start, last] + PageGuards.all
  package static let constraints: [Constraint] = [.atLeastOne(["size", "total", "last"])]
  package let block: Block
  package init(_ block: Block) { self.block = block }
}

/// An opaque token.
package struct CursorPages: Construct {
  package static let about = About(
    "pages/cursor", "Each reply names an opaque token for the next page.",
    details: "Ends when the token is absent, null or empty, or when `more` is false.",
    example: "type: cursor\ntoken: body.meta.next_cursor\nsend: {query: cursor}")
  package static let token = Field<ExpressionText>.required(
    "token", .expression(.response), "Finds the token in the body or in `headers`.",
    aka: ["cursor", "next", "cursor_value", "cursor_path", "next_cursor", "cursor_path_in_response"])
  package static let send = Field<Block>.optional(
    "send", .union(Placements.self), "Where the token is put; left out when the request uses `page` itself.",
    aka: [
      "param", "parameter", "cursor_param", "inject_into", "page_token_option", "query",
      "cursor_name_in_request",
    ])
  package static let more = Field<ExpressionText>.optional(
    "more", .expression(.response, .boolean),
    "False on the last page, where the token is there all the same.", aka: ["has_more"])
  package static let fields: [any AnyField] = [token, send, more] + PageGuards.all
  package let block: Block
  package init(_ block: Block) { self.block = block }
}

/// The next page's address.
package struct NextURLPages: Construct {
  package static let about = About(
    "pages/next_url", "Each reply holds the address of the next page, whole or relative.",
    details: """
      Credentials go with it only while scheme, host and port stay the same. Method and body stay those of the stream's request; where a \
      search that is sent by POST names addresses to get, it is `{type: continue, token: body.next, read: {get: "${page.token}"}}`.
      """,
    example: "type: next_url\nurl: body['@odata.nextLink']")
  package static let url = Field<ExpressionText>.required(
    "url", .expression(.response), "Finds the address; absent, null or empty ends the stream.",
    aka: ["next", "path", "link", "next_url_path"])
  package static let fields: [any AnyField] = [url] + PageGuards.all
  package let block: Block
  package init(_ block: Block) { self.block = block }
}

/// The header `Link`.
package struct LinkHeaderPages: Construct {
  package static let about = About(
    "pages/link_header", "The header `Link` holds the address of the next page (RFC 8288).",
    example: "type: link_header\nrel: next")
  package static let rel = Field<String>.defaulted(
    "rel", .text, "next", shown: "next", "The relation that means the next page.")
  package static let fields: [any AnyField] = [rel] + PageGuards.all
  package let block: Block
  package init(_ block: Block) { self.block = block }
}

/// From the last record on.
package struct KeysetPages: Construct {
  package static let about = About(
    "pages/keyset", "The request names the last record that was read.",
    details:
      """
      Ends when `more` is false or `total` is reached, or else at the first page that is empty or shorter than `size`. \
      \(doubts) Where a provider is known to fill its pages, `more: size(records) == page.size` saves that call.
      """,
    example: "type: keyset\nby: last.id\nsend: {query: starting_after}\nmore: body.has_more")
  package static let by = Field<ExpressionText>.required(
    "by", .expression(.response), "What of the last record is sent; it is `last`.",
    aka: ["key", "field", "cursor", "value"])
  package static let send = Field<Block>.optional(
    "send", .union(Placements.self), "Where it is put; left out when the request uses `page` itself.",
    aka: ["param", "inject_into", "query"])
  package static let more = CursorPages.more
  package static let fields: [any AnyField] = [by, send, more] + PageGuards.all
  package static let constraints: [Constraint] = [.atLeastOne(["more", "size", "total"])]
  package let block: Block
  package init(_ block: Block) { self.block = block }
}

/// Another request for the rest.
package struct ContinuedPages: Construct {
  package static let about = About(
    "pages/continue", "The token of a reply goes to another endpoint, which gives the next page.",
    details: """
      The size of a page that stands in the body of the first request is not sent where the next one is a GET without a body.
      """,
    example:
      "type: continue\ntoken: body.cursor\nmore: body.has_more\nread: {post: /list_folder/continue, json: {cursor: \"${page.token}\"}}"
  )
  package static let token = Field<ExpressionText>.required(
    "token", .expression(.response), "Finds the token.", aka: ["cursor"])
  package static let read = Field<RequestBlock>.required(
    "read", .block(), "The request for the next page; the token is `page.token`.", aka: ["request"])
  package static let more = CursorPages.more
  package static let fields: [any AnyField] = [token, read, more] + PageGuards.all
  package let block: Block
  package init(_ block: Block) { self.block = block }
}

/// GraphQL connections.
package struct RelayPages: Construct {
  package static let about = About(
    "pages/relay",
    "A GraphQL connection: `pageInfo.endCursor` goes into a variable until `hasNextPage` is false.",
    example: "type: relay\nconnection: body.data.employees\nvariable: after")
  package static let connection = Field<ExpressionText>.required(
    "connection", .expression(.response), "Finds the object that holds `pageInfo`.")
  package static let variable = Field<String>.defaulted(
    "variable", .text, "after", shown: "after", "The variable that takes the cursor.")
  package static let fields: [any AnyField] = [connection, variable] + PageGuards.all
  package let block: Block
  package init(_ block: Block) { self.block = block }
}

/// Until nothing comes.
package struct UntilEmptyPages: Construct {
  package static let about = About(
    "pages/until_empty",
    "The same request is repeated until the provider has nothing more: a queue, or an end told by a status.",
    details: "Ends at an empty page, or at a reply that an error rule calls `end_pages` or `empty`.",
    example: "type: until_empty\nat_most: 10000")
  package static let fields: [any AnyField] = PageGuards.all
  package let block: Block
  package init(_ block: Block) { self.block = block }
}
