internal import Databases
internal import JSON
internal import Reports
internal import Rows
internal import Storage
internal import Values

/// Records that show the same thing, for people and for programs.
struct IdentityText {
  private let linked: LinkedRows
  private var shape: RowShape { linked.rows.rows.shape }

  init(_ linked: LinkedRows) { self.linked = linked }

  // MARK: For people

  /// One line: who they are, and over what they are linked.
  var cells: [String] {
    let confidence = linked.links.map(\.confidence).min() ?? 0
    return [
      names.joined(separator: " = "), methods, "\(confidence)",
      Visible.word(linked.disagreements.map(\.column).joined(separator: ", "), limit: 80),
    ]
  }

  static let heads = ["records", "agree in", "confidence", "differ in"]

  /// All of it: links, guesses, and for each field whose value counts.
  func page(_ style: OutputStyle) -> String {
    let ink = Emphasis(style)
    var text = ink.strong("\(shape.model) \(names.joined(separator: " = "))") + "\n"
    for link in linked.links { text += "  \(line(link))\n" }
    for link in linked.guesses { text += "  perhaps \(line(link))\n" }
    let rows = linked.columns.map { column in
      [
        column.column, value(of: column.winner, column), name(column.winner),
        column.losers.isEmpty ? "" : Self.reason(column),
        column.losers.map { "\(value(of: $0, column)) (\(name($0)))" }.joined(separator: "; "),
      ]
    }
    return text + "\n" + TextTable(["field", "value", "from", "because", "not"], rows).text(ink.strong)
  }

  private var names: [String] { (0..<linked.rows.count).map(name) }

  private var methods: String {
    Set(linked.links.map(\.method)).sorted().joined(separator: ", ")
  }

  private func line(_ link: IdentityLink) -> String {
    let how =
      link.status == "found"
      ? "\(link.method), confidence \(link.confidence)" : "\(link.method), \(link.status)"
    return "\(Visible.word(name(ofRow: link.first))) = \(Visible.word(name(ofRow: link.second))) by \(how)"
  }

  private func name(_ index: Int) -> String { Visible.word(RecordName.of(index, in: linked.rows)) }

  private func name(ofRow row: Int64) -> String {
    for rows in [linked.rows, linked.guessed] {
      if let index = rows.heads.firstIndex(where: { $0.id == row }) { return RecordName.of(index, in: rows) }
    }
    return "row \(row)"
  }

  private static func reason(_ column: LinkedRows.Resolution) -> String {
    column.isDecided ? "preferred" : column.policy.text + (column.policy == .manual ? ", undecided" : "")
  }

  private func value(of index: Int, _ column: LinkedRows.Resolution) -> String {
    Visible.word(plain(index, column.column), limit: 60)
  }

  private func plain(_ index: Int, _ name: String) -> String {
    guard let column = shape.columns.firstIndex(where: { $0.name == name }) else { return "" }
    return CSVText.text(of: linked.rows.rows.cell(index, column), column, in: linked.rows.rows)
  }

  // MARK: For programs

  /// One object on one line.
  var json: String {
    let records = (0..<linked.rows.count).map { index -> Value in
      let head = linked.rows.heads[index]
      return .map(
        MapValue([
          ("integration", .string(head.integration.name)), ("stream", .string(head.stream)),
          ("id", .string(linked.rows.rows.text(linked.rows.rows.heads[index].sourceID))),
        ]))
    }
    let fields = linked.columns.map { column -> (String, Value) in
      (
        column.column,
        .map(
          MapValue([
            ("winner", holder(column.winner, column)),
            ("losers", .list(column.losers.map { holder($0, column) })),
            ("policy", .string(column.policy.text)), ("decided", .bool(column.isDecided)),
          ]))
      )
    }
    let object = Value.map(
      MapValue([
        ("model", .string(shape.model)), ("records", .list(records)),
        ("links", .list(linked.links.map(value))), ("guesses", .list(linked.guesses.map(value))),
        ("fields", .map(MapValue(fields))),
      ]))
    return JSONText.of(object)
  }

  private func holder(_ index: Int, _ column: LinkedRows.Resolution) -> Value {
    .map(
      MapValue([
        ("record", .string(RecordName.of(index, in: linked.rows))),
        ("value", .string(plain(index, column.column))),
      ]))
  }

  private func value(of link: IdentityLink) -> Value {
    .map(
      MapValue([
        ("first", .string(name(ofRow: link.first))), ("second", .string(name(ofRow: link.second))),
        ("method", .string(link.method)), ("confidence", .double(link.confidence)),
        ("status", .string(link.status)),
      ]))
  }
}

extension ConflictPolicy {
  /// As `--policy` reads it.
  var text: String {
    switch self {
    case .order(let names): "order:" + names.joined(separator: ",")
    case .newest: "newest"
    case .manual: "manual"
    }
  }

  init?(_ text: String) {
    switch text {
    case "newest": self = .newest
    case "manual": self = .manual
    default:
      guard text.hasPrefix("order:") else { return nil }
      let names = text.dropFirst("order:".count).split(separator: ",").map(String.init)
      if names.isEmpty { return nil }
      self = .order(names)
    }
  }
}
