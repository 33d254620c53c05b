internal import YAML

/// One readable collection of a connector.
package struct StreamBlock: Construct {
  package static let about = About(
    "stream",
    "One readable collection: which request reads it, where its records sit, how it pages, how changes are found.",
    example: """
      read: {get: /employees, query: {status: active}}
      records: body.data
      key: id
      pages: {type: cursor, token: body.meta.next, send: {query: cursor}}
      changes: {type: since, field: updatedAt, send: {query: updated_after}, overlap: 5m}
      """)
  package static let title = Field<String>.optional(
    "title", .text, "What the collection is called, when the name does not say it.")
  package static let docs = Field<String>.optional(
    "docs", .url, "The provider's page about it.", aka: ["documentation"])
  package static let like = Field<Placed<String>>.optional(
    "like", .placed(.text(.streamReference)),
    "Another stream that this one is like: maps are merged key by key, anything else is replaced, and `null` removes.",
    aka: ["extends", "template"])
  package static let with = Field<[Named<String>]>.defaulted(
    "with", .map(.text, keys: .name), [], shown: "{}",
    "Texts that expressions see as `with.<name>`; other keys that differ stand beside `like`.",
    aka: ["vars", "variables"])
  package static let one = Field<EventRequest>.optional(
    "one", .block(),
    "The request that reads one record anew, for webhooks that only name it; the key is `key`.")
  package static let read = Field<RequestBlock>.optional(
    "read", .block(), "The request that reads it.",
    aka: ["request", "requester", "endpoint", "source", "retriever"])
  package static let job = Field<JobBlock>.optional(
    "job", .block(), "An asynchronous job that is started, watched and downloaded, in place of `read`.",
    aka: ["async", "report"])
  package static let decode = Field<Block>.optional(
    "decode", .union(Decoders.self), "How the reply is read; JSON by default.",
    aka: ["decoder", "format", "response_format"])
  package static let records = Field<RecordsBlock>.required(
    "records", recordsKind,
    "Where the records sit: an expression, or a block for maps, wrapped and nested lists.",
    aka: [
      "data", "record_selector", "data_selector", "records_path", "field_path", "results", "list",
      "records_jsonpath", "response_path", "jsonpath", "json_path",
    ])
  static let recordsKind = Kind<RecordsBlock>.either(
    .expression(.response, .records), or: .block(),
    from: { expression, node in RecordsBlock(plain: expression, node) })
  package static let lists = Field<[InnerListBlock]>.defaulted(
    "lists", .oneOrMore(.block()), [], shown: "none",
    "Lists inside a record that come cut off when they are long, and how the whole of each is read.",
    aka: ["expand", "nested", "nested_pages", "complete"])
  package static let key = Field<[Placed<String>]>.required(
    "key", .oneOrMore(.placed(.text(.documentPath))),
    "What tells records apart: a path in the record, or several.",
    aka: ["primary_key", "primary_keys", "key_properties", "id", "keys", "unique_key"])
  package static let keep = Field<ExpressionText>.optional(
    "keep", .expression(.record, .boolean),
    "Only records for which this is true; of others, counted as filtered, rows with their `key` go. A run in which some lack what this asks for is not green.",
    aka: ["filter", "where", "record_filter", "when"])
  package static let pages = Field<Block>.required(
    "pages", .union(PageStyles.self),
    "How the collection is divided into pages; `{type: none}` when it comes whole.",
    aka: ["pagination", "paginator", "paging", "paginate"])
  package static let changes = Field<Block>.optional(
    "changes", .union(ChangeStyles.self),
    "How only what changed is read; without it everything is read each time.",
    aka: ["incremental", "incremental_sync", "cursor", "sync", "updates"])
  package static let deletions = Field<Block>.optional(
    "deletions", .union(DeletionStyles.self), "How records that are gone are found.",
    aka: ["deletes", "tombstones", "deleted"])
  package static let each = Field<[Block]>.defaulted(
    "for_each", .oneOrMore(.union(SliceKinds.self)), [], shown: "none",
    "The stream is read once for each of these; several multiply.",
    aka: [
      "parent", "parents", "partitions", "partition_router", "slices", "foreach", "substream", "for",
      "parent_stream", "parent_stream_type",
    ])
  package static let fieldNames = Field<FieldNamesBlock>.optional(
    "fields", .block(), "The provider must be told which fields to send; they may be asked for in portions.",
    aka: ["query_properties", "columns", "select"])
  package static let acknowledge = Field<AcknowledgeBlock>.optional(
    "acknowledge", .block(), "The stream is a queue: what was read is acknowledged after it is stored.",
    aka: ["ack", "queue"])
  package static let scopes = Field<[Template]>.defaulted(
    "scopes", .list(.template(.settings)), [], shown: "[]",
    "The scopes that this needs, so that the least set can be asked for.",
    aka: ["scope", "permissions"])
  package static let errors = Field<[ErrorRule]>.defaulted(
    "errors", .list(.block()), [], shown: "[]",
    "What certain replies mean for this stream; asked before those of `http`.",
    aka: ["error_handler", "error_handlers"])
  package static let throttled = Field<ThrottledBlock>.optional(
    "throttled", .block(), "How this endpoint says `slow down`, in place of the rule of `http`.")
  package static let record = Field<[Named<ShapeBlock>]>.optional(
    "record", .map(.block()), "What a record looks like, where there are no recordings to tell.",
    aka: ["schema", "shape", "schema_loader", "properties"])
  package static let sensitive = Field<Bool>.defaulted(
    "sensitive", .boolean, false, shown: "false",
    "Read only when the integration asks for it: health, criminal or pay data.")
  package static let fields: [any AnyField] = [
    title, docs, like, with, read, job, one, decode, records, key, keep, lists, pages, changes, deletions,
    each,
    fieldNames,
    acknowledge, scopes, errors,
    throttled, record, sensitive,
  ]
  package static let constraints: [Constraint] = [.exactlyOne(["read", "job"])]
  package let block: Block
  package init(_ block: Block) { self.block = block }
}

/// Where the records of a page sit.
package struct RecordsBlock: Construct {
  package static let about = About(
    "stream/records", "Where the records of a page sit, when a plain expression cannot say it.",
    example: """
      from: body.employees
      keyed_by: id
      """)
  package static let from = Field<ExpressionText>.required(
    "from", .expression(.response), "The list or map that holds them.", aka: ["path", "list", "field_path"])
  package static let keyedBy = Field<String>.optional(
    "keyed_by", .text, "`from` is a map: each key becomes this field of its record.", aka: ["key", "map_key"])
  package static let anyKey = Field<Bool>.defaulted(
    "any_key", .boolean, false, shown: "false",
    "`from` is an object with one list under a key that changes: that list is meant.")
  package static let unwrap = Field<String>.optional(
    "unwrap", .text(.documentPath),
    "Each element wraps its record under this path, `node` for instance; text there, or on the way, is read as JSON.",
    aka: ["node", "item"])
  package static let explode = Field<String>.optional(
    "explode", .text(.documentPath), "Each element holds a list of records under this path.",
    aka: ["expand", "flatten", "nested"])
  package static let carry = Field<[Named<ExpressionText>]>.defaulted(
    "carry", .map(.expression(.record)), [], shown: "{}",
    "Fields of the outer element that each exploded record gets too; the outer element is `record`.",
    aka: ["keep", "parent_fields", "copy"])
  package static let fields: [any AnyField] = [from, keyedBy, anyKey, unwrap, explode, carry]
  package static let constraints: [Constraint] = [
    .needs("carry", "explode"), .atMostOne(["keyed_by", "any_key"]),
  ]
  package let block: Block
  package init(_ block: Block) { self.block = block }

  /// The short form: the expression alone.
  init(plain expression: ExpressionText, _ node: Node) {
    self.init(
      Block(
        construct: Self.self, node: node, path: expression.path, head: node.range,
        values: [FieldValue("from", expression)],
        damagedKeys: [], isDamaged: false))
  }
}

/// A field of a declared record.
package struct ShapeBlock: Construct {
  package static let about = About(
    "stream/record", "A field of a record as the provider documents it.",
    example: "type: text\nvalues: [Active, Inactive]")
  package static let type = Field<ShapeType>.required("type", .choice(), "What the field holds.")
  package static let values = Field<[Placed<String>]>.optional(
    "values", .list(.placed(.text), atLeast: 1), "The values it can have, when they are documented.",
    aka: ["enum"])
  package static let optional = Field<Bool>.defaulted(
    "optional", .boolean, false, shown: "false", "It may be missing or null.", aka: ["nullable"])
  package static let object = Field<[Named<ShapeBlock>]>.optional(
    "fields", .map(.block()), "The fields of an object, or of the objects of a list.", aka: ["properties"])
  package static let items = Field<ShapeType>.optional(
    "items", .choice(), "What the elements of a list are; `object` when `fields` is given.")
  package static let notes = Field<String>.optional(
    "notes", .text, "What else is known.", aka: ["description"])
  package static let fields: [any AnyField] = [type, values, optional, object, items, notes]
  package let block: Block
  package init(_ block: Block) { self.block = block }
}

/// What a declared field holds.
package enum ShapeType: String, ChoiceValue {
  case text, integer, number, boolean, object, list, any
  package var summary: String {
    switch self {
    case .text: "text, dates included"
    case .integer: "a whole number"
    case .number: "any number"
    case .boolean: "true or false"
    case .object: "fields"
    case .list: "elements"
    case .any: "anything"
    }
  }
}

/// Field names that must be asked for.
package struct FieldNamesBlock: Construct {
  package static let about = About(
    "stream/fields",
    "The provider must be told which fields to send; long lists are asked for in portions that are joined by the key.",
    example: "names: [firstName, lastName, hireDate]\nsend: {query: fields}\nat_once: 400")
  package static let names = Field<[Placed<String>]>.optional(
    "names", .list(.placed(.text), atLeast: 1), "The names.", aka: ["list", "properties"])
  package static let from = Field<FieldNamesRequest>.optional(
    "from", .block(), "A request that lists them.", aka: ["discover"])
  package static let send = Field<Block>.optional(
    "send", .union(Placements.self), "Where they are put; left out when the request uses `fields` itself.")
  package static let separator = Field<String>.defaulted(
    "separator", .text, ",", shown: "\",\"", "What stands between them; in a JSON body they go as a list.")
  package static let atOnce = Field<Int>.optional(
    "at_once", .integer(1...10_000), "The most names in one request.", aka: ["max", "limit", "chunk_size"])
  package static let longest = Field<Int>.optional(
    "longest", .integer(10...100_000), "The most characters in one request.", aka: ["max_length"])
  package static let fields: [any AnyField] = [names, from, send, separator, atOnce, longest]
  package static let constraints: [Constraint] = [.exactlyOne(["names", "from"])]
  package let block: Block
  package init(_ block: Block) { self.block = block }
}

/// A request that lists field names.
package struct FieldNamesRequest: Construct {
  package static let about = About(
    "stream/fields/from", "A request that lists field names.",
    example: "get: /meta/fields\nitems: body.map(f, f.id)")
  package static let items = Field<ExpressionText>.required(
    "items", .expression(.response, .list), "Finds the names in the reply.")
  package static let fields: [any AnyField] = RequestBlock.commonFields(.request) + [items]
  package static let constraints = RequestBlock.constraints
  package let block: Block
  package init(_ block: Block) { self.block = block }
}

/// A queue's acknowledgement.
package struct AcknowledgeBlock: Construct {
  package static let about = About(
    "stream/acknowledge",
    "The stream is a queue: after its records are stored, what was read is acknowledged, never before.",
    example: "request: {delete: \"/events/${headers['adp-msg-msgid']}\"}\nafter: page")
  package static let request = Field<AcknowledgeRequest>.required(
    "request", .block(), "The call that acknowledges; it sees the reply that was read.",
    aka: ["delete", "ack"])
  package static let after = Field<AcknowledgeUnit>.defaulted(
    "after", .choice(), .page, shown: "page", "Whether each page or each record is acknowledged.")
  package static let fields: [any AnyField] = [request, after]
  package let block: Block
  package init(_ block: Block) { self.block = block }
}

/// What is acknowledged at a time.
package enum AcknowledgeUnit: String, ChoiceValue {
  case page, record
  package var summary: String {
    switch self {
    case .page: "once for each page"
    case .record: "once for each record"
    }
  }
}

/// The acknowledging call.
package struct AcknowledgeRequest: Construct {
  package static let about = About(
    "stream/acknowledge/request",
    "The call that acknowledges; it sees the reply that was read and, record by record, `record`.",
    example: "delete: /events/${headers['x-message-id']}")
  package static let fields: [any AnyField] = RequestBlock.commonFields(.record)
  package static let constraints = RequestBlock.constraints
  package let block: Block
  package init(_ block: Block) { self.block = block }
}
