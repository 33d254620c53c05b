internal import Diagnostics
internal import Rehearsal
internal import Reports

/// What cases show of their connectors, for reading: a line of numbers for each, and below it what nobody has seen.
struct CoverageText {
  private let ink: Emphasis

  init(_ style: OutputStyle) { ink = Emphasis(style) }

  func text(_ coverages: [Coverage]) -> String {
    guard !coverages.isEmpty else { return "" }
    return "\n\(ink.strong("coverage"))\n" + coverages.map(text).joined()
  }

  private func text(_ coverage: Coverage) -> String {
    let counts = Coverage.Kind.allCases.compactMap { kind -> String? in
      let count = coverage.count(kind)
      return count.all == 0 ? nil : "\(kind.title) \(count.seen) of \(count.all)"
    }
    let percent = "\(coverage.percent) %"
    let heading = "\(coverage.connector) \(coverage.percent == 100 ? ink.good(percent) : ink.strong(percent))"
    return "\(heading): \(counts.joined(separator: ", "))\n" + coverage.unseen.map(line).joined()
  }

  /// `  mappings/acme/employees.yaml:7:5 employee.hire_date: a record with `hired``.
  private func line(_ item: Coverage.Item) -> String {
    let start = item.place.startPosition
    let place = "\(item.place.file.path):\(start.line):\(start.column)"
    let kind =
      switch item.kind {
      case .streams: "stream "
      case .actions: "action "
      case .events: "event "
      case .signIns: "sign-in "
      default: ""
      }
    return
      "  \(ink.faint(Visible.word(place, limit: 400))) \(kind)\(Visible.word(item.name, limit: 200)): \(Visible.word(item.wanted, limit: 300))\n"
  }
}

extension Coverage.Kind {
  fileprivate var title: String { rawValue.replacing("_", with: " ") }
}

extension ReportedCoverage {
  init(_ coverage: Coverage) {
    self.init(
      suite: coverage.connector, percent: coverage.percent,
      counts: Coverage.Kind.allCases.map { kind in
        let count = coverage.count(kind)
        return Count(kind.rawValue, seen: count.seen, all: count.all)
      },
      gaps: coverage.unseen.map { Gap($0.kind.rawValue, $0.name, at: $0.place, wanted: $0.wanted) })
  }
}
