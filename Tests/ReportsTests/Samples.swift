internal import Diagnostics
internal import Reports

/// Findings as the linter makes them, in files of an imagined provider.
enum Samples {
  static func rule(
    _ id: String, _ severity: Severity = .error, _ confidence: Confidence = .proven,
    summary: String = "something is wrong"
  ) -> Rule {
    Rule(
      id, severity, confidence, summary, page: "Why it matters.\nAnd how \"to\" fix it.", failing: "a: 1",
      passing: "b: 1")
  }

  static let unknownPath = rule("mapping/unknown-path", summary: "a path that no recording has")
  static let unknownType = rule("spec/unknown-type", summary: "a type that does not exist")
  static let unknownKey = rule("spec/unknown-key", summary: "a key that does not exist")
  static let firstPageOnly = rule("paging/first-page-only", .warning, .heuristic)
  static let duplicateKey = rule("yaml/duplicate-key", .warning, .likely)
  static let note = rule("mapping/unused-source-key", .info)
  static let clean = rule("auth/hard-coded-secret", summary: "a secret in the text")

  static let context = ReportContext(
    checkedFiles: [connector.path, base.path, "connectors/other/connector.yaml"],
    rules: [unknownPath, unknownType, unknownKey, firstPageOnly, duplicateKey, note, clean],
    toolVersion: "1.2.3", ignoredCount: 2)

  static let connector = SourceFile(
    path: "connectors/acme-hr/connector.yaml",
    text: """
      spec: 1
      name: acme-hr
      auth:
        type: oath2
        token: ${settings.token}
      http:
        base_url: https://api.example.com/v1
        timeot: 30s
      streams:
        employees:
          read: {get: /people, query: {limit: 100}}
          records: body.data
          pages:
            type: cursor
            token: body.next
            send: {query: cursor}
          fields:
            hire_date: record.work.strat_date
            status: record.status
            status: record.state

      """)

  static let base = SourceFile(
    path: "connectors/acme-hr/base.yaml",
    text: """
      streams:
        employees:
          key: id
      """)

  /// One of each: fix, guess, remarks, two files, several lines.
  static var project: [Finding] {
    let text = connector
    var path = Finding(
      unknownPath, "`record.work.strat_date` is in none of the recorded responses",
      at: text.range(of: "strat_date"), path: "streams.employees.fields.hire_date",
      label: "0 of 412 records have this key",
      related: [.init("3 recordings, 412 records", at: text.range(of: "get: /people"))])
    path.evidence = [
      .init("seen", "start_date (412/412, date \"2021-03-01\")   end_date (37/412)"),
      .init("needs", "employee.hire_date is `date?` → a `date` string fits"),
    ]
    path.fixes = [
      .init(
        "a key with a similar name exists", isSafe: true, replace: text.range(of: "strat_date"),
        with: "start_date")
    ]
    let type = Finding(
      unknownType, "`oath2` is not an auth type", at: text.range(of: "oath2"), path: "auth.type",
      suggestions: ["oauth2"])
    var key = Finding(
      unknownKey, "unknown key `timeot`", at: text.range(of: "timeot"), path: "http.timeot",
      label: "not a key of `http`", suggestions: ["timeout", "time_zone", "times", "tries", "fifth"])
    key.fixes = [
      .init("rename it", isSafe: false, replace: text.range(of: "timeot"), with: "timeout")
    ]
    var page = Finding(
      firstPageOnly, "every recorded page is full and none follows",
      at: text.range(
        of: "pages:\n      type: cursor\n      token: body.next\n      send: {query: cursor}\n    "),
      path: "streams.employees.pages", label: "nothing asks for page 2",
      related: [
        .init("100 records asked for", at: text.range(of: "limit: 100")),
        .init("the stream comes from here", at: base.range(of: "employees:")),
      ])
    page.fixes = [
      .init(
        "say where the token is sent", isSafe: true,
        edits: [.init(text.range(of: "send: {query: cursor}").atStart, "stop: empty\n      ")])
    ]
    let twice = Finding(
      duplicateKey, "`status` is given twice", at: text.range(of: "status", skipping: 2),
      label: "second", related: [.init("first", at: text.range(of: "status"))])
    let unused = Finding(
      note, "`work.cost_center` is not mapped", at: text.range(of: "body.data"))
    let unusedToo = Finding(
      note, "`work.desk` is not mapped: \"100%\", it <seems> & more", at: text.range(of: "body.data"))
    var list = FindingList()
    list.add(contentsOf: [path, type, key, page, twice, unused, unusedToo])
    return list.sorted()
  }
}

extension SourceFile {
  /// The place of a text in the file; an empty place at the end when there is none, which no test expects.
  func range(of text: String, skipping: Int = 0) -> SourceRange {
    let wanted = Array(text.utf8)
    var found = 0
    var offset = 0
    while offset + wanted.count <= bytes.count {
      if bytes[offset..<offset + wanted.count].elementsEqual(wanted) {
        if found == skipping { return SourceRange(self, offset, offset + wanted.count) }
        found += 1
      }
      offset += 1
    }
    return SourceRange(self, bytes.count, bytes.count)
  }
}

extension SourceRange {
  var atStart: SourceRange { SourceRange(file, start, start) }
  var atEnd: SourceRange { SourceRange(file, end, end) }
}
