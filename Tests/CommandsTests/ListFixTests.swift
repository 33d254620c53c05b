internal import Commands
internal import TestSupport
internal import Testing

/// A list where a mapping is wanted, and the other way round: one fix writes it as it is meant.
struct ListFixTests {
  /// The last block of a file as somebody wrote it, and as it is meant.
  struct Case: Sendable, CustomTestStringConvertible {
    let testDescription: String
    let path: String
    let written: String
    let meant: String
  }

  private static let fields = "fields: {last_name: lastName, employment_status: \"'active'\"}"

  private static let cases = [
    Case(
      testDescription: "streams that say their names", path: ExampleProject.connectorPath,
      written: """
        streams:
          # Everyone.
          - name: employees
            read: {get: /employees}

            records: body.data
            key: id
            pages: {type: none}
            deletions: {type: none}
          -   name: "leavers"
              read: {get: /leavers}
              records: body.data
              key: id
              pages: {type: none}
              deletions: {type: none}

        """,
      meant: """
        streams:
          # Everyone.
          employees:
            read: {get: /employees}

            records: body.data
            key: id
            pages: {type: none}
            deletions: {type: none}
          "leavers":
              read: {get: /leavers}
              records: body.data
              key: id
              pages: {type: none}
              deletions: {type: none}

        """),
    Case(
      testDescription: "streams under their names in a list", path: ExampleProject.connectorPath,
      written: """
        streams:
        - employees:
            read: {get: /employees}
            records: body.data
            key: id
            pages: {type: none}
            deletions: {type: none}

        """,
      meant: """
        streams:
          employees:
            read: {get: /employees}
            records: body.data
            key: id
            pages: {type: none}
            deletions: {type: none}

        """),
    Case(
      testDescription: "one model without its dash", path: mapping,
      written: """
        models:
          model: employee

          # What matters.
          \(fields)

        """,
      meant: """
        models:
          - model: employee

            # What matters.
            \(fields)

        """),
    Case(
      testDescription: "one model in braces", path: mapping,
      written: "models: {model: employee, \(fields)}\n", meant: "models: [{model: employee, \(fields)}]\n"),
    Case(
      testDescription: "models under their names", path: mapping,
      written: """
        models:
          employee:
            \(fields)
          team: {fields: {name: team}}

        """,
      meant: """
        models:
          - model: employee
            \(fields)
          - {model: team, fields: {name: team}}

        """),
  ]

  private static let mapping = "mappings/acme/employees.yaml"

  @Test(arguments: cases)
  func `one fix writes it as it is meant`(_ test: Case) async throws {
    let sound = try #require(ExampleProject.files[test.path])
    let block = try #require(test.written.split(separator: ":").first)
    let before = try #require(sound.firstRange(of: "\n\(block):")).lowerBound
    let project = try TemporaryProject(ExampleProject.files)
    try project.write(sound[..<before] + "\n" + test.written, to: test.path)
    let outcome = await run("lint", "--fix", in: project.root)
    #expect(outcome.errors.hasPrefix("fixed 1 finding in 1 file\n"))
    #expect(project.read(test.path) == sound[..<before] + "\n" + test.meant)
  }
}
