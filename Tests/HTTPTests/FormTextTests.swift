import HTTP
import Testing

/// What stands behind percent signs, in a query and in a path, and between the signs of a form.
struct FormTextTests {
  @Test(arguments: [
    ("a%20b+c", "a b c", "a b+c"), ("%C3%A9", "é", "é"), ("100%", "100%", "100%"),
    ("%zz%4", "%zz%4", "%zz%4"),
    // A number may begin with a sign, an escape may not.
    ("%+5", "% 5", "%+5"), ("%-0", "%-0", "%-0"),
  ])
  func `escapes are taken away and what is none stays`(text: String, inQuery: String, inPath: String) {
    #expect(text.percentDecoded(plusIsBlank: true) == inQuery)
    #expect(text.percentDecoded(plusIsBlank: false) == inPath)
  }

  @Test func `pairs are decoded after they are taken apart`() {
    let pairs = FormText.pairs("a=1&&b+c=%3D%26=&d&=e")
    #expect(pairs.map(\.name) == ["a", "b c", "d", ""])
    #expect(pairs.map(\.value) == ["1", "=&=", "", "e"])
    // Bytes that do not lie in one piece are read as well.
    let scattered = FormText.pairs("a=1&&b+c=%3D%26=&d&=e".utf8.lazy.map { $0 })
    #expect(scattered.map(\.name) == pairs.map(\.name))
    #expect(scattered.map(\.value) == pairs.map(\.value))
  }
}
