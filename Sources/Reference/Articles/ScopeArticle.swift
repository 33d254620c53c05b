internal import Language

/// What there is to say about the variables of expressions.
enum ScopeArticle {
  static func scope(_ scope: Scope, _ catalogue: ConstructCatalogue) -> Article {
    let blocks = catalogue.uses(of: scope).map(\.block.name).reduce(into: [String]()) { found, name in
      if !found.contains(name) { found.append(name) }
    }
    return Article(
      scope.rawValue,
      [
        .paragraph(Prose(scope.summary.capitalizedFirst + ".")),
        .table(["variable", "holds", "meaning"], scope.variables.map(row)),
        .paragraph("Used in " + .enumeration(blocks.map { .construct($0) }, "and") + "."),
      ])
  }

  /// What a variable holds, and the scopes that see it; a name may hold different things in different scopes.
  static func variable(_ name: String) -> Article? {
    let found = Scope.allCases.compactMap { scope in
      scope.variables.first { $0.name == name }.map { (scope: scope, variable: $0) }
    }
    guard !found.isEmpty else { return nil }
    let meanings = found.map(\.variable).reduce(into: [ContextVariable]()) { meanings, variable in
      if !meanings.contains(variable) { meanings.append(variable) }
    }
    return Article(
      name,
      meanings.flatMap { meaning -> [Passage] in
        let scopes = found.filter { $0.variable == meaning }.map { Prose.scope($0.scope) }
        return [
          .paragraph(sentence(meaning)), .paragraph("Holds " + Prose(meaning.content.words) + "."),
          .paragraph("Seen by expressions over " + .enumeration(scopes, "and") + "."),
        ]
      })
  }

  private static func row(_ variable: ContextVariable) -> [Prose] {
    [.code(variable.name), Prose(variable.content.words), sentence(variable)]
  }

  private static func sentence(_ variable: ContextVariable) -> Prose {
    let needs = variable.needs.map { "; there only with `\($0)`." } ?? "."
    return Prose(variable.summary.capitalizedFirst + needs)
  }
}

extension ContextVariable.Content {
  /// The kind of value, in words.
  var words: String {
    switch self {
    case .settings, .account, .page, .window, .input, .job, .outgoingRequest, .askedRequest, .pattern, .file:
      "a map"
    case .instant: "a timestamp"
    case .text: "text"
    case .integer: "a whole number"
    case .textByName: "a map of texts"
    case .anything: "any value"
    case .listOfRecords: "a list of records"
    case .record: "a record"
    case .textList: "a list of texts"
    }
  }
}

extension String {
  var capitalizedFirst: String { prefix(1).uppercased() + dropFirst() }
}
