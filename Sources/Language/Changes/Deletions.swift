/// The ways in which records that are gone are found.
package enum DeletionStyles: UnionDeclaration {
  package static let about = About(
    "deletions", "How records that are gone are found.", example: "type: flag\nwhen: record.deleted")
  package static let discriminator: String? = "type"
  package static let variants = [
    Variant("flag", FlaggedDeletions.self), Variant("listing", ListedDeletions.self),
    Variant("stream", StreamedDeletions.self),
    Variant("none", NoDeletions.self),
  ]
}

/// Marked records.
package struct FlaggedDeletions: Construct {
  package static let about = About(
    "deletions/flag", "The provider sends the record once more, marked.",
    details: """
      `when` is asked before `keep` of the stream, which a marked record need not pass. With `every`, what a run that read everything did not \
      show is gone as well: what was deleted while the provider's token of changes had run out, or what went together with the parent that \
      the stream is read for.
      """,
    example: "type: flag\nwhen: record.deleted")
  package static let when = Field<ExpressionText>.required(
    "when", .expression(.record, .boolean), "True of a record that is gone.")
  package static let key = Field<String>.optional(
    "key", .text(.documentPath),
    "The path, in every record, of what tells which one is gone, where a marked one lacks the stream's key.",
    aka: ["by", "match"])
  package static let fields: [any AnyField] = [when, key, ListedDeletions.every, ListedDeletions.atMost]
  package static let constraints: [Constraint] = [.needs("at_most", "every")]
  package let block: Block
  package init(_ block: Block) { self.block = block }
}

/// What a complete listing does not hold.
package struct ListedDeletions: Construct {
  package static let about = About(
    "deletions/listing",
    "What a complete listing no longer holds is gone; an incomplete one deletes nothing.",
    details:
      """
      With `within`, two days at the beginning and one at the end of what a run read are left alone, because clocks differ. With `every`, a \
      run that is due reads as if for the first time; it counts only when it came to its end and what is gone was marked, or else the next run \
      reads everything again. One that begins up to a twentieth of the time early counts as due, so that a daily run lists daily.
      """,
    example: "type: listing\nevery: 1d")
  package static let atMost = Field<Int>.defaulted(
    "at_most", .integer(0...100), 20, shown: "20",
    "The most, in percent of the records known, that may go in one run because a listing does not show them; more is an error. "
      + "Up to three may go all the same, if that is no more than half and this is not 0.",
    aka: ["max_percent"])
  package static let within = Field<String>.optional(
    "within", .text(.documentPath),
    "With windows of time: the canonical field that holds the day or moment they go by; only rows that lie in the windows of a run can be found to be gone.",
    aka: ["window", "by", "field"])
  package static let every = Field<Milliseconds>.optional(
    "every", .duration,
    "Where runs read only what changed: how often one reads everything instead, as the first one did, so that what is gone is found.",
    aka: ["interval", "full_every", "reconcile", "reconcile_every"])
  package static let fields: [any AnyField] = [atMost, within, every]
  package let block: Block
  package init(_ block: Block) { self.block = block }
}

/// A stream of deletions.
package struct StreamedDeletions: Construct {
  package static let about = About(
    "deletions/stream", "Another stream lists what is gone.",
    details: """
      A run reads that other stream after this one, and before it when it begins anew, so that nothing that goes away in between is overlooked. \
      A test of it is a case of that other stream, with `deleted`. With `every`, what a run that read everything did not show is gone as well: \
      what was deleted longer ago than the other stream tells for instance. \
      What the other stream names is deleted each time that it is named, also where this one has shown the record again: `when` must leave \
      out what was restored.
      """,
    example: "type: stream\nstream: removed_employees\nkey: employeeId")
  package static let stream = Field<Placed<String>>.required(
    "stream", .placed(.text(.streamReference)), "The other stream.")
  package static let key = Field<String>.required(
    "key", .text(.documentPath), "The path of this stream's key in its records.")
  package static let when = Field<ExpressionText>.optional(
    "when", .expression(.record, .boolean), "Only its records for which this is true.")
  package static let fields: [any AnyField] = [
    stream, key, when, ListedDeletions.every, ListedDeletions.atMost,
  ]
  package static let constraints: [Constraint] = [.needs("at_most", "every")]
  package let block: Block
  package init(_ block: Block) { self.block = block }
}

/// Nothing is ever deleted.
package struct NoDeletions: Construct {
  package static let about = About(
    "deletions/none", "Records never go away, or the provider does not tell.", example: "type: none")
  package static let fields: [any AnyField] = []
  package let block: Block
  package init(_ block: Block) { self.block = block }
}
