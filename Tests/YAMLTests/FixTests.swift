import Diagnostics
import Testing
import YAML

/// A fix does what it says: once it is applied, the finding is gone and no other has come.
struct FixTests {
  // Examples that are laid over another file than the connector begin with the file's name and are no YAML by themselves.
  static let texts: [String] =
    SyntaxTests.cases.map(\.text) + YAMLRules.all.map(\.failing.text).filter { !$0.hasPrefix("--- ") } + [
      "a: {b: 1, c 2}\n", "a: {b:1}\n", "spec:1\nname: x\nb: 2\n", "true: x\n", "- a\n  - b\n",
      "a: caf\u{7}e\n", "a: ${x # y}\n",
      "a:\n  b:\n\tc: 1\n", "a:\n\tb: 1\n", "- a: \"\\d\\s\"\n  b: @x\n", "a: [1,\n  2\n  c: 4]\n",
      "a: 1\n\"b:: c\"\nd: 1\n", "a: 1\n'b c'\nd: 1\n", "'a: : b'\n\"c\": d\n",
    ]

  @Test(arguments: texts) func leavesNothingToFix(_ text: String) {
    let file = SourceFile(path: "test.yaml", text: text)
    let before = YAMLLoader.load(file).findings
    for finding in before {
      for fix in finding.fixes {
        let after = load(Self.apply(fix, to: file)).findings
        #expect(after.count < before.count, "\(fix.title) in \(text): \(after.map(\.message))")
      }
    }
  }

  @Test(arguments: [
    ("a: x.y\n", "'b'.z"), ("a: x.y\n", "b ? c : d"), ("a: x.y\n", "[b, \"c\"]"), ("a: 'x.y'\n", "it's"),
    ("a: \"x.y\"\n", "\"b\\c\""), ("a: |\n  x.y\n", "'b': c"), ("a: {b: x.y}\n", "c.d"), ("a: x.y\n", "b #c"),
  ])
  func `words put into a text are read as they are`(_ text: String, _ words: String) throws {
    let file = SourceFile(path: "test.yaml", text: text)
    let scalar = try #require(load(file.bytes).root.flatMap { InnerOffsetTests.scalars(in: $0).last })
    let edit = scalar.edit(0..<1, words)
    let after = load(Self.apply(Finding.Fix("", isSafe: false, edits: [edit]), to: file))
    #expect(after.findings.map(\.message) == [])
    let changed = after.root.flatMap { InnerOffsetTests.scalars(in: $0).last }
    #expect(changed?.text == words + scalar.text.dropFirst())
  }

  /// A tab stands for the columns of the lines around it.
  @Test(arguments: ["a:\n    b: 1\n\tc: 2\n    d: 3\n", "a:\n  b: 1\n\tc: 2\n", "a:\n    b: 1\n\tc: 2\n"])
  func `a tab becomes the indentation of its neighbours`(_ text: String) throws {
    let fix = try #require(load(text).findings.first?.fixes.first)
    let after = load(Self.apply(fix, to: SourceFile(path: "test.yaml", text: text)))
    #expect(after.findings.isEmpty)
    #expect(after.root?.mapping?["a"]?.mapping?["c"] != nil)
  }

  @Test func someOfThemHaveFixes() {
    let fixes = Self.texts.flatMap { load($0).findings.flatMap(\.fixes) }
    #expect(fixes.count > 30)
  }

  static func apply(_ fix: Finding.Fix, to file: SourceFile) -> [UInt8] {
    var bytes = file.bytes
    for edit in fix.edits.sorted(by: { $0.range.start > $1.range.start }) {
      bytes.replaceSubrange(edit.range.bytes, with: Array(edit.replacement.utf8))
    }
    return bytes
  }
}
