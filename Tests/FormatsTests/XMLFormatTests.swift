import Formats
import Testing

@Suite struct XMLFormatTests {
  static let cases: [(block: String, text: String, gives: String)] = [
    ("{type: xml}", "<a><b>1</b><c x=\"2\">t</c></a>", ##"{"a":{"b":"1","c":{"@x":"2","#text":"t"}}}"##),
    ("{type: xml}", "<a><b>1</b><c/><b>2</b></a>", #"{"a":{"b":["1","2"],"c":null}}"#),
    ("{type: xml, lists: [b]}", "<a><b>1</b></a>", #"{"a":{"b":["1"]}}"#),
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
}
