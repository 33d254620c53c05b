internal import Diagnostics
internal import Formatting
internal import Language

/// YAML under construction, line by line, with remarks beside what was guessed.
struct YAMLText {
  private var lines: [String] = []
  private(set) var guessCount = 0

  mutating func comment(_ text: String, at level: Int = 0) {
    lines.append(String(repeating: "  ", count: level) + "# \(text)")
  }

  mutating func blank() { lines.append("") }

  /// A key without a value of its own.
  mutating func open(_ level: Int, _ key: String, _ remark: String? = nil) {
    add(level, "\(Self.key(key)):", remark)
  }

  /// A key with a text.
  mutating func entry(_ level: Int, _ key: String, _ text: String, _ remark: String? = nil) {
    add(level, "\(Self.key(key)): \(Quoting.written(text, isFlow: false))", remark)
  }

  /// A key with a value that is YAML already.
  mutating func raw(_ level: Int, _ key: String, _ yaml: String, _ remark: String? = nil) {
    add(level, "\(Self.key(key)): \(yaml)", remark)
  }

  /// A key with a text of several lines, or of one.
  mutating func block(_ level: Int, _ key: String, _ text: String) {
    let lines = text.split(omittingEmptySubsequences: false) { $0.isNewline }.map { line in
      String(line.reversed().drop { $0.isWhitespace }.reversed()).replacing("\t", with: "  ")
    }
    let written = lines.drop { $0.isEmpty }
    guard written.count > 1 else { return entry(level, key, written.first ?? "") }
    // Lines below the first may be indented less than it.
    let margin = written.filter { !$0.isEmpty }.map { $0.prefix { $0 == " " }.count }.min() ?? 0
    add(level, "\(Self.key(key)): |", nil)
    for line in written {
      self.lines.append(
        line.isEmpty ? "" : String(repeating: "  ", count: level + 1) + line.dropFirst(margin))
    }
  }

  /// A key with any value; the members of an object stand below it.
  mutating func value(_ level: Int, _ key: String, _ value: Sample) {
    guard let members = value.members, !members.isEmpty else { return raw(level, key, Self.flow(value)) }
    open(level, key)
    for member in members { self.value(level + 1, member.key, member.value) }
  }

  /// An element of a list that begins with a key.
  mutating func element(_ level: Int, _ key: String, _ text: String, _ remark: String? = nil) {
    add(level, "- \(Self.key(key)): \(Quoting.written(text, isFlow: false))", remark)
  }

  private mutating func add(_ level: Int, _ text: String, _ remark: String?) {
    if remark?.hasPrefix("guess") ?? false { guessCount += 1 }
    let note = remark.map { "  # \(Self.oneLine($0))" } ?? ""
    lines.append(String(repeating: "  ", count: level) + text + note)
  }

  private static func oneLine(_ text: String) -> String { String(text.map { $0.isNewline ? " " : $0 }) }

  /// A key that an author chose is quoted where it must be.
  static func key(_ key: String) -> String { Quoting.written(key, isFlow: false) }

  /// `{a: x, b: y}`; the values are texts.
  static func flow(_ pairs: [(String, String)]) -> String {
    "{"
      + pairs.map { "\(Quoting.written($0.0, isFlow: true)): \(Quoting.written($0.1, isFlow: true))" }.joined(
        separator: ", ") + "}"
  }

  static func flow(_ value: Sample) -> String {
    switch value {
    case .text(let text): Quoting.written(text, isFlow: true)
    case .list(let items): "[" + items.map { flow($0) }.joined(separator: ", ") + "]"
    case .object(let members):
      "{"
        + members.map { "\(Quoting.written($0.key, isFlow: true)): \(flow($0.value))" }.joined(
          separator: ", ")
        + "}"
    case .null: "null"
    case .number, .bool: value.scalarText ?? "null"
    }
  }

  static func flow(_ texts: [String]) -> String {
    "[" + texts.map { Quoting.written($0, isFlow: true) }.joined(separator: ", ") + "]"
  }

  /// The text in canonical form.
  func text(as root: any Construct.Type) -> String {
    let text = lines.joined(separator: "\n") + "\n"
    if case .changed(let bytes) = Formatter.format(SourceFile(path: "new.yaml", text: text), as: root) {
      return String(decoding: bytes, as: UTF8.self)
    }
    return text
  }
}
