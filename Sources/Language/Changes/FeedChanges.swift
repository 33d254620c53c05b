/// A listing first, and a feed of changes ever after.
package struct FeedChanges: Construct {
  package static let about = About(
    "changes/feed",
    "The first run lists the stream; later runs read what changed from elsewhere, a feed of events for instance.",
    details: """
      An element of the feed holds the record, or names one to be read anew. The last word about a record counts. When the feed no longer \
      reaches back to the last run, the stream is listed once more.
      """,
    example: """
      type: feed
      read: {get: /events, query: {type: customer.*}}
      records: body.data
      record: record.data.object
      gone: record.type == 'customer.deleted'
      pages: {type: keyset, by: last.id, send: {query: starting_after}, more: body.has_more}
      follow: {type: since, field: created, send: {query: created_from}, format: unix, overlap: 1m}
      newest_first: true
      lasts: 30d
      """)
  package static let read = Field<RequestBlock>.required(
    "read", .block(), "The request that reads the feed.", aka: ["request", "events"])
  package static let records = Field<RecordsBlock>.required(
    "records", StreamBlock.recordsKind, "Where the elements of the feed sit.",
    aka: StreamBlock.records.info.alsoKnownAs)
  package static let keep = Field<ExpressionText>.optional(
    "keep", .expression(.record, .boolean), "Only elements for which this is true; the element is `record`.",
    aka: ["filter", "where", "when"])
  package static let record = Field<ExpressionText>.optional(
    "record", .expression(.record),
    "The stream's record that an element holds; the element itself, which is `record`, by default.",
    aka: ["item", "unwrap", "object"])
  package static let key = Field<[Placed<String>]>.optional(
    "key", .oneOrMore(.placed(.text(.documentPath))),
    "The path, in an element, of the key of the stream's record; by default it is in the record that the element holds.",
    aka: ["id", "keys"])
  package static let gone = Field<ExpressionText>.optional(
    "gone", .expression(.record, .boolean), "True of an element that says that its record is gone.",
    aka: ["deleted", "removed", "deletions"])
  package static let again = Field<Bool>.defaulted(
    "again", .boolean, false, shown: "false",
    "Elements only name the key: each record is read anew, as `one` of the stream says.",
    aka: ["read_again", "refetch"])
  package static let pages = Field<Block>.required(
    "pages", .union(PageStyles.self), "How the feed is divided into pages.",
    aka: StreamBlock.pages.info.alsoKnownAs)
  package static let follow = Field<Block>.required(
    "follow", .union(FeedCursors.self), "How the feed is asked for what came since the last run.",
    aka: ["cursor", "changes", "since", "token"])
  package static let begin = Field<FeedBeginning>.optional(
    "begin", .block(),
    "A request that is made before the stream is listed, for the token that the feed begins with.",
    aka: ["start", "first", "latest"])
  package static let newestFirst = Field<Bool>.defaulted(
    "newest_first", .boolean, false, shown: "false",
    "Newer elements come before older ones, so that the first word about a record is the last.",
    aka: ["descending"])
  package static let lasts = Field<Milliseconds>.optional(
    "lasts", .duration, "How far the feed reaches back; after a longer pause the stream is listed once more.",
    aka: ["retention", "reach"])
  package static let fields: [any AnyField] = [
    read, records, keep, record, key, gone, again, pages, follow, begin, newestFirst, lasts,
  ]
  package let block: Block
  package init(_ block: Block) { self.block = block }
}

/// The ways in which a feed is asked for what is new in it.
package enum FeedCursors: UnionDeclaration {
  package static let about = About(
    "changes/feed/follow", "How a feed is asked for what came since the last run.",
    example: "type: token\ntoken: body.sync\nsend: {query: sync}")
  package static let discriminator: String? = "type"
  package static let variants = [
    Variant("since", SinceChanges.self), Variant("window", WindowChanges.self),
    Variant("token", TokenChanges.self),
  ]
}

/// Where a feed begins.
package struct FeedBeginning: Construct {
  package static let about = About(
    "changes/feed/begin",
    "A request that is made before the stream is listed, for the token that the feed begins with.",
    details: """
      A reply that an error rule calls `empty` is read as well. Its body is read as its type says, without `decode` of the stream: in XML an \
      element that comes once is no list.
      """,
    example: "get: /changes/latest\ntoken: body.token")
  package static let token = Field<ExpressionText>.required(
    "token", .expression(.response), "Finds the token in the reply.", aka: ["cursor"])
  package static let fields: [any AnyField] = RequestBlock.commonFields(.request) + [token]
  package static let constraints = RequestBlock.constraints
  package let block: Block
  package init(_ block: Block) { self.block = block }
}
