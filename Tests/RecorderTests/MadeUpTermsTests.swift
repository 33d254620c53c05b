internal import HTTP
internal import Testing

@testable internal import Recorder

/// What stands in place of settings that say whose account it is.
struct MadeUpTermsTests {
  @Test(arguments: [
    ("http:.+", "http://10.1.2.3:8001"), ("https?://.+", "http://10.1.2.3:8001"),
    (#"http://127\.0\.0\.1:[0-9]+"#, "http://127.0.0.1:8001"), ("https://.+", "https://acme.realco.io:8443"),
  ])
  func `an address that a pattern asks for is one that can be called`(_ pattern: String, _ real: String)
    throws
  {
    let made = MadeUpTerms.fitting(pattern, real, "made-up-server")
    #expect(made != real && made.hasPrefix("http"))
    #expect(throws: Never.self) { try WebAddress(made) }
  }

  @Test func `where made-up people have their addresses nobody lives`() {
    #expect(MadeUpTerms.fitting(nil, "example.com", "made-up-host") == "example.com")
    #expect(MadeUpTerms.fitting(nil, "realco.io", "made-up-host") == "made-up-host")
  }

  @Test func `a number keeps its form`() {
    #expect(MadeUpTerms.fitting("[0-9]+", "4711", "made-up-account") == "0000")
  }
}
