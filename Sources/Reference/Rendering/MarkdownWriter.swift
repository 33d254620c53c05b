internal import Language

/// Writes articles as Markdown, with names as links to where they are described.
struct MarkdownWriter {
  let index: PageIndex
  /// The page being written, so that links are relative to it.
  let file: String

  /// An article under a heading of the given level.
  func section(_ article: Article, level: Int) -> String {
    String(repeating: "#", count: level) + " " + Self.escaped(article.title) + "\n\n" + body(article)
  }

  func body(_ article: Article) -> String { article.passages.map { passage($0) + "\n\n" }.joined() }

  private func passage(_ passage: Passage) -> String {
    switch passage {
    case .heading(let prose): "**\(text(prose))**"
    case .paragraph(let prose): text(prose)
    case .list(let items): items.map { "- " + text($0) }.joined(separator: "\n")
    case .table(let header, let rows): table(header, rows)
    case .keys(let keys):
      table(
        ["key", "takes", "default", "meaning"],
        keys.map { [.code($0.key), $0.takes, $0.presence.prose, $0.meaning] })
    case .code(let text, let language):
      "```\(language)\n" + (text.hasSuffix("\n") ? text : text + "\n") + "```"
    }
  }

  private func table(_ header: [String], _ rows: [[Prose]]) -> String {
    let lines = [header.joined(separator: " | "), header.map { _ in "---" }.joined(separator: " | ")]
    let cells = rows.map { row in row.map { cell($0) }.joined(separator: " | ") }
    return (lines + cells).map { "| \($0) |" }.joined(separator: "\n")
  }

  /// A bar would end the cell, even inside code.
  private func cell(_ prose: Prose) -> String {
    text(prose).split(separator: "|", omittingEmptySubsequences: false).joined(separator: "\\|")
  }

  private func text(_ prose: Prose) -> String { prose.runs.map(text).joined() }

  private func text(_ run: Prose.Run) -> String {
    switch run {
    case .text(let text): Self.escaped(text)
    case .code(let text): Self.code(text)
    case .construct(let name, let shown): link("`\(shown)`", index.place(ofConstruct: name))
    case .scope(let scope): link("`\(scope.rawValue)`", index.place(of: scope))
    case .model(let name): link("`\(name)`", index.place(ofModel: name))
    case .page(let page, let title): link(Self.escaped(title), page)
    }
  }

  private func link(_ label: String, _ place: String?) -> String {
    guard let place else { return label }
    return "[\(label)](\(PageIndex.relative(place, from: file)))"
  }

  /// Code that holds backticks needs more of them around it.
  private static func code(_ text: String) -> String {
    if text.isEmpty { return "(empty)" }
    return text.contains("`") ? "`` \(text) ``" : "`\(text)`"
  }

  private static func escaped(_ text: String) -> String {
    var result = ""
    for character in text {
      if "<*\\".contains(character) { result += "\\" }
      result.append(character)
    }
    return result
  }
}

extension KeyRow.Presence {
  fileprivate var prose: Prose {
    switch self {
    case .required: "required"
    case .optional: ""
    case .standard(let text): .code(text)
    }
  }
}
