/// What a stream is read for, once each.
package enum SliceKinds: UnionDeclaration {
  package static let about = About(
    "stream/for_each",
    "What a stream is read for, once each: the records of another stream, a list, discovered items, batches of ids, the folders of a tree.",
    example: "type: parent\nstream: projects\nas: project")
  package static let discriminator: String? = "type"
  package static let variants = [
    Variant("parent", ParentSlice.self), Variant("list", ListSlice.self),
    Variant("discovered", DiscoveredSlice.self),
    Variant("batch", BatchSlice.self), Variant("tree", TreeSlice.self),
  ]
}

/// The keys that slices share.
package enum SliceFields {
  package static let name = Field<String>.optional(
    "as", .name,
    "The variable that holds it; `parent`, `item` or `batch` by default, and `parent` in a tree.",
    aka: ["name", "partition_field"])
  package static let carry = Field<[Named<ExpressionText>]>.defaulted(
    "carry", .map(.expression(.record)), [], shown: "{}",
    "Fields that each record of this stream gets from it: `{project: project.id}` where `as` is `project`.",
    aka: ["include", "extra_fields"])

  /// What the variable is called that holds a slice.
  package static func variable(of slice: Block) -> String {
    if let name = slice[name] { return name }
    if slice.as(ParentSlice.self) != nil || slice.as(TreeSlice.self) != nil { return "parent" }
    return slice.as(BatchSlice.self) != nil ? "batch" : "item"
  }
}

/// The records of another stream.
package struct ParentSlice: Construct {
  package static let about = About(
    "stream/for_each/parent", "Once for each record of another stream.",
    example: "type: parent\nstream: projects\nas: project\nwhen: project.active")
  package static let stream = Field<Placed<String>>.required(
    "stream", .placed(.text(.streamReference)), "The other stream.", aka: ["parent_stream"])
  package static let each = Field<String>.optional(
    "each", .text(.documentPath),
    "The path of a list in its records: once for each element of it, which is then what the variable holds.",
    aka: ["items", "explode", "value"])
  package static let when = Field<ExpressionText>.optional(
    "when", .expression(.request, .boolean), "Only records for which this is true.", aka: ["filter"])
  package static let changedOnly = Field<Bool>.defaulted(
    "changed_only", .boolean, false, shown: "false", "Only records that changed since the last run.",
    aka: ["incremental_dependency"])
  package static let state = Field<SliceState>.defaulted(
    "state", .choice(), .each, shown: "each", "Whether each has its own cursor.")
  package static let fields: [any AnyField] = [
    stream, each, SliceFields.name, when, changedOnly, state, SliceFields.carry,
  ]
  package let block: Block
  package init(_ block: Block) { self.block = block }
}

/// Whose cursor counts.
package enum SliceState: String, ChoiceValue {
  case each, shared
  package var summary: String {
    switch self {
    case .each: "each has its own cursor"
    case .shared: "one cursor for all"
    }
  }
}

/// Given values.
package struct ListSlice: Construct {
  package static let about = About(
    "stream/for_each/list", "Once for each of given values: written here, or from a setting.",
    example: "type: list\nof: settings.report_names\nas: report")
  package static let of = Field<ExpressionText>.required(
    "of", .expression(.settings, .list), "The values, `['open', 'closed']` or `settings.names`.",
    aka: ["values", "items"])
  package static let fields: [any AnyField] = [of, SliceFields.name, SliceFields.carry]
  package let block: Block
  package init(_ block: Block) { self.block = block }
}

/// Items that a request lists.
package struct DiscoveredSlice: Construct {
  package static let about = About(
    "stream/for_each/discovered", "Once for each item that a request lists when the run begins.",
    example: "type: discovered\nrequest: {get: /tables}\nitems: body.tables\nas: table")
  package static let request = Field<RequestBlock>.required(
    "request", .block(), "The request that lists them.")
  package static let items = Field<ExpressionText>.required(
    "items", .expression(.response, .list), "Finds them in the reply.")
  package static let fields: [any AnyField] = [request, items, SliceFields.name, SliceFields.carry]
  package let block: Block
  package init(_ block: Block) { self.block = block }
}

/// Ids in batches.
package struct BatchSlice: Construct {
  package static let about = About(
    "stream/for_each/batch",
    "Once for each batch of ids of another stream, for endpoints that take several at a time.",
    details:
      "With `changed_only` the ids of records that are as they were go into no batch; beside other kinds of `for_each` all do.",
    example: "type: batch\nstream: users\nvalue: id\nsize: 50\nas: ids")
  package static let stream = Field<Placed<String>>.required(
    "stream", .placed(.text(.streamReference)), "The other stream.", aka: ["parent_stream"])
  package static let value = Field<String>.required(
    "value", .text(.documentPath), "The path of the id in its records.", aka: ["key", "parent_key"])
  package static let size = Field<Int>.required(
    "size", .integer(1...10_000), "How many at a time.", aka: ["group_size", "batch_size"])
  package static let changedOnly = ParentSlice.changedOnly
  package static let fields: [any AnyField] = [stream, value, size, SliceFields.name, changedOnly]
  package let block: Block
  package init(_ block: Block) { self.block = block }
}

/// The stream's own records, from the top of a tree down.
package struct TreeSlice: Construct {
  package static let about = About(
    "stream/for_each/tree",
    "Once for each folder of a tree, from the top down: the stream's own records below which there are others.",
    details:
      "Each is read once, wherever it is met again: its `key` tells. A tree is always read whole, because what changes in a folder need not change the folder.",
    example:
      "type: tree\nfrom: \"[{'path': '/'}]\"\nas: folder\nwhen: folder.type == 'directory'")
  package static let from = Field<ExpressionText>.required(
    "from", .expression(.settings, .list),
    "Where to begin: one or more values in the form of the records, with what the request and `key` take of them.",
    aka: ["root", "roots", "start"])
  package static let when = Field<ExpressionText>.optional(
    "when", .expression(.request, .boolean),
    "Only records for which this is true are asked for what is below them.",
    aka: ["filter"])
  package static let depth = Field<Int>.defaulted(
    "depth", .integer(1...10_000), 100, shown: "100",
    "More levels below the beginning than this are an error, so that no circle of names is walked for ever.",
    aka: ["max_depth"])
  package static let fields: [any AnyField] = [from, SliceFields.name, when, depth, SliceFields.carry]
  package let block: Block
  package init(_ block: Block) { self.block = block }
}
