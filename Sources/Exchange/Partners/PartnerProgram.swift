package import EDI
package import Expressions
package import Language
package import Programs
internal import Values
internal import Diagnostics

/// What a partner wants of files, compiled: settings make a profile of it.
package struct PartnerProgram: Sendable {
  private let block: PartnerBlock
  private let surroundings = Surroundings()

  package init(_ block: PartnerBlock) { self.block = block }

  /// The profile for an organization; what it needs and does not have is named with its place.
  package func profile(_ variables: Activation) throws(RunFailure) -> PartnerProfile {
    var profile = PartnerProfile()
    profile.form =
      switch block[PartnerBlock.form] {
      case .csv: .csv
      case .fixedWidth: .fixedWidth
      case .xml: .xml
      case .x12, nil: .x12
      }
    try fillEnvelope(&profile, variables)
    try fillColumns(&profile, variables)
    if case .table(let table)? = block[PartnerFields.plans] {
      profile.plans = Dictionary(table.map { ($0.name, $0.value) }) { first, _ in first }
    } else if case .given(let text)? = block[PartnerFields.plans] {
      for pair in try texts(of: text, variables) {
        let (ours, theirs) = try Self.split(pair, at: "=", text)
        profile.plans[ours] = theirs
      }
    }
    profile.references = (block[PartnerBlock.references] ?? []).map { ($0.name, $0.value) }
    return profile
  }

  // MARK: X12

  private func fillEnvelope(
    _ profile: inout PartnerProfile, _ variables: Activation
  ) throws(RunFailure) {
    (profile.senderKind, profile.sender) = try identity(PartnerFields.sender, variables)
    (profile.receiverKind, profile.receiver) = try identity(PartnerFields.receiver, variables)
    profile.usage = try text(PartnerBlock.usage, variables) ?? "T"
    if let separators = try text(PartnerBlock.separators, variables) {
      let bytes = Array(separators.utf8)
      guard bytes.count == 4 else {
        throw wrong("separators", "are four characters: element, component, repetition, segment")
      }
      profile.delimiters = Delimiters(
        element: bytes[0], component: bytes[1], repetition: bytes[2], segment: bytes[3])
      if let problem = profile.delimiters.problem {
        throw RunFailure(.not_found, problem, at: block.block.valueRange("separators"))
      }
    }
    profile.hasLineBreaks = block[PartnerBlock.lineBreaks] ?? true
    profile.wantsAnswer = block[PartnerBlock.acknowledge] ?? false
    profile.policy = try text(PartnerBlock.policy, variables)
    profile.membersPerSet = block[PartnerBlock.membersPerSet] ?? 10_000
    profile.sponsor = try party(PartnerFields.sponsor, variables)
    profile.payer = try party(PartnerFields.payer, variables)
    guard profile.form == .x12 else { return }
    for (key, value) in [
      ("sender", profile.sender), ("receiver", profile.receiver), ("sponsor", profile.sponsor.number),
      ("payer", profile.payer.number),
    ] where value.isEmpty {
      throw wrong(key, "is missing, and X12 needs it")
    }
    for (key, value) in [("sender", profile.sender), ("receiver", profile.receiver)]
    where !(2...15).contains(value.utf8.count) {
      throw wrong(key, "has 2 to 15 characters in X12")
    }
  }

  private func identity(
    _ field: Field<PartnerName>, _ variables: Activation
  ) throws(RunFailure) -> (kind: String, id: String) {
    switch block[field] {
    case .id(let template): return ("ZZ", try text(template, variables) ?? "")
    case .identity(let identity):
      let kind = try identity[PartnerIdentity.kind].map { (template) throws(RunFailure) in
        try text(template, variables) ?? ""
      }
      let id = try identity[PartnerIdentity.id].map { (template) throws(RunFailure) in
        try text(template, variables) ?? ""
      }
      return (kind.flatMap { $0.isEmpty ? nil : $0 } ?? "ZZ", id ?? "")
    case nil: return ("ZZ", "")
    }
  }

  private func party(
    _ field: Field<PartnerParty>, _ variables: Activation
  ) throws(RunFailure) -> PartnerProfile.Party {
    guard let party = block[field] else { return PartnerProfile.Party() }
    return PartnerProfile.Party(
      name: try text(party[PartnerParty.name], variables) ?? "",
      kind: try text(party[PartnerParty.kind], variables) ?? "FI",
      number: try text(party[PartnerParty.id], variables) ?? "")
  }

  // MARK: Columns

  private func fillColumns(_ profile: inout PartnerProfile, _ variables: Activation) throws(RunFailure) {
    profile.separator = try text(PartnerBlock.separator, variables) ?? ","
    if profile.separator == "\\t" { profile.separator = "\t" }
    profile.hasHeader = block[PartnerBlock.header] ?? true
    profile.days =
      switch block[PartnerBlock.dates] {
      case .compact: .compact
      case .slashes: .slashes
      case .dashes, nil: .dashes
      }
    profile.root = block[PartnerBlock.root] ?? "enrolments"
    profile.row = block[PartnerBlock.row] ?? "enrolment"
    profile.namespace = block[PartnerBlock.namespace]
    switch block[PartnerBlock.columns] {
    case .written(let columns):
      for column in columns { profile.columns.append(try self.column(column, variables)) }
    case .given(let text):
      for line in try texts(of: text, variables) { profile.columns.append(try Self.column(line, text)) }
    case nil: break
    }
    guard profile.form != .x12 else { return }
    if profile.columns.isEmpty {
      throw wrong("columns", "are missing: the partner's layout must be given")
    }
    if profile.form == .fixedWidth, let column = profile.columns.first(where: { $0.width < 1 }) {
      throw wrong("columns", "need a width in this form, and `\(column.title)` has none")
    }
  }

  private func column(
    _ column: PartnerColumn, _ variables: Activation
  ) throws(RunFailure) -> PartnerProfile.Column {
    let field = column[PartnerColumn.field]
    var made = PartnerProfile.Column(title: column[PartnerColumn.title] ?? field ?? "", field: field)
    made.constant = try text(column[PartnerColumn.value], variables) ?? ""
    made.width = column[PartnerColumn.width] ?? 0
    made.alignment =
      switch column[PartnerColumn.align] {
      case .right: .right
      case .zeros: .zeros
      case .left, nil: .left
      }
    made.values = Dictionary((column[PartnerColumn.values] ?? []).map { ($0.name, $0.value) }) { first, _ in
      first
    }
    return made
  }

  /// `Last name=last_name:30`; the width may be left out, and the title where it is the field's name.
  private static func column(
    _ line: String, _ source: ExpressionText
  ) throws(RunFailure) -> PartnerProfile.Column {
    var rest = line[...]
    var width = 0
    if let colon = rest.lastIndex(of: ":"), let number = Int(rest[rest.index(after: colon)...]) {
      guard (1...1000).contains(number) else {
        throw RunFailure(.not_found, "a column is 1 to 1000 characters wide: `\(line)`", at: source.range)
      }
      width = number
      rest = rest[..<colon]
    }
    let sign = rest.lastIndex(of: "=")
    let field = sign.map { String(rest[rest.index(after: $0)...]) } ?? String(rest)
    var column = PartnerProfile.Column(title: sign.map { String(rest[..<$0]) } ?? field, field: field)
    column.width = width
    return column
  }

  // MARK: Names and lines

  /// What is known of a file when it gets its name.
  package struct FileFacts: Sendable {
    package var day: String
    package var time: String
    package var number: Int
    package var isFull: Bool
    package var members: Int
    package var rows: Int

    package init(day: String, time: String, number: Int, isFull: Bool, members: Int, rows: Int) {
      self.day = day
      self.time = time
      self.number = number
      self.isFull = isFull
      self.members = members
      self.rows = rows
    }

    var value: Value {
      .map(
        MapValue([
          ("day", .string(day)), ("time", .string(time)), ("number", .string(AckWriter.padded(number, 9))),
          ("kind", .string(isFull ? "full" : "changes")), ("members", .int(Int64(members))),
          ("rows", .int(Int64(rows))),
        ]))
    }
  }

  /// The file's name; nil where the profile gives none.
  package func fileName(_ facts: FileFacts, _ variables: Activation) throws(RunFailure) -> String? {
    try line(PartnerBlock.fileName, facts, variables)
  }

  /// The lines around the rows.
  package func frame(_ facts: FileFacts, _ variables: Activation) throws(RunFailure) -> TableWriter.Frame {
    TableWriter.Frame(
      first: try line(PartnerBlock.firstLine, facts, variables),
      last: try line(PartnerBlock.lastLine, facts, variables))
  }

  private func line(
    _ field: Field<Template>, _ facts: FileFacts, _ variables: Activation
  ) throws(RunFailure) -> String? {
    var variables = variables
    variables["file"] = facts.value
    return try text(field, variables)
  }

  /// The first control number to give.
  package func firstNumber(_ variables: Activation) throws(RunFailure) -> Int {
    guard let text = try text(PartnerBlock.firstNumber, variables) else { return 1 }
    guard let number = Int(text), (1...ControlNumber.largest).contains(number) else {
      throw wrong("first_number", "is a number from 1 to \(ControlNumber.largest)")
    }
    return number
  }

  /// The bytes of a text in the partner's encoding.
  package func encoded(_ text: String) throws(RunFailure) -> [UInt8] {
    guard block[PartnerBlock.encoding] == .windows1252 else { return Array(text.utf8) }
    return try Windows1252.bytes(of: text)
  }

  // MARK: Texts

  private func text(_ field: Field<Template>, _ variables: Activation) throws(RunFailure) -> String? {
    try text(block[field], variables)
  }

  private func text(_ template: Template?, _ variables: Activation) throws(RunFailure) -> String? {
    guard let template else { return nil }
    return try TemplateProgram(template, surroundings).text(variables)
  }

  private func texts(of expression: ExpressionText, _ variables: Activation) throws(RunFailure) -> [String] {
    guard case .list(let list)? = try ExpressionProgram(expression, surroundings).value(variables)?.plain
    else {
      return []
    }
    return list.values.compactMap(\.templateText)
  }

  private static func split(
    _ text: String, at sign: Character, _ source: ExpressionText
  ) throws(RunFailure) -> (String, String) {
    guard let place = text.firstIndex(of: sign) else {
      throw RunFailure(.not_found, "`\(text)` is not of the form `OURS=THEIRS`", at: source.range)
    }
    return (String(text[..<place]), String(text[text.index(after: place)...]))
  }

  private func wrong(_ key: String, _ rule: String) -> RunFailure {
    RunFailure(
      .not_found, "`\(key)` \(rule)",
      at: block.block.has(key) ? block.block.valueRange(key) : block.block.head)
  }
}
