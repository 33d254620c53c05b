internal import Diagnostics

/// A role that text plays; the colour follows from it.
enum Ink: Sendable {
  case plain, error, warning, info, strong, gutter, second, faint
  case help, removed, added, removedPart, addedPart

  init(_ severity: Severity) {
    switch severity {
    case .error: self = .error
    case .warning: self = .warning
    case .info: self = .info
    }
  }

  /// The parameters of the escape sequence that selects the colour, from the sixteen every terminal themes.
  fileprivate var parameters: String? {
    switch self {
    case .plain: nil
    case .error: "1;31"
    case .warning: "1;33"
    case .info: "1;36"
    case .strong: "1"
    case .gutter, .second: "1;34"
    case .faint: "2"
    case .help: "1;36"
    case .removed: "31"
    case .added: "32"
    case .removedPart: "1;31"
    case .addedPart: "1;32"
    }
  }
}

/// Turns roles into escape sequences, or into nothing.
struct Palette: Sendable {
  let isColoured: Bool

  func paint(_ text: String, _ ink: Ink) -> String {
    guard isColoured, !text.isEmpty, let parameters = ink.parameters else { return text }
    return "\u{1B}[\(parameters)m\(text)\u{1B}[0m"
  }
}

/// One line of output under construction: stretches of text and their roles.
struct ScreenLine {
  private(set) var width = 0
  private var pieces: [(text: String, ink: Ink)] = []

  init() {}

  init(_ text: String, _ ink: Ink = .plain) { append(text, ink) }

  mutating func append(_ text: String, _ ink: Ink = .plain) {
    guard !text.isEmpty else { return }
    width += DisplayWidth.of(text)
    if let last = pieces.indices.last, pieces[last].ink == ink {
      pieces[last].text += text
    } else {
      pieces.append((text, ink))
    }
  }

  mutating func append(_ other: ScreenLine) {
    for piece in other.pieces { append(piece.text, piece.ink) }
  }

  mutating func pad(to column: Int) {
    if column > width { append(String(repeating: " ", count: column - width)) }
  }

  /// The line without trailing blanks and without line ending.
  func rendered(_ palette: Palette) -> String {
    var kept = pieces
    while let last = kept.last {
      let text = last.text.trimmingTrailingSpaces
      if text.isEmpty {
        kept.removeLast()
      } else {
        kept[kept.count - 1].text = text
        break
      }
    }
    return kept.map { palette.paint($0.text, $0.ink) }.joined()
  }
}

extension String {
  /// The text without the spaces at its end.
  fileprivate var trimmingTrailingSpaces: String {
    guard last == " " else { return self }
    var end = endIndex
    while end > startIndex, self[index(before: end)] == " " { end = index(before: end) }
    return String(self[..<end])
  }
}
