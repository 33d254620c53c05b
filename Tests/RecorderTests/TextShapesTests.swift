internal import Testing

@testable internal import Recorder

/// What looks like somebody's address or number is found anywhere.
struct TextShapesTests {
  static let samples: [(text: String, kinds: [PersonalKind])] = [
    ("mail ann.lee+x@corp.co.uk now", [.email]), ("/users/ann%40corp.io/photo", [.email]),
    ("call (613) 444-0199 or +44 20 7946 0958", [.phone, .phone]), ("613-444-0199", [.phone]),
    ("his SSN is 219-09-9999.", [.nationalID]), ("SIN 046 454 286", [.nationalID]),
    ("046 454 287", []), ("GB82 WEST 1234 5698 7654 32", [.account]), ("GB83 WEST 1234 5698 7654 32", []),
    ("2026-11-20T12:00:00Z", []), ("order 1234567890123", []), ("version 1.2.3", []), ("", []),
  ]

  @Test(arguments: samples) func finds(_ sample: (text: String, kinds: [PersonalKind])) {
    #expect(TextShapes().finds(in: sample.text).map(\.kind) == sample.kinds, "\(sample.text)")
  }
}
