internal import Diagnostics

/// Findings in places where carets go astray: wide characters, tabs, line ends, long lines, nothing at all.
extension Samples {
  static let odd = rule("test/odd-place")

  private static func finding(
    _ name: String, _ text: String, at place: String, skipping: Int = 0, label: String? = "here",
    also related: [(String, String)] = []
  ) -> Finding {
    let file = SourceFile(path: "odd/\(name).yaml", text: text)
    return Finding(
      odd, name, at: file.range(of: place, skipping: skipping), label: label,
      related: related.map { .init($0.1, at: file.range(of: $0.0)) })
  }

  static let wide: [Finding] = [
    finding("wide characters", "name: 東京支店 # branch\n", at: "branch", also: [("東京", "the city")]),
    finding("a family and a flag", "a: 👩‍👩‍👧‍👦 🇩🇪 ❤️ 👍🏽 1️⃣ x\n", at: "x", also: [("🇩🇪", "a flag")]),
    finding("combining marks", "a: e\u{301}e\u{301}\u{302} x\n", at: "x"),
    finding("half width and Hangul", "a: ﾊﾝｶｸ 한국 \u{1112}\u{1161}\u{11AB} x\n", at: "x"),
    finding("tabs", "a:\tb\tx\n", at: "x", also: [("\t", "a tab")]),
  ]

  static let hidden: [Finding] = [
    finding("a control sequence", "a: \u{1B}[31mred\u{7F} x\n", at: "x"),
    finding("a right-to-left override", "role: \u{202E}nimda\u{202C} x\n", at: "x"),
    finding("zero width", "na\u{200B}me: \u{FEFF}x\n", at: "x"),
    finding("a byte order mark", "\u{FEFF}spec: 1\n", at: "spec"),
    Finding(
      odd, "a message with \u{1B}[2Jcontrols\nand lines", at: invalid.range(of: "x"), path: "a.\u{202E}b"),
  ]

  private static let invalid = SourceFile(
    path: "odd/not\u{1B}utf8.yaml", bytes: [0x61, 0x3A, 0x20, 0xFF, 0xE2, 0x82, 0x20, 0x78, 0x0A])

  static let ends: [Finding] = [
    finding("an empty file", "", at: "x", label: nil),
    finding("the end after a line end", "spec: 1\nname: acme\n", at: "missing", label: nil),
    finding("the end without one", "spec: 1\nname: acme", at: "missing", label: "`streams` is missing"),
    finding("two blank lines", "spec: 1\n\n\n", at: "missing"),
    Finding(
      odd, "an empty range", at: connector.range(of: "oath2").atEnd, label: "a comment should follow"),
    finding("windows line ends", "spec: 1\r\nname: [a,\r\n  b]\r\nkey: x\r\n", at: "[a,\r\n  b]"),
    finding("an old line end", "spec: 1\rname: acme\rkey: x\r", at: "acme"),
    finding("only blanks", "a:   \n  \nb: 1\n", at: "   \n  \n"),
  ]

  static let long: [Finding] = {
    let words = (1...60).map { "word\($0)" }.joined(separator: " ")
    return [
      finding("far to the right", "a: \(words)\n", at: "word40", also: [("word2", "too far left")]),
      finding("at the left", "a: \(words)\n", at: "word1", also: [("word60", "too far right")]),
      finding("at the very end", "a: \(words)\n", at: "word60", label: nil),
      finding("longer than the screen", "a: \(words)\n", at: words),
      finding("wide and cut", "a: \(words.replacing("word", with: "語"))\n", at: "語40"),
      {
        var long = finding("a fix in a long line", "a: \(words)\n", at: "word40")
        long.fixes = [.init("say it", isSafe: true, replace: long.range, with: "verb40")]
        return long
      }(),
    ]
  }()

  static let spans: [Finding] = [
    finding("two labels on a line", "from: 3, to: 1\n", at: "1", also: [("3", "larger than the end")]),
    finding(
      "three labels, the first the finding's", "{a: 1, b: 2, c: 3}\n", at: "a",
      also: [("b", "then this"), ("c", "and this")]),
    finding(
      "one within the other", "url: https://example.com/x\n", at: "example",
      also: [("https://example.com", "origin")]),
    finding("the cause below", "a: &x 1\nb: 2\nc: *y\n", at: "&x", also: [("*y", "used here")]),
    finding(
      "far apart", (1...12).map { "k\($0): v" }.joined(separator: "\n"), at: "k1:", also: [("k12", "there")]),
    finding("a block", "a:\n  b: 1\n  c: 2\nd: 3\n", at: "a:\n  b: 1\n  c: 2\n"),
    finding("not from the margin", "a: [1,\n  2,\n  3]\nd: 3\n", at: "[1,\n  2,\n  3]"),
    finding(
      "a long block", "a:\n" + (1...20).map { "  k\($0): \($0)\n" }.joined(),
      at: (1...20).map { "k\($0): \($0)\n" }.joined(separator: "  ")),
    finding(
      "a block in a block", "a:\n  b:\n    c: 1\n    d: 2\n  e: 3\n", at: "b:\n    c: 1\n    d: 2",
      label: "the inner",
      also: [("a:\n  b:\n    c: 1\n    d: 2\n  e: 3\n", "the outer"), ("c: 1", "a leaf")]),
  ]

  static let fixes: [Finding] = {
    let file = connector
    func fixed(_ message: String, _ title: String, _ edits: [Finding.Edit], isSafe: Bool = true) -> Finding {
      Finding(
        odd, message, at: file.range(of: "employees"),
        fixes: [.init(title, isSafe: isSafe, edits: edits)])
    }
    return [
      fixed("a line too many", "remove it", [.init(file.range(of: "      status: record.state\n"), "")]),
      fixed(
        "a key at the end", "add it",
        [.init(SourceRange(file, file.bytes.count, file.bytes.count), "key: id\n")]),
      fixed(
        "two places", "rename both",
        [.init(file.range(of: "status", skipping: 2), "state"), .init(file.range(of: "auth"), "login")]),
      fixed(
        "a block for a line", "write it out",
        [
          .init(
            file.range(of: "{get: /people, query: {limit: 100}}"),
            "\n      get: /people\n      query: {limit: 100}")
        ]),
      fixed(
        "another file too", "move it",
        [
          .init(file.range(of: "    records: body.data\n"), ""),
          .init(base.range(of: "key: id").atEnd, "\n    records: body.data"),
        ], isSafe: false),
      fixed(
        "a large change", "replace all",
        [.init(SourceRange(file, 0, file.bytes.count), "spec: 2\n")], isSafe: false),
      fixed(
        "edits that overlap are not shown", "impossible",
        [.init(file.range(of: "auth"), "a"), .init(file.range(of: "auth:"), "b")]),
    ]
  }()
}
