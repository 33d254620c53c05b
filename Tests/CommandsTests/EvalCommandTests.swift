internal import Commands
internal import Testing

/// `connector eval`: values, types, absences, mistakes, cases.
struct EvalCommandTests {
  static let people = """
    [{"id": 1, "name": "Ada", "hired": "2021-03-01", "work": {"email": "a@example.com"}},
     {"id": 2, "name": "Bo", "work": {"email": null}}]
    """

  @Test func `without a file it is a calculator`() async {
    let outcome = await run("eval", "1 + 2")
    #expect(outcome.output == "3\n")
    #expect(outcome.errors == "")
    #expect(outcome.code == .success)
    #expect(await run("eval", "-1").output == "-1\n")
    #expect(await run("eval", "type(1)").output == "int\n")
    #expect(await run("eval", "duration('90s')", "--types").output == "\"90s\" : duration\n")
  }

  @Test func `each record gives a line, also where the key is absent`() async {
    let outcome = await run("eval", "date(hired)", "--file", "-", "--types", input: Self.people)
    #expect(outcome.output == "\"2021-03-01\" : date\nabsent: there is no field 'hired'\n")
    #expect(outcome.errors == "2 records, 1 absent\n")
    #expect(outcome.code == .success)
  }

  @Test func `programs get a JSON object for each record`() async {
    let outcome = await run("eval", "10 / (id - 1)", "--file", "-", "--format", "json", input: Self.people)
    #expect(
      outcome.output == """
        {"record": 1, "error": "division by zero"}
        {"record": 2, "value": 10, "type": "int"}

        """)
    #expect(outcome.code == .negative)
  }

  @Test func `lists, single objects and lines are read`() async throws {
    let project = try TemporaryProject([
      "list.json": "[{\"a\": 1}, {\"a\": 2}]", "one.json": "{\n  \"a\": 3\n}\n",
      "lines.jsonl": "{\"a\": 4}\n\n{\"a\": 5}\n",
      "lines.txt": "{\"a\": 6}\n{\"a\": 7}\n", "broken.jsonl": "{\"a\": 4}\n{\"a\": \n", "empty.json": "[]",
    ])
    #expect(await run("eval", "a", "--file", "list.json", in: project.root).output == "1\n2\n")
    #expect(await run("eval", "a", "--file", "one.json", in: project.root).output == "3\n")
    #expect(await run("eval", "a", "--file", "lines.jsonl", in: project.root).output == "4\n5\n")
    #expect(await run("eval", "a", "--file", "lines.txt", in: project.root).output == "6\n7\n")
    let broken = await run("eval", "a", "--file", "broken.jsonl", in: project.root)
    #expect(broken.code == .usage)
    #expect(broken.errors.hasPrefix("error: broken.jsonl, line 2, is no JSON: "))
    #expect(await run("eval", "a", "--file", "empty.json", in: project.root).code == .nothing)
    #expect(await run("eval", "a", "--file", "none.json", in: project.root).code == .usage)
  }

  @Test func `a mistake is shown where it is, with what was meant`() async {
    let outcome = await run("eval", "nam.size() > 2", "--file", "-", input: Self.people)
    #expect(outcome.code == .negative)
    #expect(outcome.output == "")
    #expect(outcome.errors.hasPrefix("error: "))
    #expect(outcome.errors.hasSuffix("\n  nam.size() > 2\n  ^^^\nhelp: did you mean `name`?\n"))
    let wide = await run("eval", "'日本' + 1")
    #expect(wide.errors.hasSuffix("\n  '日本' + 1\n         ^\n"))
    let long = await run(
      "eval", String(repeating: "1 + ", count: 900) + "x + " + String(repeating: "9", count: 900))
    #expect(long.errors.contains("...1 + 1 + ") && long.errors.contains(" + x + 9999"), "\(long.errors)")
    #expect(long.errors.split(separator: "\n").allSatisfy { $0.count < 500 })
  }

  @Test func `a reply is a body, or an object of variables`() async {
    #expect(
      await run(
        "eval", "body.data.size() + status", "--scope", "response", "--file", "-", input: "{\"data\": [1, 2]}"
      ).output
        == "202\n")
    #expect(
      await run(
        "eval", "status", "--scope", "response", "--file", "-", input: "{\"body\": {}, \"status\": 404}"
      ).output
        == "404\n")
  }

  @Test func `cases are counted on the last line`() async throws {
    let project = try TemporaryProject([
      "good.json": """
      {"file": "good", "tests": [
        {"section": "s", "name": "sum", "expr": "1 + 1", "value": {"int64Value": "2"}},
        {"section": "s", "name": "division", "expr": "1 / 0", "evalError": {}}]}
      """,
      "bad.json": """
      {"file": "bad", "tests": [{"section": "s", "name": "sum", "expr": "1 + 1", "value": {"int64Value": "3"}}]}
      """,
    ])
    let good = await run("eval", "--cases", "good.json", in: project.root)
    #expect(good.output == "2 passed, 0 failed\n")
    #expect(good.code == .success)
    let both = await run("eval", "--cases", "good.json", "bad.json", in: project.root)
    #expect(both.output == "failed bad.json s/sum\n  1 + 1\n  is 2 instead of 3\n2 passed, 1 failed\n")
    #expect(both.code == .negative)
    #expect(await run("eval", "--cases", in: project.root).code == .usage)
    let beside = await run("eval", "--cases", "none.json", "good.json", in: project.root)
    #expect(beside.code == .usage)
    #expect(beside.output.hasSuffix("2 passed, 0 failed\n"))
  }

  @Test func `one expression is needed`() async {
    #expect(await run("eval").errors.hasPrefix("error: `connector eval` needs an EXPRESSION\n"))
    #expect(
      await run("eval", "1", "+", "2").errors.hasPrefix(
        "error: `connector eval` takes one EXPRESSION, not 3\n"))
  }

  @Test func `a file after the expression is told its option`() async throws {
    let project = try TemporaryProject(["people.json": Self.people, "3.txt": ""])
    let file = await run("eval", "name", "people.json", in: project.root)
    #expect(file.code == .usage)
    #expect(file.errors.hasSuffix("connector eval EXPRESSION --file people.json\n"), "\(file.errors)")
    let star = await run("eval", "2", "3.txt", "people.json", "3", in: project.root)
    #expect(star.errors.contains("put it in quotes"), "\(star.errors)")
  }
}
