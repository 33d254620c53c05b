import Interpreter
import Language
import Programs
import TestSupport
import Testing
import Values

/// What an organization supplies is judged before anything is called.
struct SettingsTests {
  static let settings = """
    settings:
      name: {type: string, title: Name, pattern: "[a-z]+", default: acme}
      days: {type: integer, title: Days, minimum: 1, maximum: 10, optional: true}
      former: {type: boolean, title: Former, default: false}
      region: {type: enum, title: Region, values: {us: US, eu: Europe}, default: us}
      from: {type: date, title: From, default: 2020-01-01}
      server: {type: url, title: Server, optional: true}
      api_key: {type: secret, title: API key}
      reports: {type: list, title: Reports, optional: true, pattern: "[A-Z]+"}
    """

  private func program(_ settings: String = settings) throws -> SettingsProgram {
    let files = ExampleProject.overlaid(with: settings)
    let connector = try #require(ExampleProject.project(files).connector("acme"))
    return try ConnectorProgram(connector).settings
  }

  @Test func `what is left out has its default`() throws {
    let values = try program().values(["api_key": "made-up"])
    #expect(values["name"]?.templateText == "acme")
    #expect(values["days"]?.isNull == true)
    #expect(values["from"]?.kind == .date)
    #expect(values["former"]?.kind == .bool)
    #expect(values["region"]?.templateText == "us")
  }

  @Test(arguments: [
    ("name", "ACME"), ("days", "11"), ("days", "x"), ("former", "yes"), ("region", "asia"),
    ("from", "01/02/2020"),
    ("server", "http://hr.example.com"), ("reports", "A,b"), ("nonsense", "1"),
  ])
  func `what does not fit is refused by the setting's name, without its value`(_ name: String, _ text: String)
    throws
  {
    let failure = #expect(throws: RunFailure.self) {
      try program().values(["api_key": "made-up", name: text])
    }
    #expect(failure?.setting == name)
    if text.count > 2 { #expect(failure?.message.contains(text) == false) }
  }

  @Test func `a missing secret is told`() throws {
    let failure = #expect(throws: RunFailure.self) { try program().values([:]) }
    #expect(failure?.setting == "api_key")
    #expect(failure?.kind == .credentials)
  }

  @Test func `all settings that are missing are told at once`() throws {
    let required = """
      settings:
        tenant: {type: string, title: Tenant}
        days: {type: integer, title: Days, default: 3}
        api_key: {type: secret, title: API key}
        region: {type: string, title: Region}
      """
    let failure = #expect(throws: RunFailure.self) { try program(required).values([:]) }
    #expect(
      failure?.message
        == "the settings `tenant` (Tenant), `api_key` (API key) and `region` (Region) are missing")
    #expect(failure?.setting == "tenant")
    #expect(failure?.otherSettings == ["api_key", "region"])
  }

  @Test func `lists are texts with commas or JSON`() throws {
    for text in ["A,B", "A, B", #"["A", "B"]"#] {
      let values = try program().values(["api_key": "made-up", "reports": text])
      #expect(values["reports"]?.templateText == #"["A","B"]"#)
    }
  }
}
