import Diagnostics
import Language
import Linting
import TestSupport
import Testing

/// What is near enough to be proposed.
@Suite struct SuggestionTests {
  @Test(arguments: [
    ("email", "work_email", true), ("text", "text_html", true), ("pageSize", "page_size", true),
    ("firstName", "givenName", true), ("FullyPaidOnDate", "UpdatedDateUTC", false),
    ("annual_gross_salary", "salary_currency_code", false),
  ])
  func `names are near when they have enough words in common`(word: String, name: String, isNear: Bool) {
    #expect((Suggestions.nearest(to: word, among: [name]) == [name]) == isNear)
  }

  @Test(arguments: [
    ("lastNmae", "lastName", true), ("last_name", "lastName", true), ("nextPage", "lastPage", false),
    ("employmentStatsu", "employmentStatus", true), ("id", "uid", false), ("from", "form", true),
    ("date", "dates", false), ("line1", "line2", false), ("created", "updated", false),
  ])
  func `a slip of the hand is told from another name`(word: String, name: String, isSlip: Bool) {
    #expect(Suggestions.areSure([name], for: word) == isSlip)
    #expect(!Suggestions.areSure([name, "other"], for: word))
  }

  /// A value of megabytes that stands where a word belongs costs nothing.
  @Test func `a text is no slip of a name`() {
    let long = "email " + String(repeating: "\u{1F600} ", count: 500)
    #expect(Suggestions.nearest(to: long, among: ["email"]).isEmpty)
    #expect(Synonyms.nearest(to: long, among: ["email"]).isEmpty)
    #expect(
      Suggestions.nearest(to: "email " + String(repeating: "x", count: 500), among: ["email"]) == ["email"])
  }

  /// Given up early or not, the distance is the same up to the limit, and beyond it is only said that it is more.
  @Test func `a distance that is given up is the one counted to the end`() {
    var words: [[UInt8]] = [[]]
    while let word = words.last, word.count < 4 {
      words += words.filter { $0.count == word.count }.flatMap { word in "abc".utf8.map { word + [$0] } }
    }
    for first in words {
      for second in words {
        let whole = Suggestions.editDistance(first, second, limit: .max)
        let given = (0...3).map { min(Suggestions.editDistance(first, second, limit: $0), $0 + 1) }
        #expect(given == (0...3).map { min(whole, $0 + 1) }, "\(first), \(second)")
      }
    }
  }

  /// Names are ruled out before they are compared, and never one that is near.
  @Test(arguments: ["hired", "workEmail", "employment_status", "X-Request-Id", "línea_1"])
  func `one slip is found wherever it is`(_ name: String) {
    let letters = Array(name)
    for place in letters.indices {
      var slips = ["q", "_", "Z", "é"].flatMap { letter -> [[Character]] in
        [
          letters[..<place] + [letter] + letters[place...],
          letters[..<place] + [letter] + letters[(place + 1)...],
        ]
        .map(Array.init)
      }
      slips.append(Array(letters[..<place] + letters[(place + 1)...]))
      if place > 0 {
        slips.append(
          letters[..<(place - 1)] + [letters[place], letters[place - 1]] + letters[(place + 1)...])
      }
      for slip in slips.map({ String($0) }) where slip != name && slip.utf8.count > 2 {
        #expect(Suggestions.nearest(to: slip, among: [name]) == [name], "\(slip)")
      }
    }
  }

  @Test func `what is taken out of a list is no longer found there`() {
    let file = SourceFile(path: "x.yaml", text: "abcdefghij")
    func finding(_ start: Int, _ end: Int) -> Finding {
      Finding(.unknownKey, "x", at: SourceRange(file, start, end))
    }
    var list = FindingList()
    for (start, end) in [(6, 8), (2, 4), (2, 3), (0, 9)] { list.add(finding(start, end)) }
    let stretches = [0..<10, 0..<9, 2..<3, 1..<5, 3..<8, 6..<7, 4..<6, 8..<10]
    func touched() -> [Bool] { stretches.map { list.touch(SourceRange(file, $0)) } }
    #expect(touched() == [true, true, true, true, true, false, false, false])
    list.removeLast()
    list.removeAll { $0.range.start == 2 }
    #expect(touched() == [true, true, false, false, true, false, false, false])
    #expect(!list.touch(SourceRange(SourceFile(path: "x.yaml", text: "abcdefghij"), 0, 10)))
  }

  @Test func `what a fix writes into a file is read as it is meant`() throws {
    let findings = Self.findings(
      """
      webhooks:
        signature: {type: hmac, hash: sha256, key: "${settings.api_key}", header: X-Sig, encoding: hex, signed: "${body}"}
        challenges:
          when: has(headers['x-hook'])
          answer: {text: ok}
        events: [{stream: employees, then: sync}]
      """)
    let fix = try #require(findings.first { $0.rule.id == "spec/expression-syntax" }?.fixes.first)
    #expect(fix.edits.map(\.replacement) == [#""'x-hook' in headers""#])
  }

  /// Some tools call the body of a reply so, and many bodies have a part of that name.
  @Test func `data is a part of the body before it is the body`() throws {
    let findings = Self.findings(
      """
      streams:
        employees:
          read: {get: /staff}
          records: data
          key: id
          pages: {type: none}
          deletions: {type: none}
      """)
    let finding = try #require(findings.first { $0.rule.id == "spec/unknown-variable" })
    #expect(finding.suggestions == ["body.data", "body"])
  }

  @Test func `whether a key of the record is there is asked of the record`() {
    let findings = Self.findings(
      """
      --- mappings/acme/employees.yaml (whole)
      mapping: 1
      models:
        - model: employee
          fields:
            last_name: "has(lastName) ? lastName : 'none'"
            employment_status: "'active'"
      """)
    #expect(findings.first { $0.rule.id == "spec/expression-syntax" }?.suggestions == ["record.lastName"])
  }

  @Test func `an object in a record names its few fields`() {
    let findings = Self.findings(
      """
      --- mappings/acme/employees.yaml (whole)
      mapping: 1
      models:
        - model: employee
          fields:
            last_name: lastName
            employment_status: "'active'"
            phones: {each: record.phones, fields: {value: item, telex: item}}
      """)
    let finding = findings.first { $0.rule.id == "mapping/unknown-field" }
    #expect(finding?.evidence.map(\.text) == ["extension · kind · primary"])
  }

  @Test(arguments: [
    ("mapping/unknown-model", "contact", "zzqx: lastName", "account · background_report · "),
    (
      "mapping/unknown-field", "employee", "zzqx: lastName",
      "fields, which `connector explain employee` shows"
    ),
    ("mapping/unknown-enum-value", "employee", "employment_status: \"'zzqx'\"", "active · "),
  ])
  func `where nothing is spelt alike it is told what there is`(
    _ rule: String, _ model: String, _ field: String, _ words: String
  ) {
    let findings = Self.findings(
      """
      --- mappings/acme/employees.yaml (whole)
      mapping: 1
      models:
        - model: \(model)
          fields:
            \(field)
      """)
    let told = findings.first { $0.rule.id == rule }?.evidence.map(\.text).joined(separator: "\n")
    #expect(told?.contains(words) ?? false, "\(told ?? "no such finding")")
  }

  @Test func `a name is the one that is shown, where the model has several`() {
    let findings = Self.findings(
      """
      --- mappings/acme/employees.yaml (whole)
      mapping: 1
      models:
        - model: user
          fields:
            name: lastName
      """)
    #expect(findings.first { $0.rule.id == "mapping/unknown-field" }?.suggestions.first == "display_name")
  }

  @Test func `the page of a file is no path in its drive`() {
    let findings = Self.findings(
      """
      --- mappings/acme/employees.yaml (whole)
      mapping: 1
      models:
        - model: file
          fields:
            name: lastName
            url: lastName
      """)
    let near = findings.first { $0.rule.id == "mapping/unknown-field" }?.suggestions ?? []
    #expect(near.first == "web_url", "\(near)")
  }

  @Test func `a field that is mapped already is not proposed`() {
    let findings = Self.findings(
      """
      --- mappings/acme/employees.yaml (whole)
      mapping: 1
      models:
        - model: employee
          fields:
            last_name: lastName
            first_name: firstName
            name: lastName
            employment_status: "'active'"
      """)
    let near = findings.first { $0.rule.id == "mapping/unknown-field" }?.suggestions ?? []
    #expect(!near.isEmpty && !near.contains("last_name") && !near.contains("first_name"))
  }

  @Test(arguments: [
    ("GET /employees?a=b c", "/employees?a=b%20c"), ("GET /employees HTTP/1.1", "/employees"),
  ])
  func `an address with blanks in a recording is put right`(_ line: String, _ address: String) {
    let findings = Self.findings(
      """
      --- connectors/acme/recordings/employees.http (whole)
      ### all
      \(line)

      HTTP 200
      Content-Type: application/json

      {"data": []}
      """)
    let finding = findings.first { $0.rule.id == "test/recording-syntax" }
    #expect(finding?.fixes.first?.edits.map(\.replacement) == [address])
  }

  private static func findings(_ example: String) -> [Finding] {
    Linter.run(ExampleProject.project(ExampleProject.overlaid(with: example))).findings
  }
}
