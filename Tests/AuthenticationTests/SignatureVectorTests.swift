import HTTP
import Language
import Programs
import Testing
import Values

@testable import Authentication

/// Requests and signatures that Amazon publishes for its own libraries.
@Suite struct AWSSignatureTests {
  static let vectors: [(String, String, [(String, String)], String, String)] = [
    ("GET", "/", [], "", "5fa00fa31553b73ebf1942676e86291e8372ff2a2260956d9b8aae1d763fbf31"),
    (
      "GET", "/?Param2=value2&Param1=value1", [], "",
      "b97d918cfa904a5beff61c982a1b6f458b799221646efd99d3219ec94cdf2500"
    ),
    ("POST", "/", [], "", "5da7c1a2acd57cee7505fc6676e4e544621c30862966e37dddb68e92efbe5d6b"),
    (
      "POST", "/", [("Content-Type", "application/x-www-form-urlencoded")], "Param1=value1",
      "ff11897932ad3f4e8b18135d722051e5ac45fc38421b1da7b9d196a0fe09473a"
    ),
  ]

  @Test(arguments: vectors)
  func `the published requests have the published signatures`(
    _ method: String, _ target: String, _ headers: [(String, String)], _ body: String, _ expected: String
  ) throws {
    var request = HTTPRequest(
      method, try WebAddress("https://example.amazonaws.com" + target),
      headers: HeaderFields(headers.map { HeaderFields.Field($0.0, $0.1) }), body: Array(body.utf8))
    let now = try #require(Instant("2015-08-30T12:36:00Z"))
    AWSSignature(
      keyID: "AKIDEXAMPLE", secret: "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY", region: "us-east-1",
      service: "service"
    ).sign(&request, at: now)
    let header = try #require(request.headers["Authorization"])
    #expect(header.hasSuffix("Signature=\(expected)"), "\(header)")
    #expect(header.contains("Credential=AKIDEXAMPLE/20150830/us-east-1/service/aws4_request"))
    #expect(request.headers["X-Amz-Date"] == "20150830T123600Z")
  }

  /// As the published requests with such paths are signed.
  @Test(arguments: [
    ("//example//", "/example/"), ("/./example", "/example"), ("/example/..", "/"), ("//", "/"),
  ])
  func `parts of a path that lead nowhere are not signed`(_ written: String, _ meant: String) throws {
    func signature(_ path: String) throws -> String? {
      var request = HTTPRequest("GET", try WebAddress("https://example.amazonaws.com" + path))
      AWSSignature(keyID: "AKID", secret: "s3cret", region: "us-east-1", service: "service")
        .sign(&request, at: try #require(Instant("2015-08-30T12:36:00Z")))
      return request.headers["Authorization"]
    }
    let (first, second) = (try signature(written), try signature(meant))
    #expect(first == second)
  }

  @Test func `the documented call of IAM has the documented signature`() throws {
    var request = HTTPRequest(
      "GET", try WebAddress("https://iam.amazonaws.com/?Action=ListUsers&Version=2010-05-08"),
      headers: HeaderFields([.init("Content-Type", "application/x-www-form-urlencoded; charset=utf-8")]))
    AWSSignature(
      keyID: "AKIDEXAMPLE", secret: "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY", region: "us-east-1",
      service: "iam"
    ).sign(&request, at: try #require(Instant("2015-08-30T12:36:00Z")))
    #expect(
      request.headers["Authorization"]
        == "AWS4-HMAC-SHA256 Credential=AKIDEXAMPLE/20150830/us-east-1/iam/aws4_request, "
        + "SignedHeaders=content-type;host;x-amz-date, "
        + "Signature=5d672d79c15b13162d9279b0855cfba6789a8edb4c82c400e06b5924a6f2b5d7")
  }

  @Test func `temporary credentials and S3 sign what they add`() async throws {
    let settings = ["id": "AKID", "secret": "s3cret", "session": "t0ken"]
    let stage = try Stage(
      """
      type: aws_sigv4
      access_key_id: ${settings.id}
      secret_access_key: ${settings.secret}
      session_token: ${settings.session}
      region: eu-central-1
      service: s3
      """, settings: settings)
    let request = try await stage.sent()
    let header = try #require(request.headers["Authorization"])
    #expect(header.contains("SignedHeaders=host;x-amz-content-sha256;x-amz-date;x-amz-security-token"))
    #expect(request.headers["X-Amz-Security-Token"] == "t0ken")
    #expect(!header.contains("s3cret"))
    #expect(Set(request.secretHeaders) == ["Authorization", "X-Amz-Security-Token"])
  }
}

@Suite struct OAuth1SignatureTests {
  @Test func `the base string is that of RFC 5849`() throws {
    let request = HTTPRequest(
      "POST", try WebAddress("http://example.com/request?b5=%3D%253D&a3=a&c%40=&a2=r%20b"),
      headers: HeaderFields([.init("Content-Type", "application/x-www-form-urlencoded")]),
      body: Array("c2&a3=2+q".utf8))
    let base = OAuth1Style.baseString(
      request,
      [
        ("oauth_consumer_key", "9djdj82h48djs9d2"), ("oauth_token", "kkk9d7dh3k39sjv7"),
        ("oauth_signature_method", "HMAC-SHA1"), ("oauth_timestamp", "137131201"),
        ("oauth_nonce", "7d8f3e4a"),
      ])
    #expect(
      base
        == "POST&http%3A%2F%2Fexample.com%2Frequest&a2%3Dr%2520b%26a3%3D2%2520q%26a3%3Da%26b5%3D%253D%25253D"
        + "%26c%2540%3D%26c2%3D%26oauth_consumer_key%3D9djdj82h48djs9d2%26oauth_nonce%3D7d8f3e4a"
        + "%26oauth_signature_method%3DHMAC-SHA1%26oauth_timestamp%3D137131201"
        + "%26oauth_token%3Dkkk9d7dh3k39sjv7")
  }

  @Test func `the signature is that of the published example`() throws {
    let request = HTTPRequest(
      "GET", try WebAddress("http://photos.example.net/photos?file=vacation.jpg&size=original"))
    let base = OAuth1Style.baseString(
      request,
      [
        ("oauth_consumer_key", "dpf43f3p2l4k3l03"), ("oauth_token", "nnch734d00sl2jdk"),
        ("oauth_signature_method", "HMAC-SHA1"), ("oauth_timestamp", "1191242096"),
        ("oauth_nonce", "kllo9940pd9333jh"), ("oauth_version", "1.0"),
      ])
    #expect(
      try OAuth1Signature.hmacSHA1.signature(base, "kd94hf93k423kf44", "pfkkdhi9sl3r4s00")
        == "tR3+Ty81lMeYAr/Fid0kMTYa/WM=")
  }

  @Test(arguments: ["HMAC-SHA1", "HMAC-SHA256"])
  func `a request carries its signature in one header`(_ method: String) async throws {
    let settings = ["ck": "consumer", "cs": "c0nsumer-secret", "t": "token", "ts": "t0ken-secret"]
    let stage = try Stage(
      """
      type: oauth1
      signature: \(method)
      consumer_key: ${settings.ck}
      consumer_secret: ${settings.cs}
      token: ${settings.t}
      token_secret: ${settings.ts}
      realm: "12345_SB1"
      """, settings: settings)
    let header = try #require(try await stage.authorization())
    #expect(header.hasPrefix("OAuth realm=\"12345_SB1\", oauth_consumer_key=\"consumer\""))
    #expect(header.contains("oauth_signature_method=\"\(method)\""))
    #expect(header.contains("oauth_timestamp=\"1800000000\""))
    #expect(!header.contains("secret"))
    #expect(try await stage.authorization() != header)
  }
}
