internal import Diagnostics
internal import JSON
internal import Reports
internal import Testing

/// What SARIF 2.1.0 demands of a file, held against reports of every kind of finding.
struct SARIFReportTests {
  private static let samples: [[Finding]] = [
    Samples.project, Samples.wide, Samples.hidden, Samples.ends, Samples.long, Samples.spans, Samples.fixes,
    [],
    [awkward],
  ]

  /// A path with blanks, umlauts and a colon, and a fix that only takes something away.
  private static let awkward: Finding = {
    let file = SourceFile(path: "connectors/Ä b:c/connector.yaml", text: "ä: 1\nb: 2\n")
    return Finding(
      Samples.unknownKey, "`ä` is not a key", at: SourceRange(file, 0, 2),
      fixes: [
        .init("take it out", isSafe: true, replace: SourceRange(file, 0, 6), with: "")
      ])
  }()

  private func report(_ findings: [Finding]) throws -> JSONView {
    let text = Report.render(
      findings: findings, format: .sarif, style: .plain, context: Samples.context)
    return try JSONDocument(text: text).root
  }

  @Test(arguments: samples.indices) func `every object has what it must and nothing it may not`(_ sample: Int)
    throws
  {
    let problems = SARIFSchema.log.problems(try report(Self.samples[sample]))
    #expect(problems == [])
  }

  @Test(arguments: samples.indices) func `what refers to something finds it`(_ sample: Int) throws {
    let run = try #require(try report(Self.samples[sample])["runs"]?[0])
    let rules = try #require(run["tool"]?["driver"]?["rules"]).elements.map { $0["id"]?.string ?? "" }
    #expect(Set(rules).count == rules.count)
    let bases = Set(try #require(run["originalUriBaseIds"]).members.map { $0.key.string ?? "" })
    let results = Array(try #require(run["results"]).elements)
    #expect(results.count == Self.samples[sample].count)
    for result in results {
      let index = try #require(result["ruleIndex"]?.int)
      #expect(rules[Int(index)] == result["ruleId"]?.string)
      let ids = (result["relatedLocations"].map { Array($0.elements) } ?? []).compactMap { $0["id"]?.int }
      #expect(Set(ids).count == ids.count)
      for artifact in Self.all("artifactLocation", below: result) {
        #expect(bases.contains(artifact["uriBaseId"]?.string ?? ""))
      }
    }
  }

  @Test(arguments: samples.indices) func `regions do not end before they begin, and show something`(
    _ sample: Int
  ) throws {
    let log = try report(Self.samples[sample])
    for region in Self.all("region", below: log) + Self.all("deletedRegion", below: log) {
      let numbers = ["startLine", "startColumn", "endLine", "endColumn"].map { region[$0]?.int ?? 0 }
      #expect((numbers[0], numbers[1]) <= (numbers[2], numbers[3]))
    }
  }

  @Test func `columns count characters, and the end is the place behind the last`() throws {
    let result = try #require(try report([Self.awkward])["runs"]?[0]?["results"]?[0])
    let place = try #require(result["locations"]?[0]?["physicalLocation"])
    #expect(place["artifactLocation"]?["uri"]?.string == "connectors/%C3%84%20b%3Ac/connector.yaml")
    #expect(place["region"]?["startColumn"]?.int == 1)
    #expect(place["region"]?["endColumn"]?.int == 2)
    let replacement = try #require(result["fixes"]?[0]?["artifactChanges"]?[0]?["replacements"]?[0])
    #expect(replacement["deletedRegion"]?["endLine"]?.int == 2)
    #expect(replacement["deletedRegion"]?["endColumn"]?.int == 1)
    #expect(replacement["insertedContent"]?["text"]?.string == "")
  }

  @Test func `the schema refuses what is wrong`() throws {
    func log(_ result: String) -> String {
      #"{"version":"2.1.0","runs":[{"tool":{"driver":{"name":"x"}},"results":["# + result + "]}]}"
    }
    let wrong: [(String, String)] = [
      (#"{"version":"2.0.0","runs":[]}"#, "$.version is none of [\"2.1.0\"]"),
      (#"{"version":"2.1.0"}"#, "$ lacks runs"),
      (#"{"version":"2.1.0","runs":[],"more":1}"#, "$ may have no more"),
      (
        log(#"{"message":{"text":"m"},"fixes":[{"artifactChanges":[]}]}"#),
        "$.runs[0].results[0].fixes[0].artifactChanges has too few elements"
      ),
      (
        log(
          #"{"message":{"text":"m"},"locations":[{"physicalLocation":{"artifactLocation":{"uri":"/a b","uriBaseId":"r"}}}]}"#
        ),
        "$.runs[0].results[0].locations[0].physicalLocation.artifactLocation.uri is no relative reference"
      ),
    ]
    for (text, problem) in wrong {
      #expect(SARIFSchema.log.problems(try JSONDocument(text: text).root) == [problem])
    }
  }

  /// All values under a key, at any depth.
  private static func all(_ key: String, below view: JSONView) -> [JSONView] {
    switch view.kind {
    case .object:
      view.members.flatMap { member in
        (member.key.string == key ? [member.value] : []) + all(key, below: member.value)
      }
    case .array: view.elements.flatMap { all(key, below: $0) }
    default: []
    }
  }
}
