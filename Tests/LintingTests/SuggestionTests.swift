import Diagnostics
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
}
