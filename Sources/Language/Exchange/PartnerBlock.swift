/// What a trading partner wants of files: who is who, separators, codes, form and name.
package struct PartnerBlock: Construct {
  package static let about = About(
    "exchange/partner", "What a partner wants of files: who is who, separators, codes, form and name.",
    details: """
      In a file of its own it is what `connector edi write --profile` reads; there is nobody there to give settings.
      """,
    example: """
      sender: ACME
      receiver: {kind: "30", id: "990000002"}
      sponsor: {name: Acme Inc, id: "990000001"}
      payer: {name: Acme Life, id: "990000002"}
      plans: {A: PLAN-A}
      file_name: members-${file.day}-${file.number}.834
      """)
  package static let form = Field<PartnerForm>.defaulted(
    "form", .choice(), .x12, shown: "x12", "The form of the file.", aka: ["format"])
  package static let usage = Field<Template>.optional(
    "usage", .template(.settings), "`P` for production, `T` for tests; `T` when it comes out empty.")
  package static let separators = Field<Template>.optional(
    "separators", .template(.settings),
    "Element, component, repetition and segment separator, four characters; `*:^~` when it comes out empty.",
    aka: ["delimiters"])
  package static let lineBreaks = Field<Bool>.defaulted(
    "line_breaks", .boolean, true, shown: "true", "Each segment has a line of its own.")
  package static let acknowledge = Field<Bool>.defaulted(
    "acknowledge", .boolean, false, shown: "false", "A TA1 is asked for.")
  package static let policy = Field<Template>.optional(
    "policy", .template(.settings), "The master policy number (REF*38).")
  package static let membersPerSet = Field<Int>.defaulted(
    "members_per_set", .integer(1...1_000_000), 10_000, shown: "10000",
    "Members of one transaction set at most; families are never split.")
  package static let references = Field<[Named<String>]>.defaulted(
    "references", .map(.text), [], shown: "{member_number: \"23\"}",
    "Qualifiers of REF by field of the canonical member.")
  package static let fileName = Field<Template>.optional(
    "file_name", .template(.file), "How files are named.", aka: ["filename", "name"])
  package static let columns = Field<PartnerColumns>.optional(
    "columns",
    .either(
      .expression(.settings, .list),
      or: Kind.list(.block(PartnerColumn.self), atLeast: 1).as(PartnerColumns.written)
    ) { text, _ in .given(text) },
    "The columns of a form that has columns, in order; or an expression that gives texts such as `Name=last_name:30`."
  )
  package static let separator = Field<Template>.optional(
    "separator", .template(.settings), "Between the values of CSV; a comma when it comes out empty.")
  package static let header = Field<Bool>.defaulted(
    "header", .boolean, true, shown: "true", "CSV begins with the columns' titles.")
  package static let firstLine = Field<Template>.optional(
    "first_line", .template(.file), "A line before everything else, with counts and numbers.")
  package static let lastLine = Field<Template>.optional(
    "last_line", .template(.file), "A line after everything else.")
  package static let dates = Field<DateForm>.defaulted(
    "dates", .choice(), .dashes, shown: "dashes", "How days are written in columns.")
  package static let encoding = Field<PartnerEncoding>.defaulted(
    "encoding", .choice(), .utf8, shown: "utf-8", "How text is encoded in forms that have columns.")
  package static let root = Field<String>.defaulted(
    "root", .text, "enrolments", shown: "enrolments", "The outermost element of XML.")
  package static let row = Field<String>.defaulted(
    "row", .text, "enrolment", shown: "enrolment", "The element of each row of XML.")
  package static let namespace = Field<String>.optional("namespace", .text, "The namespace of XML.")
  package static let firstNumber = Field<Template>.optional(
    "first_number", .template(.settings),
    "The first control number to give, above those that another program gave before; 1 when it comes out empty."
  )

  package static let fields: [any AnyField] = [
    form, PartnerFields.sender, PartnerFields.receiver, usage, separators, lineBreaks, acknowledge,
    PartnerFields.sponsor, PartnerFields.payer, policy, membersPerSet, references, PartnerFields.plans,
    fileName, columns, separator, header, firstLine, lastLine, dates, encoding, root, row, namespace,
    firstNumber,
  ]
  package let block: Block
  package init(_ block: Block) { self.block = block }
}

/// Who is who, and whose codes.
package enum PartnerFields {
  package static let sender = Field<PartnerName>.optional(
    "sender", name, "Who sends, as ISA and GS name it; X12 needs it.")
  package static let receiver = Field<PartnerName>.optional(
    "receiver", name, "Who receives, as ISA and GS name it; X12 needs it.")
  package static let sponsor = Field<PartnerParty>.optional(
    "sponsor", .block(), "The employer (loop 1000A); X12 needs it.")
  package static let payer = Field<PartnerParty>.optional(
    "payer", .block(), "The insurer (loop 1000B); X12 needs it.")
  package static let plans = Field<PartnerPlans>.optional(
    "plans",
    .either(.expression(.settings, .list), or: Kind.map(.text, atMost: 10_000).as(PartnerPlans.table)) {
      text, _ in
      .given(text)
    },
    "The partner's plan codes by ours; or an expression that gives texts such as `OURS=THEIRS`.")

  private static var name: Kind<PartnerName> {
    .either(.template(.settings), or: Kind.block(PartnerIdentity.self).as(PartnerName.identity)) { text, _ in
      .id(text)
    }
  }
}

/// Plan codes: written down, or given by settings.
package enum PartnerPlans: Sendable {
  case table([Named<String>])
  case given(ExpressionText)
}

/// Columns: written down, or given by settings.
package enum PartnerColumns: Sendable {
  case written([PartnerColumn])
  case given(ExpressionText)
}

/// A sender or receiver: the id alone, or with its kind.
package enum PartnerName: Sendable {
  case id(Template)
  case identity(PartnerIdentity)
}

/// A sender or receiver.
package struct PartnerIdentity: Construct {
  package static let about = About(
    "exchange/partner/identity", "A sender or receiver with the kind of its number.",
    example: "kind: \"30\"\nid: \"990000002\"")
  package static let kind = Field<Template>.optional(
    "kind", .template(.settings),
    "The qualifier of ISA05 and ISA07: `30` for a tax number, `ZZ` for what was agreed; `ZZ` when it comes out empty."
  )
  package static let id = Field<Template>.required("id", .template(.settings), "The number or name.")
  package static let fields: [any AnyField] = [kind, id]
  package let block: Block
  package init(_ block: Block) { self.block = block }
}

/// An employer or insurer.
package struct PartnerParty: Construct {
  package static let about = About(
    "exchange/partner/party", "An employer or insurer.",
    example: "name: Acme Life\nkind: FI\nid: \"990000002\"")
  package static let name = Field<Template>.optional("name", .template(.settings), "Its name.")
  package static let kind = Field<Template>.optional(
    "kind", .template(.settings),
    "The qualifier of the number: `FI`, `24`, `94` or `XV`; `FI` when it comes out empty.")
  package static let id = Field<Template>.required("id", .template(.settings), "Its number.")
  package static let fields: [any AnyField] = [name, kind, id]
  package let block: Block
  package init(_ block: Block) { self.block = block }
}

/// A column of a form that is no X12.
package struct PartnerColumn: Construct {
  package static let about = About(
    "exchange/partner/column", "A column of a file.",
    example: "title: Action\nfield: maintenance\nwidth: 1\nvalues: {\"021\": A, \"001\": C, \"024\": T}")
  package static let title = Field<String>.optional(
    "title", .text, "What the column is called; the field's name when it is left out.", aka: ["name"])
  package static let field = Field<String>.optional(
    "field", .text,
    "What stands in it, in the names of an enrolment: `last_name`, `home.city`, `dates.336`, `coverage.plan`."
  )
  package static let value = Field<Template>.optional(
    "value", .template(.settings), "What stands in it for everybody.", aka: ["constant"])
  package static let width = Field<Int>.optional(
    "width", .integer(1...1000), "How many characters, in a file of fixed width.")
  package static let align = Field<ColumnAlignment>.defaulted(
    "align", .choice(), .left, shown: "left", "Where the value stands in its width.")
  package static let values = Field<[Named<String>]>.defaulted(
    "values", .map(.text, atMost: 10_000), [], shown: "{}",
    "What is written for some values; `*` for all others.",
    aka: ["codes", "map"])
  package static let fields: [any AnyField] = [title, field, value, width, align, values]
  package static let constraints: [Constraint] = [.exactlyOne(["field", "value"])]
  package let block: Block
  package init(_ block: Block) { self.block = block }
}

/// Where a value stands in its width.
package enum ColumnAlignment: String, ChoiceValue {
  case left, right, zeros
  package var summary: String {
    switch self {
    case .left: "at the left, blanks behind it"
    case .right: "at the right, blanks before it"
    case .zeros: "at the right, zeros before it"
    }
  }
}

/// The form of a file.
package enum PartnerForm: String, ChoiceValue {
  case x12, csv, fixedWidth = "fixed_width", xml
  package var summary: String {
    switch self {
    case .x12: "X12 834, 005010X220A1"
    case .csv: "a line of separated values for each coverage"
    case .fixedWidth: "a line with values at fixed columns for each coverage"
    case .xml: "an element for each coverage"
    }
  }
}

/// How days are written.
package enum DateForm: String, ChoiceValue {
  case dashes, compact, slashes
  package var summary: String {
    switch self {
    case .dashes: "2026-01-31"
    case .compact: "20260131"
    case .slashes: "01/31/2026"
    }
  }
}

/// How text is encoded.
package enum PartnerEncoding: String, ChoiceValue {
  case utf8 = "utf-8"
  case windows1252 = "windows-1252"
  package var summary: String {
    switch self {
    case .utf8: "UTF-8"
    case .windows1252: "Windows, Western Europe; what it lacks is refused"
    }
  }
}
