internal import Language

/// Where in the reference each thing is described.
struct PageIndex {
  let models: [Model]

  /// A page about blocks: the groups, by the first part of their names, that it holds.
  struct BlockPage: Sendable {
    let file: String
    let title: String
    let summary: String
    let groups: [String]
  }

  /// The pages about blocks in reading order; a test sees to it that every group has its page.
  static let blockPages: [BlockPage] = [
    BlockPage(
      file: "connector.md", title: "Connectors",
      summary: "The file, its settings, the call that proves credentials.",
      groups: ["connector", "verified", "check", "setting"]),
    BlockPage(
      file: "auth.md", title: "Authentication", summary: "How requests prove who is asking.", groups: ["auth"]
    ),
    BlockPage(
      file: "requests.md", title: "Requests", summary: "Addresses, bodies, limits, errors, retries.",
      groups: ["http", "request", "placement"]),
    BlockPage(
      file: "streams.md", title: "Streams",
      summary: "What is read, where its records sit, how replies are decoded.",
      groups: ["stream", "decode"]),
    BlockPage(
      file: "pages.md", title: "Pages", summary: "How a collection is divided into pages and where it ends.",
      groups: ["pages"]),
    BlockPage(
      file: "changes.md", title: "Changes and deletions",
      summary: "How only what changed is read, and what is gone.",
      groups: ["changes", "deletions"]),
    BlockPage(
      file: "webhooks.md", title: "Webhooks",
      summary: "How notifications are verified, answered and understood.",
      groups: ["webhooks"]),
    BlockPage(
      file: "exchange.md", title: "File exchange",
      summary: "Files that are put and picked up: places, keys, and what partners want of files.",
      groups: ["exchange"]),
    BlockPage(file: "actions.md", title: "Actions", summary: "Writes to the provider.", groups: ["action"]),
    BlockPage(
      file: "mapping.md", title: "Mappings", summary: "How records become canonical records.",
      groups: ["mapping"]),
    BlockPage(
      file: "tests.md", title: "Tests", summary: "Recordings in, canonical records out.", groups: ["tests"]),
    BlockPage(
      file: "models.md", title: "Models", summary: "The canonical models, and the file that describes one.",
      groups: ["model"]),
  ]

  static let expressionsFile = "expressions.md"
  static let rulesFile = "rules.md"
  static let modelsFile = "models.md"

  static func group(of name: String) -> String { String(name.prefix { $0 != "/" }) }

  func place(ofConstruct name: String) -> String? {
    let page = Self.blockPages.first { $0.groups.contains(Self.group(of: name)) }
    return page.map { $0.file + "#" + Self.anchor(name) }
  }

  func place(of scope: Scope) -> String { Self.expressionsFile + "#" + Self.anchor(scope.rawValue) }

  func place(ofModel name: String) -> String? {
    models.first { $0.name == name }.map { Self.file(of: $0.area) + "#" + Self.anchor(name) }
  }

  static func file(of area: ModelArea?) -> String { "models/\(area?.rawValue ?? "other").md" }

  /// The name that Markdown viewers give to a heading.
  static func anchor(_ heading: String) -> String {
    heading.lowercased().compactMap { character in
      if character == " " { return "-" }
      return character.isLetter || character.isNumber || character == "_" || character == "-"
        ? String(character) : nil
    }
    .joined()
  }

  /// A place as the given page has to name it.
  static func relative(_ place: String, from file: String) -> String {
    if place.hasPrefix(file + "#") { return String(place.dropFirst(file.count)) }
    let folder = file.split(separator: "/").dropLast().map { $0 + "/" }.joined()
    if folder.isEmpty { return place }
    return place.hasPrefix(folder) ? String(place.dropFirst(folder.count)) : "../" + place
  }
}
