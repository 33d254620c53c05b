import Diagnostics
import Testing
import YAML

/// A text with markers where findings are expected; of the rest the keys that must have been read.
struct SyntaxCase: Sendable, CustomTestStringConvertible {
  let testDescription: String
  let text: String
  let keys: [String]
  let message: String?

  init(_ name: String, _ text: String, keys: [String], message: String? = nil) {
    (testDescription, self.text, self.keys, self.message) = (name, text, keys, message)
  }
}

struct SyntaxTests {
  static let cases: [SyntaxCase] = [
    SyntaxCase(
      "unclosed double quote",
      """
      a: 1
      b:
        - x: "one
        #    ^ yaml/unclosed
        - y: two
      c: 3
      """, keys: ["a", "b", "c"], message: "a double quote is opened here and never closed"),
    SyntaxCase(
      "unclosed quote that meets the next one",
      """
      a:
        b: "one
        #  ^ yaml/unclosed
        c: "two"
      d: 3
      """, keys: ["a", "d"]),
    SyntaxCase(
      "quote inside single quotes",
      """
      a: 'it's fine'
      #     ^ yaml/needs-quotes
      b: 1
      """, keys: ["b"], message: "the text ends at this quote, but the line goes on"),
    SyntaxCase(
      "colon in a text",
      """
      a:
        b: one: two
        #     ^ yaml/needs-quotes
        c: 1
      """, keys: ["a"]),
    SyntaxCase(
      "colon in an expression",
      """
      url: ${a ? b : c}
      #            ^ yaml/needs-quotes
      b: 1
      """, keys: ["b"], message: "an expression with a colon and a space in it needs quotes"),
    SyntaxCase(
      "expression in brackets",
      """
      query: {fields: ${fields}, size: 1}
      #               ^^^^^^^^^ yaml/needs-quotes
      b: 1
      """, keys: ["b"], message: "${...} inside brackets needs quotes"),
    SyntaxCase(
      "index in brackets",
      """
      deletions: {type: flag, when: has(record['@removed']) && a, at: 1}
      #                             ^^^^^^^^^^^^^^^^^^^^^^^^^^^^ yaml/needs-quotes
      b: 1
      """, keys: ["b"], message: "a text with '[' in it needs quotes inside brackets"),
    SyntaxCase(
      "list behind in, in brackets",
      """
      deletions: {type: flag, when: record.change in ['Deleted', 'Canceled'], at: 1}
      #                             ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ yaml/needs-quotes
      b: 1
      """, keys: ["b"], message: "a text with '[' in it needs quotes inside brackets"),
    SyntaxCase(
      "map in brackets",
      """
      deletions: {when: record.x == {'a': 1}}
      #                 ^^^^^^^^^^^^^^^^^^^^ yaml/needs-quotes
      b: 1
      """, keys: ["b"], message: "a text with '{' in it needs quotes inside brackets"),
    SyntaxCase(
      "choice in brackets",
      """
      pages: {type: cursor, token: has(a.b) ? a.b : '', send: {query: cursor}}
      #                            ^^^^^^^^^^^^^^^^^^^ yaml/needs-quotes
      b: 1
      """, keys: ["b"], message: "an expression with ' ? ' in it needs quotes inside brackets"),
    SyntaxCase(
      "comma missing before a list", "a: [b [c]]\n#   ^ yaml/syntax\nb: 1\n", keys: ["b"],
      message: "a comma or ']' is missing after this"),
    SyntaxCase(
      "no colon",
      """
      http:
        base_url https://example.com
      # ^^^^^^^^^^^^^^^^^^^^^^^^^^^^ yaml/syntax
        headers: {}
      """, keys: ["http"]),
    SyntaxCase(
      "no blank after the colon",
      """
      http:
        base:x
        #   ^ yaml/missing-space
        headers: {}
      """, keys: ["http"]),
    SyntaxCase(
      "no blank after the dash",
      """
      list:
        - a
        -b: 1
      # ^ yaml/missing-space
      other: 1
      """, keys: ["list", "other"]),
    SyntaxCase(
      "percent", "a: %x\n#  ^ yaml/needs-quotes\nb: 1\n", keys: ["b"],
      message: "a text without quotes cannot begin with '%'"),
    SyntaxCase("at sign", "a: @x\n#  ^ yaml/needs-quotes\nb: 1\n", keys: ["b"]),
    SyntaxCase("backtick", "a: `x`\n#  ^ yaml/needs-quotes\nb: 1\n", keys: ["b"]),
    SyntaxCase("star", "a: *.json\n#  ^ yaml/needs-quotes\nb: 1\n", keys: ["b"]),
    SyntaxCase("star in brackets", "a: [*.json, b]\n#   ^ yaml/needs-quotes\nb: 1\n", keys: ["b"]),
    SyntaxCase("ampersand", "a: &&x\n#  ^ yaml/needs-quotes\nb: 1\n", keys: ["b"]),
    SyntaxCase("bang", "a: !<x\n#  ^ yaml/needs-quotes\nb: 1\n", keys: ["b"]),
    SyntaxCase("bar", "a: |x|y\n#  ^ yaml/needs-quotes\nb: 1\n", keys: ["b"]),
    SyntaxCase("comma", "a: ,x\n#  ^ yaml/needs-quotes\nb: 1\n", keys: ["b"]),
    SyntaxCase(
      "text after a brace", "a: {id}/x\n#  ^ yaml/needs-quotes\nb: 1\n", keys: ["b"],
      message: "a text without quotes cannot begin with '{'"),
    SyntaxCase("text after a bracket", "a: [x] y\n#  ^ yaml/needs-quotes\nb: 1\n", keys: ["b"]),
    SyntaxCase("tab before a key", "a:\n  b: 1\n \tc: 2\n#^ yaml/tab\nd: 1\n", keys: ["a", "d"]),
    SyntaxCase("tab after a dash", "a:\n  -\tx\n#  ^ yaml/tab\nd: 1\n", keys: ["a", "d"]),
    SyntaxCase(
      "too deep",
      """
      http:
        base_url: x
          headers: {}
      #   ^^^^^^^ yaml/indentation
      b: 1
      """, keys: ["http", "b"],
      message: "the line is indented deeper than the one above, which is complete already"),
    SyntaxCase(
      "fits nothing",
      """
      http:
          a:
            x: 1
        b: 2
      # ^ yaml/indentation
      c: 1
      """, keys: ["http", "c"], message: "an indentation of 2 fits no line above; 0, 4 or 6 would"),
    SyntaxCase(
      "item among keys",
      """
      http:
        a: 1
        - b
      # ^^^ yaml/indentation
      c: 1
      """, keys: ["http", "c"]),
    SyntaxCase(
      "item deeper than the one above",
      """
      list:
        - {a: 1}
          - {a: 2}
      #   ^^^^ yaml/indentation
      c: 1
      """, keys: ["list", "c"],
      message: "the item is indented deeper than the one above, which is complete already"),
    SyntaxCase(
      "no key before the colon", "a:\n  b: 1\n  : 2\n# ^ yaml/syntax\nc: 1\n", keys: ["a", "c"],
      message: "a key is missing before the colon"),
    SyntaxCase(
      "colon in the second line of a text",
      """
      a:
        b: c == 1
            ? d : e
      #         ^ yaml/needs-quotes
        f: 1
      """, keys: ["a"], message: "a text with a colon and a space in it needs quotes"),
    SyntaxCase(
      "key among items",
      """
      list:
        - a
        b: 1
      # ^ yaml/indentation
      c: 1
      """, keys: ["list", "c"]),
    SyntaxCase("list on the line of its key", "a: - b\n#  ^ yaml/syntax\nc: 1\n", keys: ["c"]),
    SyntaxCase("unclosed bracket", "a: [1, 2\n#  ^ yaml/unclosed\nb: 1\n", keys: ["b"]),
    SyntaxCase("unclosed brace", "a:\n  x: {y: 1\n#    ^ yaml/unclosed\nb: 1\n", keys: ["a", "b"]),
    SyntaxCase("extra bracket", "a: 1\nb: 2 ]\nc: [1]]\n#     ^ yaml/syntax\n", keys: ["a", "b"]),
    SyntaxCase("missing comma", "a: [\"x\" \"y\"]\n#     ^ yaml/syntax\nb: 1\n", keys: ["b"]),
    SyntaxCase(
      "missing comma over lines", "a: {\n  b: [1],\n  c: [2]\n  #    ^ yaml/syntax\n  d: 3\n }\nb: 1\n",
      keys: ["b"]),
    SyntaxCase(
      "missing comma before a quoted key", "a: {\"b\": 1\n#        ^ yaml/syntax\n \"c\": 2}\nb: 1\n",
      keys: ["b"]),
    SyntaxCase("bad escape", "a: \"\\d\"\n#   ^^ yaml/bad-escape\nb: 1\n", keys: ["b"]),
    SyntaxCase("short escape", "a: \"\\u12\"\n#   ^^ yaml/bad-escape\nb: 1\n", keys: ["b"]),
    SyntaxCase(
      "surrogates", "a: \"\\ud83d\\ude00\"\n#   ^^^^^^^^^^^^ yaml/bad-escape\nb: 1\n", keys: ["b"]),
  ]

  @Test(arguments: cases) func saysWhatWasDoneAndReadsTheRest(_ test: SyntaxCase) throws {
    let document = load(test.text)
    #expect(Markers.found(in: document) == Markers.expected(in: test.text))
    #expect(document.isPartial)
    #expect(document.root?.mapping.map { Array($0.keys) } == test.keys)
    if let message = test.message { #expect(document.findings.map(\.message) == [message]) }
  }

  @Test func saysThatACommaHasCutAText() {
    let text = """
      records: {from: body.data.map(e, e.x), unwrap: node}
      #               ^^^^^^^^^^^^^^^^^^^^^ yaml/needs-quotes
      """
    let document = load(text)
    #expect(Markers.found(in: document) == Markers.expected(in: text))
    #expect(document.findings.first?.fixes.first?.edits.map(\.replacement) == ["\"body.data.map(e, e.x)\""])
  }
}
