internal import Diagnostics

/// The `= word: text` lines under an excerpt.
struct Remarks {
  private let all: [Finding.Evidence]

  init(_ finding: Finding, _ style: OutputStyle) {
    var remarks = finding.evidence
    if finding.suggestions.count > 1 {
      let names = finding.nearestNames.joined(separator: style.unicode ? " · " : ", ")
      remarks.append(Finding.Evidence("similar", names))
    }
    switch finding.confidence {
    case .proven: break
    case .likely: remarks.append(Finding.Evidence("certainty", "likely"))
    case .heuristic: remarks.append(Finding.Evidence("certainty", "heuristic, never fails a run"))
    }
    all = remarks.map {
      Finding.Evidence(VisibleText.wording($0.word, style), VisibleText.wording($0.text, style))
    }
  }

  /// Texts stand in one column; a long one continues beneath itself.
  func lines(_ gutter: Gutter) -> [ScreenLine] {
    let wordWidth = all.map { DisplayWidth.of($0.word) }.max() ?? 0
    return all.flatMap { remark in
      var first = gutter.remark()
      let column = first.width + wordWidth + 2
      first.append("\(remark.word): ", .strong)
      first.pad(to: column)
      let room = max(gutter.style.width - column, OutputStyle.leastWidth / 2)
      return Self.wrapped(remark.text, to: room).enumerated().map { index, text in
        var line = index == 0 ? first : ScreenLine()
        line.pad(to: column)
        line.append(text)
        return line
      }
    }
  }

  /// Breaks at spaces; a longer word stays whole, so that it can be copied.
  private static func wrapped(_ text: String, to room: Int) -> [String] {
    guard DisplayWidth.of(text) > room else { return [text] }
    var lines: [String] = []
    var line = ""
    for word in text.split(separator: " ", omittingEmptySubsequences: false) {
      if !line.isEmpty, DisplayWidth.of(line) + 1 + DisplayWidth.of(String(word)) > room {
        lines.append(line)
        line = String(word)
      } else {
        line += line.isEmpty ? String(word) : " " + word
      }
    }
    return lines + [line]
  }
}
