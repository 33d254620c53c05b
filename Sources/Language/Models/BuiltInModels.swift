internal import Diagnostics
internal import YAML

/// The canonical models that come with the program, for projects that have no `schemas/models` of their own
/// or only some.
package enum BuiltInModels {
  package static let catalogue = ModelCatalogue(all)

  /// Those that are not in `names`; a project's own model takes the place of the one that comes with the program.
  static func models(except names: Set<String>) -> [Model] { all.filter { !names.contains($0.name) } }

  private static let all: [Model] =
    BuiltInModelText.files.compactMap { name, text in
      let document = YAMLLoader.load(SourceFile(path: "schemas/models/\(name)", text: text))
      var decoding = Decoding(document: document)
      return document.root.flatMap { decoding.decode(ModelFile.self, from: $0) }.flatMap { Model($0) }
    }
}
