import Diagnostics
import Testing
import YAML

/// Findings in files that parse, with what the caller needs besides the place.
struct FindingTests {
  @Test func theFirstOfEqualKeysCounts() throws {
    let document = load("a: 1\nb: 2\na: 3\n")
    #expect(Markers.found(in: document) == ["3:1-2 yaml/duplicate-key"])
    #expect(document.findings.first?.related.map(\.range.start) == [0])
    #expect(document.root?.mapping?["a"]?.scalar?.text == "1")
    #expect(document.root?.mapping?.entries.count == 2)
    #expect(!document.isPartial)
  }

  @Test func equalKeysAreFoundInLargeMappings() {
    let text = (0..<100).map { "k\($0): 1\n" }.joined() + "k50: 2\n"
    let document = load(text)
    #expect(document.findings.map(\.message) == ["the key 'k50' is written twice"])
    #expect(document.root?.mapping?["k99"]?.range.text == "1")
    #expect(document.root?.mapping?["k100"] == nil)
  }

  @Test func anAliasIsTheNodeItRefersTo() throws {
    let document = load("a: &x {b: [1, 2]}\nc: *x\nd: *x\n")
    #expect(document.findings.isEmpty)
    let root = try #require(document.root?.mapping)
    #expect(root["c"]?.range == root["a"]?.range)
    #expect(root["c"]?.mapping?["b"]?.list?.count == 2)
    #expect(root["a"]?.range.text == "{b: [1, 2]}")
  }

  @Test func anUnknownAliasSuggestsTheNearest() {
    let document = load("a: &common 1\nb: *comon\n")
    #expect(Markers.found(in: document) == ["2:4-10 yaml/unknown-alias"])
    #expect(document.findings.first?.suggestions == ["*common"])
  }

  @Test func anAnchorOfABrokenPartIsNotMissed() {
    let document = load("a: &x \"one\nb: *x\n")
    #expect(Markers.found(in: document) == ["1:7-8 yaml/unclosed"])
  }

  @Test func aListInBracesIsOneMistake() {
    let document = load("a: {x, 2, \"z\"}\n")
    let finding = document.findings.first { $0.rule.id == "yaml/syntax" }
    #expect(Markers.found(in: document).contains("1:4-15 yaml/syntax"))
    #expect(finding?.fixes.first?.edits.map(\.replacement) == ["[", "]"])
    #expect(Markers.found(in: load("a: {x 1, y: 2}\n")) == ["1:5-8 yaml/syntax"])
  }

  @Test func invisibleCharactersSideBySideAreOneMistake() {
    let indented = load("a:\n  b: 1\n\u{A0}\u{A0}c: 2\n")
    #expect(Markers.found(in: indented) == ["3:1-3 yaml/invisible-character"])
    #expect(indented.findings.first?.fixes.first?.edits.map(\.replacement) == ["  "])
    #expect(indented.findings.first?.fixes.first?.isSafe == true)
    let within = load("a: x\u{200B}\u{200B}y\u{200B}\nb\u{200B}\u{AD}: 1\n")
    #expect(
      Markers.found(in: within) == [
        "1:5-7 yaml/invisible-character", "1:8-9 yaml/invisible-character", "2:2-4 yaml/invisible-character",
      ])
  }

  @Test func aFileInAnotherEncodingIsOneMistake() throws {
    let document = load(Array("a: caf".utf8) + [0xE9] + Array("\nb: x".utf8) + [0xFC] + Array("\n".utf8))
    #expect(Markers.found(in: document) == ["1:7-8 yaml/not-utf8"])
    let finding = try #require(document.findings.first)
    #expect(finding.evidence.map(\.text) == ["1 more byte is not UTF-8"])
    #expect(finding.fixes.first?.edits.map(\.replacement) == ["é", "ü"])
    #expect(load(Array("a: ".utf8) + [0xED, 0xA0, 0x80]).findings.first?.fixes.isEmpty == true)
  }

  @Test func aTemplateOfAnotherToolIsRecognized() {
    let finding = load("a: {{ config.host }}\n").findings.first
    #expect(finding?.message.contains("{{ }}") == true)
    #expect(finding?.evidence.map(\.text) == ["write ${...} for a value that is filled in"])
  }

  @Test func keysThatAreNoTextAreKeptAsText() throws {
    let document = load("404: a\ntrue: b\n1.5: c\nyes: d\n")
    #expect(document.findings.map(\.rule.id) == Array(repeating: "yaml/non-string-key", count: 3))
    #expect(document.root?.mapping.map { Array($0.keys) } == ["404", "true", "1.5", "yes"])
  }

  @Test func commentsAreFoundOutsideOfTextsOnly() {
    let document = load(
      """
      # one
      a: "# no" # two
      b: 'x' #three
      c: | # four
        # no
      # five
      d: x#no
      e: [1, # six
        {a: 2}] # seven
      f: &x # eight
        y
      g: !t z # nine
      #
      """)
    #expect(
      document.comments.map(\.text) == [
        "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "",
      ])
    #expect(
      document.comments.map(\.isWholeLine) == [true] + [false, false, false] + [true]
        + Array(repeating: false, count: 4) + [true])
  }

  @Test func commentsOfPartsThatParseSurviveAnError() {
    let document = load("# one\na: 1 # two\nb: @ # lost\nc: # three\n  d: 1 # four\n  e: @\n")
    #expect(document.isPartial)
    #expect(document.comments.map(\.text) == ["one", "two", "three", "four"])
  }

  @Test func manyFindingsOfOneRuleAreCounted() {
    let document = load(String(repeating: "a: 1\n", count: 100))
    #expect(document.findings.count == 50)
    #expect(document.findings.last?.evidence.map(\.text) == ["49 more like this in this file are not shown"])
  }

  @Test func jsonIsRead() throws {
    let document = load("{\n\t\"a\": [1, 2.5, \"x\\/y\\u00e9\", true, null],\n\t\"b\": {\"c\": \"d\"}\n}\n")
    #expect(document.findings.isEmpty)
    let list = try #require(document.root?.mapping?["a"]?.list)
    #expect(list.map { $0.scalar?.resolved } == [.int(1), .float(2.5), .string, .bool(true), .null])
    #expect(list[2].scalar?.text == "x/yé")
  }

  @Test func aFileThatIsNoMappingIsReadAsItIs() {
    #expect(load("just words\n").root?.scalar?.text == "just words")
    #expect(load("- a\n- b\n").root?.list?.count == 2)
    #expect(load("---\na: 1\n...\n").root?.mapping?["a"] != nil)
    #expect(load("---\na: 1\n...\n").findings.isEmpty)
  }
}
