internal import Diagnostics
internal import Expressions
internal import Language

/// The pages of `docs/reference/`, made from the same articles that `connector explain` prints.
struct ReferencePages {
  let book: ReferenceBook
  private let index: PageIndex

  init(_ book: ReferenceBook) {
    self.book = book
    index = PageIndex(models: book.models)
  }

  /// Files by their path below the folder of the reference.
  var all: [(path: String, text: String)] {
    [(path: "README.md", text: contents)]
      + PageIndex.blockPages.map { page in (path: page.file, text: blocks(page)) }
      + areas.map { area in (path: PageIndex.file(of: area), text: models(in: area)) }
      + [(path: PageIndex.expressionsFile, text: expressions), (path: PageIndex.rulesFile, text: rules)]
  }

  private static let notice =
    "<!-- Generated from the description of the language; see `connector generate`. -->\n\n"

  private func page(_ title: String, _ parts: [String]) -> String {
    let text = Self.notice + "# \(title)\n\n" + parts.joined()
    return text.hasSuffix("\n\n") ? String(text.dropLast()) : text
  }

  private func writer(_ file: String) -> MarkdownWriter { MarkdownWriter(index: index, file: file) }

  // MARK: Contents

  private var contents: String {
    let pages = PageIndex.blockPages.map { ($0.file, $0.title, $0.summary) }
    let others = [
      (PageIndex.expressionsFile, "Expressions", "The variables and functions of expressions."),
      (PageIndex.rulesFile, "Rules", "Everything that `connector lint` finds, with examples."),
    ]
    let rows = (pages + others).map { [Prose.page($0.0, $0.1), Prose($0.2)] }
    let files = RootDocument.all.map { root in
      [
        Prose.code(root.files), Prose.construct(root.construct.about.name),
        Prose(root.construct.about.summary),
      ]
    }
    let article = Article(
      "Reference",
      [
        .paragraph(
          """
          Every file, block, key, variable, function and rule of the language. `connector explain NAME` prints the same.
          """
        ),
        .table(["file", "described by", "what it is"], files),
        .table(["page", "what it holds"], rows),
        .heading("How to read the tables of keys"),
        .list([
          "A key is `required`, or has a default, or may be left out and then means nothing.",
          """
          A template is text that may hold `${ expression }` parts. An expression is written bare. "Over" names the \
          variables that it sees, see\u{20}
          """
            + .page(PageIndex.expressionsFile, "Expressions") + ".",
          "A path is keys with dots between them; a key that has a dot itself stands between backticks, ``list.`odata.id` ``.",
          "A key that the language does not know is an error, so a misspelt key is never ignored.",
        ]),
      ])
    return page(article.title, [writer("README.md").body(article)])
  }

  // MARK: Blocks

  private func blocks(_ page: PageIndex.BlockPage) -> String {
    let writer = writer(page.file)
    let entries = page.groups.flatMap { book.catalogue.ordered(inGroup: $0) }
    var parts = [writer.body(Article("", [.paragraph(Prose(page.summary))]))]
    if page.file == PageIndex.modelsFile { parts.append(writer.body(modelIndex)) }
    parts += entries.map { entry in
      let article = ConstructArticle(entry: entry, catalogue: book.catalogue, isWhole: false).article
      return writer.section(article, level: 2)
    }
    return self.page(page.title, parts)
  }

  // MARK: Models

  private var areas: [ModelArea?] {
    let used = Set(book.models.map(\.area))
    return (ModelArea.allCases.map { Optional($0) } + [nil]).filter { used.contains($0) }
  }

  private var modelIndex: Article {
    Article(
      "",
      [
        .table(
          ["model", "area", "what one record is"],
          areas.flatMap { area in
            book.models.filter { $0.area == area }.map { model in
              [.model(model.name), Prose(area?.rawValue ?? ""), Prose(model.summary)]
            }
          })
      ])
  }

  private func models(in area: ModelArea?) -> String {
    let file = PageIndex.file(of: area)
    let title = "Models: \(area?.rawValue ?? "other")"
    let parts = book.models.filter { $0.area == area }.map { model in
      writer(file).section(ModelArticle.article(model), level: 2)
    }
    return page(title, parts)
  }

  // MARK: Expressions

  private var expressions: String {
    let writer = writer(PageIndex.expressionsFile)
    var parts = [
      writer.body(
        Article(
          "",
          [
            .paragraph(
              """
              Expressions are CEL, the Common Expression Language. A key that takes an expression holds it bare; a \
              template is text with `${ expression }` parts. Which variables there are depends on the key.
              """
            )
          ])),
      "## Variables\n\n",
    ]
    parts += Scope.allCases.map { writer.section(ScopeArticle.scope($0, book.catalogue), level: 3) }
    parts.append(writer.section(TimeFormatArticle.article, level: 2))
    parts.append("## Functions\n\n")
    for family in book.families {
      let entries = book.functions.filter { $0.family.name == family.name }
      parts.append("### \(family.name.capitalizedFirst)\n\n\(family.summary)\n\n")
      parts += entries.map { writer.section(FunctionArticle.article([$0]), level: 4) }
    }
    return page("Expressions", parts)
  }

  // MARK: Rules

  private var rules: String {
    let writer = writer(PageIndex.rulesFile)
    let rows = book.rules.map { rule in
      [
        Prose.page("#" + PageIndex.anchor(rule.id), rule.id), Prose(rule.severity.rawValue),
        Prose(rule.summary),
      ]
    }
    let parts = book.rules.map { writer.section(RuleArticle.article($0), level: 2) }
    let index = writer.body(Article("", [.table(["rule", "severity", "what is wrong"], rows)]))
    return page("Rules", [index] + parts)
  }
}
