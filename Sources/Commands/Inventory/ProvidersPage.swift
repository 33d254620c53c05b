internal import Language

/// `docs/providers.md`: what each connector can do and how sure its facts are, made from the connectors themselves.
enum ProvidersPage {
  static func markdown(_ connectors: [LoadedConnector]) -> String {
    let shown = connectors.filter { !$0.isFamily && $0.file != nil }
    var text = """
      # Providers

      Made by `connector generate` from the connectors: streams with the models they give, what else each can do, who can get \
      credentials, and how sure the facts are (`observed` in the live system, `documented` by the provider, `secondary` from other \
      public code or articles, `unconfirmed`). What is not known is left out of a connector and named below.

      | provider | category | signs in by | streams → models | abilities | access | facts |
      | --- | --- | --- | --- | --- | --- | --- |

      """
    for connector in shown { text += row(connector) }
    text += """

      ## Without a connector

      What was looked for and is not public has no connector rather than an invented one. Whoever has an agreement with one of \
      these can describe its file with `extends: file-exchange` and columns of its own.

      \(Unconnected.markdown)
      ## What is not known

      """
    for connector in shown {
      guard let notes = connector.file?[ConnectorFile.verified]?[Verified.notes], !notes.isEmpty else {
        continue
      }
      text += "\n**\(cell(connector.file?[ConnectorFile.title] ?? connector.name)).** \(oneLine(notes))\n"
    }
    return text
  }

  private static func row(_ connector: LoadedConnector) -> String {
    let overview = ConnectorOverview(connector)
    let verified = connector.file?[ConnectorFile.verified]
    let streams = overview.streams.map { stream in
      stream.models.isEmpty ? stream.name : "\(stream.name) → \(stream.models.joined(separator: ", "))"
    }
    let title = overview.docs.map { "[\(overview.title)](\($0))" } ?? overview.title
    let cells = [
      title, overview.category, overview.auth ?? "none", streams.joined(separator: "<br>"),
      overview.capabilities.joined(separator: ", "), (verified?[Verified.access] ?? .open).rawValue,
      verified.map { "\($0[Verified.confidence]?.rawValue ?? ""), \($0[Verified.date] ?? "")" } ?? "",
    ]
    return "| " + cells.map(cell).joined(separator: " | ") + " |\n"
  }

  private static func cell(_ text: String) -> String {
    oneLine(text).split(separator: "|", omittingEmptySubsequences: false).joined(separator: "\\|")
  }

  private static func oneLine(_ text: String) -> String {
    text.split(whereSeparator: \.isNewline).joined(separator: " ")
  }
}
