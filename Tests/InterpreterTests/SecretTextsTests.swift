import Testing
import Values

@testable import Interpreter

/// Secrets are found in every form in which a provider may send them back.
struct SecretTextsTests {
  static let secret = #"s3cret+/ "&\x"#

  @Test(arguments: [
    #"s3cret+/ "&\x"#, "s3cret%2B%2F%20%22%26%5Cx", "s3cret%2b%2f%20%22%26%5cx", "s3cret%2B/+%22%26%5Cx",
    "s3cret%252B%252F%2520%2522%2526%255Cx", #"s3cret+\/ \"&\\x"#, #"s3cret\u002b/ \u0022\u0026\u005cx"#,
    #"s3cret+/ &quot;&amp;\x"#, Base64.encode(Array(secret.utf8)), Base64.encode(Array(("u:" + secret).utf8)),
    Base64.encode(Array(("user:" + secret + "\n").utf8)), Base64.encode(Array(("me:" + secret).utf8)),
  ])
  func `a secret is hidden however it is written`(_ form: String) {
    let secrets = SecretTexts([Self.secret])
    let text = "before \(form) after"
    #expect(secrets.isIn(text))
    let shown = secrets.hidden(in: text)
    #expect(shown.hasPrefix("before ") && shown.hasSuffix(" after") && shown.contains("***"))
    #expect(!shown.contains("s3cret") && !SecretTexts([Self.secret]).isIn(shown))
  }

  @Test(arguments: [
    #"pä☃🔑ss"word"#, #"p\u00e4\u2603\ud83d\udd11ss\"word"#, #"p\\u00E4\\u2603\\ud83d\\udd11ss\\\"word"#,
    "p&#228;&#9731;&#x1f511;ss&#34;word", "p%C3%A4%e2%98%83%F0%9F%94%91ss%22word",
    "70c3a4e29883f09f94917373" + "22776f7264", "70C3A4E29883F09F949173732277" + "6F7264",
  ])
  func `one of other letters is hidden however it is written`(_ form: String) {
    #expect(SecretTexts([#"pä☃🔑ss"word"#]).hidden(in: "<\(form)>") == "<***>")
  }

  @Test func `the beginning of one that was cut is hidden`() {
    let secrets = SecretTexts(["made-up-token-7c1e"])
    #expect(
      secrets.hidden(in: "begins with `oops made-up-to`, made-up-token-… made-up-tok")
        == "begins with `oops ***`, ***… ***")
    #expect(secrets.hidden(in: "made-up` made-up-things") == "made-up` made-up-things")
  }

  @Test func `what is no secret stays`() {
    var secrets = SecretTexts(["abc", "token-1", ""])
    secrets.add(credential: "Bearer access-2")
    #expect(
      secrets.hidden(in: "abc token-2 access-1 100% \\ &amp; +") == "abc token-2 access-1 100% \\ &amp; +")
    #expect(secrets.hidden(in: "token-1access-2") == "******")
    #expect(secrets.hidden(in: "Bearer access-2, access-2%") == "***, ***%")
    #expect(!secrets.isIn("") && !secrets.isIn("%"))
  }
}
