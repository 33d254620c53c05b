import Diagnostics
import Testing
import YAML

struct LoadingTests {
  @Test func keepsKeysValuesAndPlaces() throws {
    let text = """
      # top
      name: acme   # the name
      http:
        headers: {Accept: "a/b", "X-1": 'it''s'}
        list:
        - 1
        - two
      text: |
        one
        two

      last:
      """
    let document = load(text)
    #expect(document.findings.isEmpty)
    let root = try #require(document.root?.mapping)
    #expect(Array(root.keys) == ["name", "http", "text", "last"])
    #expect(root["name"]?.range.text == "acme")
    #expect(root["http"]?.range.text.hasPrefix("headers:") == true)
    #expect(root["http"]?.range.text.hasSuffix("- two") == true)
    let headers = try #require(root["http"]?.mapping?["headers"])
    #expect(headers.range.text == #"{Accept: "a/b", "X-1": 'it''s'}"#)
    #expect(headers.mapping?["X-1"]?.scalar?.text == "it's")
    #expect(root["text"]?.range.text == "|\n  one\n  two")
    #expect(root["last"]?.isNull == true)
    #expect(document.comments.map(\.text) == ["top", "the name"])
    #expect(document.comments.map(\.line) == [1, 2])
    #expect(document.comments.map(\.isWholeLine) == [true, false])
  }
}

/// Loads a text as the file `test.yaml`.
func load(_ text: String) -> YAMLDocument { YAMLLoader.load(SourceFile(path: "test.yaml", text: text)) }

func load(_ bytes: [UInt8]) -> YAMLDocument { YAMLLoader.load(SourceFile(path: "test.yaml", bytes: bytes)) }
