internal import Databases
internal import Reports
internal import Rows
internal import Storage
internal import Values

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
    let limit = ListLimit.most(invocation, inTable: form == .table && !query.includesRaw)
    if form == .csv, !query.includesRaw {
      // What is gone must not look like what is there.
      let marks = (query.includesDeleted ? ["deleted"] : []) + (namesSource ? Self.sourceNames : [])
      invocation.write(CSVText.line(["id"] + shape.columns.map(\.name) + marks))
    }
    var table = RecordTable(shape, namesSource: namesSource)
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
          case .json: invocation.console.output.write(marked(json, rows.heads[index]))
          case .csv:
            let marks =
              (query.includesDeleted ? [String(isGone)] : []) + (namesSource ? rows.heads[index].source : [])
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

  private var namesSource: Bool { invocation[RecordsCommand.source] }

  private static let sourceNames = ["source_integration", "source_stream"]

  /// The line with what is known of the row beside its fields.
  private func marked(_ json: [UInt8], _ head: StoredRows.Head) -> [UInt8] {
    var marks = ""
    if head.deletedAt != nil { marks += ",\"deleted\":true" }
    if namesSource {
      for (name, text) in zip(Self.sourceNames, head.source) {
        marks += ",\"\(name)\":" + JSONText.of(.string(text))
      }
    }
    return marks.isEmpty ? json : json.dropLast(2) + Array((marks + "}\n").utf8)
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
        .nothing, "the store has no \(filter == nil ? "" : "such ")record of `\(shape.model)`",
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
  private let namesSource: Bool
  private var ids: [String] = []
  /// The integration and the stream of each.
  private var sources: [[String]] = []
  private var cells: [[String]] = []

  private static let widestCell = 28
  private static let mostColumns = 9

  init(_ shape: RowShape, namesSource: Bool) {
    self.shape = shape
    self.namesSource = namesSource
  }

  mutating func append(_ index: Int, of rows: StoredRows) {
    sources.append(rows.heads[index].source.map { Visible.word($0, limit: Self.widestCell) })
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
    // Of one integration or stream alone its name says nothing.
    let told = [0, 1].filter { place in namesSource || Set(sources.map { $0[place] }).count > 1 }
    let heads = told.map { ["integration", "stream"][$0] }
    let rows = ids.indices.map { row in
      [ids[row]] + told.map { sources[row][$0] } + kept.map { cells[row][$0] }
    }
    return TextTable(["id"] + heads + kept.map { shape.columns[$0].name }, rows).cut(to: columns)
      .text(Emphasis(style).strong)
  }
}

extension StoredRows.Head {
  /// Where the row comes from: the integration, the stream.
  fileprivate var source: [String] { [integration.name, stream] }
}
