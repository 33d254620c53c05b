internal import Rows
internal import Storage
internal import Values

/// Decides whose value counts where linked rows disagree; every other value stays visible.
struct ConflictResolver {
  let rows: StoredRows
  let policies: [String: ConflictPolicy]
  let decisions: [String: [Int64]]

  /// Every column that one of the rows has a value for.
  var columns: [LinkedRows.Resolution] {
    rows.rows.shape.columns.indices.compactMap { column in
      let values = (0..<rows.count).map { value(of: $0, column) }
      let holders = values.indices.filter { values[$0] != nil }
      let name = rows.rows.shape.columns[column].name
      let policy = policies[name] ?? policies["*"] ?? .newest
      let chosen = chosen(of: holders, name)
      guard let winner = chosen ?? winner(of: holders, policy) else { return nil }
      return LinkedRows.Resolution(
        column: name, policy: policy, isDecided: chosen != nil, winner: winner,
        losers: holders.filter { values[$0] != values[winner] })
    }
  }

  /// The row that somebody preferred, the latest decision first.
  private func chosen(of holders: [Int], _ column: String) -> Int? {
    for row in (decisions[column] ?? []).reversed() {
      if let chosen = holders.first(where: { rows.heads[$0].id == row }) { return chosen }
    }
    return nil
  }

  private func winner(of holders: [Int], _ policy: ConflictPolicy) -> Int? {
    if case .order(let names) = policy {
      for name in names {
        if let first = holders.first(where: { rows.heads[$0].integration.name == name }) { return first }
      }
    }
    return holders.max { left, right in
      let (earlier, later) = (rows.rows.heads[left].updatedAt, rows.rows.heads[right].updatedAt)
      if let earlier, let later, earlier != later { return earlier < later }
      return rows.heads[left].changedRun.number < rows.heads[right].changedRun.number
    }
  }

  private func value(of row: Int, _ column: Int) -> String? {
    let cell = rows.rows.cell(row, column)
    switch cell.state {
    case .absent, .null: return nil
    case .integer: return String(cell.payload)
    case .text: return rows.rows.text(cell)
    }
  }
}
