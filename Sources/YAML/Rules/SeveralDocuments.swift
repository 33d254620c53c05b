internal import Diagnostics

enum SeveralDocuments {
  static let rule = Rule(
    "yaml/several-documents", .error, .proven, "a file holds more than one document",
    page: """
      A line `---` ends one YAML document and starts the next. Each file here describes one thing, so what follows the second `---` \
      would never be read. Move it into a file of its own, or remove the line. A single `---` on top of the file is fine.
      """,
    failing: """
      --- mappings/acme/employees.yaml (whole)
      mapping: 1
      models:
        - model: employee
          fields:
            last_name: lastName
            first_name: firstName
            hire_date: date(hired)
            employment_status: {match: status, cases: {Active: active}, otherwise: unknown}
      ---
      # ^ yaml/several-documents mappings/acme/employees.yaml:9:1
      mapping: 1
      """,
    passing: """
      title: Acme HR
      """)

  static func finding(at range: SourceRange) -> Finding {
    Finding(rule, "a second document starts here and is not read", at: range)
  }
}
