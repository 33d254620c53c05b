import HTTP
import Interpreter
import Language
import Programs
import Rehearsal
import Testing
import Values
import YAML

/// The stream cases of all connectors of the repository, played by the interpreter: every request that it makes is recorded.
struct RecordingTests {
  static let project = ProjectLoader.load(
    DiskTree(root: String(#filePath.dropLast("/Tests/InterpreterTests/RecordingTests.swift".count))))

  struct Case: Sendable, CustomTestStringConvertible {
    let connector: String
    let position: Int
    let testDescription: String
  }

  static let cases: [Case] = project.connectors.flatMap { connector in
    (connector.tests?.file?[TestFile.cases] ?? []).enumerated().compactMap { position, test in
      guard let stream = test[TestCase.stream]?.value else { return nil }
      return Case(
        connector: connector.name, position: position,
        testDescription: "\(connector.name) \(stream): \(test[TestCase.name]?.value ?? "")")
    }
  }

  @Test(arguments: cases) func `makes the recorded requests and no others`(_ place: Case) async throws {
    let connector = try #require(Self.project.connector(place.connector))
    let file = try #require(connector.tests?.file)
    let cases = try #require(file[TestFile.cases])
    let test = cases[place.position]
    let name = try #require(test[TestCase.stream]?.value)
    let settings = texts(file[TestFile.settings]).merging(texts(test[TestCase.settings])) { $1 }
    let account = texts(file[TestFile.account]).merging(texts(test[TestCase.account])) { $1 }
    let now = test[TestCase.now] ?? "2026-11-20T12:00:00Z"
    // The base address is known only when the settings are: a session without a provider tells it.
    let asking = try await Session.connected(
      connector, settings: settings, account: account, client: ScriptedClient(), now: now)
    let recording = test[TestCase.recording].flatMap { connector.recording($0.value) }
    let provider = RecordedProvider(recording, base: asking.base)
    var proof: RehearsedProof?
    let session = try await Session.connected(
      connector, settings: settings, account: account, client: provider, now: now
    ) { real in
      let rehearsed = RehearsedProof(real, provider)
      proof = rehearsed
      return rehearsed
    }

    var options = ReadOptions()
    options.since = test[TestCase.since]
    options.pageSize = test[TestCase.pageSize]
    // What is asked for ahead of a failure is in no recording.
    options.parallelSlices = 1
    var reader = try StreamReader(session, stream: name, options: options)
    var pages: [ReadPage] = []
    var failure: RunFailure?
    do throws(RunFailure) {
      while let page = try await reader.next() {
        pages.append(page)
        try await reader.acknowledge(page)
      }
    } catch {
      failure = error
    }
    if let expected = test[TestCase.fails] {
      #expect(
        failure?.kind == expected[ExpectedFailure.kind], "\(failure.map(\.description) ?? "no failure")")
      if let code = expected[ExpectedFailure.code] { #expect(failure?.code == code) }
      if let words = expected[ExpectedFailure.message] { #expect(failure?.message.contains(words) == true) }
    } else {
      #expect(failure == nil, "\(failure.map(\.description) ?? "")")
      #expect(pages.last?.isEnd == true)
      #expect(pages.flatMap(\.records).allSatisfy { $0.key != nil })
    }
    for miss in provider.misses where proof?.isForgiven(miss.request) != true {
      Issue.record("\(miss.request.method) \(miss.request.address.target): \(miss.nearest?.difference ?? "")")
    }
  }

  private func texts(_ nodes: [Named<Node>]?) -> [String: String] {
    var texts: [String: String] = [:]
    for entry in nodes ?? [] {
      if let list = entry.value.list {
        texts[entry.name] = list.compactMap { $0.scalar?.text }.joined(separator: ",")
      } else {
        texts[entry.name] = entry.value.scalar?.text ?? ""
      }
    }
    return texts
  }
}
