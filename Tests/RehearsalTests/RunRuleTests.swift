import Diagnostics
import Language
import Rehearsal
import TestSupport
import Testing

/// Every rule's examples are played: the failing one fails where it says and by that rule, the passing one not at all.
struct RunRuleTests {
  @Test func `the base project passes, with all mishaps`() async {
    let rehearsal = await play(ExampleProject.files)
    #expect(found(rehearsal) == [])
    #expect(rehearsal.cases.map(\.scenarioCount) == [3])
  }

  @Test(arguments: RunRules.all.map(\.id))
  func `the failing example fails where it says`(_ id: String) async throws {
    let rule = try #require(RunRules.all.first { $0.id == id })
    let files = ExampleProject.overlaid(with: rule.failing.text)
    let expected = Set(Marker.all(in: files))
    #expect(!expected.isEmpty, "the example marks no finding")
    let found = found(await play(files))
    #expect(found.filter { $0.rule == id } == expected, "\(found)")
  }

  @Test(arguments: RunRules.all.map(\.id))
  func `the passing example passes`(_ id: String) async throws {
    let rule = try #require(RunRules.all.first { $0.id == id })
    #expect(found(await play(ExampleProject.overlaid(with: rule.passing.text))) == [])
  }

  private func play(_ files: [String: String]) async -> ConnectorRehearsal {
    let project = ExampleProject.project(files)
    var options = ConnectorRehearsal.Options()
    options.leastCoverage = 60
    return await ConnectorRehearsal.play(project.connectors[0], models: project.models, options)
  }

  private func found(_ rehearsal: ConnectorRehearsal) -> Set<Marker> {
    Set((rehearsal.findings + rehearsal.cases.flatMap(\.findings)).map { Marker($0) })
  }
}
