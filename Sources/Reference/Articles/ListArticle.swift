internal import Diagnostics
internal import Language

/// What there is of a sort, each with its one line.
enum ListArticle {
  static func models(_ models: [Model]) -> Article {
    Article(
      "models", [.table(["model", "what it is"], models.map { [.model($0.name), Prose($0.summary)] })])
  }

  static func functions(_ functions: [FunctionEntry]) -> Article {
    Article(
      "functions",
      [.table(["function", "what it gives"], functions.map { [.code($0.name), Prose($0.summary)] })])
  }

  /// Rules of an area, or of a name that stands in several areas.
  static func rules(_ title: String, _ rules: [Rule]) -> Article {
    Article(title, [.table(["rule", "what it finds"], rules.map { [.code($0.id), Prose($0.summary)] })])
  }

  /// Where some words are met, for a name that nothing has.
  static func mentions(
    of words: String, _ places: [(name: String, line: String)], _ advice: [Guide.Row]
  ) -> Article {
    var passages: [Passage] = []
    if !advice.isEmpty {
      passages.append(
        .table(
          ["what happens", "why, and what to do"], advice.map { [Prose($0.happens), Prose($0.advice)] }))
    }
    if !places.isEmpty {
      passages.append(.paragraph("Nothing has this name. These speak of it:"))
      passages.append(.table(["name", "what it is"], places.map { [.code($0.name), Prose($0.line)] }))
    }
    return Article(words, passages)
  }
}

extension ReferenceBook {
  /// What speaks of some words, in the order of the reference; nil where nothing does.
  ///
  /// Where nothing holds all of them, the rarest counts.
  package func mentions(of query: String) -> Explanation? {
    let words = query.lowercased().split(separator: " ").map(String.init).filter { $0.count > 2 }
    guard !words.isEmpty else { return nil }
    let found = ([words] + words.map { [$0] }).map { Mentions(of: $0, in: self) }.filter { $0.count > 0 }
    guard let best = found.first(where: { $0.words == words }) ?? found.min(by: { $0.count < $1.count })
    else {
      return nil
    }
    return Explanation(
      article: ListArticle.mentions(of: query, Array(best.places.prefix(Mentions.most)), best.advice))
  }
}

/// Everything that speaks of some words.
private struct Mentions {
  let words: [String]
  private(set) var places: [(name: String, line: String)] = []
  private(set) var advice: [Guide.Row] = []
  var count: Int { places.count + advice.count }

  /// More than a screen of them is read by nobody.
  static let most = 12

  init(of words: [String], in book: ReferenceBook) {
    self.words = words
    for entry in book.catalogue.entries where speaks(entry.about.summary, entry.about.details) {
      places.append((entry.name, entry.about.summary))
    }
    for place in book.catalogue.keys
    where speaks(place.field.summary, place.field.alsoKnownAs.joined(separator: " ")) {
      places.append(("\(place.block.name)/\(place.field.key)", place.field.summary))
    }
    for rule in book.rules where speaks(rule.summary, rule.page) { places.append((rule.id, rule.summary)) }
    for function in book.functions where speaks(function.summary) {
      places.append((function.name, function.summary))
    }
    for model in book.models where speaks(model.summary) { places.append((model.name, model.summary)) }
    advice = Guide.rows.filter { speaks($0.happens, $0.advice) }
  }

  private func speaks(_ texts: String...) -> Bool {
    let text = texts.joined(separator: " ").lowercased()
    return words.allSatisfy { text.contains($0) }
  }
}
