import Diagnostics
import Glibc
import Language
import Linting
import Testing
import TestSupport

/// Projects made to hurt: what lies in the place of a file, where names lead, and how much there is of everything.
@Suite struct HostileProjectTests {
  // MARK: Files

  /// In a pipe nobody writes, and a link leads where it likes: neither is read, both are said.
  @Test(arguments: [
    "connectors/acme/connector.yaml", "connectors/acme/tests.yaml", "connectors/acme/recordings/x.http",
    "mappings/acme/employees.yaml", "schemas/models/x.json",
  ])
  func `only regular files inside the project are read`(_ path: String) throws {
    let kinds: [(String, (String) -> Int32)] = [
      ("it is no regular file", { mkfifo($0, 0o644) }),
      ("it is a folder", { mkdir($0, 0o755) }),
      ("the link leads out of the project", { symlink("/etc/passwd", $0) }),
      ("the link leads out of the project", { symlink("/dev/zero", $0) }),
      ("the link leads nowhere", { symlink("/nowhere", $0) }),
      ("the link leads nowhere", { symlink($0, $0) }),
    ]
    for (reason, make) in kinds {
      let folder = TemporaryFolder()
      folder.makeParents(of: path)
      #expect(make(folder.path(path)) == 0)
      let findings = ProjectLoader.load(DiskTree(root: folder.path)).findings.all
      #expect(findings.map(\.message).contains("`\(path)` cannot be read: \(reason)"))
    }
  }

  @Test func `a link inside the project is followed`() throws {
    let folder = TemporaryFolder()
    folder.makeParents(of: "connectors/acme/recordings/x")
    folder.makeParents(of: "connectors/acme/shared/x")
    try folder.write("### me\nGET /me\n\nHTTP 200\n", to: "connectors/acme/shared/me.http")
    #expect(symlink("../shared/me.http", folder.path + "/connectors/acme/recordings/me.http") == 0)
    let project = ProjectLoader.load(DiskTree(root: folder.path))
    #expect(project.connector("acme")?.recording("me")?.exchanges.count == 1)
  }

  @Test(arguments: ["../outside", "other/../acme2", "", ".", "..", "/etc"])
  func `a connector extends only what is listed`(_ name: String) {
    let files = [
      "connectors/acme/connector.yaml": "extends: \"\(name)\"\n",
      "outside/connector.yaml": "title: secret\n",
    ]
    let findings = ExampleProject.project(files).findings.all
    #expect(findings.contains { $0.rule == .unknownConnector })
  }

  @Test func `a long chain of connectors is named as what it is`() {
    var files: [String: String] = [:]
    for index in 0..<12 { files["connectors/c\(index)/connector.yaml"] = "extends: c\(index + 1)\n" }
    let messages = ExampleProject.project(files).findings.all.filter {
      $0.range.file.path.hasPrefix("connectors/c7/")
    }
    .map(\.message)
    #expect(messages.contains { $0.contains("at most 8 connectors") })
    #expect(!messages.contains { $0.contains("there is no connector") && !$0.contains("c12") })
  }

  // MARK: Sizes

  @Test func `streams that repeat a large one have a limit together`() throws {
    let headers = (0..<500).map { "        h\($0): x\n" }.joined()
    let copies = (0..<400).map { "  s\($0): {like: big}\n" }.joined()
    let text = "streams:\n  big:\n    read:\n      get: /x\n      headers:\n\(headers)\(copies)"
    let project = ExampleProject.project(["connectors/acme/connector.yaml": text])
    let places = project.findings.all.filter { $0.message.contains("what it repeats") }.map(
      \.range.startPosition.line)
    let line = try #require(places.first)
    #expect(places.count == 1)
    #expect((506..<850).contains(line))
  }

  @Test func `what is endless on one recorded record is not tried on the others`() {
    let endless = "string([1, 2].all(x, lists.range(100000).map(a, lists.range(100000)).size() > 0))"
    let records = (0..<400).map { #"{"id": "\#($0)", "lastName": "Byron"}"# }.joined(separator: ",\n  ")
    let files = ExampleProject.overlaid(
      with: """
        --- connectors/acme/tests.yaml (whole)
        tests: 1
        cases: []
        --- connectors/acme/recordings/employees.http (whole)
        ### the only page
        GET /employees

        HTTP 200
        Content-Type: application/json

        {"data": [
          \(records)], "next": null}

        --- mappings/acme/employees.yaml
        models:
          - model: employee
            fields:
              last_name: \(endless)
        """)
    let messages = Linter.run(ExampleProject.project(files)).findings.map(\.message)
    #expect(
      messages.contains { $0.hasPrefix("fails on a recorded record: the evaluation ") }, "\(messages)")
  }

  @Test func `what is found too often is counted`() {
    let keys = (0..<5000).map { "k\($0): 1" }.joined(separator: ", ")
    let project = ExampleProject.project(["connectors/acme/connector.yaml": "{\(keys)}\n"])
    let findings = Linter.run(project).findings.filter { $0.rule == .unknownKey }
    #expect(findings.count == FindingList.mostAlike)
    #expect(
      findings.last?.evidence.last
        == .init("note", "\(5000 - FindingList.mostAlike) more like this in this file are not shown"))
  }

  @Test func `a recording that is too large is refused as a whole`() {
    let file = SourceFile(path: "x.http", bytes: Array(repeating: 0x20, count: Recording.largest + 1))
    let recording = Recording(name: "x", file: file)
    #expect(recording.exchanges.isEmpty)
    #expect(
      recording.findings.map(\.message) == [
        "the recording is larger than 4 MB; keep what shows every shape, and no more"
      ])
  }

  @Test func `a recording of endless parts is read in part, and says so`() {
    let many: [(text: String, finding: String)] = [
      (String(repeating: "### me\nGET /me\n\nHTTP 200\n", count: 2001), "at most 2000 exchanges"),
      (
        "### me\nGET /me\n\nHTTP 200\n\n[" + String(repeating: "\",\\\"\",", count: 100_000) + "1]\n",
        "at most 100000 values"
      ),
      ("### me\nGET /me\n\nHTTP 200\n" + String(repeating: "X: y\n", count: 1001), "at most 1000 headers"),
      (
        "### me\nGET /me?" + String(repeating: "a=b&", count: 10_000) + "\n\nHTTP 200\n",
        "at most 32768 bytes"
      ),
    ]
    for (text, finding) in many {
      let recording = Recording(name: "x", file: SourceFile(path: "x.http", text: text))
      #expect(recording.findings.count == 1)
      #expect(recording.findings.first?.message.contains(finding) == true)
    }
    let wrong = Recording(
      name: "x", file: SourceFile(path: "x.http", text: String(repeating: "### me\n", count: 5000)))
    #expect(wrong.findings.count == FindingList.mostAlike)
  }

  @Test func `a body without the empty line before it is no header`() {
    let text = "### me\nGET /me\nHTTP 200\nContent-Type: application/json\n{\"data\": []}\n"
    let recording = Recording(name: "x", file: SourceFile(path: "x.http", text: text))
    #expect(recording.findings.map(\.range.startPosition.line) == [5])
  }

  @Test func `an object with data in its keys has no shape`() {
    let keys = (0..<90_000).map { "\"k\($0)\": \($0)" }.joined(separator: ",")
    let recording =
      "### all\nGET /employees\n\nHTTP 200\nContent-Type: application/json\n\n{\"data\": [{\"id\": 1, \(keys)}]}\n"
    let files = ExampleProject.files.merging(["connectors/acme/recordings/employees.http": recording]) { $1 }
    let duration = processorTime {
      let findings = Linter.run(ExampleProject.project(files)).findings
      #expect(!findings.contains { $0.rule.id == "mapping/unknown-path" })
    }
    #expect(duration < .seconds(60))
  }

  @Test(arguments: ["GET /me", "GET   /me", "GET /me   ", "GET /\u{FFFD}   "])
  func `a request line has its target exactly`(_ line: String) throws {
    let file = SourceFile(path: "x.http", text: "### me\n\(line)\n\nHTTP 200\n")
    let exchange = try #require(Recording(name: "x", file: file).exchanges.first)
    #expect(exchange.targetRange.text == exchange.target)
  }

  // MARK: Expressions and streams beyond all measure

  private static let head = "spec: 1\nname: acme\nstreams:\n  employees:\n"

  static let endless: [(text: String, message: String)] = [
    (
      "    records: \"" + String(repeating: "a+", count: 500_000) + "1\"\n",
      "an expression has at most 65536 bytes, and this one has 1000001"
    ),
    (
      "    read: {get: \"/" + String(repeating: "${a}", count: 200_000) + "\"}\n",
      "a text with expressions has at most 65536 bytes, and this one has 800001"
    ),
    (
      "    read: {get: \"/" + String(repeating: "${a}", count: 600) + "\"}\n",
      "a text holds at most 500 expressions"
    ),
    (
      (0..<2000).map { "  s\($0): {records: body.x}\n" }.joined(),
      "at most 1000 entries are read here, and these are 2001"
    ),
  ]

  @Test(arguments: endless.indices) func `what is too long is refused unread`(_ index: Int) {
    let files = ["connectors/acme/connector.yaml": Self.head + Self.endless[index].text]
    let messages = Linter.run(MemoryTree(files)).findings.map(\.message)
    #expect(messages.filter { $0 == Self.endless[index].message }.count == 1)
  }
}
