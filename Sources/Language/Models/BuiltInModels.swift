internal import Diagnostics
internal import Synchronization
internal import YAML

/// The canonical models that come with the program, for projects that have no `schemas/models` of their own
/// or only some.
package enum BuiltInModels {
  package static let catalogue = ModelCatalogue()

  /// The names of all, which are those of their files.
  static let names: [String] = BuiltInModelText.files.map { String($0.name.dropLast(".json".count)) }.filter {
    $0 != "types"
  }

  /// Those that were asked for: a project uses a few, and reading all would take longer than checking a connector.
  private static let read = Mutex<[String: Model]>([:])

  static func model(_ name: String) -> Model? {
    if let known = read.withLock({ $0[name] }) { return known }
    guard let text = BuiltInModelText.files.first(where: { $0.name == "\(name).json" })?.text else {
      return nil
    }
    let document = YAMLLoader.load(SourceFile(path: "schemas/models/\(name).json", text: text))
    var decoding = Decoding(document: document)
    let model = document.root.flatMap { decoding.decode(ModelFile.self, from: $0) }.flatMap { Model($0) }
    if let model { read.withLock { $0[name] = model } }
    return model
  }
}
