package import Expressions

/// A function, an operator or a macro of the expression language, as a reader knows it.
package struct FunctionEntry: Sendable {
  /// `lowerAscii`, `+`, `filter`.
  package let name: String
  package let family: FunctionLibrary
  package let summary: String
  /// How it is written, with the types of what goes in and comes out.
  package let forms: [String]
  package let examples: [Expressions.Example]

  init(_ function: Function, in family: FunctionLibrary) {
    name = Self.spelling(function.name)
    self.family = family
    summary = function.summary
    forms = Self.isOperator(function.name) ? Self.operatorForms(function) : function.signatures
    examples = function.examples
  }

  init(_ macro: Macro, in family: FunctionLibrary) {
    name = macro.name
    self.family = family
    summary = macro.summary
    forms = macro.forms
    examples = macro.examples
  }

  /// Everything that expressions can call, family by family.
  package static func all(in families: [FunctionLibrary]) -> [FunctionEntry] {
    families.flatMap { family in
      family.functions.map { FunctionEntry($0, in: family) }
        + family.macros.map { FunctionEntry($0, in: family) }
    }
  }

  // MARK: Operators

  /// Operators are declared under names that nobody can write: `_+_`, `!_`, `@in`.
  private static func isOperator(_ name: String) -> Bool {
    name.hasPrefix("_") || name.hasPrefix("@") || name.hasSuffix("_")
  }

  private static func spelling(_ name: String) -> String {
    isOperator(name) ? name.filter { $0 != "_" && $0 != "@" } : name
  }

  private static func operatorForms(_ function: Function) -> [String] {
    let sign = spelling(function.name)
    return function.overloads.map { overload in
      let types = overload.parameters.map(\.description)
      let form =
        types.count == 1
        ? sign + (types.first ?? "") : types.joined(separator: " \(sign) ")
      return "\(form) -> \(overload.result)"
    }
  }
}

/// What there is to say about a function.
enum FunctionArticle {
  /// All declarations of one name together.
  static func article(_ entries: [FunctionEntry]) -> Article {
    Article(
      entries.first?.name ?? "",
      entries.flatMap { entry -> [Passage] in
        var passages: [Passage] = [
          .paragraph(Prose(entry.summary)),
          .code(entry.forms.joined(separator: "\n"), language: "text"),
        ]
        if !entry.examples.isEmpty {
          passages.append(
            .table(["example", "gives"], entry.examples.map { [.code($0.expression), .code($0.result)] }))
        }
        return passages
      })
  }
}
