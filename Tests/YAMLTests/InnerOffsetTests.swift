import Diagnostics
import Testing
import YAML

struct InnerOffsetTests {
  struct Case: Sendable, CustomTestStringConvertible {
    let testDescription: String
    let text: String
    /// A piece of the scalar's text.
    let inner: String
    /// What the file holds for that piece.
    let outer: String

    init(_ name: String, _ text: String, _ inner: String, _ outer: String) {
      (testDescription, self.text, self.inner, self.outer) = (name, text, inner, outer)
    }
  }

  static let cases: [Case] = [
    Case("plain", "a: one two", "two", "two"),
    Case("plain over lines", "a: one\n   two\n\n  three", "two\nthree", "two\n\n  three"),
    Case("plain fold", "a: one\n   two", "one two", "one\n   two"),
    Case("plain beyond ASCII", "ä: é\n  ü€ x", "€ x", "€ x"),
    Case("single", "a: 'one two'", "two", "two"),
    Case("single with quotes", "a: 'it''s ''x'''", "s 'x'", "s ''x''"),
    Case("single over lines", "a: 'one  \n\n  two'", "\ntwo", "\n  two"),
    Case("single with backslash", "a: 'C:\\x \\'", "\\x \\", "\\x \\"),
    Case("double", "a: \"one two\"", "two", "two"),
    Case("double escapes", #"a: "x\ty\u00E9\x41 z""#, "yéA z", #"y\u00E9\x41 z"#),
    Case("double long escape", #"a: "\U0001F600 \/ x""#, "/ x", #"\/ x"#),
    Case("double escaped line end", "a: \"one\\\n   two\"", "onetwo", "one\\\n   two"),
    Case("double escaped line end, blank line", "a: \"one \\\n\n   two\"", "two", "two"),
    Case("double fold", "a: \"one \n  two\"", "two", "two"),
    Case("literal", "a: |\n  one\n   two\n\n  three\n", "two\n\nthree", "two\n\n  three"),
    Case("literal, strip", "a: |-\n  one\n  two\n\n", "two", "two"),
    Case("literal, keep", "a: |+\n  one\n\n\nb: 1\n", "\n\n\n", "\n\n\n"),
    Case(
      "literal with indentation given", "a:\n  b: |2\n      one\n    two\n", "  one\ntwo", "  one\n    two"),
    Case("literal after blank lines", "a: |\n\n\n  one\n", "\n\none", "\n\n  one"),
    Case("literal with comment", "a: | # why\n  one\n", "one", "one"),
    Case("literal with CRLF", "a: |\r\n  one\r\n  two\r\n", "\ntwo", "\r\n  two"),
    Case("literal at the end of the file", "a: |\n  one", "one", "one"),
    Case("literal in a list", "- |\n one\n two\n", "two", "two"),
    Case("folded", "a: >\n  one\n  two\n\n  three\n", "two\nthree", "two\n\n  three"),
    Case("folded, line end to blank", "a: >-\n  one\n  two\n", " two", "\n  two"),
    Case("folded, deeper lines", "a: >\n  one\n    two\n  three\n", "\n  two\nthree", "\n    two\n  three"),
    Case("folded with tab line", "a: >\n  one\n  \ttwo\n  three\n", "\ttwo\nthree", "\ttwo\n  three"),
  ]

  @Test(arguments: cases) func findsTheExactPlace(_ test: Case) throws {
    let document = load(test.text)
    #expect(document.findings.isEmpty)
    let scalar = try #require(
      document.root.flatMap { Self.scalars(in: $0).last { $0.text.contains(test.inner) } })
    let text = Array(scalar.text.utf8)
    let inner = Array(test.inner.utf8)
    let start = try #require(
      (0...text.count - inner.count).last { text[$0..<$0 + inner.count].elementsEqual(inner) })
    #expect(scalar.range(ofInner: start..<start + inner.count).text == test.outer)
  }

  @Test(arguments: cases) func everyByteComesFromWhereTheMapSays(_ test: Case) throws {
    let root = try #require(load(test.text).root)
    for scalar in Self.scalars(in: root) { #expect(Self.firstUnexplained(scalar) == nil) }
  }

  @Test func offsetsOutsideAreClamped() throws {
    let scalar = try #require(load("a: 'b'").root?.mapping?["a"]?.scalar)
    #expect(scalar.range(ofInner: 1..<1).bytes == 5..<5)
    #expect(scalar.range(ofInner: -5..<100).bytes == 4..<5)
    #expect(scalar.range(ofInner: 100..<200).bytes == 5..<5)
    let empty = try #require(load("a:").root?.mapping?["a"]?.scalar)
    #expect(empty.range(ofInner: 0..<3).bytes == 2..<2)
  }

  static func scalars(in node: Node) -> [Scalar] {
    switch node.content {
    case .scalar(let scalar): [scalar]
    case .list(let items): items.flatMap(scalars)
    case .mapping(let mapping): mapping.entries.flatMap { [$0.key] + scalars(in: $0.value) }
    }
  }

  /// The first byte of a text that does not come from where the map says; nil when all do.
  ///
  /// A byte comes from the same byte, from a line end, from a doubled quote or from an escape, and later bytes from later places.
  static func firstUnexplained(_ scalar: Scalar) -> Int? {
    let map = scalar.offsets
    let file = scalar.range.file.bytes
    var last = 0
    for (offset, byte) in scalar.text.utf8.enumerated() {
      let outer = map.range(ofInner: offset..<offset + 1)
      guard !outer.isEmpty, outer.upperBound <= file.count, outer.lowerBound >= last else { return offset }
      last = outer.lowerBound
      let raw = file[outer]
      let isSame = raw.count == 1 && raw.first == byte
      let isLineEnd = raw.allSatisfy { $0 == 10 || $0 == 13 } && (byte == 10 || byte == 32)
      let isQuote = raw.elementsEqual("''".utf8) && byte == UInt8(ascii: "'")
      let isEscape = scalar.style == .doubleQuoted && raw.first == UInt8(ascii: "\\") && raw.count > 1
      guard isSame || isLineEnd || isQuote || isEscape else { return offset }
    }
    return nil
  }
}
