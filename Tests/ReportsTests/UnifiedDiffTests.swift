internal import Reports
internal import Testing

struct UnifiedDiffTests {
  private func diff(_ old: String, _ new: String, _ style: OutputStyle = .plain) -> String {
    UnifiedDiff(path: "a.yaml", old: Array(old.utf8), new: Array(new.utf8)).rendered(style)
  }

  @Test func `equal texts have no diff`() {
    #expect(UnifiedDiff(path: "a", old: [1, 2], new: [1, 2]).isEmpty)
    #expect(diff("a\n", "a\n") == "")
  }

  static let cases: [(String, String, String)] = [
    ("", "a\n", "@@ -0,0 +1 @@\n+a\n"),
    ("a\n", "", "@@ -1 +0,0 @@\n-a\n"),
    ("a\nb\nc\n", "a\nx\nc\n", "@@ -1,3 +1,3 @@\n a\n-b\n+x\n c\n"),
    ("a\n", "a", "@@ -1 +1 @@\n-a\n+a\n\\ No newline at end of file\n"),
    ("a\r\nb\r\n", "a\nb\n", "@@ -1,2 +1,2 @@\n-a\r\n-b\r\n+a\n+b\n"),
    ("1\n2\n3\n4\n5\n6\n7\n8\n", "1\n2\n3\n4\n5\n6\n7\n8\n9\n", "@@ -6,3 +6,4 @@\n 6\n 7\n 8\n+9\n"),
    (
      "1\n2\n3\n4\n5\n6\n7\n8\n9\n", "x\n1\n2\n3\n4\n5\n6\n7\n8\n",
      "@@ -1,3 +1,4 @@\n+x\n 1\n 2\n 3\n@@ -6,4 +7,3 @@\n 6\n 7\n 8\n-9\n"
    ),
    (
      "1\n2\n3\n4\n5\n6\n7\n8\n", "x\n1\n2\n3\n4\n5\n6\ny\n8\n",
      "@@ -1,8 +1,9 @@\n+x\n 1\n 2\n 3\n 4\n 5\n 6\n-7\n+y\n 8\n"
    ),
    ("b: 1\na: 2\n", "a: 2\nb: 1\n", "@@ -1,2 +1,2 @@\n-b: 1\n a: 2\n+b: 1\n"),
  ]

  @Test(arguments: cases) func `prints hunks`(_ old: String, _ new: String, _ hunks: String) {
    #expect(diff(old, new) == "--- a/a.yaml\n+++ b/a.yaml\n" + hunks)
  }

  @Test func `only in colour are controls spelled out`() {
    #expect(diff("", "\u{1B}[2J\n").contains("\u{1B}[2J"))
    #expect(diff("", "\u{1B}[2J\n", OutputStyle(colour: true)).contains("\u{1B}[32m+␛[2J\u{1B}[0m"))
  }

  /// Applies a diff by its own line numbers, as `patch` does.
  private func patched(_ old: [String], _ diff: String) -> [String] {
    var result: [String] = []
    var taken = 0
    for line in diff.split(separator: "\n", omittingEmptySubsequences: false).dropFirst(2).dropLast() {
      if line.hasPrefix("@@") {
        let numbers = line.split(separator: " ")[1].dropFirst().split(separator: ",").compactMap { Int($0) }
        let start = numbers.count == 2 && numbers[1] == 0 ? numbers[0] : numbers[0] - 1
        result += old[taken..<start]
        taken = start
        continue
      }
      if !line.hasPrefix("+") {
        #expect(old[taken] == line.dropFirst())
        taken += 1
      }
      if !line.hasPrefix("-") { result.append(String(line.dropFirst())) }
    }
    return result + old[taken...]
  }

  @Test(arguments: 0..<60) func `a diff turns the old text into the new one`(_ seed: Int) {
    var random = Sequence64(seed: UInt64(seed))
    let old = (0..<Int.random(in: 0...40, using: &random)).map { _ in
      "\(Int.random(in: 0...9, using: &random))"
    }
    var new = old
    for _ in 0..<Int.random(in: 0...12, using: &random) {
      let place = Int.random(in: 0...new.count, using: &random)
      if Bool.random(using: &random), place < new.count {
        new.remove(at: place)
      } else {
        new.insert("\(Int.random(in: 0...12, using: &random))", at: place)
      }
    }
    let text = diff(old.map { $0 + "\n" }.joined(), new.map { $0 + "\n" }.joined())
    #expect(patched(old, text) == new)
  }

  @Test(.timeLimit(.minutes(10))) func `two large texts without a common order still have a diff`() {
    let old = (0..<9_000).map { "\($0)\n" }
    let text = diff(old.joined(), old.reversed().joined())
    #expect(text.utf8.count > old.joined().utf8.count)
  }
}

/// A small reproducible source of numbers (SplitMix64).
struct Sequence64: RandomNumberGenerator {
  private var state: UInt64

  init(seed: UInt64) { state = seed }

  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var mixed = state
    mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
    mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
    return mixed ^ (mixed >> 31)
  }
}
