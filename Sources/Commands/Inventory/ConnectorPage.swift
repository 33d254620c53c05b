internal import Reports

/// Connectors as tables for a terminal.
struct ConnectorPage {
  private let ink: Emphasis

  init(_ style: OutputStyle) { ink = Emphasis(style) }

  /// A line for each connector.
  func table(_ connectors: [ConnectorOverview]) -> String {
    let rows = connectors.map { connector in
      [
        connector.name, Visible.word(connector.title), connector.category,
        Sentence.counted(connector.streams.count, "stream"), connector.capabilities.joined(separator: ", "),
      ]
    }
    return Self.grid(rows, indent: "", first: ink.strong)
  }

  /// Everything about one.
  func text(_ connector: ConnectorOverview) -> String {
    var text = "\(ink.strong(connector.name)): \(Visible.word(connector.title))\n\n"
    let facts = [
      ["category", connector.category], ["docs", Visible.word(connector.docs ?? "", limit: 300)],
      ["auth", connector.auth ?? ""], ["can", connector.capabilities.joined(separator: ", ")],
    ]
    text += Self.grid(facts.filter { !$0[1].isEmpty }, indent: "  ", first: { $0 })
    text += section("Streams", connector.streams.map(Self.row))
    text += section("Actions", connector.actions.map { [$0.name, Visible.word($0.title)] })
    text += section("Settings", connector.settings.map(Self.row))
    return text
  }

  private func section(_ title: String, _ rows: [[String]]) -> String {
    rows.isEmpty ? "" : "\n\(ink.strong(title))\n" + Self.grid(rows, indent: "  ", first: { $0 })
  }

  private static func row(_ stream: ConnectorOverview.StreamOverview) -> [String] {
    var notes: [String] = []
    if let pages = stream.pages, pages != "none" { notes.append("pages: \(pages)") }
    if let changes = stream.changes, changes != "none" { notes.append("changes: \(changes)") }
    if let deletions = stream.deletions, deletions != "none" { notes.append("deletions: \(deletions)") }
    let models = stream.models.isEmpty ? "not mapped" : stream.models.joined(separator: ", ")
    return [stream.name, "-> \(models)", notes.joined(separator: ", ")]
  }

  private static func row(_ setting: ConnectorOverview.SettingOverview) -> [String] {
    [
      setting.name, setting.type, setting.isRequired ? "required" : "optional", setting.variable,
      Visible.word(setting.title),
    ]
  }

  /// Rows with their columns aligned.
  private static func grid(_ rows: [[String]], indent: String, first: (String) -> String) -> String {
    var widths: [Int] = []
    for row in rows {
      for (column, cell) in row.enumerated() {
        if column == widths.count { widths.append(0) }
        widths[column] = max(widths[column], DisplayWidth.of(cell))
      }
    }
    return rows.map { row in
      var line = indent
      var pending = 0
      for (column, cell) in row.enumerated() where !cell.isEmpty {
        line += String(repeating: " ", count: pending) + (column == 0 ? first(cell) : cell)
        pending = widths[column] - DisplayWidth.of(cell) + 2
      }
      return line + "\n"
    }.joined()
  }
}
