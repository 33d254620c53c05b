package import Diagnostics
package import Expressions
package import Language

/// The files of the repository that are made and never written by hand.
package enum GeneratedFiles {
  /// Paths from the top of the repository, and what must stand in the files.
  package static func all(
    models: [Model], rules: [Rule], functions: [FunctionLibrary] = FunctionLibrary.all
  ) -> [(path: String, text: String)] {
    let book = ReferenceBook(models: models, rules: rules, functions: functions)
    return schemas + ReferencePages(book).all.map { (path: pageFolder + $0.path, text: $0.text) }
  }

  /// The schemas for editors, which need nothing but the language.
  package static var schemas: [(path: String, text: String)] {
    RootDocument.all.map { root in
      (path: "schemas/\(root.name).schema.json", text: DocumentSchema.text(of: root))
    }
  }

  private static let pageFolder = "docs/reference/"
}
