package import Diagnostics

/// Rules about how the files of a project fit together.
extension Rule {
  static let missingFile = Rule(
    "spec/missing-file", .error, .proven, "a connector's folder without its description",
    page: """
      A folder in `connectors/` is a connector, and its description is `connector.yaml`. Add the file, or move what is not a connector \
      elsewhere.
      """,
    failing: """
      --- connectors/empty/notes.md
      # ^ spec/missing-file connectors/empty/connector.yaml:1:1
      nothing here
      """,
    passing: """
      title: Acme HR
      """)

  static let unreadableFile = Rule(
    "spec/unreadable-file", .error, .proven, "a file of the project that cannot be read",
    page: """
      What cannot be read is not checked, and that must not look like success. Files are read only when they are regular files inside the \
      project: no folders with the name of a file, no pipes or devices, no links that lead out of the project. Give the file the usual \
      permissions, or copy what the link leads to.
      """,
    failing: """
      --- mappings/acme/payslips.yaml/notes.md
      # ^ spec/unreadable-file mappings/acme/payslips.yaml:1:1
      a folder in the place of a file
      """,
    passing: """
      title: Acme HR
      """)

  package static let unreadFile = Rule(
    "spec/unread-file", .warning, .proven, "a file whose name nothing looks for",
    page: """
      A connector is `connector.yaml` and `tests.yaml` in its folder, its mappings are `mappings/<connector>/<stream>.yaml`. A YAML file \
      of another name, or one that ends with `.yml`, looks as if it counted and is not read. Rename it, or move it out of the folder.
      """,
    failing: """
      --- connectors/acme/test.yaml
      # ^ spec/unread-file connectors/acme/test.yaml:1:1
      tests: 1
      """,
    passing: """
      title: Acme HR
      """)

  package static let unknownConnector = Rule(
    "spec/unknown-connector", .error, .proven, "a connector that does not exist is extended",
    page:
      "`extends` names the folder of another connector in the same project. Check the spelling, or add the connector.",
    failing: """
      extends: acme-famly
      #        ^^^^^^^^^^ spec/unknown-connector
      """,
    passing: """
      title: Acme HR
      """)

  static let extendsLoop = Rule(
    "spec/extends-loop", .error, .proven, "a connector extends itself",
    page:
      "A connector that extends another which extends the first has no beginning. Let one of them stand on its own.",
    failing: """
      extends: acme
      #        ^^^^ spec/extends-loop
      """,
    passing: """
      title: Acme HR
      """)

  static let recordingSyntax = Rule(
    "test/recording-syntax", .error, .proven, "a recording that cannot be read",
    page: """
      A recording is a text: `### title` begins an exchange; then the request line with its headers and body, a line `HTTP` with the \
      status, headers, an empty line and the body. JSON bodies must be whole.
      """,
    failing: """
      --- connectors/acme/recordings/employees.http (whole)
      ### all employees
      GET /employees

      HTTP 200
      Content-Type: application/json

      {"data": [}
      #         ^ test/recording-syntax connectors/acme/recordings/employees.http:7:11
      """,
    passing: """
      title: Acme HR
      """)
}
