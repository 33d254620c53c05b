internal import Sync

/// The value of `--output`: where rows go instead of into the store.
enum OutputTarget: Sendable, Hashable {
  case jsonLines(String)
  /// Exact, for programs.
  case csv(String)
  /// CSV of which a spreadsheet computes nothing.
  case spreadsheet(String)
  case singer

  init(reading text: String) throws(ValueProblem) {
    let parts = text.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false).map(String.init)
    switch (parts.first ?? "", parts.count > 1 ? parts[1] : nil) {
    case ("singer", nil): self = .singer
    case ("jsonl", let path?) where !path.isEmpty: self = .jsonLines(path)
    case ("csv", let path?) where !path.isEmpty: self = .csv(path)
    case ("spreadsheet", let path?) where !path.isEmpty: self = .spreadsheet(path)
    default: throw ValueProblem("expected `jsonl=FILE`, `csv=FILE`, `spreadsheet=FILE` or `singer`")
    }
  }

  private var path: String? {
    switch self {
    case .jsonLines(let path), .csv(let path), .spreadsheet(let path): path
    case .singer: nil
    }
  }

  /// The sink itself; opens the file.
  func sink() throws(SinkFailure) -> any RowSink {
    if let path, Files.isDatabase(path) {
      throw SinkFailure("\(Visible.word(path, limit: 400)) is a database, and is not written over")
    }
    switch self {
    case .jsonLines(let path): return try JSONLinesSink(path: path)
    case .csv(let path): return CSVSink(path: path, for: .program)
    case .spreadsheet(let path): return CSVSink(path: path, for: .spreadsheet)
    case .singer: return SingerSink()
    }
  }
}
