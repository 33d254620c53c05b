internal import HTTP
internal import Testing
internal import Values

@testable internal import Calling

/// A secret is found in every form in which a request can carry it.
struct RedactorTests {
  static let secret = "p@ss w/\"d<1>'é"

  static let carriers: [(name: String, text: String)] = [
    ("plain", "key=\(secret);"),
    ("percent", "key=\(secret.percentEncoded)&x=1"),
    ("small percent", "key=\(secret.percentEncoded.lowercased())"),
    ("form", "key=p%40ss+w%2F%22d%3C1%3E%27%C3%A9"),
    ("json", #"{"key":"p@ss w/\"d<1>'é"}"#),
    ("json with slashes", #"{"key":"p@ss w\/\"d<1>'é"}"#),
    ("xml", "<key>p@ss w/&quot;d&lt;1&gt;&apos;é</key>"),
    ("shell", #"curl 'p@ss w/"d<1>'\''é'"#),
    ("basic", "Basic " + Base64.encode(Array("user:\(secret)".utf8))),
    ("basic, as the name", "Basic " + Base64.encode(Array("\(secret):x".utf8))),
    ("basic, one further", "Basic " + Base64.encode(Array("ab:\(secret)".utf8))),
    ("hexadecimal", secret.utf8.map { String($0 >> 4, radix: 16) + String($0 & 15, radix: 16) }.joined()),
  ]

  @Test(arguments: carriers) func finds(_ carrier: (name: String, text: String)) {
    let redactor = Redactor([Self.secret])
    #expect(redactor.finds(in: carrier.text), "\(carrier.name)")
    let clean = redactor.redacted(carrier.text)
    #expect(clean.contains(Redactor.hidden) && !redactor.finds(in: clean), "\(carrier.name): \(clean)")
  }

  @Test func `other texts stay`() {
    let redactor = Redactor([Self.secret, "abc"])
    #expect(redactor.redacted("abc and nothing else") == "abc and nothing else")
  }

  /// Requests with a secret where only its value tells.
  @Test(arguments: ["header", "query", "path", "body", "basic"])
  func `no record of a call holds a secret`(_ place: String) throws {
    let secret = "s3cr3t/key+1"
    var request = HTTPRequest("POST", try WebAddress("https://api.example.com/v1/people"))
    switch place {
    case "header": request.headers.append("X-Whatever", secret)
    case "query": request.address.query = "q=\(secret.percentEncoded)"
    case "path": request.address.path = "/v1/\(secret.percentEncoded)/people"
    case "body": request.body = Array("<login><word>\(secret)</word></login>".utf8)
    default: request.headers.append("X-Proof", Base64.encode(Array("user:\(secret)".utf8)))
    }
    let record = CallRecord(
      request, .failed("\(secret) was refused"), CallTiming(), provider: "acme", secrets: [secret])
    let redactor = Redactor([secret])
    for text in ["\(record.outcome)", record.address, record.curlCommand] {
      #expect(!redactor.finds(in: text), "\(place): \(text)")
    }
    #expect(record.curlCommand.contains(Redactor.hidden))
  }
}
