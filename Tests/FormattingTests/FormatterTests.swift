import Diagnostics
import Formatting
import Language
import Testing

/// A text and its canonical form, which is its own canonical form.
struct FormatCase: Sendable, CustomTestStringConvertible {
  let name: String
  let before: String
  let after: String
  let root: (any Construct.Type)?

  init(_ name: String, _ before: String, _ after: String, as root: (any Construct.Type)? = nil) {
    self.name = name
    self.before = before
    self.after = after
    self.root = root
  }

  var testDescription: String { name }
}

/// The formatted text; the original where nothing is to be changed; the reason where the file is left alone.
func formatted(_ text: String, as root: (any Construct.Type)? = nil) -> String {
  switch Formatter.format(SourceFile(path: "test.yaml", text: text), as: root) {
  case .unchanged: text
  case .changed(let bytes): String(decoding: bytes, as: UTF8.self)
  case .refused(let refusal, let findings): "\(refusal) \(findings.map(\.message))"
  }
}

struct FormatterTests {
  @Test(
    arguments: FormatCase.spacing + FormatCase.comments + FormatCase.quoting + FormatCase.blocks
      + FormatCase.anchors
      + FormatCase.order)
  func canonicalForm(_ sample: FormatCase) {
    #expect(formatted(sample.before, as: sample.root) == sample.after)
    #expect(formatted(sample.after, as: sample.root) == sample.after)
  }

  @Test(arguments: [
    ("a: [1", Refusal.invalid), ("a: 1\na: 2\n", .invalid), ("just text\n", .notACollection),
    ("&x a: 1\n", .anchors), ("%YAML 1.2\n---\na: 1\n", .directive), ("<<: {a: 1}\n", .invalid),
    ("a: !t 1\n", .invalid),
  ])
  func leftAlone(text: String, refusal: Refusal) {
    guard
      case .refused(let found, let findings) = Formatter.format(
        SourceFile(path: "test.yaml", text: text), as: nil)
    else {
      Issue.record("formatted: \(text)")
      return
    }
    #expect(found == refusal)
    #expect(findings.isEmpty == (refusal != .invalid))
  }

  @Test func nothingIsNothing() {
    guard
      case .refused(.invalid, _) = Formatter.format(SourceFile(path: "test.yaml", text: "# only\n"), as: nil)
    else {
      Issue.record("an empty file is an error of its own")
      return
    }
  }
}

extension FormatCase {
  static let spacing: [FormatCase] = [
    .init(
      "indentation", "a:\n    b: 1\n    c:\n     - x\n     - z\n", "a:\n  b: 1\n  c:\n    - x\n    - z\n"),
    .init("list at the key's column", "a:\n- x\n-   z\n", "a:\n  - x\n  - z\n"),
    .init("list of mappings", "a:\n- b: 1\n  c: 2\n-\n  d: 3\n", "a:\n  - b: 1\n    c: 2\n  - d: 3\n"),
    .init("list of lists", "-   - a\n    - b\n- [c,d]\n", "- - a\n  - b\n- [c, d]\n"),
    .init("after the colon", "a:    1\nb :   {c:   1,d: [ 2 , 3 ]}\n", "a: 1\nb: {c: 1, d: [2, 3]}\n"),
    .init("line ends", "a: 1  \r\nb: 2\r\n\r\n\r\n", "a: 1\nb: 2\n"),
    .init("no final newline", "a: 1", "a: 1\n"),
    .init(
      "blank lines", "\n\na: 1\n\n\n\nb:\n\n  c: 1\n\n\n  d: 2\ne: 3\n\n",
      "a: 1\n\nb:\n  c: 1\n\n  d: 2\ne: 3\n"),
    .init("document marks", "---\na: 1\n...\n", "a: 1\n"),
    .init(
      "nothing as a value", "a:\nb: ~\nc: null\nd: [ ]\ne: { }\nf: {g: , h: }\n",
      "a:\nb: ~\nc: null\nd: []\ne: {}\nf: {g: null, h: null}\n"),
    .init("byte order mark", "\u{FEFF}a:  1\n", "a: 1\n"),
    .init("explicit key", "? a\n: 1\n", "a: 1\n"),
    .init(
      "brackets that fit are joined", "a: {\n  b: 1,\n  c: 2\n}\n", "a: {b: 1, c: 2}\n"),
    .init(
      "brackets that do not fit become a block",
      "a: {one: \"\(String(repeating: "x", count: 60))\", two: [1, 2], three: \"{y}\(String(repeating: "y", count: 60))\"}\n",
      "a:\n  one: \(String(repeating: "x", count: 60))\n  two: [1, 2]\n  three: \"{y}\(String(repeating: "y", count: 60))\"\n"
    ),
  ]

  static let comments: [FormatCase] = [
    .init(
      "above and beside", "# head\n\n# about a\na: 1 # one\n   # about b\nb: 2\n",
      "# head\n\n# about a\na: 1  # one\n# about b\nb: 2\n"),
    .init(
      "aligned", "a: 1      # one\nbcd: 2    # two\ne: 3\nf: 4    # four\n",
      "a: 1    # one\nbcd: 2  # two\ne: 3\nf: 4  # four\n"),
    .init(
      "ends of blocks", "a:\n    b: 1\n    # end of a\n# about c\nc: 2\n# end\n",
      "a:\n  b: 1\n  # end of a\n# about c\nc: 2\n# end\n"),
    .init(
      "nested ends", "a:\n  b:\n    c: 1\n      # in b\n  # in a\n\n   # in a too\nd: 1\n",
      "a:\n  b:\n    c: 1\n    # in b\n  # in a\n\n  # in a too\nd: 1\n"),
    .init("beside a key with a block", "a: # why\n  # first\n  b: 1\n", "a:  # why\n  # first\n  b: 1\n"),
    .init("commented out", "a:\n    # b: 1\n    # c: 2\nd: 1\n", "a:\n  # b: 1\n  # c: 2\nd: 1\n"),
    .init("beside nothing", "a: # none\nb: 1\n", "a:  # none\nb: 1\n"),
    .init("before a value", "a: # beside\n  # below\n  text\n", "# below\na: text  # beside\n"),
    .init(
      "in brackets", "a: [ # why\n  b, # one\n  # two\n  c\n  # end\n] # last\nd: 1\n",
      "a:  # why\n  - b  # one\n  # two\n  - c\n  # end\n  # last\nd: 1\n"),
    .init("in empty brackets", "a: [ # why\n  # nothing\n]\n", "# nothing\na: []  # why\n"),
    .init(
      "in a list", "a:\n  # x\n  - # y\n    b: 1 # z\n  # last\nc: 1\n",
      "a:\n  # x\n  # y\n  - b: 1  # z\n  # last\nc: 1\n"),
    .init(
      "beside a block scalar", "a: | # why\n  text # no comment\n# b\nb: 1\n",
      "a: |  # why\n  text # no comment\n# b\nb: 1\n"),
    .init("after a quote", "a: 'x' #y\nb: \"#\" # \"\n", "a: x  #y\nb: \"#\"  # \"\n"),
    .init("trailing blanks", "a: 1 # x  \t\n#  y  \n", "a: 1  # x\n#  y\n"),
    .init("only at the end", "a: 1\n\n\n# x\n\n# y\n\n", "a: 1\n\n# x\n\n# y\n"),
  ]

  static let quoting: [FormatCase] = [
    .init(
      "plain where safe", "a: 'x y'\nb: \"it's\"\nc: \"${settings.key}\"\nd: {e: \"${f}\"}\n",
      "a: x y\nb: it's\nc: ${settings.key}\nd: {e: \"${f}\"}\n"),
    .init(
      "needed", "a: '1'\nb: 'true'\nc: ''\nd: 'a: b'\ne: 'a #b'\nf: '- x'\ng: '*'\nh: 'x:'\ni: ' x'\n",
      "a: \"1\"\nb: \"true\"\nc: \"\"\nd: \"a: b\"\ne: \"a #b\"\nf: \"- x\"\ng: \"*\"\nh: \"x:\"\ni: \" x\"\n"
    ),
    .init(
      "older readers", "a: NO\nb: 1:30\nc: 'on'\nd: 1_000\ne: 0b11\n",
      "a: \"NO\"\nb: \"1:30\"\nc: \"on\"\nd: \"1_000\"\ne: \"0b11\"\n"),
    .init(
      "numbers stay", "a: 012\nb: 1.10\nc: 0x1F\nd: 1e5\ne: .inf\nf: True\n",
      "a: 012\nb: 1.10\nc: 0x1F\nd: 1e5\ne: .inf\nf: True\n"),
    .init("dates as written", "a: 2026-11-20\nb: '2026-11-20'\n", "a: 2026-11-20\nb: \"2026-11-20\"\n"),
    .init(
      "fewer escapes", "a: \"\\\"x\\\": \\\\d\"\nb: '\"it''s\": '\n", "a: '\"x\": \\d'\nb: '\"it''s\": '\n"),
    .init(
      "escapes", "a: \"x\\ty\\n\"\nb: \"\\u200B\"\nc: \"\\0\"\n",
      "a: \"x\\ty\\n\"\nb: \"\\u200B\"\nc: \"\\0\"\n"),
    .init("keys", "'a b': 1\n\"404\": 2\n'x: y': 3\n", "a b: 1\n\"404\": 2\n\"x: y\": 3\n"),
    .init("plain starts", "a: -x\nb: ?x\nc: :x\n", "a: -x\nb: ?x\nc: :x\n"),
    .init("several lines", "a: one\n  two\n\n  three\nb: \"x\n  y\"\n", "a: \"one two\\nthree\"\nb: x y\n"),
    .init(
      "long texts are folded",
      "a: \(String(repeating: "word ", count: 15))\n  \(String(repeating: "more ", count: 15))\n",
      "a: >-\n  \(String(repeating: "word ", count: 15))more more more more\n  \(String(repeating: "more ", count: 10))more\n"
    ),
  ]

  static let blocks: [FormatCase] = [
    .init(
      "literal", "a: |\n      one\n        two\n\n      three\nb: 1\n",
      "a: |\n  one\n    two\n\n  three\nb: 1\n"),
    .init(
      "strip and keep", "a: |-\n x\nb: |+\n x\n\n\nc: >+\n\n\nd: >-\n a\n b\n",
      "a: |-\n  x\nb: |+\n  x\n\n\nc: >+\n\n\nd: >-\n  a\n  b\n"),
    .init("indicator", "a: |4\n      x\n    y\n", "a: |2\n    x\n  y\n"),
    .init("in a list", "- |\n    x\n- >\n    y\n", "- |\n  x\n- >\n  y\n"),
    .init("in a mapping of a list", "- a: |\n     x\n  b: 1\n", "- a: |\n    x\n  b: 1\n"),
    .init("without a final break", "a: |\n  x", "a: |-\n  x\n"),
    .init("empty", "a: |\nb: >-\nc: 1\n", "a: |\nb: >-\nc: 1\n"),
    .init(
      "blanks inside", "a: |\n   x  \n   \n     \n   y\n\n\nb: 1\n", "a: |\n  x  \n\n    \n  y\n\nb: 1\n"),
    .init("carriage returns", "a: |\r\n   x\r\n   y\r\nb: 1\r\n", "a: |\n  x\n  y\nb: 1\n"),
  ]

  static let anchors: [FormatCase] = [
    .init(
      "scalars", "a:   &x  1\nb:  *x\nc: [ &y  2,*y , *x ]\nd: {e:  *y , f: &z {g: 1}}\n",
      "a: &x 1\nb: *x\nc: [&y 2, *y, *x]\nd: {e: *y, f: &z {g: 1}}\n"),
    .init(
      "blocks", "a: &x # why\n    b: 1\nc: *x # again\nd: &y\n- 1\ne: &z |\n   text\nf: *z\n",
      "a: &x  # why\n  b: 1\nc: *x  # again\nd: &y\n  - 1\ne: &z |\n  text\nf: *z\n"),
    .init(
      "lists", "- &x\n  a: 1\n- *x\n-  &y 2\n- # two\n  *y\n", "- &x\n  a: 1\n- *x\n- &y 2\n# two\n- *y\n"),
    .init(
      "an alias stays behind its anchor", "title: &x A\nname: *x\nspec:  1\n",
      "title: &x A\nname: *x\nspec: 1\n", as: ConnectorFile.self),
    .init("nothing", "a: &x\nb: *x\n", "a: &x\nb: *x\n"),
  ]

  static let order: [FormatCase] = [
    .init(
      "connector",
      """
      # head
      title: Acme
      name: acme
      # edition
      spec: 1

      # how to sign in
      auth: {token: "${settings.key}", type: bearer}

      http:
        headers: {Z: "1", A: "2"}
        base_url: https://api.example.com
      streams:
        users: # people
          key: id
          pages:
            send: {query: page}
            type: page
          read: {query: {z: "1", a: "2"}, get: /users}
        apps:
          key: id
      settings: {key: {title: Key, type: secret}}
      """,
      """
      # head
      # edition
      spec: 1
      name: acme
      title: Acme
      settings: {key: {type: secret, title: Key}}

      # how to sign in
      auth: {type: bearer, token: "${settings.key}"}

      http:
        base_url: https://api.example.com
        headers: {Z: "1", A: "2"}
      streams:
        users:  # people
          read: {get: /users, query: {z: "1", a: "2"}}
          key: id
          pages:
            type: page
            send: {query: page}
        apps:
          key: id

      """, as: ConnectorFile.self),
    .init(
      "grants", "auth: {scopes: [x], client_id: a, grant: client_credentials, token_url: b, type: oauth2}\n",
      "auth: {type: oauth2, grant: client_credentials, token_url: b, client_id: a, scopes: [x]}\n",
      as: ConnectorFile.self),
    .init(
      "mapping",
      "models:\n  - fields:\n      z: {otherwise: unknown, cases: {b: x, a: w}, match: s}\n      a: {currency: c, amount: d}\n    model: user\nmapping: 1\n",
      "mapping: 1\nmodels:\n  - model: user\n    fields:\n      z: {match: s, cases: {b: x, a: w}, otherwise: unknown}\n      a: {amount: d, currency: c}\n",
      as: MappingFile.self),
    .init(
      "unknown keys stay behind", "title: A\nzzz: 1\nspec: 1\n", "spec: 1\ntitle: A\nzzz: 1\n",
      as: ConnectorFile.self),
    .init(
      "words of the language stay plain", "verified: {confidence: documented, date: 2026-11-20}\n",
      "verified: {date: 2026-11-20, confidence: documented}\n", as: ConnectorFile.self),
    .init(
      "a question mark in brackets keeps its quotes", "check: {get: \"/x?y\", expect: body.ok}\n",
      "check: {get: \"/x?y\", expect: body.ok}\n", as: ConnectorFile.self),
    .init(
      "requests", "check: {json: {b: 1, a: 2}, post: /x}\n", "check: {post: /x, json: {b: 1, a: 2}}\n",
      as: ConnectorFile.self),
  ]
}
