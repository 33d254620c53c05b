import Diagnostics
import Linting
import TestSupport
import Testing

/// What stands between quotes, and what YAML has taken for its own.
@Suite struct ConstantTests {
  private static func finding(_ rule: String, _ field: String) -> Finding? {
    let project = ExampleProject.project(
      ExampleProject.overlaid(
        with: """
          streams:
            leavers:
              read: {get: /leavers}
              records: body.data
              key: id
              pages: {type: none}
              deletions: {type: none}
          --- mappings/acme/leavers.yaml (whole)
          mapping: 1
          models:
            - model: employee
              fields:
                last_name: lastName
                \(field)
          """))
    return Linter.run(project).findings.first { $0.rule.id == rule }
  }

  /// The quotes of `'active'` are those of YAML, and no recording tells that no record has such a key.
  @Test(arguments: [
    ("employment_status: 'active'", "''active''"), ("employment_status: active", "\"'active'\""),
  ])
  func `a word of the model is meant as a text`(_ field: String, _ written: String) {
    let finding = Self.finding("mapping/enum-needs-match", field)
    #expect(finding?.suggestions == ["'active'"])
    #expect(finding?.fixes.first?.edits.map(\.replacement) == [written])
  }

  @Test func `another word is one of the provider's`() {
    #expect(Self.finding("mapping/enum-needs-match", "employment_status: state")?.suggestions == [])
  }

  /// Quotes inside of quotes would end the text.
  @Test func `a letter in a date pattern is quoted within the text`() {
    let finding = Self.finding(
      "spec/bad-constant", "hire_date: date(instant(hired, 'yyyyMMddTHHmm', 'UTC'), 'UTC')")
    #expect(finding?.suggestions == ["\"yyyyMMdd'T'HHmm\""])
    #expect(finding?.message == "'T' means nothing in a date pattern; put it between single quotes")
  }

  /// JSON, CSV and XML have no dates: whether a stream is recorded or not, a path never gives one.
  @Test(arguments: [("hire_date: hired", ["date(hired)"]), ("hire_date: date(hired)", nil)])
  func `a date is read out of a text`(_ field: String, _ advice: [String]?) {
    #expect(Self.finding("mapping/type-mismatch", field)?.suggestions == advice)
  }

  @Test func `what a let has read is a date`() {
    #expect(Self.finding("mapping/type-mismatch", "hire_date: began\n    let: {began: date(hired)}") == nil)
  }
}
