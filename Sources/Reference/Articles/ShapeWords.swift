internal import Language

extension ValueShape {
  /// What a key takes, in words.
  var words: Prose {
    switch self {
    case .text(let format): Prose(format.meaning.withoutArticle)
    case .template(let scope): "template over " + .scope(scope)
    case .expression(let scope, let yield):
      "expression over " + .scope(scope) + Prose(yield.words.map { ", gives \($0)" } ?? "")
    case .integer(let range): Prose(Self.words(range))
    case .boolean: "`true` or `false`"
    case .choice(let choices): Self.words(choices)
    case .list(let element, let least):
      Prose(least > 1 ? "list of \(least) or more: " : "list of: ") + element.words
    case .map(let element, let keys): Prose(keys == .plain ? "map to: " : "map by name to: ") + element.words
    case .block(let type): .construct(type.about.name) + " block"
    case .union(let type): .construct(type.about.name) + " block"
    case .either(let short, let long): short.words + "; or " + long.words
    case .tree(let scope): "any value, its texts are templates over " + .scope(scope)
    case .anything: "any value"
    }
  }

  private static func words(_ range: ClosedRange<Int>) -> String {
    switch (range.lowerBound, range.upperBound) {
    case (.min, .max): "whole number"
    case (let low, .max): "whole number, at least \(low)"
    case (let low, let high) where low == high: "`\(low)`"
    case (let low, let high): "whole number from \(low) to \(high)"
    }
  }

  /// More words than this are listed below the keys only.
  private static let shownWords = 6

  private static func words(_ choices: [Choice]) -> Prose {
    if choices.count > shownWords { return Prose("one of \(choices.count) words") }
    return .enumeration(choices.map { .code($0.name) }, "or")
  }
}

extension String {
  /// `duration` for `a duration`, as a cell of a table says it.
  fileprivate var withoutArticle: String {
    for article in ["a ", "an "] where hasPrefix(article) { return String(dropFirst(article.count)) }
    return self
  }
}

extension Constraint {
  var words: Prose {
    switch self {
    case .exactlyOne(let keys): "Exactly one of " + Self.list(keys) + " must be given."
    case .atMostOne(let keys): "At most one of " + Self.list(keys) + " may be given."
    case .atLeastOne(let keys): "At least one of " + Self.list(keys) + " must be given."
    case .needs(let key, let other): .code(key) + " has a meaning only together with " + .code(other) + "."
    }
  }

  private static func list(_ keys: [String]) -> Prose { .enumeration(keys.map { .code($0) }, "and") }
}
