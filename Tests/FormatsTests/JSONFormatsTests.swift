import Formats
import Testing
import Values

@Suite struct JSONFormatsTests {
  @Test func `a mark at the beginning is skipped and a mistake has a place`() throws {
    let value = try BodyDecoder().decode([0xEF, 0xBB, 0xBF] + Array(#"{"a": 1}"#.utf8))
    guard case .map(let map) = value.plain else {
      Issue.record("no map")
      return
    }
    #expect(map.count == 1)
    #expect(throws: DecodingFailure("this is not JSON: expected ',' or '}'", at: .init(line: 2, column: 4))) {
      try BodyDecoder().decode(Array("{\"a\": 1\n   \"b\": 2}".utf8))
    }
  }
}
