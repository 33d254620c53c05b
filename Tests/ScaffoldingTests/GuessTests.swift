import Language
@testable import Scaffolding
import Testing

/// What is inferred from names and values.
struct GuessTests {
  @Test(arguments: [
    ("workEmail", "work_email"), ("HTTPServer2", "http_server2"), ("page[after]", "page_after"),
    ("@odata.nextLink", "odata_next_link"), ("ID", "id"), ("--", ""),
  ])
  func snakeCase(name: String, snake: String) { #expect(Words.snake(name) == snake) }

  @Test(arguments: [
    ("employees", "employee"), ("companies", "company"), ("people", "person"), ("statuses", "status"),
    ("addresses", "address"), ("taxes", "tax"), ("bus", "bus"),
    ("leaves", "leave"), ("time_off", "time_off"),
  ])
  func singular(name: String, single: String) { #expect(Words.singular(name) == single) }

  struct PageCase: Sendable, CustomTestStringConvertible {
    let parameters: [String]
    let reply: String
    let words: String
    var header: String?
    var testDescription: String { words }
  }

  @Test(arguments: [
    PageCase(
      parameters: ["page", "per_page"], reply: #"{"data": [{"id": 1}], "total_pages": 3}"#,
      words: "numbered, `page`"),
    PageCase(
      parameters: ["offset", "limit"], reply: #"{"items": [{"id": 1}], "total": 9}"#,
      words: "offset, `offset`"),
    PageCase(
      parameters: ["page_token"], reply: #"{"items": [{"id": 1}], "nextPageToken": "x"}"#,
      words: "cursor, `nextPageToken` in the reply"),
    PageCase(
      parameters: ["after"], reply: #"{"results": [{"id": 1}], "paging": {"next": {"after": "5"}}}"#,
      words: "cursor, `paging.next.after` in the reply"),
    PageCase(
      parameters: ["limit", "starting_after"], reply: #"{"data": [{"id": "a"}], "has_more": true}"#,
      words: "after the last `id`, `starting_after`"),
    PageCase(
      parameters: [], reply: #"{"value": [{"id": 1}], "@odata.nextLink": "https://api.example.com/x?p=2"}"#,
      words: "next address, `@odata.nextLink` in the reply"),
    PageCase(
      parameters: [], reply: #"{"data": [{"id": 1}], "links": {"next": "/x?page=2"}}"#,
      words: "next address, `links.next` in the reply"),
    PageCase(
      parameters: [], reply: #"[{"id": 1}]"#, words: "header `Link`", header: "<https://x>; rel=\"next\""),
    PageCase(parameters: ["status"], reply: #"[{"id": 1}]"#, words: "everything at once"),
  ])
  func pages(_ sample: PageCase) throws {
    let reply = try #require(Sample.json(sample.reply))
    var endpoint = EndpointSketch(
      path: "/x", parameters: sample.parameters.map { .init(name: $0) }, reply: reply)
    if let header = sample.header { endpoint.headers["link"] = header }
    let records = try #require(ListGuess.records(in: reply, resource: "x"))
    #expect(PageGuess.pages(of: endpoint, records: records.value).words == sample.words)
  }

  @Test func wordsOfEnums() {
    let choices = ["pending", "active", "on_leave", "terminated", "unknown"].map { Choice($0, "") }
    let guess = CaseGuess(
      words: ["ACTIVE", "On Leave", "Inactive", "onboarding", "Zombie"], choices: choices)
    #expect(guess.cases.map(\.choice.value) == ["active", "on_leave", "terminated", "pending", "unknown"])
    #expect(guess.otherwise == "unknown")
  }

  @Test(arguments: [
    (["a", "b"], "a.b"), (["first name"], "record['first name']"), (["x", "y-z"], "x['y-z']"),
    (["in"], "record['in']"), (["settings"], "record['settings']"),
    (["it's"], "record['it\\'s']"),
  ])
  func paths(path: [String], expression: String) { #expect(RecordPath.expression(path) == expression) }

  @Test(arguments: [
    ("/v1/employees", "employees"), ("/time-off/list", "time_off"),
    ("/companies/{id}/leaveRequests", "leave_requests"), ("/x.json", "x"), ("/", "records"),
  ])
  func resources(path: String, resource: String) { #expect(StreamDraft.resource(of: path) == resource) }

  @Test func whatIsRequiredIsFilledOrThereIsNoMapping() throws {
    let employee = try #require(Generated.models["employee"])
    let record = try #require(
      Sample.json(#"{"id": 7, "name": "Ada Marlow", "hired": "2024-01-15T00:00:00Z", "is_active": true}"#))
    let fields = try FieldMatcher(employee, records: [record], facts: [:]).fields()
    #expect(fields.map(\.field) == ["last_name", "display_name", "employment_status", "hire_date"])
    let payroll = try #require(Generated.models["payroll"])
    #expect(throws: MissingField.self) { try FieldMatcher(payroll, records: [record], facts: [:]).fields() }
  }

  @Test func aNameIsTakenTwiceRatherThanWhatIsNone() throws {
    let user = try #require(Generated.models["user"])
    let record = try #require(
      Sample.json(
        #"{"id": 7, "notes": "x", "last_login": "text", "first_name": "Ada", "last_name": "Marlow", "username": "ada"}"#
      ))
    let fields = try FieldMatcher(user, records: [record], facts: [:]).fields()
    #expect(fields.first { $0.field == "display_name" }?.path == ["username"])
  }
}
