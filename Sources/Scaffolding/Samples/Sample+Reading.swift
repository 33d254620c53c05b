internal import Diagnostics
internal import JSON
internal import YAML

extension Sample {
  /// Reads a JSON or YAML file.
  static func read(_ file: SourceFile) throws(ScaffoldProblem) -> Sample {
    let first = file.bytes.first {
      $0 != UInt8(ascii: " ") && $0 != UInt8(ascii: "\n") && $0 != UInt8(ascii: "\r")
        && $0 != UInt8(ascii: "\t")
    }
    if first == UInt8(ascii: "{") || first == UInt8(ascii: "[") {
      do {
        return Sample(try JSONDocument(file.bytes, maximumDepth: 128).root)
      } catch {
        let place = file.position(at: error.offset)
        throw ScaffoldProblem("`\(file.path)` is not JSON: \(error.message) (line \(place.line))")
      }
    }
    let document = YAMLLoader.load(file)
    if let error = document.findings.first(where: { $0.severity == .error && $0.rule.area == "yaml" }),
      document.root == nil || document.isPartial
    {
      throw ScaffoldProblem(
        "`\(file.path)` cannot be read: \(error.message) (line \(error.range.startPosition.line))")
    }
    guard let root = document.root else { throw ScaffoldProblem("`\(file.path)` is empty") }
    return Sample(root)
  }

  /// Reads a JSON text; nil when it is none.
  static func json(_ text: String) -> Sample? {
    (try? JSONDocument(text: text, maximumDepth: 128)).map { Sample($0.root) }
  }

  init(_ view: JSONView) {
    switch view.kind {
    case .object:
      self = .object(
        view.members.map { Member(key: Self.harmless($0.key.string ?? ""), value: Sample($0.value)) })
    case .array: self = .list(view.elements.map { Sample($0) })
    case .string: self = .text(Self.harmless(view.string ?? ""))
    case .integer, .fraction: self = .number(view.numberText ?? "0")
    default: self = view.bool.map { .bool($0) } ?? .null
    }
  }

  init(_ node: Node) {
    switch node.content {
    case .mapping(let mapping):
      self = .object(mapping.entries.map { Member(key: Self.harmless($0.key.text), value: Sample($0.value)) })
    case .list(let items): self = .list(items.map { Sample($0) })
    case .scalar(let scalar):
      switch scalar.resolved {
      case .null: self = .null
      case .bool(let value): self = .bool(value)
      case .int(let value): self = .number("\(value)")
      case .float(let value): self = value.isFinite ? .number("\(value)") : .text(Self.harmless(scalar.text))
      case .string: self = .text(Self.harmless(scalar.text))
      }
    }
  }

  /// The text without what would become an expression in a connector: nobody's document decides what is evaluated.
  static func harmless(_ text: String) -> String {
    text.contains("${") ? text.replacing("${", with: "$ {") : text
  }
}
