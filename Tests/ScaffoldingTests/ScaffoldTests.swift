import Diagnostics
@testable import Scaffolding
import Testing

/// Whatever is made is complete, in canonical form, and without findings.
struct ScaffoldTests {
  static let sources: [(name: String, source: Scaffold.Source)] = [
    ("acme-hr", .nothing),
    ("acme-people", .openAPI(SourceFile(path: "people.json", text: OpenAPISamples.people))),
    ("books", .openAPI(SourceFile(path: "books.yaml", text: OpenAPISamples.books))),
    ("traffic", .har(SourceFile(path: "capture.har", text: HARSamples.capture))),
    ("captured-pages", .har(SourceFile(path: "capture.har", text: HARSamples.numbered))),
    ("captured-full-pages", .har(SourceFile(path: "capture.har", text: HARSamples.full))),
    ("captured-connection", .har(SourceFile(path: "capture.har", text: HARSamples.connection))),
    ("captured-key", .har(SourceFile(path: "capture.har", text: HARSamples.keyed))),
    ("captured-rows", .har(SourceFile(path: "capture.har", text: HARSamples.skipped))),
    ("specified-pages", .openAPI(SourceFile(path: "things.json", text: OpenAPISamples.numbered))),
    (
      "curled",
      .curl(
        "curl -s 'https://api.example.com/v2/employees?page=1&per_page=50' \\\n  -H 'Authorization: Bearer abc123secret'"
      )
    ),
    ("curled-leaves", .curl("curl https://api.example.com/time-off -u me:secret")),
    (
      "curled-invoices",
      .curl(
        "curl -G https://api.example.com/api/invoices --data-urlencode 'limit=20' -H \"X-Api-Key: s3cr3t\"")
    ),
    (
      "curled-open-host",
      .curl("curl https://{subdomain}.example.com/api/v2/users.json -u {email}/token:{key}")
    ),
    (
      "curled-open-path",
      .curl("curl https://YOUR_SITE.example.com/v1/companies/:company_id/users?office=${OFFICE}")
    ),
    ("curled-digest", .curl("curl --digest -u me:secret https://api.example.com/things")),
    (
      "curled-amazon",
      .curl("curl --aws-sigv4 aws:amz:eu-west-1:es -u me:secret https://search.example.com/things?size=10")
    ),
    ("specified-certificate", .openAPI(SourceFile(path: "things.json", text: OpenAPISamples.certified))),
    ("curled-pages", .curl("curl 'https://api.example.com/v1/people?page=1'")),
    ("curled-start", .curl("curl 'https://api.example.com/v1/people?offset=0'")),
    ("curled-twice", .curl("curl 'https://api.example.com/v1/people?ids[]=1&ids[]=2&a=1&a=2'")),
    ("curled-letters", .curl("curl https://api.example.com/日本/people")),
    ("regions", .openAPI(SourceFile(path: "regions.json", text: OpenAPISamples.regions))),
    ("curled-things", .curl("curl https://api.example.com/things?token=abc")),
    (
      "curled-search",
      .curl(
        """
        curl https://api.example.com/v1/employees/search -H 'X-Api-Key: s3cr3t' -H 'Content-Type: application/json' \\
          -d '{"filter": {"status": ["active", "on leave"], "minimum": 1.5}, "paging": {"page": 1, "page_size": 50}, "updated_since": null}'
        """)
    ),
    (
      "curled-command",
      .curl(
        #"curl https://api.example.com -d '{"command": "list", "apiKey": "s3cr3t", "limit": 20, "from": "start"}'"#
      )
    ),
    (
      "curled-form",
      .curl("curl https://api.example.com/api/users.list -d 'token=s3cr3t&offset=0&count=20&team=T%201'")
    ),
    (
      "curled-graph-plain",
      .curl(#"curl https://api.example.com/graphql -d '{"query": "{ departments { id name } }"}'"#)
    ),
    ("curled-nothing", .curl("curl -X POST https://api.example.com/api/users.list -u me:secret")),
    (
      "curled-graph",
      .curl(
        #"curl https://api.example.com/graphql -H 'Authorization: Bearer abc123secret' --json '{"query": "query List($after: String,"#
          + #" $first: Int!) {\n  employees(first: $first, after: $after) {\n    edges { node { id firstName lastName "#
          + #"department { id name } } }\n    pageInfo { hasNextPage endCursor }\n  }\n}", "variables": {"first": 50, "after": null}}'"#
      )
    ),
  ]

  @Test(arguments: sources.map(\.name))
  func nothingIsFound(name: String) async throws {
    let source = try #require(Self.sources.first { $0.name == name }).source
    let made = try Generated(name, from: source)
    let findings = made.findings
    #expect(findings.isEmpty, "\(findings.joined(separator: "\n"))")
    #expect(await made.failures() == [])
    #expect(made.unformatted.isEmpty)
    #expect(made.outcome.files.map(\.path).contains("connectors/\(name)/connector.yaml"))
    #expect(made.outcome.files.allSatisfy { $0.text.hasSuffix("\n") })
    for secret in ["abc123secret", "s3cr3t", "me:secret", "real.person", "realcompany"] {
      #expect(!made.everything.contains(secret))
    }
  }

  @Test(arguments: ["", "Acme", "acme hr", "../acme", "1acme", String(repeating: "a", count: 65)])
  func badNames(name: String) {
    #expect(throws: ScaffoldProblem.self) { try Generated(name, from: .nothing) }
  }
}
