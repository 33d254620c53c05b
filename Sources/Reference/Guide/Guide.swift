/// What stops people who write a connector, and what to do: a table of `docs/writing-a-connector.md`.
enum Guide {
  struct Row: Sendable {
    let happens: String
    let advice: String
  }

  static let rows = GuideText.table.split(separator: "\n").compactMap(row)

  /// `| what happens | what to do |`, where code may hold a bar of its own.
  private static func row(_ line: Substring) -> Row? {
    let cells = line.dropFirst(2).dropLast(2).split(separator: " | ", maxSplits: 1)
    guard let happens = cells.first, let advice = cells.dropFirst().first else { return nil }
    return Row(happens: String(happens), advice: String(advice))
  }
}
