internal import Diagnostics
internal import YAML

/// The canonical models that come with the program, for projects that have no `schemas/models` of their own.
package enum BuiltInModels {
  package static let catalogue = ModelCatalogue(
    BuiltInModelText.files.compactMap { name, text in
      let document = YAMLLoader.load(SourceFile(path: "schemas/models/\(name)", text: text))
      var decoding = Decoding(document: document)
      return document.root.flatMap { decoding.decode(ModelFile.self, from: $0) }.flatMap { Model($0) }
    })
}
