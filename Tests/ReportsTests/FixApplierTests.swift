internal import Diagnostics
internal import Reports
internal import Testing

struct FixApplierTests {
  private let file = SourceFile(path: "a.yaml", text: "one: 1\ntwo: 2\nthree: 3\n")
  private let other = SourceFile(path: "b.yaml", text: "four: 4\n")

  private func finding(_ edits: [Finding.Edit], safe: Bool = true) -> Finding {
    Finding(
      Samples.unknownKey, "m", at: file.range(of: "one"), fixes: [.init("fix", isSafe: safe, edits: edits)])
  }

  private func result(_ findings: [Finding], _ scope: FixApplier.Scope = .safe) -> (
    FixApplier.Outcome, [String: String]
  ) {
    let outcome = FixApplier.apply(findings, scope)
    let texts = outcome.files.map { ($0.file.path, String(decoding: $0.bytes, as: UTF8.self)) }
    return (outcome, Dictionary(uniqueKeysWithValues: texts))
  }

  @Test func `applies edits whatever their order`() {
    let (outcome, texts) = result([
      finding([.init(file.range(of: "three"), "III"), .init(file.range(of: "one"), "I")]),
      finding([.init(file.range(of: "two"), "II")]),
    ])
    #expect(texts == ["a.yaml": "I: 1\nII: 2\nIII: 3\n"])
    #expect(outcome.applied == 2)
    #expect(outcome.postponed == 0)
  }

  @Test func `leaves unsafe fixes unless all are asked for`() {
    let findings = [finding([.init(file.range(of: "one"), "I")], safe: false)]
    #expect(result(findings).1.isEmpty)
    #expect(result(findings).0.postponed == 0)
    #expect(result(findings, .all).1 == ["a.yaml": "I: 1\ntwo: 2\nthree: 3\n"])
  }

  @Test func `prefers the safe fix of a finding`() {
    var finding = finding([.init(file.range(of: "one"), "risky")], safe: false)
    finding.fixes.append(.init("fix", isSafe: true, replace: file.range(of: "one"), with: "sure"))
    #expect(result([finding], .all).1 == ["a.yaml": "sure: 1\ntwo: 2\nthree: 3\n"])
  }

  @Test func `a fix that meets another waits whole for the next run`() {
    let (outcome, texts) = result([
      finding([.init(file.range(of: "one: 1"), "uno: 1")]),
      finding([.init(file.range(of: ": 1\ntwo"), "?"), .init(other.range(of: "four"), "IV")]),
      finding([.init(file.range(of: "three"), "III")]),
    ])
    #expect(texts == ["a.yaml": "uno: 1\ntwo: 2\nIII: 3\n"])
    #expect(outcome.applied == 2)
    #expect(outcome.postponed == 1)
  }

  @Test func `several files change together`() {
    let (_, texts) = result([
      finding([.init(file.range(of: "one: 1\n"), ""), .init(other.range(of: "\n").atEnd, "one: 1\n")])
    ])
    #expect(texts == ["a.yaml": "two: 2\nthree: 3\n", "b.yaml": "four: 4\none: 1\n"])
  }

  @Test func `the same edit twice is made once`() {
    let insertion = Finding.Edit(file.range(of: "two").atStart, "new: 0\n")
    let (outcome, texts) = result([finding([insertion]), finding([insertion])])
    #expect(texts == ["a.yaml": "one: 1\nnew: 0\ntwo: 2\nthree: 3\n"])
    #expect(outcome.applied == 2)
  }

  @Test func `insertions at one place have no order`() {
    let place = file.range(of: "two")
    let (outcome, texts) = result([
      finding([.init(place.atStart, "a\n")]), finding([.init(place.atStart, "b\n")]),
      finding([.init(place, "c")]),
    ])
    #expect(texts == ["a.yaml": "one: 1\na\ntwo: 2\nthree: 3\n"])
    #expect(outcome.postponed == 2)
  }

  @Test func `edits side by side do not meet`() {
    let (outcome, texts) = result([
      finding([.init(file.range(of: "on"), "ON")]), finding([.init(file.range(of: "e: 1"), "E: 1")]),
    ])
    #expect(texts == ["a.yaml": "ONE: 1\ntwo: 2\nthree: 3\n"])
    #expect(outcome.applied == 2)
  }

  @Test func `edits outside the file are refused`() {
    let (outcome, _) = result([
      finding([.init(SourceRange(file, 20, 900), "x")]), finding([.init(SourceRange(file, -3, 2), "x")]),
    ])
    #expect(outcome.files.isEmpty)
    #expect(outcome.postponed == 2)
  }

  @Test func `offsets of another version of the file are refused`() {
    let newer = SourceFile(path: "a.yaml", text: "zero: 0\none: 1\n")
    let (outcome, texts) = result([
      finding([.init(file.range(of: "one"), "I")]), finding([.init(newer.range(of: "zero"), "O")]),
    ])
    #expect(texts == ["a.yaml": "I: 1\ntwo: 2\nthree: 3\n"])
    #expect(outcome.postponed == 1)
  }

  @Test func `a fix that changes nothing leaves no file to write`() {
    #expect(result([finding([.init(file.range(of: "one"), "one")])]).1.isEmpty)
  }
}
