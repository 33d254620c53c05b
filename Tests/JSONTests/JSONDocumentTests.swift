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
