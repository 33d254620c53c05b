/// A list inside a record that came cut off.
package struct InnerListBlock: Construct {
  package static let about = About(
    "stream/lists",
    "A list inside a record that comes cut off when it is long: the whole of it is read and put in its place.",
    details: "Only records that are kept are completed; the record is `record`, also in the request.",
    example: """
      path: lines.data
      when: record.lines.has_more
      read: {get: "/invoices/${record.id}/lines"}
      records: body.data
      pages: {type: keyset, by: last.id, send: {query: starting_after}, more: body.has_more}
      """)
  package static let path = Field<String>.required(
    "path", .text(.documentPath), "The path of the list in the record.", aka: ["list", "field", "at"])
  package static let when = Field<ExpressionText>.required(
    "when", .expression(.record, .boolean), "True of a record whose list came cut off.",
    aka: ["more", "has_more", "if"])
  package static let read = Field<InnerListRequest>.required(
    "read", .block(), "The request that reads the list from its beginning.", aka: ["request", "complete"])
  package static let records = Field<RecordsBlock>.required(
    "records", StreamBlock.recordsKind, "Where the list's elements sit in the reply.",
    aka: StreamBlock.records.info.alsoKnownAs)
  package static let pages = Field<Block>.required(
    "pages", .union(PageStyles.self), "How the list is divided into pages.",
    aka: StreamBlock.pages.info.alsoKnownAs)
  package static let fields: [any AnyField] = [path, when, read, records, pages]
  package let block: Block
  package init(_ block: Block) { self.block = block }
}

/// Reading the whole of a list.
package struct InnerListRequest: Construct {
  package static let about = About(
    "stream/lists/read", "The request that reads the whole of a list inside a record, which is `record`.",
    example: "get: /invoices/${record.id}/lines")
  package static let fields: [any AnyField] = RequestBlock.commonFields(.record)
  package static let constraints = RequestBlock.constraints
  package let block: Block
  package init(_ block: Block) { self.block = block }
}
