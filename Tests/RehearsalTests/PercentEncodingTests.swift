import Language
import Testing

/// What stands behind percent signs, in a query and in a path.
struct PercentEncodingTests {
  @Test(arguments: [
    ("a%20b+c", "a b c", "a b+c"), ("%C3%A9", "é", "é"), ("100%", "100%", "100%"),
    ("%zz%4", "%zz%4", "%zz%4"),
    // A number may begin with a sign, an escape may not.
    ("%+5", "% 5", "%+5"), ("%-5", "%-5", "%-5"),
  ])
  func `escapes are taken away and what is none stays`(text: String, inQuery: String, inPath: String) {
    #expect(PercentEncoding.decoded(text) == inQuery)
    #expect(PercentEncoding.decoded(text, plusIsBlank: false) == inPath)
  }
}
