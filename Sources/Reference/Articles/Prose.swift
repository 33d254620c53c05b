package import Language

/// Words for a reader, with the names among them told apart, so that a page can link them and a terminal can colour them.
package struct Prose: Sendable, Hashable, ExpressibleByStringLiteral {
  package enum Run: Sendable, Hashable {
    case text(String)
    /// Something as a file writes it.
    case code(String)
    /// The name of a construct or a union, or a shorter word for it.
    case construct(String, shown: String)
    case scope(Scope)
    /// The name of a canonical model.
    case model(String)
    /// Another page of the reference, by its file, under a title.
    case page(String, title: String)
  }

  package let runs: [Run]

  package init(runs: [Run]) { self.runs = runs }

  package init(stringLiteral value: String) { self.init(value) }

  /// Reads text in which names stand between backticks.
  package init(_ text: String) {
    var runs: [Run] = []
    var isCode = false
    for part in text.split(separator: "`", omittingEmptySubsequences: false) {
      if !part.isEmpty { runs.append(isCode ? .code(String(part)) : .text(String(part))) }
      isCode.toggle()
    }
    self.runs = runs
  }

  static func code(_ text: String) -> Prose { Prose(runs: [.code(text)]) }
  static func construct(_ name: String, shown: String? = nil) -> Prose {
    Prose(runs: [.construct(name, shown: shown ?? name)])
  }
  static func scope(_ scope: Scope) -> Prose { Prose(runs: [.scope(scope)]) }
  static func model(_ name: String) -> Prose { Prose(runs: [.model(name)]) }
  static func page(_ file: String, _ title: String) -> Prose { Prose(runs: [.page(file, title: title)]) }

  static func + (a: Prose, b: Prose) -> Prose { Prose(runs: a.runs + b.runs) }

  package var isEmpty: Bool { runs.isEmpty }

  /// `a`, `b` and `c`.
  static func enumeration(_ items: [Prose], _ word: String) -> Prose {
    guard let last = items.last else { return "" }
    guard items.count > 1 else { return last }
    return list(Array(items.dropLast())) + Prose(" \(word) ") + last
  }

  static func list(_ items: [Prose], separator: Prose = ", ") -> Prose {
    items.reduce(Prose(runs: [])) { $0.isEmpty ? $1 : $0 + separator + $1 }
  }
}

/// What there is to say about one thing, for a page or for a terminal.
package struct Article: Sendable {
  package let title: String
  package let passages: [Passage]

  package init(_ title: String, _ passages: [Passage]) {
    self.title = title
    self.passages = passages
  }
}

/// One piece of an article.
package enum Passage: Sendable {
  case heading(Prose)
  case paragraph(Prose)
  case list([Prose])
  case table([String], [[Prose]])
  case keys([KeyRow])
  case code(String, language: String)
}

/// What there is to say about one key.
package struct KeyRow: Sendable {
  package enum Presence: Sendable, Hashable {
    case required
    case optional
    /// May be left out, and then has this value.
    case standard(String)
  }

  package let key: String
  package let presence: Presence
  package let takes: Prose
  package let meaning: Prose

  init(_ field: FieldInfo) {
    key = field.key
    presence = field.isRequired ? .required : field.standardText.map { .standard($0) } ?? .optional
    takes = field.shape.words
    meaning = Prose(field.summary)
  }

  /// The key that decides which kind a block is.
  init(decider: CatalogueEntry.Decider) {
    key = decider.key
    presence = .required
    takes = .code(decider.value)
    meaning = "Says which kind this is."
  }
}
