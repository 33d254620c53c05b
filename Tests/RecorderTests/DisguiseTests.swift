internal import Testing

@testable internal import Recorder

/// Bodies in, disguised bodies out.
struct DisguiseTests {
  static func disguised(_ sources: [String], type: String = "application/json", keeping: [String] = []) throws
    -> [String]
  {
    var discernment = Discernment()
    discernment.kept = keeping.map(CanonicalPaths.keys)
    var disguise = Disguise()
    let bodies = try sources.map { try #require(RecordedBody(Array($0.utf8), type: type)) }
    for body in bodies { disguise.learn(body, discernment) }
    disguise.close()
    return bodies.map { disguise.disguised($0, discernment).text }
  }

  @Test func `the same person has the same pseudonym everywhere`() throws {
    let texts = try Self.disguised([
      #"{"firstName": "Zelda", "lastName": "Quirk", "email": "zelda.quirk@realco.io"}"#,
      #"{"manager": "Zelda Quirk", "note": null, "link": "/p/zelda-quirk", "text": "ask Zelda, QUIRK or zquirk"}"#,
    ])
    #expect(texts[0].contains(#""firstName": "Robin""#) && texts[0].contains("robin.sample@example.com"))
    #expect(texts[1].contains(#""manager": "Robin Sample""#) && texts[1].contains("/p/robin-sample"))
    let all = texts.joined().lowercased()
    #expect(!all.contains("zelda") && !all.contains("quirk"), "\(all)")
  }

  @Test func `keys that the connector names stay what they are`() throws {
    let body = try #require(
      RecordedBody(Array(#"{"fullName": "Zelda Vendor", "vendor_name": 7}"#.utf8), type: "application/json"))
    for (spoken, stays) in [("name: vendor_name", true), ("", false)] {
      var disguise = Disguise()
      disguise.spoken = spoken
      disguise.learn(body, Discernment())
      disguise.close()
      #expect(disguise.disguised(body, Discernment()).text.contains("vendor_name") == stays)
    }
  }

  @Test func `parts of a path are told without their escapes, and short ones are swapped whole`() throws {
    let body = try #require(
      RecordedBody(Array(#"{"email": "zelda@realco.io"}"#.utf8), type: "application/json"))
    var disguise = Disguise()
    disguise.swap("s1", for: "made-up-site")
    disguise.swapPath("/gate/xml", for: "/made-up")
    disguise.learn(body, Discernment())
    disguise.close()
    let person = disguise.disguised(body, Discernment()).text.split(separator: "\"").last { $0.contains("@") }
    let made = try #require(person).split(separator: "@").first ?? ""
    #expect(
      disguise.searchedPath("/sites/s1/users/zelda%40realco.io")
        == "/sites/made-up-site/users/\(made)@example.com")
    #expect(disguise.searchedPath("/gate/xml/s10?") == "/made-up/s10?")
    #expect(PlayedReplies.comparable("/a%2Cb/c%40d+e") == PlayedReplies.comparable("/a,b/c@d%2Be"))
  }

  /// Too short to be sought in every text, and a part of an address all the same.
  @Test func `a short name is called the same in addresses where that is wanted`() throws {
    let body = try #require(RecordedBody(Array(#"{"username": "zed"}"#.utf8), type: "application/json"))
    for (replacesParts, spoken, path) in [
      (false, "", "/users/zed"), (true, "get: /users/zed", "/users/zed"), (true, "", nil),
    ] {
      var disguise = Disguise()
      disguise.spoken = spoken
      disguise.replacesParts = replacesParts
      disguise.learn(body, Discernment())
      disguise.close()
      let made = disguise.disguised(body, Discernment()).text.split(separator: "\"").dropLast().last
      #expect(try disguise.searchedPath("/users/zed") == (path ?? "/users/\(#require(made))"))
    }
  }

  static let kinds: [(source: String, lacks: String, holds: String)] = [
    (#"{"mobilePhone": "+1 613 444 0199"}"#, "444", "555 01"), (#"{"ssn": "219-09-9999"}"#, "219", "000-00-"),
    (#"{"dateOfBirth": "1984-03-09", "x": "born 1984-03-09"}"#, "1984-03-09", "19"),
    (#"{"iban": "GB82WEST12345698765432"}"#, "WEST1234", "GB00"),
    (#"{"homeAddress": "7 Real Road"}"#, "Real", "Sample Street"),
    (#"{"comment": "has a cold"}"#, "cold", "Made-up text"),
    (#"{"accessToken": "abcdef0123456789"}"#, "abcdef", "{secret}"),
    (#"{"photo": "https://cdn.realco.io/zelda.jpg"}"#, "realco", "example.com"),
    (#"{"url": "https://x.example.com/f?Signature=abcdef123&a=1"}"#, "abcdef", "made-up"),
    (#"{"salary": 112000.50}"#, "112000", "100001.00"), (#"{"a@real.io": 1}"#, "real.io", "example.com"),
    (#"{"ssn": "XXX-XX-XXXX"}"#, "000", "XXX-XX-XXXX"),
    (#"{"dateOfBirth": "/Date(503020800000+0000)/"}"#, "503020800000", "+0000)/"),
    (#"{"postalCode": "1984", "x": "1984-03-09", "y": "lives in 1984"}"#, "in 1984", "1984-03-09"),
    (#"{"CurrencyRef": {"value": "CAD", "name": "Canadian Dollar"}}"#, "Robin", "Canadian Dollar"),
  ]

  @Test(arguments: kinds) func `each kind has its own form`(
    _ sample: (source: String, lacks: String, holds: String)
  ) throws {
    let text = try Self.disguised([sample.source])[0]
    #expect(!text.contains(sample.lacks) && text.contains(sample.holds), "\(text)")
  }

  @Test(arguments: [
    #"{"status": "Active", "count": 5, "hired": "2021-03-01", "zone": "America/Toronto", "ok": true, "none": null}"#,
    #"{"department": {"name": "Market Research"}, "id": "1234", "version": "1.2.3"}"#,
  ]) func `what says nothing about anybody stays`(_ source: String) throws {
    #expect(try Self.disguised([source])[0] == source)
  }

  @Test func `an address in the place of a name is an address`() throws {
    let text = try Self.disguised([#"{"signer_name": "hr@realco.com", "email": "x@example.com"}"#])[0]
    #expect(!text.contains("realco") && text.contains("@example.com"), "\(text)")
  }

  @Test func `a path may be kept`() throws {
    #expect(
      try Self.disguised([#"{"team": {"email": "all@realco.io"}}"#], keeping: ["team.email"])[0].contains(
        "all@realco.io"))
  }

  @Test func `XML is disguised like JSON`() throws {
    let source =
      #"<?xml version="1.0"?><people><p mail="z@realco.io"><FirstName>Zelda</FirstName><st>Active &amp; on</st></p></people>"#
    let text = try Self.disguised([source], type: "text/xml")[0]
    #expect(
      !text.contains("Zelda") && !text.contains("realco") && text.contains("<st>Active &amp; on</st>"),
      "\(text)")
  }

  @Test func `what a namespace is called changes nothing`() throws {
    let source = #"<d:people xmlns:d="urn:people"><d:p><d:FirstName>Zelda</d:FirstName></d:p></d:people>"#
    let text = try Self.disguised([source], type: "text/xml")[0]
    #expect(
      text.contains("<d:FirstName>Robin</d:FirstName>") && text.contains(#"xmlns:d="urn:people""#), "\(text)")
    #expect(
      try Self.disguised([source], type: "text/xml", keeping: ["people.p.FirstName"])[0].contains("Zelda"))
  }

  @Test func `tables are disguised by their heads`() throws {
    let text = try Self.disguised(["First Name,Status\nZelda,Active\n\"Ivo\",\"a,b\"\n"], type: "text/csv")[0]
    #expect(
      !text.contains("Zelda") && !text.contains("Ivo") && text.contains("Active") && text.contains("\"a,b\""))
  }

  @Test func `what is no text is refused`() {
    #expect(RecordedBody([0x50, 0x4B, 0x03, 0x04, 0xFF, 0xFE], type: "application/zip") == nil)
    #expect(RecordedBody(Array("<a><b></a>".utf8), type: "text/xml") == nil)
  }
}

extension DisguiseTests {
  /// Texts of a recording in which a person is left, and ones in which nobody is.
  @Test(arguments: [
    ("Zelda", true), ("WmVsZGEgUXVpcms=", true), ("a%20Zelda%20b", true), ("ZELDA", true),
    ("x.zelda.y", true),
    ("Zeldas", false), ("Robin", false), ("someone@else.io", true), ("x@example.com", false),
  ]) func `the proof sees through forms`(_ text: String, _ leaks: Bool) throws {
    var disguise = Disguise()
    let body = try #require(
      RecordedBody(Array(#"{"firstName": "Zelda", "lastName": "Quirk"}"#.utf8), type: nil))
    disguise.learn(body, Discernment())
    disguise.close()
    let recording = "### one\nGET /a\n\nHTTP 200\nContent-Type: application/json\n\n{\"x\": \"\(text)\"}\n"
    #expect(CleanProof(disguise, secrets: []).leaks(in: recording, Discernment()).isEmpty != leaks)
  }
}
