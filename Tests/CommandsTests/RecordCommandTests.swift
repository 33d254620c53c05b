internal import HTTP
internal import Synchronization
internal import TestSupport
internal import Testing
internal import WebServer

@testable internal import Commands

/// `connector record`: from a provider's replies to a recording that plays, with nobody in it.
struct RecordCommandTests {
  /// A provider with two people on each of four pages.
  static func page(_ number: Int) -> String {
    let people = (0..<2).map { place in
      let id = number * 2 + place
      let name = ["Zelda", "Ivo", "Petra", "Olaf", "Greta", "Hanno", "Wilma", "Bodo"][id]
      return """
        {"id": "\(id)", "firstName": "\(name)", "lastName": "Quirk\(["a", "e", "i", "o", "u", "y", "au", "eu"][id])",
         "hired": "2021-03-0\(id + 1)", "status": "\(id == 5 ? "On leave" : "Active")", "mail": "\(name.lowercased())@realco.io",
         "info": "Call \(name) at (613) 444-01\(id)7"}
        """
    }
    let next = number == 3 ? "null" : "\"bmV4dDo\(number + 1)\""
    return "{\"data\": [\(people.joined(separator: ","))], \"next\": \(next)}"
  }

  static func provider() throws -> WebListener {
    try WebListener(port: 0) { request in
      let cursor = request.queryValues.first { $0.name == "cursor" }?.value
      let number = cursor?.last.flatMap { Int(String($0)) } ?? 0
      return WebReply(200, text: page(number), type: "application/json")
    }
  }

  static func files() -> [String: String] {
    var files = patientFiles
    files["connectors/acme/recordings/employees.http"] = nil
    return files
  }

  /// The example, whose provider may take long: it shares its threads with all the other tests.
  static let patientFiles = {
    var files = ExampleProject.files
    let connector = "connectors/acme/connector.yaml"
    files[connector] = files[connector]?.replacing(
      "\nhttp:\n", with: "\nhttp:\n  timeouts: {connect: 1m, idle: 6m, total: 6m}\n")
    return files
  }()

  static let key = "CONNECTOR_ACME_API_KEY"

  func record(_ project: TemporaryProject, from provider: WebListener) async -> Outcome {
    await run(
      "record", "acme", "--divert", "http://127.0.0.1:\(provider.port)", in: project.root,
      environment: [Self.key: "very-secret-key-1"])
  }

  @Test func `a program is told of each recording, with a case for it`() async throws {
    let listener = try Self.provider()
    defer { listener.stop() }
    let project = try TemporaryProject(Self.files())
    let outcome = await run(
      "record", "acme", "employees", "--format", "json", "--divert", "http://127.0.0.1:\(listener.port)",
      in: project.root, environment: [Self.key: "very-secret-key-1"])
    let start = #"{"stream":"employees","file":"connectors/acme/recordings/employees.http","exchanges":"#
    #expect(outcome.code == .success && outcome.output.hasPrefix(start), "\(outcome.output)\(outcome.errors)")
    #expect(outcome.output.contains(#""case":"  - name: employees as recorded\n"#))
    #expect(outcome.output.split(separator: "\n").count == 1)
  }

  @Test func `a recording plays at once and holds nobody`() async throws {
    let listener = try Self.provider()
    defer { listener.stop() }
    var files = Self.files()
    files["connectors/acme/tests.yaml"] = nil
    let project = try TemporaryProject(files)
    let outcome = await run(
      "record", "acme", "--test", "--divert", "http://127.0.0.1:\(listener.port)", in: project.root,
      environment: [Self.key: "very-secret-key-1"])
    #expect(outcome.code == .success, "\(outcome.errors)")
    let text = try #require(project.read("connectors/acme/recordings/employees.http"))
    for word in [
      "Zelda", "zelda", "Quirk", "realco", "444-01", "very-secret", "Authorization", "Hanno", "Petra",
    ] { #expect(!text.contains(word), "\(word) in\n\(text)") }
    #expect(text.contains("On leave") && text.contains("@example.com") && text.contains("555-01"))
    #expect(text.split(separator: "\n").count { $0.hasPrefix("GET ") } == 3, "\(text)")
    let test = await run("test", "--no-scenarios", in: project.root)
    #expect(test.code == .success, "\(test.output)\(test.errors)")
    let lint = await run("lint", "--format", "json", in: project.root)
    #expect(!lint.output.contains("test/unredacted") && !lint.output.contains("test/personal"))
  }

  @Test func `fields of the mapping's own are what it says they are`() async throws {
    let listener = try WebListener(port: 0) { request in
      let cursor = request.queryValues.first { $0.name == "cursor" }?.value
      let number = cursor?.last.flatMap { Int(String($0)) } ?? 0
      let remarks = #"{"x1": "limps badly", "x2": "smiles a lot", "x3": "blue and green", "id""#
      return WebReply(
        200, text: Self.page(number).replacing(#"{"id""#, with: remarks), type: "application/json")
    }
    defer { listener.stop() }
    var files = Self.files()
    files["connectors/acme/tests.yaml"] = nil
    let mapping = "mappings/acme/employees.yaml"
    files[mapping]?.append(
      """
          custom:
            gait: {type: text, value: x1, pii: health}
            mood: {type: text, value: x2}
            team_colours: {type: text, value: x3, pii: none}
      """)
    let project = try TemporaryProject(files)
    let outcome = await record(project, from: listener)
    #expect(outcome.code == .success, "\(outcome.errors)")
    let text = try #require(project.read("connectors/acme/recordings/employees.http"))
    #expect(!text.contains("limps") && !text.contains("smiles") && text.contains("blue and green"), "\(text)")
  }

  @Test func `what lies between the records in their list is not counted as one`() async throws {
    let listener = try WebListener(port: 0) { _ in
      let all = Self.page(3).replacing(#"{"data": ["#, with: #"{"data": [{"id": "root", "status": "none"}, "#)
      return WebReply(200, text: all, type: "application/json")
    }
    defer { listener.stop() }
    var files = Self.files()
    files["connectors/acme/tests.yaml"] = nil
    let connector = "connectors/acme/connector.yaml"
    files[connector] = files[connector]?.replacing(
      "records: body.data", with: "records: body.data.filter(r, r.id != 'root')")
    let project = try TemporaryProject(files)
    let outcome = await record(project, from: listener)
    #expect(outcome.code == .success && outcome.errors.contains("1 of 2 records"), "\(outcome.errors)")
  }

  @Test func `a reply that wraps all in a list of one is shortened as well`() async throws {
    let listener = try WebListener(port: 0) { request in
      let cursor = request.queryValues.first { $0.name == "cursor" }?.value
      let number = cursor?.last.flatMap { Int(String($0)) } ?? 0
      return WebReply(200, text: "[\(Self.page(number))]", type: "application/json")
    }
    defer { listener.stop() }
    var files = Self.files()
    files["connectors/acme/tests.yaml"] = nil
    let connector = "connectors/acme/connector.yaml"
    files[connector] = files[connector]?.replacing("body.data", with: "body[0].data")
      .replacing("body.next", with: "'body[0].next'")
    let project = try TemporaryProject(files)
    let outcome = await record(project, from: listener)
    #expect(outcome.code == .success, "\(outcome.errors)")
    let text = try #require(project.read("connectors/acme/recordings/employees.http"))
    #expect(text.split(separator: "\n").count { $0.hasPrefix("GET ") } == 3, "\(text)")
  }

  /// What all records show stands on the first page: the others keep one each, because an empty page would end the listing.
  @Test func `pages that are kept are not left empty`() async throws {
    let listener = try WebListener(port: 0) { request in
      let number = request.queryValues.first { $0.name == "page" }.flatMap { Int($0.value) } ?? 0
      let people = (0..<2).map {
        #"{"id": "\#(number * 2 + $0)", "firstName": "Zelda", "lastName": "Quirk", "hired": "2021-03-01", "status": "Active"}"#
      }
      return WebReply(
        200, text: #"{"data": [\#(people.joined(separator: ","))], "total": 8, "done": \#(number == 3)}"#,
        type: "application/json")
    }
    defer { listener.stop() }
    var files = Self.files()
    files["connectors/acme/tests.yaml"] = nil
    let connector = "connectors/acme/connector.yaml"
    files[connector] = files[connector]?.replacing(
      "{type: cursor, token: body.next, send: {query: cursor}}",
      with: "{type: page, start: 0, send: {query: page}, last: body.done, total: body.total}")
    let project = try TemporaryProject(files)
    let outcome = await record(project, from: listener)
    #expect(outcome.code == .success, "\(outcome.errors)")
    let text = try #require(project.read("connectors/acme/recordings/employees.http"))
    #expect(text.split(separator: "\n").count { $0.hasPrefix("GET ") } == 3, "\(text)")
    #expect(
      outcome.errors.contains("of 8 records") && !text.contains("\"total\": 8"), "\(outcome.errors)\(text)")
    #expect(!outcome.errors.contains("gives no"), "\(outcome.errors)")
  }

  @Test func `records that give no row are told of`() async throws {
    let listener = try Self.provider()
    defer { listener.stop() }
    var files = Self.files()
    files["connectors/acme/tests.yaml"] = nil
    let mapping = "mappings/acme/employees.yaml"
    files[mapping] = files[mapping]?.replacing("date(hired)", with: "date(hired, 'MM/dd/yyyy')")
    let project = try TemporaryProject(files)
    let outcome = await record(project, from: listener)
    #expect(outcome.errors.contains("gives no `employee`"), "\(outcome.errors)")
  }

  /// Lists without anything around them are counted in headers.
  @Test func `the numbers that headers tell become those of what is left`() async throws {
    let listener = try WebListener(port: 0) { request in
      let number = request.queryValues.first { $0.name == "page" }.flatMap { Int($0.value) } ?? 1
      let people = (1...5).map { "{\"id\": \"\(number * 5 + $0)\", \"status\": \"S\(number)\"}" }
      var reply = WebReply(200, text: "[\(people.joined(separator: ","))]", type: "application/json")
      reply.headers.set("X-Total", "30")
      reply.headers.set("X-Pages", "6")
      return reply
    }
    defer { listener.stop() }
    let connector = "connectors/acme/connector.yaml"
    let project = try TemporaryProject([
      connector: """
      spec: 1
      name: acme
      title: Acme
      category: hris
      docs: https://developer.example.com
      auth: {type: none}
      http:
        base_url: https://api.example.com/v1
        timeouts: {connect: 1m, idle: 6m, total: 6m}
      check: {get: /me}
      streams:
        employees:
          read: {get: /employees}
          records: body
          key: id
          pages:
            type: page
            send: {query: page}
            size: {value: 5}
            last: page.number >= int(headers['x-pages'])
            total: int(headers['x-total'])
      """
    ])
    let outcome = await run(
      "record", "acme", "--divert", "http://127.0.0.1:\(listener.port)", in: project.root)
    #expect(outcome.code == .success, "\(outcome.errors)")
    let text = try #require(project.read("connectors/acme/recordings/employees.http"))
    let lines = text.split(separator: "\n")
    #expect(lines.count { $0.hasPrefix("GET ") } == 3, "\(text)")
    #expect(lines.count { $0 == "X-Total: 6" } == 3 && lines.count { $0 == "X-Pages: 3" } == 3, "\(text)")
  }

  @Test func `an address that is set as a text stays one, and a list stays a list`() async throws {
    let listener = try Self.provider()
    defer { listener.stop() }
    var files = Self.files()
    files["connectors/acme/tests.yaml"] = nil
    let connector = "connectors/acme/connector.yaml"
    files[connector] = files[connector]?.replacing("https://api.example.com/v1", with: "${settings.server}")
      .replacing(
        "\nsettings:\n",
        with: "\nsettings:\n  server: {type: string, title: Server}\n  kinds: {type: list, title: Kinds}\n"
      )
      .replacing(
        "get: /employees}", with: "get: /employees, query: {kinds: \"${settings.kinds.join(',')}\"}}")
    let project = try TemporaryProject(files)
    let server = "http://127.0.0.1:\(listener.port)"
    let outcome = await run(
      "record", "acme", "--test", "--set", "server=\(server)", "--set", "kinds=/a,/b", "--allow-host",
      "127.0.0.1", in: project.root,
      environment: [Self.key: "very-secret-key-1"])
    #expect(outcome.code == .success, "\(outcome.errors)")
    let test = try #require(project.read("connectors/acme/tests.yaml"))
    #expect(test.contains("https://server.example.com") && !test.contains("127.0.0.1"), "\(test)")
    let played = await run("test", "--no-scenarios", in: project.root)
    #expect(played.code == .success, "\(played.output)\(played.errors)")
    let recording = project.read("connectors/acme/recordings/employees.http") ?? ""
    #expect(recording.contains("kinds=%2Fa,%2Fb"), "\(recording)")
    let lint = await run("lint", "--format", "concise", in: project.root)
    #expect(!lint.output.contains("test/bad-setting"), "\(lint.output)\n\(test)")
  }

  @Test func `a recording that is there stays without --force`() async throws {
    let project = try TemporaryProject(ExampleProject.files)
    let outcome = await run("record", "acme", "employees", in: project.root)
    #expect(outcome.code == .usage && outcome.errors.contains("--force"))
  }

  /// Replies in which something remains, and what is said of it.
  @Test(arguments: [
    (
      #"{"data": [{"id": "1", "firstName": "Zelda", "code": "very-secret-key-1"}], "next": null}"#, "a secret"
    ),
    (#"{"data": [{"id": "1", "x": "a dmVyeS1zZWNyZXQta2V5LTE= b"}], "next": null}"#, "a secret"),
    (
      #"{"data": [{"id": "1", "firstName": "Zelda", "blob": "WmVsZGEgaXMgaGVyZQ=="}], "next": null}"#,
      "a name"
    ),
  ]) func `what cannot be proved clean is not written`(_ body: String, _ says: String) async throws {
    let listener = try WebListener(port: 0) { _ in WebReply(200, text: body, type: "application/json") }
    defer { listener.stop() }
    let project = try TemporaryProject(Self.files())
    let outcome = await record(project, from: listener)
    #expect(outcome.code == .negative && outcome.errors.contains(says), "\(outcome.errors)")
    #expect(project.read("connectors/acme/recordings/employees.http") == nil)
    #expect(!outcome.errors.contains("very-secret") && !outcome.output.contains("very-secret"))
  }

  @Test func `requests are logged without the key`() async throws {
    let listener = try Self.provider()
    defer { listener.stop() }
    let project = try TemporaryProject(Self.patientFiles)
    let outcome = await run(
      "sync", "acme", "--dry-run", "--curl", "--log", "calls.jsonl", "--divert",
      "http://127.0.0.1:\(listener.port)", in: project.root, environment: [Self.key: "very-secret-key-1"])
    let log = try #require(project.read("calls.jsonl"))
    #expect(outcome.errors.contains("curl --header 'Authorization: REDACTED'"), "\(outcome.errors)")
    #expect(log.split(separator: "\n").count == 4 && log.contains(#""status":200"#))
    for field in ["dns", "connect", "tls", "first_byte", "total", "bytes", "attempt", "wait"] {
      #expect(log.contains("\"\(field)\":"), "\(field)")
    }
    #expect(!log.contains("very-secret") && !(outcome.errors + outcome.output).contains("very-secret"))
  }
}
