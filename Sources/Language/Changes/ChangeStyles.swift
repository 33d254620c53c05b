/// The ways in which only what changed is read.
package enum ChangeStyles: UnionDeclaration {
  package static let about = About(
    "changes", "How only what changed since the last run is read.",
    example: "type: since\nfield: updatedAt\nsend: {query: updated_after}\noverlap: 5m")
  package static let discriminator: String? = "type"
  package static let variants = [
    Variant("since", SinceChanges.self), Variant("window", WindowChanges.self),
    Variant("token", TokenChanges.self), Variant("feed", FeedChanges.self),
    Variant("conditional", ConditionalChanges.self), Variant("filter", FilteredChanges.self),
    Variant("none", NoChanges.self),
  ]
}

/// The keys that styles with a moment share.
package enum ChangeFields {
  package static let format = Field<String>.defaulted(
    "format", .text(.timeFormat), "rfc3339", shown: "rfc3339", "How the moment is written in the request.",
    aka: ["datetime_format", "date_format"])
  package static let overlap = Field<Milliseconds>.defaulted(
    "overlap", .duration, Milliseconds(0), shown: "0s",
    "How far back each run reads again, so that ties and late writes are not lost.",
    aka: ["lookback", "lookback_window"])
  package static let start = Field<Template>.optional(
    "start", .template(.connect), "Where the first run begins, a date or moment; everything by default.",
    aka: ["start_date", "start_datetime", "from", "initial_value"])
  package static let field = Field<String>.required(
    "field", .text(.documentPath), "The path of the moment of change in a record.",
    aka: ["cursor_field", "updated_field", "cursor", "cursor_path"])
  package static let fieldFormat = Field<String>.optional(
    "field_format", .text(.timeFormat),
    "How the moment is written in the record, when it is not as in the request.",
    aka: ["cursor_datetime_formats"])
  package static let zone = Field<Template>.optional(
    "zone", .template(.connect),
    "The zone of clocks that do not say theirs, in records and in requests; UTC by default.",
    aka: ["timezone", "time_zone", "tz"])
  package static let precision = Field<TimePrecision>.defaulted(
    "precision", .choice(), .second, shown: "second", "The smallest step the provider tells apart.",
    aka: ["cursor_granularity", "granularity"])
  package static let restart = Field<ExpressionText>.optional(
    "restart_when", .expression(.response, .boolean),
    """
    True of a reply that says the cursor is too old: everything is read anew. It is not asked of good replies to what is read without a \
    cursor: some say the same of everything that they hold.
    """,
    aka: ["expired_when"])
}

/// Changed since a moment.
package struct SinceChanges: Construct {
  package static let about = About(
    "changes/since", "The request names the moment since which changes are wanted.",
    example: "type: since\nfield: updatedAt\nsend: {query: updated_after}\nformat: rfc3339\noverlap: 5m")
  package static let send = Field<Block>.optional(
    "send", .union(Placements.self),
    "Where the moment is put; left out when the request uses `since` itself.",
    aka: ["param", "inject_into", "start_time_option", "start_param", "query"])
  package static let inclusive = Field<Bool>.defaulted(
    "inclusive", .boolean, true, shown: "true", "The provider includes records of that very moment.")
  package static let field = Field<String>.optional(
    "field", .text(.documentPath),
    "The path of the moment of change in a record; left out where records do not tell: the next run then begins where this one began.",
    aka: ChangeFields.field.info.alsoKnownAs)
  package static let fields: [any AnyField] = [
    field, ChangeFields.fieldFormat, send, ChangeFields.format, ChangeFields.zone, ChangeFields.overlap,
    ChangeFields.start, ChangeFields.precision, inclusive, ChangeFields.restart,
  ]
  package let block: Block
  package init(_ block: Block) { self.block = block }
}

/// Windows of time.
package struct WindowChanges: Construct {
  package static let about = About(
    "changes/window", "The request names a window of time; long times are read window by window.",
    example:
      "type: window\nfield: date\nfrom: {query: start}\nto: {query: end}\nformat: yyyy-MM-dd\nstep: 30d\nstart: \"2020-01-01\""
  )
  package static let from = Field<Block>.optional(
    "from", .union(Placements.self),
    "Where the window's start is put; left out when the request uses `window` itself.",
    aka: ["start_time_option"])
  package static let to = Field<Block>.optional(
    "to", .union(Placements.self), "Where the window's end is put.", aka: ["end_time_option"])
  package static let step = Field<Milliseconds>.required(
    "step", .duration, "The length of a window.", aka: ["size", "range"])
  package static let until = Field<Template>.optional(
    "until", .template(.connect), "Where the last window ends; now by default.",
    aka: ["end", "end_datetime"])
  package static let ahead = Field<Milliseconds>.defaulted(
    "ahead", .duration, Milliseconds(0), shown: "0s", "How far into the future to read, for planned events.")
  package static let endInclusive = Field<Bool>.defaulted(
    "end_inclusive", .boolean, true, shown: "true",
    "The provider includes records of the window's last moment or day. Without `precision`, a window of moments ends with the one at which the next begins."
  )
  package static let field = Field<String>.optional(
    "field", .text(.documentPath), "The path of the moment in a record, where a cursor is kept.",
    aka: ["cursor_field"])
  package static let start = Field<Template>.required(
    "start", .template(.connect), "Where the first run begins, a date or moment.",
    aka: ["start_date", "start_datetime"])
  package static let fields: [any AnyField] = [
    field, ChangeFields.fieldFormat, from, to, ChangeFields.format, ChangeFields.zone, step, start, until,
    ahead,
    ChangeFields.overlap,
    ChangeFields.precision, endInclusive,
  ]
  package let block: Block
  package init(_ block: Block) { self.block = block }
}

/// The smallest step of time.
package enum TimePrecision: String, ChoiceValue {
  case millisecond, second, minute, day
  package var summary: String {
    switch self {
    case .millisecond: "a thousandth of a second"
    case .second: "a second"
    case .minute: "a minute"
    case .day: "a day"
    }
  }
}

/// An opaque token.
package struct TokenChanges: Construct {
  package static let about = About(
    "changes/token", "The last page of a run names an opaque token that the next run begins with.",
    example: "type: token\ntoken: body.nextSyncToken\nsend: {query: syncToken}\nrestart_when: status == 410")
  package static let token = Field<ExpressionText>.required(
    "token", .expression(.response),
    "Finds the token on the last page; one that is made of `last` or `records` comes from the last page that holds records.",
    aka: ["cursor", "delta"])
  package static let send = Field<Block>.optional(
    "send", .union(Placements.self), "Where the token is put.", aka: ["param", "inject_into", "query"])
  package static let url = Field<Bool>.defaulted(
    "url", .boolean, false, shown: "false", "The token is the whole address to begin with (delta links).")
  package static let first = Field<RequestBlock>.optional(
    "first", .block(), "The request of the first run, when it is another one.", aka: ["initial"])
  package static let read = Field<RequestBlock>.optional(
    "read", .block(), "The request of later runs, when it is another one; the token is `page.token`.")
  package static let lasts = Field<Milliseconds>.optional(
    "lasts", .duration, "How long a token is good for; after that everything is read anew.")
  package static let fields: [any AnyField] = [token, send, url, first, read, lasts, ChangeFields.restart]
  package let block: Block
  package init(_ block: Block) { self.block = block }
}

/// Only if it changed.
package struct ConditionalChanges: Construct {
  package static let about = About(
    "changes/conditional", "The request is made only-if-changed; 304 means nothing is new.",
    example: "type: conditional\nby: etag")
  package static let by = Field<ConditionalKind>.required("by", .choice(), "Which pair of headers is used.")
  package static let fields: [any AnyField] = [by]
  package let block: Block
  package init(_ block: Block) { self.block = block }
}

/// Pairs of headers.
package enum ConditionalKind: String, ChoiceValue {
  case etag, last_modified
  package var summary: String {
    switch self {
    case .etag: "ETag and If-None-Match"
    case .last_modified: "Last-Modified and If-Modified-Since"
    }
  }
}

/// Everything is read, what is old is dropped.
package struct FilteredChanges: Construct {
  package static let about = About(
    "changes/filter", "Everything is read; records that did not change since the last run are dropped here.",
    example: "type: filter\nfield: updated\nfield_format: unix")
  package static let ordered = Field<RecordOrder>.defaulted(
    "ordered", .choice(), .unordered, shown: "unordered",
    "How the provider orders records; newest first allows an early end.", aka: ["is_data_feed"])
  package static let fields: [any AnyField] = [
    ChangeFields.field, ChangeFields.fieldFormat, ChangeFields.zone, ordered, ChangeFields.overlap,
  ]
  package let block: Block
  package init(_ block: Block) { self.block = block }
}

/// The order of records.
package enum RecordOrder: String, ChoiceValue {
  case unordered, newest_first, oldest_first
  package var summary: String {
    switch self {
    case .unordered: "in no order that can be relied on"
    case .newest_first: "the newest change first"
    case .oldest_first: "the oldest change first"
    }
  }
}

/// Everything each time.
package struct NoChanges: Construct {
  package static let about = About(
    "changes/none", "The provider cannot tell what changed: everything is read and compared each time.",
    example: "type: none")
  package static let fields: [any AnyField] = []
  package let block: Block
  package init(_ block: Block) { self.block = block }
}
