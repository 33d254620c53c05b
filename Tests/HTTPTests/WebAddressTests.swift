import HTTP
import Testing

/// Addresses are read strictly, and mean one thing.
@Suite struct WebAddressTests {
  @Test(arguments: [
    ("https://Example.COM", "https://example.com/"),
    ("HTTP://example.com:80/a", "http://example.com/a"),
    ("https://example.com:8443?q", "https://example.com:8443/?q"),
    ("https://example.com/a/../b?x=1&y=%20#part", "https://example.com/a/../b?x=1&y=%20"),
    ("https://example.com/ä\"<>`", "https://example.com/%C3%A4%22%3C%3E%60"),
    ("https://[2001:DB8::1]:444/", "https://[2001:db8::1]:444/"),
    ("https://example.com./", "https://example.com./"),
    ("https://example.com:/", "https://example.com/"),
    ("https://a_b-c.example.com/", "https://a_b-c.example.com/"),
    ("http://127.0.0.1#@example.com/", "http://127.0.0.1/"),
    ("https://example.com/?\u{301}x#\u{301}y", "https://example.com/?%CC%81x"),
    ("https://example.com/user@example.com", "https://example.com/user@example.com"),
  ])
  func `an address becomes normal`(_ text: String, _ normal: String) throws {
    let address = try WebAddress(text)
    #expect(address.description == normal)
    #expect(try WebAddress(normal) == address)
  }

  @Test(arguments: [
    "", "example.com", "/path", "https:/example.com", "https:///path", "https://", "https://:80/",
    "ftp://example.com/",
    "file:///etc/passwd", "gopher://example.com/", "dict://example.com/", "ldap://example.com/",
    "jar:https://example.com/",
    "unix:/run/x", "javascript:1", "https://exa mple.com/", "https://example.com/a b",
    "https://example.com/\n",
    "https://example.com\t/", "https://example.com/\u{0}", "https://example.com/\u{7F}",
    "https://example.com\\@127.0.0.1/",
    "https://a@127.0.0.1:80@example.com/", "https://user:pw@example.com/", "https://@example.com/",
    "https://example.com%2f@127.0.0.1/", "https://example.com%00.example.org/", "https://example%2ecom/",
    "http://①②⑦.⓪.⓪.①/", "https://exämple.com/", "https://example.com:99999/", "https://example.com:0/",
    "https://example.com:-1/", "https://example.com:+1/", "https://example.com:8 0/",
    "https://example.com:٣/",
    "https://example.com:000443/", "https://[::1/", "https://[]/", "https://[::1]x/",
    "https://[fe80::1%25lo]/",
    "https://[example.com]/", "https://::1/", "https://a..example.com/", "https://.example.com/",
    "https://./",
    "https://a;b/", "https://a'b/", "https://a,b/", "https://a(b)/", "https://a=b/", "https://a&b/",
    "https://a$b/",
    "https://a*b/", "https://example.com\u{338}/@127.0.0.1/", "https://example.com/\u{5C}x",
    "https://" + String(repeating: "a", count: 64) + ".example.com/",
    "https://" + String(repeating: "a.", count: 128) + "b/",
    "https://example.com/" + String(repeating: "a", count: 70_000),
  ])
  func `what could lead astray is refused`(_ text: String) {
    #expect(throws: WebAddress.Problem.self) { try WebAddress(text) }
  }

  @Test(
    arguments: [
      ("https://b.example.org/x", "https://b.example.org/x"),
      ("//b.example.org/x", "https://b.example.org/x"),
      ("/x", "https://a.example.com:8443/x"), ("x", "https://a.example.com:8443/v1/x"),
      ("?p=2", "https://a.example.com:8443/v1/list?p=2"), ("", "https://a.example.com:8443/v1/list?p=1"),
      ("#x", "https://a.example.com:8443/v1/list?p=1"), ("./x/../y", "https://a.example.com:8443/v1/y"),
      ("../../../x", "https://a.example.com:8443/x"), ("..", "https://a.example.com:8443/"),
      (".", "https://a.example.com:8443/v1/"), ("x?u=/../y", "https://a.example.com:8443/v1/x?u=/../y"),
      ("///evil.example.org/", nil), ("http:evil.example.org", nil), ("\\\\evil.example.org", nil),
      ("/\\evil.example.org", "refused"), ("javascript:1", nil), ("https:evil.example.org", nil),
      (" //evil.example.org", nil), ("x ", nil), ("https://b .example.org/", nil),
      ("https://b.example.org:8 0/", nil), ("x?q=a b", "https://a.example.com:8443/v1/x?q=a%20b"),
      ("https://b.example.org/x y", "https://b.example.org/x%20y"),
    ] as [(String, String?)])
  func `a reference is read from where it stands`(_ reference: String, _ expected: String?) throws {
    let base = try WebAddress("https://a.example.com:8443/v1/list?p=1")
    let result = Result { try base.resolving(reference) }
    guard let expected, expected != "refused" else {
      #expect(throws: WebAddress.Problem.self) { try result.get() }
      return
    }
    #expect(try result.get().description == expected)
  }

  @Test(arguments: [
    ("https://a.example.com/", true), ("HTTP://a.example.com/", true), ("file:///etc/passwd", true),
    ("gopher://a", true), ("/https://a", false), ("exports/7", false), ("//a.example.com", false),
    ("", false),
    ("users/a:b//c", false), ("1http://a", false), ("?u=http://a", false),
  ])
  func `what names a scheme is no path`(_ text: String, _ isWhole: Bool) {
    #expect(WebAddress.isWhole(text) == isWhole)
  }

  /// Texts made of the pieces that parsers quarrel about: whatever is accepted has one host, and says it in letters.
  @Test func `random texts neither crash nor get through with an odd host`() throws {
    let pieces = [
      "http", "https", "://", ":", "/", "//", "\\", "@", "#", "?", "%2f", "%00", "[", "]", "::1", "127.0.0.1",
      "example.com",
      ".", "..", "\u{301}", "\u{338}", "\t", "\u{0}", "ä", "①", "80", "65536", "-1", "0x7f.1", " ",
      "\u{200B}", "&", ";",
    ]
    var random = SplitMix(state: 7)
    var accepted = 0
    for _ in 0..<60_000 {
      let text = (0..<Int.random(in: 1...9, using: &random)).map { _ in
        pieces[Int.random(in: 0..<pieces.count, using: &random)]
      }.joined()
      for candidate in [text, "https://example.com" + text] {
        guard let address = try? WebAddress(candidate) else { continue }
        accepted += 1
        let isPlain = address.host.utf8.allSatisfy { byte in
          (0x61...0x7A).contains(byte) || (0x30...0x39).contains(byte) || ".-_[]:".utf8.contains(byte)
        }
        #expect(isPlain, "\(candidate) has the host \(address.host)")
        #expect(address.description.utf8.allSatisfy { $0 > 0x20 && $0 < 0x7F })
        #expect(try WebAddress(address.description) == address, "\(candidate)")
        // Nothing but a whole address or `//host` leads away.
        if !text.hasPrefix("http"), !text.utf8.starts(with: "//".utf8),
          let next = try? address.resolving(text)
        {
          #expect(next.origin == address.origin, "\(candidate) then \(text)")
        }
      }
    }
    #expect(accepted > 1000)
  }

  @Test func `values are escaped for a query`() {
    #expect("a b&c=d/é~-._".percentEncoded == "a%20b%26c%3Dd%2F%C3%A9~-._")
  }
}

/// Chance that is the same each time.
struct SplitMix: RandomNumberGenerator {
  var state: UInt64
  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var value = state
    value = (value ^ (value >> 30)) &* 0xBF58_476D_1CE4_E5B9
    value = (value ^ (value >> 27)) &* 0x94D0_49BB_1331_11EB
    return value ^ (value >> 31)
  }
}
