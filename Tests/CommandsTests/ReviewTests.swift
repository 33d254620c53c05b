internal import Commands
internal import Synchronization
internal import TestSupport
internal import Testing

/// `connector test --review`: what came is shown, and what is accepted is written into the cases; the rest of the file stays.
struct ReviewTests {
  private static let name = "connectors/acme/tests.yaml"
  private static let head = """
    tests: 1
    settings: {api_key: made-up}
    cases:
      # all of them
      - name: two pages of employees
        stream: employees # the only one
        recording: employees

    """

  struct Case: Sendable, CustomTestStringConvertible {
    let testDescription: String
    let before: String
    let after: String
    var shown: String?
  }

  static let cases = [
    Case(
      testDescription: "a value in braces",
      before: """
            expect:
              employee:
                - {id: "1", last_name: Byron} # Ada
                # the other
                - {id: "2", last_name: Blogs, employment_status: 'unknown'}
            partial: true

        """,
      after: """
            expect:
              employee:
                - {id: "1", last_name: Byron} # Ada
                # the other
                - {id: "2", last_name: Bloggs, employment_status: active}
            partial: true

        """,
      shown: "  ~ employee[1].last_name: Blogs → Bloggs  mappings/acme/employees.yaml:5:18\n"),
    Case(
      testDescription: "a case without an expectation", before: "",
      after: """
            expect:
              employee:
                - {id: "1", first_name: Ada, last_name: Byron, employment_status: active, employment_status_raw: Active, hire_date: "2021-03-01"}
                - {id: "2", first_name: Joe, last_name: Bloggs, employment_status: active, employment_status_raw: Active, hire_date: "2022-05-16"}

        """),
    Case(
      testDescription: "an expectation of nothing", before: "    expect: {} # nothing yet\n",
      after: """
            expect:
              employee:
                - {id: "1", first_name: Ada, last_name: Byron, employment_status: active, employment_status_raw: Active, hire_date: "2021-03-01"}
                - {id: "2", first_name: Joe, last_name: Bloggs, employment_status: active, employment_status_raw: Active, hire_date: "2022-05-16"} # nothing yet

        """),
    Case(
      testDescription: "records that are gone, new and in another order",
      before: """
            expect:
              employee:
                - {id: "2", last_name: Bloggs}
                # who is that?
                - {id: "7", last_name: Nobody}
            partial: true

        """,
      after: """
            expect:
              employee:
                - {id: "1", last_name: Byron}
                - {id: "2", last_name: Bloggs}
                # who is that?
            partial: true

        """, shown: "  - employee[1]: {id: \"7\", last_name: Nobody}\n"),
    Case(
      testDescription: "a list in brackets",
      before: "    expect: {employee: [{id: \"1\"}]}\n    partial: true\n",
      after: "    expect: {employee: [{id: \"1\"}, {id: \"2\"}]}\n    partial: true\n"),
    Case(
      testDescription: "fields of a record line by line",
      before: """
            expect:
              employee:
                - id: "1"
                  # as in her passport
                  last_name: Byron
                  nick_name: Addy
                  hire_date: "2021-03-01" # a Monday
                  employment_status: active
                  employment_status_raw: Active
                - {id: "2", first_name: Joe, last_name: Bloggs, hire_date: "2022-05-16", employment_status: active, employment_status_raw: Active}

        """,
      after: """
            expect:
              employee:
                - id: "1"
                  # as in her passport
                  last_name: Byron
                  hire_date: "2021-03-01" # a Monday
                  employment_status: active
                  employment_status_raw: Active
                  first_name: Ada
                - {id: "2", first_name: Joe, last_name: Bloggs, hire_date: "2022-05-16", employment_status: active, employment_status_raw: Active}

        """, shown: "  + employee[0].first_name: Ada  mappings/acme/employees.yaml:6:19\n"),
    Case(
      testDescription: "deletions that do not come",
      before:
        "    expect: {employee: [{id: \"1\"}, {id: \"2\"}]}\n    deleted: {employee: [\"9\"]}\n    partial: true\n",
      after:
        "    expect: {employee: [{id: \"1\"}, {id: \"2\"}]}\n    deleted: {employee: []}\n    partial: true\n",
      shown: "  - deleted.employee: \"9\"\n"),
  ]

  private func project(_ tests: String) throws -> TemporaryProject {
    let project = try TemporaryProject(ExampleProject.files)
    try project.write(tests, to: Self.name)
    return project
  }

  @Test(arguments: cases) func `what came is written and nothing else changes`(_ test: Case) async throws {
    let project = try project(Self.head + test.before)
    let outcome = await run("test", "--review=accept", in: project.root)
    #expect(outcome.code == .success, "\(outcome.output)\(outcome.errors)")
    #expect(project.read(Self.name) == Self.head + test.after)
    #expect(outcome.errors == "accepted 1 case into 1 file\n")
    if let shown = test.shown { #expect(outcome.output.contains(shown), "\(outcome.output)") }
    #expect(await run("test", "--review=accept", in: project.root).errors == "nothing to review\n")
  }

  @Test func `a mistake of the connector is never accepted`() async throws {
    let wrong = Self.head + "    expect: {employee: [{id: \"1\"}]}\n"
    let project = try project(wrong)
    let mapping = try #require(project.read("mappings/acme/employees.yaml"))
    try project.write(mapping.replacing("lastName", with: "familyName"), to: "mappings/acme/employees.yaml")
    let outcome = await run("test", "--review=accept", in: project.root)
    #expect(outcome.code == .negative)
    #expect(
      outcome.output.contains("cannot be accepted: the record `1` gives no `employee`"), "\(outcome.output)")
    #expect(outcome.errors == "1 case cannot be accepted\n")
    #expect(project.read(Self.name) == wrong)
  }

  struct Answers: Sendable {
    let answers: [String]
    let accepted: Int
    let code: ExitCode
  }

  @Test(arguments: [
    Answers(answers: ["y", "y"], accepted: 2, code: .success),
    Answers(answers: ["what?", "no", "yes"], accepted: 1, code: .negative),
    Answers(answers: ["a"], accepted: 2, code: .success),
    Answers(answers: ["y", "q"], accepted: 1, code: .negative),
    Answers(answers: [], accepted: 0, code: .negative),
  ]) func `each case is asked about`(_ test: Answers) async throws {
    let wrong = "    expect: {employee: [{id: \"1\", last_name: Bryon}, {id: \"2\"}]}\n    partial: true\n"
    let more = "  - name: once more\n    stream: employees\n    recording: employees\n"
    let project = try project(Self.head + wrong + more + wrong)
    let answers = AnswerList(test.answers)
    let console = Console(
      output: RecordingSink(), errors: RecordingSink(), environment: [:], workingDirectory: project.root,
      readInput: { () throws(FileProblem) in [] }, person: ScriptedPerson { _ in answers.next() })
    #expect(await Tool.run(["test", "--review"], console) == test.code)
    let text = try #require(project.read(Self.name))
    #expect(text.split(separator: "Byron").count - 1 == test.accepted)
  }

  @Test func `without anybody to ask it must be said what is meant`() async throws {
    let project = try project(Self.head)
    let outcome = await run("test", "--review", in: project.root)
    #expect(outcome.code == .usage)
    #expect(outcome.errors.contains("`--review=accept` accepts everything"))
    #expect(await run("test", "--review=accept", "--format", "json", in: project.root).code == .usage)
  }
}

/// Answers, one after another.
private final class AnswerList: Sendable {
  private let left: Mutex<[String]>

  init(_ answers: [String]) { left = Mutex(answers) }

  func next() -> String? { left.withLock { $0.isEmpty ? nil : $0.removeFirst() } }
}
