internal import JSON

extension BodyTree {
  /// Lines of this width are easy to read; what fits into one stays in one.
  private static let width = 110

  /// The value as JSON for people: small parts on one line, large ones indented.
  package var text: String { written(indent: 0, lead: 0) }

  /// The same for a column of that width.
  package func text(width: Int) -> String { written(indent: 0, lead: 0, width: width) }

  /// The value as JSON on one line.
  var line: String {
    switch self {
    case .null: return "null"
    case .bool(let truth): return truth ? "true" : "false"
    case .number(let digits): return digits
    case .text(let text): return Self.quoted(text)
    case .list(let items): return "[" + items.map(\.line).joined(separator: ", ") + "]"
    case .object(let members):
      return "{" + members.map { "\(Self.quoted($0.name)): \($0.value.line)" }.joined(separator: ", ") + "}"
    }
  }

  /// `lead` is what stands before the value on its line.
  private func written(indent: Int, lead: Int, width: Int = Self.width) -> String {
    if estimate <= width {
      let line = line
      if lead + line.utf8.count <= width, isSmall { return line }
    }
    let inner = String(repeating: " ", count: indent + 2)
    let outer = String(repeating: " ", count: indent)
    switch self {
    case .list(let items) where !items.isEmpty:
      let lines = items.map { inner + $0.written(indent: indent + 2, lead: indent + 2, width: width) }
      return "[\n" + lines.joined(separator: ",\n") + "\n\(outer)]"
    case .object(let members) where !members.isEmpty:
      let lines = members.map { member in
        let name = Self.quoted(member.name) + ": "
        return inner + name
          + member.value.written(indent: indent + 2, lead: indent + 2 + name.utf8.count, width: width)
      }
      return "{\n" + lines.joined(separator: ",\n") + "\n\(outer)}"
    default: return line
    }
  }

  /// Nothing in it holds more than scalars.
  private var isSmall: Bool {
    children.allSatisfy { child in child.children.allSatisfy { $0.children.isEmpty } }
  }

  /// At least so long is the line, told without writing it.
  private var estimate: Int {
    switch self {
    case .null, .bool, .number: 1
    case .text(let text): text.utf8.count
    case .list(let items): items.reduce(items.count) { $0 + $1.estimate }
    case .object(let members): members.reduce(members.count) { $0 + $1.name.utf8.count + $1.value.estimate }
    }
  }

  static func quoted(_ text: String) -> String {
    var bytes: [UInt8] = []
    JSONText.append(text, to: &bytes)
    return String(decoding: bytes, as: UTF8.self)
  }
}
