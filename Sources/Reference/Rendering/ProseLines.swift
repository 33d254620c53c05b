internal import Language

/// Roles that text plays in a terminal.
struct TerminalPalette: Sendable {
  enum Ink: Sendable, Hashable {
    case plain, title, name, faint
  }

  let isColoured: Bool

  /// The text in the colour of its role, from those that every terminal themes.
  func paint(_ text: String, _ ink: Ink) -> String {
    guard isColoured, !text.isEmpty else { return text }
    switch ink {
    case .plain: return text
    case .title: return "\u{1B}[1m\(text)\u{1B}[0m"
    case .name: return "\u{1B}[36m\(text)\u{1B}[0m"
    case .faint: return "\u{1B}[2m\(text)\u{1B}[0m"
    }
  }
}

/// Prose broken into lines of a width.
struct ProseLines {
  struct Line {
    let text: String
    /// Columns on the screen, which colours do not count towards.
    let width: Int
  }

  let lines: [Line]

  init(_ prose: Prose, columns: Int, palette: TerminalPalette, ink: TerminalPalette.Ink) {
    var lines: [Line] = []
    var text = ""
    var width = 0
    for word in Self.words(prose, palette, ink) {
      if width > 0, width + 1 + word.width > columns {
        lines.append(Line(text: text, width: width))
        (text, width) = ("", 0)
      }
      text += (width > 0 ? " " : "") + word.text
      width += (width > 0 ? 1 : 0) + word.width
    }
    if width > 0 { lines.append(Line(text: text, width: width)) }
    self.lines = lines
  }

  static func width(of prose: Prose, _ palette: TerminalPalette) -> Int {
    let words = words(prose, palette, .plain)
    return words.reduce(0) { $0 + $1.width } + max(words.count - 1, 0)
  }

  /// What must stay on one line: words, and code with what touches it.
  private static func words(
    _ prose: Prose, _ palette: TerminalPalette, _ ink: TerminalPalette.Ink
  ) -> [Line] {
    var words: [Line] = []
    var isOpen = false
    func glue(_ text: String, _ width: Int) {
      if isOpen, let last = words.popLast() {
        words.append(Line(text: last.text + text, width: last.width + width))
      } else {
        words.append(Line(text: text, width: width))
      }
      isOpen = true
    }
    for run in prose.runs {
      if let name = run.name {
        // Without colour the backticks say where a name begins and ends.
        let shown = palette.isColoured ? name : "`\(name)`"
        glue(palette.paint(shown, ink == .plain ? .name : ink), shown.count)
        continue
      }
      for (position, part) in run.plain.split(separator: " ", omittingEmptySubsequences: false).enumerated() {
        if position > 0 { isOpen = false }
        if !part.isEmpty { glue(palette.paint(String(part), ink), part.count) }
      }
    }
    return words
  }
}

extension Prose.Run {
  /// What a file would write, nil for plain words.
  fileprivate var name: String? {
    switch self {
    case .text, .page: nil
    case .code(let text), .construct(_, let text), .model(let text): text
    case .scope(let scope): scope.rawValue
    }
  }

  fileprivate var plain: String {
    switch self {
    case .text(let text): text
    case .page(_, let title): title
    default: ""
    }
  }
}
