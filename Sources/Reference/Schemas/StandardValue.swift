internal import Diagnostics
internal import Language
internal import YAML

/// The default of a key as a value.
enum StandardValue {
  /// Nil when there is no default, or when it is a word about one (`any`, `the model's`) and no value that the file could hold.
  static func of(_ field: any AnyField) -> OrderedJSON? {
    guard let text = field.info.standardText else { return nil }
    let document = YAMLLoader.load(SourceFile(path: "default.yaml", text: text + "\n"))
    guard document.findings.isEmpty, let root = document.root else { return nil }
    var decoding = Decoding(document: document)
    guard field.decode(root, &decoding) != nil, decoding.findings.isEmpty else { return nil }
    return value(root)
  }

  private static func value(_ node: Node) -> OrderedJSON {
    switch node.content {
    case .list(let items): .array(items.map(value))
    case .mapping(let mapping): .object(mapping.entries.map { .init($0.key.text, value($0.value)) })
    case .scalar(let scalar):
      switch scalar.resolved {
      case .null: .null
      case .bool(let flag): .bool(flag)
      case .int(let number): .int(number)
      case .float(let number): .number(number)
      case .string: .string(scalar.text)
      }
    }
  }
}
