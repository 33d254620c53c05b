internal import Reports

/// A line that is put together of inked parts and ends where the terminal does.
struct CutLine {
  private(set) var text = ""
  private var room: Int
  private let cutMark: String

  init(width: Int, _ style: OutputStyle) {
    room = max(0, width)
    cutMark = style.unicode ? "…" : "~"
  }

  /// Adds as much of a part as there is room for; a part that is cut shows it, and nothing comes after it.
  mutating func add(_ part: String, _ ink: (String) -> String = { $0 }) {
    guard room > 0 else { return }
    let width = DisplayWidth.of(part)
    if width <= room {
      room -= width
      text += ink(part)
      return
    }
    var cut = ""
    for character in part {
      let width = DisplayWidth.of(String(character))
      guard room - width >= 1 else { break }
      room -= width
      cut.append(character)
    }
    room = 0
    text += ink(cut + cutMark)
  }
}
