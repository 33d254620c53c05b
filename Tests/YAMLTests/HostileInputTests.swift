import Diagnostics
import TestSupport
import Testing
import YAML

/// Files made to hurt: each costs little and gives findings.
@Suite(.timeLimit(.minutes(10)))
struct HostileInputTests {
  struct Case: Sendable, CustomTestStringConvertible {
    let testDescription: String
    let rule: String
    let make: @Sendable () -> [UInt8]

    init(_ name: String, _ rule: String, _ make: @autoclosure @escaping @Sendable () -> String) {
      (testDescription, self.rule, self.make) = (name, rule, { Array(make().utf8) })
    }

    init(_ name: String, _ rule: String, bytes: @autoclosure @escaping @Sendable () -> [UInt8]) {
      (testDescription, self.rule, self.make) = (name, rule, bytes)
    }
  }

  #if DEBUG
    /// A sixteenth, because a debug build is that much slower.
    static let megabyte = 1 << 16
    static let allowed = Duration.seconds(20)
  #else
    static let megabyte = 1 << 20
    static let allowed = Duration.seconds(1)
  #endif

  static let cases: [Case] = [
    Case("alias bomb", "yaml/too-many-nodes", aliasBomb(levels: 9)),
    Case(
      "many aliases", "yaml/alias-budget", "a: &x [1]\nb: [" + String(repeating: "*x,", count: 100_000) + "]"),
    Case("alias inside its anchor", "yaml/unknown-alias", "a: &a [*a]"),
    Case("alias before its anchor", "yaml/unknown-alias", "a: *b\nb: &b 1"),
    Case("deep alias", "yaml/too-deep", "a: &a " + nested(40) + "\nb: " + nested(40, around: "*a")),
    Case("list as key", "yaml/non-string-key", "? [1, 2]\n: x"),
    Case("mapping as key", "yaml/non-string-key", "{a: 1}: x"),
    Case("merge keys", "yaml/merge-key", String(repeating: "- {<<: {a: 1}}\n", count: 1000)),
    Case("10,000 open brackets", "yaml/too-deep", String(repeating: "[", count: 10_000)),
    Case("10,000 open brackets on lines", "yaml/too-deep", String(repeating: "[\n", count: 10_000)),
    Case("10,000 open braces", "yaml/too-deep", String(repeating: "{a: ", count: 10_000)),
    Case("10,000 dashes", "yaml/too-deep", String(repeating: "- ", count: 10_000)),
    Case("10,000 question marks", "yaml/too-deep", String(repeating: "? ", count: 10_000)),
    Case(
      "steps of 2,000 lines", "yaml/too-deep",
      (0..<2000).map { String(repeating: " ", count: $0) + "a:\n" }.joined()),
    Case("many keys", "yaml/too-many-nodes", (0..<60_000).map { "k\($0): \n" }.joined()),
    Case("100,000 equal keys", "yaml/duplicate-key", String(repeating: "a: 1\n", count: 45_000)),
    Case("4 MB of brackets", "yaml/too-deep", String(repeating: "[", count: 4 * megabyte)),
    Case("dashes", "yaml/too-many-nodes", String(repeating: "-\n", count: Limits.nodes + 1)),
    Case("4 MB of commas", "yaml/syntax", "a: [" + String(repeating: ",", count: 4 * megabyte - 10)),
    Case("4 MB of quotes", "yaml/unclosed", "a: '" + String(repeating: "''", count: 2 * megabyte - 10)),
    Case("4 MB of unclosed quotes", "yaml/unclosed", String(repeating: "a: \"x\n", count: 600_000)),
    Case("4 MB of tabs", "yaml/tab", "a:\n" + String(repeating: "\t", count: 4 * megabyte - 10)),
    Case("4 MB of tabbed lines", "yaml/tab", "a:\n" + String(repeating: "\tb: 1\n", count: 600_000)),
    Case(
      "4 MB of backslashes", "yaml/bad-escape", "a: \"\\d" + String(repeating: "\\", count: 4 * megabyte - 20)
    ),
    Case("many broken entries", "yaml/needs-quotes", (0..<50_000).map { "k\($0): @\n" }.joined()),
    Case("nested broken entries", "yaml/needs-quotes", brokenSteps(60)),
    Case("many anchors", "yaml/alias-budget", (0..<150_000).map { "- &a\($0) x\n" }.joined()),
    Case("key of 100 KB", "yaml/syntax", String(repeating: "k", count: 100_000) + ": 1\n"),
    Case("quoted key of 100 KB", "yaml/syntax", "\"" + String(repeating: "k", count: 100_000) + "\": 1\n"),
    Case("tag of 1 MB", "yaml/unknown-tag", "a: !" + String(repeating: "x", count: megabyte) + " b"),
    Case("python object", "yaml/unknown-tag", "a: !!python/object/apply:os.system [ls]"),
    Case("two documents", "yaml/several-documents", "a: 1\n---\nb: 2\n"),
    Case("100,000 documents", "yaml/several-documents", String(repeating: "a: 1\n---\n", count: 100_000)),
    Case("only comments", "yaml/too-many-nodes", String(repeating: "# x\n", count: Limits.nodes + 1)),
    Case("only line ends", "yaml/empty-file", String(repeating: "\n", count: 4 * megabyte)),
    Case("nothing", "yaml/empty-file", ""),
    Case("more than 4 MB", "yaml/too-large", String(repeating: "a", count: Limits.bytes + 1)),
    Case("folded items", "yaml/folded-list-item", "- a\n" + String(repeating: "   - b\n", count: 100_000)),
    Case(
      "zero bytes", "yaml/control-character",
      bytes: Array("a: 1\n".utf8) + [UInt8](repeating: 0, count: megabyte)),
    Case("UTF-16", "yaml/not-utf8", bytes: [0xFF, 0xFE, 0x61, 0, 0x3A, 0]),
    Case("UTF-16 without mark", "yaml/not-utf8", bytes: [0x61, 0, 0x3A, 0, 0x20, 0]),
    Case("UTF-32", "yaml/not-utf8", bytes: [0, 0, 0xFE, 0xFF, 0, 0, 0, 0x61]),
    Case("Latin-1", "yaml/not-utf8", bytes: Array("a: caf".utf8) + [0xE9, 0x0A]),
    Case(
      "4 MB of wrong bytes", "yaml/not-utf8",
      bytes: [UInt8](repeating: 0xFF, count: 4 * megabyte).map { $0 ^ 0x40 }),
    Case("surrogate in UTF-8", "yaml/not-utf8", bytes: Array("a: ".utf8) + [0xED, 0xA0, 0x80]),
    Case("cut in the middle of a character", "yaml/not-utf8", bytes: Array("a: ".utf8) + [0xE2, 0x82]),
    Case("byte order mark", "yaml/byte-order-mark", "\u{FEFF}a: 1"),
    Case(
      "keys of piled accents", "yaml/control-character",
      (0..<5_000).map { "a" + String(repeating: "\u{301}", count: 200) + "\($0): 1\n" }.joined()),
    Case(
      "a text of accents alone", "yaml/control-character",
      "a: e" + String(repeating: "\u{301}", count: megabyte)),
    Case("4 MB of opening braces", "yaml/too-deep", String(repeating: "{", count: 4 * megabyte)),
    Case("4 MB of anchors", "yaml/syntax", String(repeating: "&a ", count: megabyte)),
    Case("4 MB of exclamation marks", "yaml/unknown-tag", String(repeating: "!", count: 4 * megabyte)),
    Case(
      "4 MB of cut escapes", "yaml/bad-escape", "a: " + String(repeating: "\"\\u", count: megabyte)),
    Case("4 MB of asterisks", "yaml/syntax", String(repeating: "*a ", count: megabyte)),
    Case("4 MB of directives", "yaml/syntax", String(repeating: "%YAML 1.2\n", count: megabyte / 3)),
    Case(
      "words in braces", "yaml/syntax", "a: {" + (0..<40_000).map { "a\($0)," }.joined() + "}"),
    Case(
      "keys without blanks in braces", "yaml/missing-space",
      "{" + (0..<40_000).map { "a\($0):1," }.joined() + "}"),
    Case(
      "placeholders of another tool in one line", "yaml/non-string-key",
      "[" + String(repeating: "{{x}},", count: 20_000) + "]"),
    Case("line separator", "yaml/invisible-character", "a: x\u{2028}b: y"),
    Case("direction override", "yaml/invisible-character", "a: 1 # \u{202E}x"),
    Case("zero-width space in a key", "yaml/invisible-character", "base\u{200B}_url: x"),
    Case("no-break space in a key", "yaml/invisible-character", "base\u{A0}url: x"),
    Case(
      "4 MB of zero-width spaces", "yaml/invisible-character",
      "a: x" + String(repeating: "\u{200B}", count: megabyte)),
  ]

  @Test(arguments: cases) func costsLittleAndIsReported(_ test: Case) {
    let file = SourceFile(path: "hostile.yaml", bytes: test.make())
    var document: YAMLDocument?
    let time = processorTime { document = YAMLLoader.load(file) }
    #expect(
      document?.findings.contains { $0.rule.id == test.rule } == true, "\(document.map(Markers.found) ?? [])")
    #expect(document.map { $0.findings.count <= 200 } == true)
    #expect(time < Self.allowed)
  }

  @Test func aScalarOf4MegabytesIsFine() {
    let text = String(repeating: "x y ", count: Self.megabyte - 2)
    for (before, after) in [("a: ", ""), ("a: '", "'"), ("a: \"", "\""), ("a: |\n ", "\n")] {
      let document = load(before + text + after)
      #expect(document.findings.isEmpty)
      #expect(document.root?.mapping?["a"]?.scalar?.text.utf8.count ?? 0 >= text.utf8.count - 1)
    }
  }

  private static func aliasBomb(levels: Int) -> String {
    let names = "abcdefghijklmnop".map { "\($0)" }
    return "a: &a [1,2,3,4,5,6,7,8,9]\n"
      + (1..<levels).map { level in
        "\(names[level]): &\(names[level]) ["
          + Array(repeating: "*\(names[level - 1])", count: 7).joined(separator: ",") + "]\n"
      }.joined()
  }

  private static func nested(_ levels: Int, around core: String = "1") -> String {
    String(repeating: "[", count: levels) + core + String(repeating: "]", count: levels)
  }

  /// A mistake at the bottom of many levels, each with a long neighbour.
  private static func brokenSteps(_ levels: Int) -> String {
    (0..<levels).map { level in
      let indentation = String(repeating: " ", count: level)
      return "\(indentation)x: \(String(repeating: "y", count: 20_000))\n\(indentation)a:\n"
    }.joined() + String(repeating: " ", count: levels) + "b: @\n"
  }
}
