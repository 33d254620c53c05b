internal import Reports
internal import Storage
internal import Sync
internal import Values

/// Shows a run as it goes on: redrawn in place on a terminal, a line every few seconds elsewhere.
struct ProgressView: Sendable {
  private let progress: SyncProgress
  private let sink: any Sink
  private let style: OutputStyle
  /// The terminal can go back to a line that is written.
  private let redraws: Bool

  init(_ progress: SyncProgress, _ console: Console, _ style: OutputStyle) {
    self.progress = progress
    sink = console.errors
    self.style = style
    redraws = sink.isTerminal && console.environment["TERM"] != "dumb"
  }

  /// Runs until it is cancelled.
  func run(_ elapsed: @Sendable () -> Duration) async {
    var drawn = 0
    let start = elapsed()
    var lastLine = start
    while !Task.isCancelled {
      try? await Task.sleep(for: .milliseconds(redraws ? 100 : 500))
      if Task.isCancelled { break }
      if redraws {
        drawn = draw(over: drawn, elapsed())
      } else if elapsed() - lastLine >= .seconds(5) {
        lastLine = elapsed()
        sink.write(line(elapsed() - start) + "\n")
        sink.flush()
      }
    }
    if drawn > 0 {
      sink.write(Self.erase(drawn))
      sink.flush()
    }
  }

  private func draw(over lines: Int, _ now: Duration) -> Int {
    // A row that is broken in two by the terminal could not be drawn over; it may have become narrower meanwhile.
    let width = max(20, sink.columns ?? style.width) - 1
    var rows = progress.streams.filter { $0.phase != .waiting }.suffix(12).map { row($0, now, width) }
    if Interruption.requests > 0 {
      var row = CutLine(width: width, style)
      row.add("  stopping at the next checkpoint; Ctrl-C once more stops at once")
      rows.append(row.text)
    }
    sink.write(Self.erase(lines) + rows.map { $0 + "\n" }.joined())
    sink.flush()
    return rows.count
  }

  private static func erase(_ lines: Int) -> String { lines == 0 ? "" : "\u{1B}[\(lines)A\u{1B}[J" }

  private func row(_ stream: SyncProgress.Stream, _ now: Duration, _ width: Int) -> String {
    let ink = Emphasis(style)
    let seconds = Self.seconds((stream.endedAt ?? now) - (stream.startedAt ?? now))
    let rate = seconds > 0.2 ? Int(Double(stream.counts.read) / seconds) : 0
    var row = CutLine(width: width, style)
    row.add("  \(mark(stream.phase)) ")
    row.add(stream.name, ink.strong)
    row.add(
      "  \(Sentence.counted(stream.pages, "page")), \(Sentence.counted(stream.counts.read, "record"))")
    if rate > 0 { row.add(", \(rate)/s", ink.faint) }
    if let until = stream.waitsUntil {
      row.add(", waiting until \(Self.clock(until))", ink.faint)
    }
    if let problem = stream.problems.first { row.add("  " + Visible.word(problem, limit: 100), ink.error) }
    return row.text
  }

  private func mark(_ phase: SyncProgress.Phase) -> String {
    switch phase {
    case .waiting: " "
    case .running: style.unicode ? "…" : "."
    case .done(.succeeded): style.unicode ? "✓" : "+"
    case .done(.partial), .done(.stopped): "!"
    case .done(.failed): style.unicode ? "✗" : "x"
    }
  }

  private func line(_ now: Duration) -> String {
    let streams = progress.streams
    let running = streams.filter { $0.phase == .running }
    let read = streams.reduce(0) { $0 + $1.counts.read }
    var text = "\(Int(Self.seconds(now))) s: \(Sentence.counted(read, "record")) read"
    if !running.isEmpty { text += "; reading \(running.map(\.name).joined(separator: ", "))" }
    if let wait = running.compactMap(\.waitsUntil).max() {
      text += "; waiting until \(Self.clock(wait))"
    }
    return text
  }

  /// The time of day of a moment, to the second.
  private static func clock(_ moment: Instant) -> String {
    (Instant(seconds: moment.seconds)?.description).map { String($0.dropFirst(11).prefix(8)) + " UTC" }
      ?? "later"
  }

  static func seconds(_ duration: Duration) -> Double {
    Double(duration.components.seconds) + Double(duration.components.attoseconds) / 1e18
  }
}
