import JSON
import Testing
import Values

@Suite struct EncodingTests {
  @Test(arguments: [("", ""), ("f", "Zg=="), ("fo", "Zm8="), ("foo", "Zm9v"), ("foob", "Zm9vYg==")])
  func base64BothWays(_ pair: (String, String)) {
    #expect(Base64.encode(Array(pair.0.utf8)) == pair.1)
    #expect(Base64.decode(pair.1) == Array(pair.0.utf8))
    #expect(Base64.decode(pair.1.filter { $0 != "=" }) == Array(pair.0.utf8))
  }

  @Test(arguments: ["Z", "Zg=", "Zg===", "Z g=", "Zg==x", "é"])
  func notBase64(_ text: String) { #expect(Base64.decode(text) == nil) }

  @Test(arguments: [
    ("::", "::"), ("2001:DB8:0:0:1:0:0:1", "2001:db8::1:0:0:1"), ("1:0:2:3:4:5:6:7", "1:0:2:3:4:5:6:7"),
    ("0:0:0:0:0:0:0:1", "::1"), ("fe80::", "fe80::"), ("10.0.0.1", "10.0.0.1"),
  ])
  func addressesReadAndWrite(_ pair: (String, String)) throws {
    #expect(try #require(IPAddress(pair.0)).description == pair.1)
  }

  @Test(arguments: [
    "", "1.2.3", "01.2.3.4", "1.2.3.256", "1::2::3", ":::", "12345::", "1:2:3:4:5:6:7:8:9", "::1%en0", ":",
    "1:",
  ])
  func notAnAddress(_ text: String) { #expect(IPAddress(text) == nil) }

  /// By code points: a combining mark behind a bracket makes one letter with it, and would hide it.
  @Test(arguments: [
    ("", ""), ("a & b", "a &amp; b"), ("<b title=\"x\">", "&lt;b title=&quot;x&quot;&gt;"),
    ("O'Brien", "O&apos;Brien"), ("<\u{301}b>", "&lt;\u{301}b&gt;"), ("é\n", "é\n"),
  ])
  func markupIsEscaped(_ pair: (String, String)) {
    #expect(pair.0.escapedForMarkup().hasSameScalars(as: pair.1))
    #expect(pair.0.escapedForMarkup(apostrophes: false) == pair.1.replacing("&apos;", with: "'"))
  }

  @Test func jsonKeepsDigitsAndEscapes() throws {
    let source = #"{"a":[1.50,1e3,"x\"\\\n\u0001é"],"b":{}}"#
    let document = try JSONDocument(text: source)
    var steps = 100
    #expect(
      try JSONWriter.text(of: .json(document.root), steps: &steps, limit: 100)
        == #"{"a":[1.50,1e3,"x\"\\\n\u0001é"],"b":{}}"#)
    #expect(throws: JSONWritingFailure.tooLarge) {
      try JSONWriter.text(of: .json(document.root), steps: &steps, limit: 10)
    }
    steps = 2
    #expect(throws: JSONWritingFailure.stepsExhausted) {
      try JSONWriter.text(of: .json(document.root), steps: &steps, limit: 100)
    }
  }

  @Test func mapsKeepOrderAndFindNumbersOfAnyType() throws {
    var entries = MapValue.Entries()
    for number in (0..<20).reversed() { entries.set(.int(Int64(number)), to: .int(Int64(number))) }
    let isAdded = entries.insert(.uint(7), .null)
    #expect(!isAdded)
    let map = MapValue(entries)
    #expect(map.count == 20)
    #expect(map.pairs.first?.key == .int(19))
    let key = try #require(MapKey(lookingUp: .double(7)))
    #expect(map.value(for: key).map { $0.kind } == .int)
    #expect(MapKey(lookingUp: .double(7.5)) == nil && MapKey(making: .double(7)) == nil)
  }
}
