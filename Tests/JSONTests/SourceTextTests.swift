import JSON
import Testing

/// Records are kept as the provider wrote them.
@Suite struct SourceTextTests {
  @Test(arguments: [
    "{}", "[]", #"{"a":1}"#, #"{ "a" : [1, 2.50 , {"b":null}] }"#, #"[ "x\"]y" , {"é":"\u00e9}"} ]"#,
  ])
  func `a container is told as it was written`(_ text: String) throws {
    #expect(try JSONDocument(text: text).root.sourceText == text)
    let outer = try JSONDocument(text: "  [0, \(text) ,{\"k\": \(text)}]\n")
    #expect(outer.root[1]?.sourceText == text)
    #expect(outer.root[2]?["k"]?.sourceText == text)
  }

  @Test func `what is no container has none`() throws {
    #expect(try JSONDocument(text: "12").root.sourceText == nil)
    #expect(try JSONDocument(text: #""x""#).root.sourceText == nil)
  }
}
