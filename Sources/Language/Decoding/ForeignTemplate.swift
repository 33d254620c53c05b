package import Diagnostics
internal import Expressions
internal import YAML

/// Ways in which other tools put a value into a text: `{{ x }}`, `$x.y`, `{x.y}`.
///
/// Here they would be sent to the provider as they stand.
package enum ForeignTemplate {
  package static let rule = Rule(
    "spec/foreign-template", .error, .likely, "a value is put into a text in another tool's way",
    page: """
      Only `${ expression }` is replaced; `{{ x }}`, `$settings.x` and `{settings.x}` would be sent to the provider as they stand. Write \
      the same expression between `${` and `}`.
      """,
    failing: """
      http:
        base_url: https://{{ settings.api_key }}.example.com/v1
      #                   ^^^^^^^^^^^^^^^^^^^^^^ spec/foreign-template
        rate_limit: {requests: 100, per: 1m}
        throttled: {status: [429], wait: {header: Retry-After}}
      """,
    passing: """
      http:
        base_url: https://api.example.com/v1
        rate_limit: {requests: 100, per: 1m}
        throttled: {status: [429], wait: {header: Retry-After}}
      """)

  struct Found {
    let range: Range<Int>
    let replacement: String
  }

  /// The first such place in a text, in UTF-8 offsets.
  static func first(in text: String, _ scope: Scope) -> Found? {
    if let found = literal(text) ?? bare(text) { return found }
    // Nearly all texts are plain.
    guard text.utf8.contains(where: Self.begins) else { return nil }
    let bytes = Array(text.utf8)
    for start in bytes.indices where Self.begins(bytes[start]) {
      let rest = bytes[start...]
      if let (open, close) = Self.marks.first(where: { rest.starts(with: $0.0.utf8) }) {
        if let end = end(of: rest, close.utf8) {
          return found(bytes, start..<end, inner: start + open.utf8.count..<end - close.utf8.count)
        }
      } else if rest.starts(with: "{{".utf8) {
        if let end = end(of: rest, "}}".utf8) { return found(bytes, start..<end, inner: start + 2..<end - 2) }
      } else if rest.first == UInt8(ascii: "{"), start == 0 || bytes[start - 1] != UInt8(ascii: "$") {
        let name = path(in: bytes[(start + 1)...])
        let end = name.upperBound
        if end < bytes.endIndex, bytes[end] == UInt8(ascii: "}"), isVariable(bytes[name], scope) {
          return found(bytes, start..<end + 1, inner: name)
        }
      } else if rest.first == UInt8(ascii: "$") {
        let name = path(in: bytes[(start + 1)...])
        let isAlone = start == 0 && name.upperBound == bytes.endIndex && text.utf8.count > 1
        if isVariable(bytes[name], scope) || isAlone && isMoment(bytes[name], scope) {
          return found(bytes, start..<name.upperBound, inner: name)
        }
      }
    }
    return nil
  }

  private static func begins(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: "{"), UInt8(ascii: "$"), UInt8(ascii: "#"), UInt8(ascii: "<"): true
    default: false
    }
  }

  /// Ruby's, in texts and in files.
  private static let marks = [("#{", "}"), ("<%=", "%>")]

  /// `f"https://{settings.region}.example.com"`, a whole text of Python with values in it.
  private static func literal(_ text: String) -> Found? {
    guard let quote = text.dropFirst().first, text.first == "f", quote == "\"" || quote == "'",
      text.count > 3,
      text.last == quote
    else { return nil }
    var rest = text.dropFirst(2).dropLast()
    var replacement = ""
    while let open = rest.firstIndex(of: "{"), let close = rest[open...].firstIndex(of: "}") {
      replacement += rest[..<open] + "${\(expression(String(rest[rest.index(after: open)..<close])))}"
      rest = rest[rest.index(after: close)...]
    }
    return Found(range: 0..<text.utf8.count, replacement: replacement + rest)
  }

  private static let roots = [
    "dlt.secrets", "dlt.config", "os.environ", "process.env", ".settings", ".config", "config", "secrets",
    "var",
  ]

  /// `dlt.secrets["token"]`, `os.environ["TOKEN"]`, `.settings.key`, `var.key`: a setting, in scripts that need no braces.
  private static func bare(_ text: String) -> Found? {
    guard text.utf8.count < 200,
      let root = roots.first(where: { root in
        text.hasPrefix(root)
          && [UInt8(ascii: "."), UInt8(ascii: "[")].contains(text.utf8.dropFirst(root.utf8.count).first)
      })
    else { return nil }
    let rest = text.dropFirst(root.count)
    let name = rest.hasPrefix(".") ? rest.dropFirst() : rest.dropFirst(2).dropLast(2)
    let isName = !name.isEmpty && name.allSatisfy { $0.isASCII && ($0.isLetter || $0.isNumber || $0 == "_") }
    guard isName, rest.hasPrefix(".") || ["[\"\(name)\"]", "['\(name)']"].contains(rest) else { return nil }
    return Found(range: 0..<text.utf8.count, replacement: "${settings.\(name.lowercased())}")
  }

  /// The expression inside of Jinja's braces, when a text is nothing else.
  package static func wholeExpression(_ text: String) -> String? {
    guard text.hasPrefix("{{"), text.hasSuffix("}}"), text.utf8.count > 4 else { return nil }
    return expression(String(decoding: Array(text.utf8)[2..<text.utf8.count - 2], as: UTF8.self))
  }

  /// A path as expressions, jq or templates write it: `record["a"]["b"]`, `.a.b`, `${self.a}`.
  static func path(otherwiseWritten text: String) -> String? {
    guard
      text.hasPrefix(".") || text.hasPrefix(":") || text.holds("[\"") || text.holds("['")
        || text.hasSuffix("}")
    else { return nil }
    let plain = ForeignExpression.translated(text, root: "") ?? text
    var names = plain.split { ".[]'\"".contains($0) }.map(String.init)
    if names.count > 1, names.first == "record" { names.removeFirst() }
    let path = names.joined(separator: ".")
    let isPath =
      !names.isEmpty && names.allSatisfy { $0.allSatisfy { $0.isLetter || $0.isNumber || $0 == "_" } }
    return isPath && path != text && TextFormat.documentPath.problem(with: path) == nil ? path : nil
  }

  private static func found(_ bytes: [UInt8], _ range: Range<Int>, inner: Range<Int>) -> Found {
    Found(range: range, replacement: "${\(expression(String(decoding: bytes[inner], as: UTF8.self)))}")
  }

  /// What Airbyte's and other templates call `config` are our settings.
  private static func expression(_ text: String) -> String {
    var rest = Substring(text)
    while rest.first == " " { rest.removeFirst() }
    while rest.last == " " { rest.removeLast() }
    for name in ["config.", "config["] where rest.hasPrefix(name) { rest = "settings" + rest.dropFirst(6) }
    // Jinja's way to say what stands for what is not there.
    let parts = String(rest).split(separator: "|", maxSplits: 1).map {
      $0.split(separator: " ").joined(separator: " ")
    }
    if parts.count == 2, parts[1].hasPrefix("default("), parts[1].hasSuffix(")") {
      return "coalesce(\(parts[0]), \(parts[1].dropFirst("default(".count))"
    }
    let text = String(rest)
    if Parser.parse(text).problems.isEmpty, !text.hasPrefix(".") { return text }
    return ForeignExpression.translated(text, root: "") ?? text
  }

  private static func end(of bytes: ArraySlice<UInt8>, _ closing: String.UTF8View) -> Int? {
    bytes.indices.first { bytes[$0...].starts(with: closing) }.map { $0 + closing.count }
  }

  /// `settings.region` at the beginning of the bytes.
  private static func path(in bytes: ArraySlice<UInt8>) -> Range<Int> {
    let end = bytes.firstIndex { byte in
      switch byte {
      case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
        UInt8(ascii: "0")...UInt8(ascii: "9"),
        UInt8(ascii: "_"), UInt8(ascii: "."):
        false
      default: true
      }
    }
    return bytes.startIndex..<(end ?? bytes.endIndex)
  }

  /// A variable that is a value by itself; `$top` and the like are names of providers.
  private static func isMoment(_ bytes: ArraySlice<UInt8>, _ scope: Scope) -> Bool {
    let name = String(decoding: bytes, as: UTF8.self)
    return (name == "since" || name == "now") && scope.variables.contains { $0.name == name }
  }

  private static func isVariable(_ bytes: ArraySlice<UInt8>, _ scope: Scope) -> Bool {
    // Nothing stands between `$` and the brace of what is a template here.
    if bytes.isEmpty { return false }
    let parts = String(decoding: bytes, as: UTF8.self).split(separator: ".", omittingEmptySubsequences: false)
    guard let first = parts.first, parts.count > 1, parts.allSatisfy({ !$0.isEmpty }) else { return false }
    return first == "config" || scope.variables.contains { $0.name == first }
  }
}

extension Decoding {
  /// Reports another tool's template in a text of ours.
  mutating func reportForeignTemplate(_ scalar: Scalar, _ scope: Scope) {
    guard let found = ForeignTemplate.first(in: scalar.text, scope) else { return }
    let range = scalar.range(ofInner: found.range)
    report(
      ForeignTemplate.rule, "`\(range.text)` is not replaced here: it would be sent as it stands", at: range,
      suggestions: [found.replacement],
      fixes: [.init("write it as this language does", isSafe: false, replace: range, with: found.replacement)]
    )
  }
}
