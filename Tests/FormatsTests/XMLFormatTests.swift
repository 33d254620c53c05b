import Formats
import Testing

@Suite struct XMLFormatTests {
  static let cases: [(block: String, text: String, gives: String)] = [
    ("{type: xml}", "<a><b>1</b><c x=\"2\">t</c></a>", ##"{"a":{"b":"1","c":{"@x":"2","#text":"t"}}}"##),
    ("{type: xml}", "<a><b>1</b><c/><b>2</b></a>", #"{"a":{"b":["1","2"],"c":null}}"#),
    ("{type: xml, lists: [b]}", "<a><b>1</b></a>", #"{"a":{"b":["1"]}}"#),
    ("{type: xml, lists: [c.b]}", "<a><b>1</b><c><b>2</b></c></a>", #"{"a":{"b":"1","c":{"b":["2"]}}}"#),
    (
      "{type: xml}", "<?xml version='1.0'?><!-- c --><a> x <b/> y </a>", ##"{"a":{"b":null,"#text":"x  y"}}"##
    ),
    ("{type: xml}", "<a>&lt;&#233;<![CDATA[<b>]]></a>", #"{"a":"<é<b>"}"#),
    ("{type: xml}", "<n:a xmlns:n='urn:x' n:k='1'><n:b/></n:a>", #"{"a":{"@k":"1","b":null}}"#),
    (
      "{type: xml, namespaces: true}", "<n:a xmlns:n='urn:x' n:k='1'><n:b/></n:a>",
      #"{"n:a":{"@n:k":"1","n:b":null}}"#
    ),
    (
      "{type: xml}", "<a xmlns:i='http://www.w3.org/2001/XMLSchema-instance'><b i:nil='true'/></a>",
      #"{"a":{"b":null}}"#
    ),
    ("{type: xml}", "<a>\"\\\n</a>", #"{"a":"\"\\\n"}"#),
  ]

  @Test(arguments: cases.indices) func `elements become maps`(_ place: Int) throws {
    let (block, text, gives) = Self.cases[place]
    #expect(try Decoded.outcome(block, Array(text.utf8)) == gives)
  }

  /// libxml2 compares each attribute with all before it: ten seconds for a page of a megabyte.
  @Test(.timeLimit(.minutes(1)), arguments: ["'", "\""])
  func `an element with attributes without end is refused`(_ quote: String) throws {
    func page(_ count: Int) -> String {
      let attributes = (0..<count).map { " a\($0)=\(quote)>1\(quote)" }.joined()
      return "<a><!-- <b it's --><b\(attributes)/></a>"
    }
    #expect(try Decoded.outcome("{type: xml}", Array(page(500).utf8)).hasPrefix(#"{"a":{"b":{"@a0":">1","#))
    #expect(
      try Decoded.outcome("{type: xml}", Array(page(200_000).utf8))
        == "an element has more than 500 attributes")
  }

  @Test(arguments: [
    ("{\"a\": 1}", #"{"a":1}"#), (" <a><b>1</b></a>", #"{"a":{"b":"1"}}"#),
    ("<html><p>x</p></html>", "fails"),
    ("<p>", "fails"), ("not found", "fails"),
  ])
  func `what is not declared is JSON or XML`(_ text: String, _ gives: String) throws {
    let value = try? BodyDecoder.undeclared.decode(Array(text.utf8))
    #expect(try value.map { try Decoded.json($0) } ?? "fails" == gives)
  }

  static let refused: [(text: String, says: String)] = [
    ("<a><b></a>", "at line 1"), ("<a>\n\n<b", "at line 3"), ("", "not XML"), ("text", "not XML"),
    ("<!DOCTYPE a [<!ENTITY x SYSTEM \"file:///etc/passwd\">]><a>&x;</a>", "document type"),
    ("<!DOCTYPE a [<!ENTITY x \"y\"><!ENTITY z \"&x;&x;\">]><a>&z;</a>", "document type"),
    ("<a>&undefined;</a>", "not XML"), (String(repeating: "<a>", count: 5_000), ""),
  ]

  @Test(arguments: refused.indices) func `what is not plain XML is refused`(_ place: Int) throws {
    let (text, says) = Self.refused[place]
    let bytes = Array(text.utf8)
    let decoder = try Decoded.decoder("{type: xml}")
    let failure = #expect(throws: DecodingFailure.self) { try decoder.decode(bytes) }
    #expect(failure?.description.contains(says) ?? false || says.isEmpty, "\(failure?.description ?? "")")
  }

  static let splits: [(block: String, list: [String], text: String, gives: [String])] = [
    (
      "{type: xml}", ["a", "b"], "<a k='1'><b>1</b><n>x</n><b y='2'><c/></b> t <b/><z/></a>",
      [
        ##"{"a":{"@k":"1","b":["1",{"@y":"2","c":null}],"n":"x","z":null,"#text":"t"}}"##,
        ##"{"a":{"@k":"1","b":[null],"n":"x","z":null,"#text":"t"}}"##,
      ]
    ),
    // One element is a list only where that is said.
    ("{type: xml}", ["a", "p", "b"], "<a><p><b>1</b></p></a>", [#"{"a":{"p":{"b":"1"}}}"#]),
    ("{type: xml, lists: [b]}", ["a", "p", "b"], "<a><p><b>1</b></p></a>", [#"{"a":{"p":{"b":["1"]}}}"#]),
    (
      "{type: xml, lists: [b]}", ["a", "b"], "<a><b>1</b><b>2</b><b>3</b></a>",
      [#"{"a":{"b":["1","2"]}}"#, #"{"a":{"b":["3"]}}"#]
    ),
    (
      "{type: xml, lists: [p.b]}", ["a", "p", "b"], "<a><b>0</b><p><b><b>1</b></b></p></a>",
      [#"{"a":{"b":"0","p":{"b":[{"b":"1"}]}}}"#]
    ),
    // Elements of the same name elsewhere are none of them.
    (
      "{type: xml}", ["a", "p", "b"], "<a><b>0</b><p><c><b>1</b></c><b><b>2</b></b><b>3</b></p><b/></a>",
      [#"{"a":{"b":["0",null],"p":{"c":{"b":"1"},"b":[{"b":"2"},"3"]}}}"#]
    ),
    // What is not one list comes whole.
    (
      "{type: xml}", ["a", "p", "b"], "<a><p><b>1</b><b>2</b><b>3</b></p><p/></a>",
      [#"{"a":{"p":[{"b":["1","2","3"]},null]}}"#]
    ),
    ("{type: xml}", ["a", "b"], "<a><c/></a>", [#"{"a":{"c":null}}"#]),
    ("{type: xml}", ["a", "b"], "<x><b/><b/><b/></x>", [#"{"x":{"b":[null,null,null]}}"#]),
  ]

  @Test(arguments: splits.indices) func `a list inside is read in portions`(_ place: Int) throws {
    let (block, list, text, gives) = Self.splits[place]
    let decoder = try Decoded.decoder(block, listAt: list)
    #expect(decoder.holdsList && !decoder.isList)
    var portions = decoder.batches(Array(text.utf8), rows: 2)
    var found: [String] = []
    while let portion = try portions.next() { found.append(try Decoded.json(portion)) }
    #expect(found == gives)
    // In one portion it is what it is when nothing is known of the list.
    var whole = decoder.batches(Array(text.utf8), rows: .max)
    let value = try #require(try whole.next())
    #expect(try Decoded.json(value) == Decoded.json(block, Array(text.utf8)))
    #expect(try whole.next() == nil)
  }

  @Test func `a document that is cut is refused before its first record`() throws {
    let text = Array("<a><b>1</b><b>2</b><b>3</b><c/></a>".utf8)
    let decoder = try Decoded.decoder("{type: xml}", listAt: ["a", "b"])
    for count in 1..<text.count {
      var portions = decoder.batches(Array(text.prefix(count)), rows: 1)
      #expect(throws: DecodingFailure.self, "\(count)") { try portions.next() }
    }
  }

  @Test func `a document of many pieces is the same`() throws {
    let rows = (0..<30_000).map { "<b id='\($0)'>é\($0)&amp;</b>" }.joined(separator: "\n")
    let text = Array("<?xml version='1.0' encoding='UTF-8'?><a>\(rows)<next>7</next></a>".utf8)
    let decoder = try Decoded.decoder("{type: xml}", listAt: ["a", "b"])
    var portions = decoder.batches(of: text.count, reading: { Array(text[$0..<$0 + $1]) }, rows: 9_999)
    var counts: [Int] = []
    while let portion = try portions.next() {
      let json = try Decoded.json(portion)
      #expect(json.hasSuffix(#","next":"7"}}"#))
      counts.append(json.split(separator: "@id").count - 1)
    }
    #expect(counts == [9_999, 9_999, 9_999, 3])
  }
}
