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

  init(_ shape: RowShape, _ filter: RecordFilter?, _ invocation: Invocation) {
    self.shape = shape
    self.filter = filter
    self.invocation = invocation
    writer = RowJSONWriter(shape)
  }

  func write(from store: SQLiteStore) async throws(NamedConnector.Refusal) -> ExitCode {
    var query = RowQuery(organization: invocation.organization)
    query.integration = invocation[RuntimeOptions.integration]
    query.includesDeleted = invocation[RecordsCommand.deleted]
    query.includesRaw = invocation[RecordsCommand.raw]
    query.limit = Self.portion
    let limit = invocation[RecordsCommand.limit] == 0 ? Int.max : invocation[RecordsCommand.limit]
    let form = invocation[RecordsCommand.format]
    if form == .csv, !query.includesRaw { invocation.write(CSVText.line(["id"] + shape.columns.map(\.name))) }
    var table = RecordTable(shape)
    var (shown, failed, unkept) = (0, 0, 0)
    var firstProblem: String?
    var isMore = false
    while !isMore {
      let rows: StoredRows
      do {
        rows = try await store.rows(shape, query)
      } catch {
        throw NamedConnector.Refusal(error, connector: "")
      }
      let writer = writer
      for index in 0..<rows.count {
        var json: [UInt8] = []
        writer.write(index, of: rows.rows, to: &json)
        switch filter?.admits(json) ?? .success(true) {
        case .success(false): continue
        case .failure(let problem):
          failed += 1
          firstProblem = firstProblem ?? problem.message
          continue
        case .success(true): break
        }
        if shown == limit {
          isMore = true
          break
        }
        if query.includesRaw {
          guard let raw = rows.heads[index].raw else {
            unkept += 1
            continue
          }
          shown += 1
          invocation.print(raw)
          continue
        }
        shown += 1
        switch form {
        case .json: invocation.console.output.write(json)
        case .csv: invocation.write(CSVText.line(CSVText.cells(of: index, in: rows.rows)))
        case .table: table.append(index, of: rows)
        }
      }
      guard rows.count == Self.portion, let last = rows.heads.last else { break }
      query.after = last.id
    }
    if form == .table {
      invocation.write(table.text(invocation.outputStyle, columns: invocation.console.output.columns))
    }
    if unkept > 0 {
      let verb = unkept == 1 ? "is" : "are"
      let note = "\(Sentence.counted(unkept, "record")) \(verb) not kept as the provider sent them"
      if shown == 0 {
        return invocation.fail(.nothing, note, help: "`connector sync NAME --full --raw` keeps them")
      }
      invocation.remark(note)
    }
    return end(shown, isMore: isMore, failed, firstProblem)
  }

  private func end(_ shown: Int, isMore: Bool, _ failed: Int, _ problem: String?) -> ExitCode {
    if let problem {
      invocation.complain(
        "\(Sentence.counted(failed, "record")) could not be judged: \(Visible.word(problem, limit: 400))")
      return .negative
    }
    guard shown > 0 else {
      return invocation.fail(
        .nothing, "there is no \(filter == nil ? "" : "such ")\(shape.title.lowercased())",
        help: filter == nil ? "`connector records` tells what the store has" : nil)
    }
    let rest = isMore ? "; there are more, `--limit 0` shows all" : ""
    invocation.remark(Sentence.counted(shown, "record") + rest)
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
