internal import Databases
internal import Reports
internal import Rows
internal import Storage

/// Records of a model, read from the store in portions and written in one of several forms.
struct RecordListing {
  private let shape: RowShape
  private let filter: RecordFilter?
  private let invocation: Invocation
  private let writer: RowJSONWriter

  /// Records in memory at once.
  private static let portion = 1_000
  /// What a line ends with in place of `}`.
  private static let goneEnd = Array(",\"deleted\":true}\n".utf8)

  init(_ shape: RowShape, _ filter: RecordFilter?, _ invocation: Invocation) {
    self.shape = shape
    self.filter = filter
    self.invocation = invocation
    writer = RowJSONWriter(shape)
  }

  /// What became of the records so far.
  private struct Tally {
    var shown = 0
    /// Records that the filter could not judge.
    var failed = 0
    var firstProblem: String?
    /// Records that are not kept as the provider sent them.
    var unkept = 0
    /// There are more than were asked for.
    var isMore = false
  }

  private var form: RecordsCommand.Form { invocation[RecordsCommand.format] }

  private var query: RowQuery {
    var query = RowQuery(organization: invocation.organization)
    query.integration = invocation[RuntimeOptions.integration]
    query.includesDeleted = invocation[RecordsCommand.deleted]
    query.includesRaw = invocation[RecordsCommand.raw]
    query.limit = Self.portion
    return query
  }

  func write(from store: SQLiteStore) async throws(NamedConnector.Refusal) -> ExitCode {
    var query = query
    let limit = invocation[RecordsCommand.limit] == 0 ? Int.max : invocation[RecordsCommand.limit]
    if form == .csv, !query.includesRaw {
      // What is gone must not look like what is there.
      let marks = query.includesDeleted ? ["deleted"] : []
      invocation.write(CSVText.line(["id"] + shape.columns.map(\.name) + marks))
    }
    var table = RecordTable(shape)
    var tally = Tally()
    while !tally.isMore {
      let rows: StoredRows
      do {
        rows = try await store.rows(shape, query)
      } catch {
        throw NamedConnector.Refusal(error, connector: "")
      }
      for index in 0..<rows.count {
        guard let json = admitted(index, of: rows, &tally) else { continue }
        if tally.shown == limit {
          tally.isMore = true
          break
        }
        if query.includesRaw {
          writeRaw(rows.heads[index].raw, &tally)
        } else {
          tally.shown += 1
          let isGone = rows.heads[index].deletedAt != nil
          switch form {
          case .json: invocation.console.output.write(isGone ? json.dropLast(2) + Self.goneEnd : json)
          case .csv:
            let marks = query.includesDeleted ? [String(isGone)] : []
            invocation.write(CSVText.line(CSVText.cells(of: index, in: rows.rows) + marks))
          case .table: table.append(index, of: rows)
          }
        }
      }
      guard rows.count == Self.portion, let last = rows.heads.last else { break }
      query.after = last.id
    }
    if form == .table {
      invocation.write(table.text(invocation.outputStyle, columns: invocation.console.output.columns))
    }
    return end(tally)
  }

  /// The record as JSON where the filter lets it through.
  private func admitted(_ index: Int, of rows: StoredRows, _ tally: inout Tally) -> [UInt8]? {
    var json: [UInt8] = []
    writer.write(index, of: rows.rows, to: &json)
    switch filter?.admits(json) ?? .success(true) {
    case .success(let isAdmitted): return isAdmitted ? json : nil
    case .failure(let problem):
      tally.failed += 1
      tally.firstProblem = tally.firstProblem ?? problem.message
      return nil
    }
  }

  private func writeRaw(_ raw: String?, _ tally: inout Tally) {
    guard let raw else {
      tally.unkept += 1
      return
    }
    tally.shown += 1
    invocation.print(raw)
  }

  private func end(_ tally: Tally) -> ExitCode {
    if tally.unkept > 0 {
      let verb = tally.unkept == 1 ? "is" : "are"
      let note = "\(Sentence.counted(tally.unkept, "record")) \(verb) not kept as the provider sent them"
      if tally.shown == 0 {
        return invocation.fail(.nothing, note, help: "`connector sync NAME --full --raw` keeps them")
      }
      invocation.remark(note)
    }
    if let problem = tally.firstProblem {
      let count = Sentence.counted(tally.failed, "record")
      invocation.complain("\(count) could not be judged: \(Visible.word(problem, limit: 400))")
      return .negative
    }
    guard tally.shown > 0 else {
      return invocation.fail(
        .nothing, "there is no \(filter == nil ? "" : "such ")\(shape.title.lowercased())",
        help: filter == nil ? "`connector records` tells what the store has" : nil)
    }
    let rest = tally.isMore ? "; there are more, `--limit 0` shows all" : ""
    invocation.remark(Sentence.counted(tally.shown, "record") + rest)
    return .success
  }
}

/// Records as a table for a terminal: the columns that hold something, as many as fit.
struct RecordTable {
  private let shape: RowShape
  private var ids: [String] = []
  private var cells: [[String]] = []

  private static let widestCell = 28
  private static let mostColumns = 9

  init(_ shape: RowShape) { self.shape = shape }

  mutating func append(_ index: Int, of rows: StoredRows) {
    let isGone = rows.heads[index].deletedAt != nil
    ids.append(
      Visible.word(rows.rows.text(rows.rows.heads[index].sourceID), limit: 40) + (isGone ? " (gone)" : ""))
    cells.append(
      shape.columns.indices.map { column in
        shape.columns[column].kind == .json
          ? ""
          : Visible.word(
            CSVText.text(of: rows.rows.cell(index, column), column, in: rows.rows), limit: Self.widestCell)
      })
  }

  /// The table as it fits on a terminal with so many columns; elsewhere all that a person still reads.
  func text(_ style: OutputStyle, columns: Int?) -> String {
    if ids.isEmpty { return "" }
    let used = shape.columns.indices.filter { column in cells.contains { !$0[column].isEmpty } }
    let kept = used.prefix(Self.mostColumns)
    let rows = zip(ids, cells).map { id, cells in [id] + kept.map { cells[$0] } }
    return TextTable(["id"] + kept.map { shape.columns[$0].name }, rows).cut(to: columns)
      .text(Emphasis(style).strong)
  }
}
