import JSON
import Testing

@Suite struct JSONDocumentTests {
  @Test func `numbers keep their digits`() throws {
    let root = try JSONDocument(
      text: #"{"a": 1234567890123456.10, "b": -7, "c": 1e400, "d": 99999999999999999999}"#
    ).root
    #expect(root["a"]?.numberText == "1234567890123456.10")
    #expect(root["b"]?.int == -7)
    #expect(root["c"]?.double == .infinity)
    #expect(root["d"]?.int == nil)
    #expect(root["d"]?.kind == .integer)
  }

  @Test func `escapes are resolved and a lone surrogate costs one character only`() throws {
    let root = try JSONDocument(
      text: #"{"k\u0065y": "a\n\u00e9\ud83d\ude00", "bad": "x\ud800y", "plain": "ok"}"#
    ).root
    #expect(root["key"]?.string == "a\né😀")
    #expect(root["bad"]?.string == "x\u{FFFD}y")
    #expect(root["plain"]?.string == "ok")
  }

  @Test func `containers can be walked and counted`() throws {
    let root = try JSONDocument(text: #"{"list": [1, [2, 3], {"x": []}], "end": true}"#).root
    #expect(root.count == 2)
    #expect(root["list"]?[2]?["x"]?.count == 0)
    #expect(root["list"]?.elements.map(\.kind) == [.integer, .array, .object])
    #expect(root.members.compactMap { $0.key.string } == ["list", "end"])
    #expect(root["end"]?.bool == true)
    #expect(root["list"]?[3] == nil && root["none"] == nil)
  }

  @Test(arguments: ["12", "\"text\"", "null", " true ", "[]", "{}", "-0.5e-3"])
  func `any single value is a document`(_ text: String) throws {
    _ = try JSONDocument(text: text)
  }

  @Test(arguments: [
    "", " ", "{", "[1,]", "[1 2]", "{\"a\":}", "{\"a\" 1}", "01", "1.", "tru", "nulll", "\"open", "[1]]",
    "{} {}", "12 34",
    "\"a\\q\"", "\"a\\u12\"", "\u{FEFF}{}", "[\"\u{1}\"]", "+1", "[,]", "{\"a\":1,}", "'a'",
  ])
  func `broken text is refused, never half read`(_ text: String) {
    #expect(throws: JSONDocument.Problem.self) { try JSONDocument(text: text) }
  }

  @Test func `depth is bounded`() {
    #expect(throws: JSONDocument.Problem.self) {
      try JSONDocument(text: String(repeating: "[", count: 5000) + String(repeating: "]", count: 5000))
    }
  }
}

/// What is usual in JSON is read quickly, and anything else carefully: both must come to the same document.
@Suite struct QuickReadingTests {
  /// The same values, written as programs write them and in unusual ways.
  private static let values: [(usual: String, unusual: String)] = [
    (#""text""#, #""te\u0078t""#), (#""""#, #""" "#), ("0", " 0\n"), ("-1.5", "\t-1.5 "), ("true", "true "),
    ("null", " null"), ("false", "\r\nfalse"), ("[]", "[ ]"), ("{}", "{ }"), ("[[],{}]", "[ [ ] , { } ]"),
    (#"{"k":[{"a":1,"b":"x"},{"a":2}]}"#, #" { "k" : [ {"a":1 , "\u0062":"x"} , {"a":2} ] } "#),
  ]

  private static func told(_ view: JSONView) -> String {
    switch view.kind {
    case .object:
      "{" + view.members.map { "\(told($0.key)):\(told($0.value))" }.joined(separator: ",")
        + "}#\(view.count)"
    case .array: "[" + view.elements.map(told).joined(separator: ",") + "]#\(view.count)"
    case .string: "'\(view.string ?? "")'"
    case let kind: "\(kind) \(view.withText { String(decoding: $0, as: UTF8.self) })"
    }
  }

  @Test func `unusual writing changes nothing`() throws {
    for first in Self.values {
      for second in Self.values {
        for (open, close) in [("[", "]"), (#"{"x":"#, "}")] {
          func document(_ one: String, _ other: String) throws -> String {
            Self.told(
              try JSONDocument(
                text: open == "[" ? "[\(one),\(other)]" : "{\"x\":\(one),\"a longer name\":\(other)}"
              ).root)
          }
          let usual = try document(first.usual, second.usual)
          #expect(try document(first.unusual, second.usual) == usual, "\(open)\(close)")
          #expect(try document(first.usual, second.unusual) == usual)
        }
      }
    }
  }

  /// Nothing is let through for coming after what is usual.
  @Test(arguments: [
    "1e", "01", "1.", "-", "+1", "nul", "nulls", "tru", "'a'", "\"a", "\"a\"b", "\"\u{1}\"", "1 2", "[1",
    "{\"a\"",
    "{\"a\":}", "[,]", "{,}", "{\"a\":1]", "[1}", "\"\\x\"", "",
  ])
  func `mistakes are found wherever they stand`(_ wrong: String) {
    for text in [
      "[\(wrong)]", "[1,\(wrong)]", "[{},\(wrong),2]", "{\"a\":\(wrong)}", "{\"a\":\"b\",\"c\":\(wrong)}",
      "[{\"a\":\"b\"},{\"a\":\(wrong)}]", "{\"a\":[\"b\",\(wrong)],\"c\":\"d\"}",
    ] where !(wrong.isEmpty && text == "[]") {
      #expect(throws: JSONDocument.Problem.self, "\(text)") { try JSONDocument(text: text) }
    }
  }

  @Test(arguments: 1...6) func `depth is counted on both ways`(_ depth: Int) throws {
    let text = #"{"a":[{"b":[{"c":{}}]}],"d":[[ [ ] ]]}"#
    let fits = (try? JSONDocument(text: text, maximumDepth: depth)) != nil
    // An empty container is no level of its own.
    #expect(fits == (depth >= 5))
  }
}
