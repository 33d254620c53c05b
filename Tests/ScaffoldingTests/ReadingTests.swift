import Diagnostics
@testable import Scaffolding
import Testing

/// What is read from commands, documents and captures.
struct ReadingTests {
  @Test(arguments: [
    ("curl a 'b c' \"d\\\"e\" f\\ g", ["curl", "a", "b c", "d\"e", "f g"]), ("a \\\n b", ["a", "b"]),
    ("a ^\n b", ["a", "b"]), ("a $'x\\ny\\u0041'", ["a", "x\nyA"]),
    ("a ''", ["a", ""]), ("a | b", ["a"]), ("a 'x'\"y\"z", ["a", "xyz"]),
  ])
  func shellWords(command: String, words: [String]) throws { #expect(try ShellWords.split(command) == words) }

  @Test func curlOptions() throws {
    let command = try CurlCommand(
      "curl -sSL -XGET \"https://api.example.com/v1/x?a=1\" -H 'Accept: application/json' --header=X-Key:\\ k -u me:pw --url-query b=2 -G -d c=3"
    )
    #expect(
      command.method == "GET" && command.address == "https://api.example.com/v1/x?a=1" && command.hasUser)
    #expect(command.headers.map(\.name) == ["Accept", "X-Key"])
    #expect(command.query.map(\.name) == ["b", "c"])
    #expect(try CurlCommand("curl https://x.example.com --json '{}'").method == "POST")
    #expect(throws: ScaffoldProblem.self) { try CurlCommand("curl https://x.example.com -H") }
  }

  @Test(arguments: [
    ("curl https://api.example.com/users -H 'Authorization: Bearer x'", "bearer"),
    ("curl https://api.example.com/users -u a:b", "basic"),
    ("curl https://api.example.com/users -H 'Authorization: Token x'", "bearer"),
    ("curl https://api.example.com/users -H 'X-Api-Key: x'", "key in header `X-Api-Key`"),
    ("curl 'https://api.example.com/users?api_key=x'", "key in query `api_key`"),
    ("curl https://api.example.com/users -b 'sid=1'", "key in cookie `sid`"),
    ("curl https://api.example.com/users -H 'authtoken: x'", "key in header `authtoken`"),
    ("curl https://api.example.com/users -H 'DOLAPIKEY: x'", "key in header `DOLAPIKEY`"),
    (
      "curl https://api.example.com/users -H 'Acme-Subscription-Key: x'",
      "key in header `Acme-Subscription-Key`"
    ),
    (
      "curl https://api.example.com/users -H 'X-Acme: eyJhbGciOiJub25lIn0.e30.eHh4'", "key in header `X-Acme`"
    ),
    (
      "curl https://api.example.com/users -H 'Acme-Client: 7f3kq02mfa81zx55wq0p'",
      "key in header `Acme-Client`"
    ),
    ("curl https://api.example.com/users -H 'Acme-Version: 2026-01-01'", "none"),
    ("curl https://api.example.com/users -H 'nextpagetoken: x'", "none"),
    ("curl https://api.example.com/users", "none"),
  ])
  func credentials(command: String, auth: String) throws {
    let made = try Generated("acme", from: .curl(command))
    #expect(made.outcome.summary.first { $0.subject == "auth" }?.finding == auth)
    #expect(made.findings == [])
  }

  @Test func theHeadersOfACommandAreKept() throws {
    let made = try Generated(
      "acme",
      from: .curl(
        "curl https://api.example.com/people -H 'Acme-Version: 2022-06-28' -H 'Accept: application/vnd.acme+json' "
          + "-H 'X-Api-Key: k' -H 'User-Agent: x' -H 'Sec-Fetch-Mode: cors' -H 'Acme-User: ann.b@firm.example'"
      ))
    #expect(!made.everything.contains("firm.example"))
    let text = made.text("connectors/acme/connector.yaml")
    for header in ["Acme-Version: \"2022-06-28\"", "Accept: application/vnd.acme+json", "Acme-User: "] {
      #expect(text.contains("\n    \(header)"), "\(text)")
    }
    #expect(made.findings == [])
  }

  @Test func secretsInListsAreMadeUp() throws {
    let made = try Generated(
      "acme",
      from: .curl(
        #"curl https://api.example.com/rpc -d '{"method": "people.list", "params": ["token:s3cr3t", {"apiKey": "s3cr3t", "page": 1}]}'"#
      ))
    #expect(!made.everything.contains("s3cr3t"))
    #expect(made.text("connectors/acme/connector.yaml").contains("token:made-up"))
  }

  @Test func aSearchSendsItsPagesInTheBody() throws {
    let made = try Generated(
      "acme",
      from: .curl(
        #"curl https://api.example.com/people/search -d '{"where": {"active": true}, "paging": {"page": 3, "limit": 50}}'"#
      ))
    let text = made.text("connectors/acme/connector.yaml")
    #expect(
      text.contains("post: /people/search  # guess (0.6): this only reads, and makes nothing"), "\(text)")
    #expect(text.contains("send: {json: paging.page}"), "\(text)")
    #expect(text.contains("size: {value: 50, send: {json: paging.limit}}"), "\(text)")
    // A call by itself asks as the command did; the stream asks for one page after another.
    #expect(text.split(separator: "page: 3").count == 2, "\(text)")
  }

  @Test(arguments: [
    ("$o: Int", "limit: 50, offset: $o", ["type: offset", "send: {variable: o}", "size: {value: 50}"]),
    ("$p: Int", "page: $p, perPage: 20", ["type: page", "send: {variable: p}"]),
    (
      "$c: String", "cursor: $c, limit: 40",
      ["type: keyset", "by: last.runId", "send: {variable: c}", "size: {value: 40}"]
    ), ("$s: String", "status: $s, first: 25", ["type: none", "at_most_records: 25"]),
  ])
  func listsOfGraphQLThatAreNoConnections(variables: String, arguments: String, lines: [String]) throws {
    let query = "query(\(variables)) { runs(\(arguments)) { results { runId name } } }"
    let made = try Generated(
      "acme", from: .curl(#"curl https://api.example.com/graphql -d '{"query": "\#(query)"}'"#))
    let text = made.text("connectors/acme/connector.yaml")
    for line in lines { #expect(text.contains("\n      \(line)"), "\(text)") }
    #expect(made.findings == [])
  }

  @Test func aLimitWithoutANextPageIsNoEnd() throws {
    let made = try Generated(
      "acme", from: .curl("curl 'https://api.example.com/people?limit=50&active=true'"))
    let text = made.text("connectors/acme/connector.yaml")
    #expect(text.contains("type: none\n      at_most_records: 50"), "\(text)")
    #expect(made.findings == [])
  }

  @Test func aQueryOfGraphQLTellsWhatComes() throws {
    let shape = GraphQLShape(
      """
      query L($c: String) { # the (first) of { all
        viewer { team(name: "a } b") @include(if: $x) { staff: people(after: $c, first: 5) {
          nodes { id ... on Person { hiredAt } ...More status { name } }
          pageInfo { endCursor hasNextPage } } } }
      }
      """)
    #expect(shape.cursor == "c")
    #expect(shape.connection == ["data", "viewer", "team", "staff"])
    let record = try #require(shape.reply[["data", "viewer", "team", "staff", "nodes"]]?.list?.first)
    #expect(record.members?.map(\.key) == ["id", "hiredAt", "status"])
    #expect(record["status"]?.members?.count == 1)
  }

  @Test(
    arguments: [
      ("curl https://x.example.com/a -d @body.json", "is in a file"),
      ("curl https://x.example.com/a -F a=b", "is a form in parts"),
      ("curl https://x.example.com/a -d '<a/>' -H 'Content-Type: text/xml'", "is neither JSON nor a form"),
      ("curl -X PUT https://x.example.com/a -d '{}'", "is a PUT request"),
    ])
  func whatCannotBeginAConnectorIsTold(command: String, words: String) {
    do {
      _ = try Generated("acme", from: .curl(command))
      Issue.record("it was taken")
    } catch let problem as ScaffoldProblem {
      #expect(problem.message.contains(words), "\(problem.message)")
    } catch {
      Issue.record(error)
    }
  }

  @Test func aMadeUpReplyIsAGuessThroughout() throws {
    let made = try Generated("acme", from: .curl("curl https://api.example.com/employees"))
    let fields = made.text("mappings/acme/employees.yaml").split(separator: "\n").filter {
      $0.hasPrefix("      ") && !$0.hasPrefix("       ")
    }
    #expect(fields.count > 3)
    #expect(fields.allSatisfy { $0.contains("# guess (0.2)") })
  }

  @Test func theSizeOfAPageIsStillAskedForWhenNothingTellsTheNextOne() throws {
    let made = try Generated("acme", from: .curl("curl 'https://api.example.com/employees?page[limit]=50'"))
    #expect(made.text("connectors/acme/connector.yaml").contains("page[limit]"))
    let pages = made.outcome.summary.first { $0.subject == "employees pages" }
    #expect(pages?.origin?.contains("`page[limit]` looks like paging") == true, "\(made.outcome.summary)")
    #expect(made.findings == [])
  }

  @Test func nothingPrivateSurvives() throws {
    let made = try Generated("traffic", from: .har(SourceFile(path: "capture.har", text: HARSamples.capture)))
    let text = made.everything
    for private_ in [
      "s3cr3t", "Zebulon", "Philippa", "Quartermain", "quartermain", "999 1234", "046 454", "98765",
      "1979-04-23", "jazz", "88123", "88124", "Platform",
    ] {
      #expect(!text.contains(private_), "\(private_)")
    }
    // Relations between records survive: who leads whom.
    #expect(text.contains("\"supervisor_id\": 102") && text.contains("\"worker_id\": 102"))
  }

  @Test func whatACapturePostsIsRead() throws {
    let made = try Generated("traffic", from: .har(SourceFile(path: "capture.har", text: HARSamples.posts)))
    let text = made.everything
    for private_ in ["s3cr3t", "Zebulon", "zeb@"] { #expect(!text.contains(private_), "\(private_)") }
    let connector = made.text("connectors/traffic/connector.yaml")
    #expect(connector.contains("post: /people/search"), "\(connector)")
    #expect(connector.contains("status: active") && connector.contains("send: {json: page}"), "\(connector)")
    #expect(connector.contains("form:\n        kind: open"), "\(connector)")
    #expect(connector.contains("type: relay") && connector.contains("query Teams"), "\(connector)")
    #expect(!connector.contains("mutation"), "\(connector)")
    #expect(connector.contains("send: {json: api_key}"), "\(connector)")
    #expect(made.outcome.summary.first?.finding == "6 requests, 3 look like list endpoints")
    #expect(made.findings == [])
  }

  @Test func theWordOfAStatusMayStandBesideItsId() throws {
    let made = try Generated(
      "desk",
      from: .har(
        SourceFile(
          path: "capture.har",
          text: HARSamples.one(
            "users?status=*",
            #"{"users": [{"id": 1, "seen": "Zebulon", "login": "zeb", "status": {"id": 1, "name": "Locked"}}, "#
              + #"{"id": 2, "seen": null, "login": "pip", "status": {"id": 2, "name": "Active"}}]}"#))))
    let text = made.everything
    #expect(text.contains("Locked") && !text.contains("Zebulon"), "\(text)")
    #expect(text.contains(#"status: "*""#), "\(text)")
    // What one of them lacks is nothing that every user needs.
    #expect(!made.text("mappings/desk/users.yaml").contains("display_name: seen"), "\(text)")
    #expect(made.findings == [])
  }

  @Test(arguments: [
    ("https://{sub}.example.com/a", "https://${settings.sub}.example.com"),
    ("https://YOUR-SITE.example.com/a", "https://${settings.site}.example.com"),
    ("https://api.example.com/$ORG/a?$top=5&$skip=0", "/${settings.org}/a"),
    ("https://api.example.com/<team>/a", "/${settings.team}/a"),
    ("https://api.example.com/:team/{{ user.id }}/a", "/${settings.team}/${settings.user_id}/a"),
    ("https://localhost:8080/yourself", "/yourself"),
  ])
  func `what an address leaves open is a setting`(address: String, written: String) throws {
    let made = try Generated("acme", from: .curl("curl '\(address)'"))
    #expect(made.text("connectors/acme/connector.yaml").contains(written))
  }

  @Test func summaryTellsWhatWasFound() throws {
    let made = try Generated(
      "acme", from: .openAPI(SourceFile(path: "specs/people.json", text: OpenAPISamples.people)))
    #expect(made.outcome.summary.map(\.subject) == ["read people.json", "auth", "people pages", "people"])
    #expect(made.outcome.summary.first?.finding == "5 operations, 1 looks like a list endpoint")
    #expect(made.outcome.guessCount > 3)
    #expect(
      made.text("mappings/acme/people.yaml").contains(
        "Left: terminated  # guess (0.7): `Left` usually means terminated"))
  }

  @Test func summaryTellsWhatAModelLacks() throws {
    let made = try Generated(
      "acme",
      from: .openAPI(
        SourceFile(
          path: "bills.json",
          text: """
            {"openapi": "3.0.3", "info": {"title": "Acme", "version": "1"}, "servers": [{"url": "https://api.example.com"}],
             "paths": {"/invoices": {"get": {"responses": {"200": {"content": {"application/json": {"schema": {"type": "array",
               "items": {"type": "object", "properties": {"id": {"type": "integer"}, "issued": {"type": "string", "format": "date"},
               "total": {"type": "string"}, "currency": {"type": "string", "example": "EUR"}}}}}}}}}}}}
            """)))
    let finding = made.outcome.summary.first { $0.subject == "invoices" }?.finding ?? ""
    #expect(finding.contains("nothing fits `total`, which every invoice needs"), "\(finding)")
  }

  @Test func sourcesAreToldApart() throws {
    func kind(_ text: String) throws -> String {
      switch try Scaffold.source(of: SourceFile(path: "x", text: text)) {
      case .nothing: "nothing"
      case .openAPI: "openapi"
      case .har: "har"
      case .curl: "curl"
      }
    }
    #expect(try kind(OpenAPISamples.people) == "openapi")
    #expect(try kind(OpenAPISamples.books) == "openapi")
    #expect(try kind(HARSamples.capture) == "har")
    #expect(try kind("\n curl https://x") == "curl")
  }
}
