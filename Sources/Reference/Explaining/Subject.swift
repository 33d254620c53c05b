internal import Diagnostics
internal import Language

/// One of the things that a name can mean.
enum Subject {
  case rule(Rule)
  case block(CatalogueEntry)
  case model(Model)
  case modelField(Article)
  case function([FunctionEntry])
  case variable(String)
  case scope(Scope)
  case key(String, [KeyPlace])
  /// A value of a key that takes one of several words.
  case word(String, [(place: KeyPlace, choice: Choice)])
  /// Blocks of different kinds that end in the same name.
  case blocks(String, [CatalogueEntry])
  /// How times are written.
  case timeFormat
  /// Everything of a sort, of an area, or that ends in a name.
  case list(Article)

  /// The sort of thing, as a user may write it before the name: `connector explain variable page`.
  var sort: String {
    switch self {
    case .rule: "rule"
    case .block, .blocks: "block"
    case .model: "model"
    case .modelField: "field"
    case .function: "function"
    case .variable: "variable"
    case .scope: "scope"
    case .key: "key"
    case .word: "value"
    case .timeFormat: "time"
    case .list: "list"
    }
  }

  func article(in book: ReferenceBook) -> Article {
    switch self {
    case .rule(let rule): RuleArticle.article(rule)
    case .block(let entry): ConstructArticle(entry: entry, catalogue: book.catalogue, isWhole: true).article
    case .model(let model): ModelArticle.article(model)
    case .modelField(let article): article
    case .function(let entries): FunctionArticle.article(entries)
    case .variable(let name): ScopeArticle.variable(name) ?? Article(name, [])
    case .scope(let scope): ScopeArticle.scope(scope, book.catalogue)
    case .key(let key, let places): KeyArticle.key(key, places)
    case .word(let word, let uses): KeyArticle.word(word, uses)
    case .timeFormat: TimeFormatArticle.article
    case .list(let article): article
    case .blocks(let suffix, let entries): KeyArticle.blocks(suffix, entries)
    }
  }
}

extension ReferenceBook {
  /// What a name can mean, the likeliest first.
  func subjects(named name: String) -> [Subject] {
    var found: [Subject] = []
    if name == "models" { found.append(.list(ListArticle.models(models))) }
    if name == "functions" { found.append(.list(ListArticle.functions(functions))) }
    if let rule = rules.first(where: { $0.id == name }) { found.append(.rule(rule)) }
    if let entry = catalogue[name] { found.append(.block(entry)) }
    if let model = models.first(where: { $0.name == name || $0.plural == name }) {
      found.append(.model(model))
    }
    if let field = modelField(name) { found.append(.modelField(field)) }
    let called = functions.filter { $0.name == name }
    if !called.isEmpty { found.append(.function(called)) }
    if ScopeArticle.variable(name) != nil { found.append(.variable(name)) }
    let ending = catalogue[name] == nil ? catalogue.entries(endingIn: name) : []
    if let only = ending.first, ending.count == 1 { found.append(.block(only)) }
    let places = catalogue.places(ofKey: name)
    if !places.isEmpty { found.append(.key(name, places)) }
    if let scope = Scope(rawValue: name) { found.append(.scope(scope)) }
    if ending.count > 1 { found.append(.blocks(name, ending)) }
    let uses = catalogue.uses(ofWord: name)
    if !uses.isEmpty { found.append(.word(name, uses)) }
    if let list = list(ofRules: name) { found.append(.list(list)) }
    if name == "format" || name == "formats" { found.append(.timeFormat) }
    return found
  }

  /// All rules, those of an area such as `paging`, or those that end in `unknown-path`.
  private func list(ofRules name: String) -> Article? {
    let alike = rules.filter { name == "rules" || $0.area == name || $0.id.hasSuffix("/\(name)") }
    if alike.count == 1, let only = alike.first { return RuleArticle.article(only) }
    return alike.isEmpty ? nil : ListArticle.rules(name, alike)
  }

  /// `employee.hire_date`, and fields of objects and lists below that.
  private func modelField(_ name: String) -> Article? {
    let parts = name.split(separator: ".")
    guard parts.count > 1, let first = parts.first, let model = models.first(where: { $0.name == first })
    else {
      return nil
    }
    return ModelArticle.field(Array(parts.dropFirst()), of: model)
  }

  /// Everything that can be asked for.
  var names: [String] {
    rules.map(\.id) + catalogue.entries.flatMap { [$0.name, $0.suffix] } + models.map(\.name)
      + functions.map(\.name) + Scope.allCases.flatMap { [$0.rawValue] + $0.variables.map(\.name) }
      + catalogue.keys.map(\.field.key)
  }
}
