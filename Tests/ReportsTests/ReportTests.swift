internal import Diagnostics
internal import JSON
internal import Reports
internal import Testing

struct ReportTests {
  private func render(
    _ findings: [Finding], _ format: ReportFormat, _ style: OutputStyle = .plain,
    _ context: ReportContext = Samples.context
  ) -> String {
    Report.render(findings: findings, format: format, style: style, context: context)
  }

  static let allSamples =
    Samples.project + Samples.wide + Samples.hidden + Samples.ends + Samples.long + Samples.spans
    + Samples.fixes

  @Test(arguments: [ReportFormat.json, .sarif, .gitlab]) func `is JSON`(_ format: ReportFormat) throws {
    let document = try JSONDocument(text: render(Self.allSamples, format))
    let root = document.root
    let findings =
      switch format {
      case .json: root["findings"]
      case .sarif: root["runs"]?[0]?["results"]
      default: root
      }
    #expect(findings?.count == Self.allSamples.count)
  }

  @Test func `JSON keeps every character`() throws {
    let text = "\"\\/\u{0}\u{1F}\u{7F}\u{9B}\u{2028}\t\r\n 東 😀"
    let finding = Finding(Samples.unknownKey, text, at: Samples.connector.range(of: "auth"))
    let document = try JSONDocument(text: render([finding], .json))
    #expect(document.root["findings"]?[0]?["message"]?.string == text)
  }

  @Test func `SARIF results point into the list of rules`() throws {
    let document = try JSONDocument(text: render(Self.allSamples, .sarif))
    let run = try #require(document.root["runs"]?[0])
    let rules = try #require(run["tool"]?["driver"]?["rules"])
    for result in try #require(run["results"]).elements {
      let index = try #require(result["ruleIndex"]?.int)
      #expect(rules[Int(index)]?["id"]?.string == result["ruleId"]?.string)
    }
  }

  @Test func `SARIF paths are relative references`() throws {
    let file = SourceFile(path: "a b/100%/ü:#?.yaml", text: "x")
    let finding = Finding(Samples.unknownKey, "m", at: file.range(of: "x"))
    let document = try JSONDocument(text: render([finding], .sarif))
    let location = document.root["runs"]?[0]?["results"]?[0]?["locations"]?[0]?["physicalLocation"]
    #expect(location?["artifactLocation"]?["uri"]?.string == "a%20b/100%25/%C3%BC%3A%23%3F.yaml")
    #expect(location?["artifactLocation"]?["uriBaseId"]?.string == "%SRCROOT%")
  }

  private func fingerprints(_ text: String, of words: [String]) throws -> [String] {
    let file = SourceFile(path: "a.yaml", text: text)
    let findings = words.map { Finding(Samples.unknownKey, $0, at: file.range(of: $0)) }
    let document = try JSONDocument(text: render(findings, .gitlab))
    return document.root.elements.compactMap { $0["fingerprint"]?.string }
  }

  @Test func `fingerprints survive moved lines and new indentation`() throws {
    let before = try fingerprints("auth: x\nkey: y\n", of: ["auth", "key"])
    let after = try fingerprints("# new\n\n  auth: x\n  key: y\n", of: ["auth", "key"])
    #expect(before == after)
    #expect(Set(before).count == 2)
  }

  @Test func `fingerprints tell findings on one line apart`() throws {
    #expect(Set(try fingerprints("auth: x\n", of: ["auth", "x"])).count == 2)
    #expect(try fingerprints("auth: x\n", of: ["auth"]) != fingerprints("auth: y\n", of: ["auth"]))
  }

  @Test func `GitHub commands escape what would end them`() {
    let file = SourceFile(path: "a,b:c%.yaml", text: "x")
    let finding = Finding(Samples.unknownKey, "50%\r\nnext: a,b", at: file.range(of: "x"))
    #expect(
      render([finding], .github)
        == "::error file=a%2Cb%3Ac%25.yaml,line=1,endLine=1,col=1,endColumn=2,title=spec/unknown-key"
        + "::50%25%0D%0Anext: a,b\n")
  }

  @Test func `GitHub gets the worst ten`() {
    let infos = Array(repeating: Finding(Samples.note, "i", at: Samples.base.range(of: "key")), count: 11)
    let error = Finding(Samples.unknownKey, "e", at: Samples.base.range(of: "key"))
    let lines = render(infos + [error], .github).split(separator: "\n")
    #expect(lines.count == 11)
    #expect(lines.first?.hasPrefix("::error ") == true)
    #expect(lines.last == "::notice::and 2 more")
    #expect(render(Array(infos.prefix(10)), .github).split(separator: "\n").count == 10)
  }

  @Test(arguments: [Severity?.some(.error), .warning, .info, nil]) func `JUnit fails what the run fails`(
    _ threshold: Severity?
  ) {
    var context = Samples.context
    context.failOn = threshold
    let finding = Finding(Samples.note, "i", at: Samples.connector.range(of: "auth"))
    let text = render([finding], .junit, .plain, context)
    #expect(text.contains("failures=\"1\"") == (threshold == .info))
    #expect(text.contains("<system-out>") == (threshold != .info))
    #expect(text.contains("tests=\"3\""))
  }

  @Test func `a heuristic fails no run`() {
    let hint = Finding(Samples.firstPageOnly, "m", at: Samples.base.range(of: "key"))
    let warning = Finding(Samples.duplicateKey, "m", at: Samples.base.range(of: "key"))
    #expect(!hint.fails(on: .info))
    #expect(warning.fails(on: .warning))
    #expect(!warning.fails(on: .error))
    #expect(!warning.fails(on: nil))
  }

  @Test func `the explanation is named once for each rule`() {
    let text = render(Self.allSamples, .text)
    let rules = Set(Self.allSamples.map(\.rule.id))
    #expect(text.split(separator: "\n").count { $0.contains("= more: ") } == rules.count)
  }

  @Test func `only colour adds escape sequences, and they add nothing else`() {
    let plain = render(Self.allSamples, .text)
    let coloured = render(Self.allSamples, .text, OutputStyle(colour: true))
    #expect(!plain.unicodeScalars.contains("\u{1B}"))
    var stripped = ""
    var isInside = false
    for scalar in coloured.unicodeScalars {
      if scalar == "\u{1B}" { isInside = true }
      if !isInside { stripped.unicodeScalars.append(scalar) }
      if scalar == "m" { isInside = false }
    }
    func lines(_ text: String) -> [Substring] {
      text.split(separator: "\n").map { $0.trimmingSuffix { $0 == " " } }
    }
    #expect(lines(stripped) == lines(plain))
  }

  @Test func `without Unicode our own words are ASCII`() {
    let text = render(Samples.project + Samples.spans, .text, OutputStyle(unicode: false))
    #expect(text.utf8.allSatisfy { $0 < 0x80 })
  }

  @Test(arguments: [40, 80, 110, 160]) func `excerpts keep to the width`(_ width: Int) {
    let text = render(Samples.long, .text, OutputStyle(width: width))
    for line in text.split(separator: "\n") where line.contains("│ ") && line.contains("word") {
      #expect(DisplayWidth.of(String(line)) <= width)
    }
  }

  /// Any bytes and any places: nothing may crash, and the caret's row is never missing.
  @Test(arguments: 0..<150) func `survives anything`(_ seed: Int) {
    var random = Sequence64(seed: UInt64(seed))
    let alphabet: [[UInt8]] = [
      [0x0A], [0x0D], [0x09], [0x20], [0x41], [0x1B], [0xFF], [0xC3], Array("東".utf8), Array("👩‍👩‍👧".utf8),
      [0xCC, 0x81],
      [0xE2, 0x80, 0xAE], [0xEF, 0xBB, 0xBF], [0x41, 0x42, 0x43, 0x44, 0x45, 0x46],
    ]
    func file(_ name: String) -> SourceFile {
      let bytes = (0..<Int.random(in: 0...120, using: &random)).flatMap { _ in
        alphabet.randomElement(using: &random) ?? []
      }
      return SourceFile(path: name, bytes: bytes)
    }
    let files = [file("a"), file("b")]
    func range() -> SourceRange {
      let file = files.randomElement(using: &random) ?? files[0]
      let bounds = -2...file.bytes.count + 3
      return SourceRange(file, Int.random(in: bounds, using: &random), Int.random(in: bounds, using: &random))
    }
    let findings = (0..<4).map { index in
      Finding(
        Samples.unknownKey, "m\(index)", at: range(), label: Bool.random(using: &random) ? "label" : nil,
        related: (0..<Int.random(in: 0...4, using: &random)).map { .init("r\($0)", at: range()) },
        fixes: [
          .init(
            "f", isSafe: true,
            edits: (0..<Int.random(in: 0...3, using: &random)).map { .init(range(), "n\($0)\n") })
        ])
    }
    for format in ReportFormat.allCases {
      let style = OutputStyle(colour: false, unicode: seed % 2 == 0, width: 40 + seed)
      let text = render(findings, format, style)
      #expect(!text.isEmpty)
      if format == .text { #expect(text.split(separator: "\n").count { $0.contains("^") } >= findings.count) }
    }
    for fixed in FixApplier.apply(findings, .all).files { #expect(!UnifiedDiff(fixed).isEmpty) }
  }
}

extension Substring {
  fileprivate func trimmingSuffix(while predicate: (Character) -> Bool) -> Substring {
    var result = self
    while let last = result.last, predicate(last) { result.removeLast() }
    return result
  }
}
