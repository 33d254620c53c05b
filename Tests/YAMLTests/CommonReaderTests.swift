import Diagnostics
import Testing

@testable import YAML

/// The quick reader and the one that knows all of YAML agree wherever the quick one answers.
struct CommonReaderTests {
  /// Written as people write; each is read quickly.
  static let common = [
    "a: 1\n",
    "a: 1",
    "# top\na: b # beside\n\n  # indented\nc:\n",
    "a:\n  b: c\n  d:\n    - 1\n    - e: f\n      g: h\n    -\n    - - x\n      - y\nlast: 'it''s'\n",
    "list:\n- 1\n- b: 2\n  c: 3\nnext: x\n",
    "- a\n- b: c\n",
    "- \"a\\\"b\\n\"\n-   - deep\n",
    "{\"a\": [1, 2, {\"b\":null}], \"c\": \"d\"}\n",
    "a: {b: c, 'd': [e, f g, -1], \"h\":i}\nempty: {}\nnone: []\n",
    "a: [\n  b,\n  c # beside\n]\n",
    "a: |\n  one\n   two\n\n  three\n\n\nb: x\n",
    "a: >-\n  one\n  two\n\n  three\n   four\n  five\nb: x\n",
    "a: |+\n  one\n\n\n",
    "a: >\n\n  one\n  two",
    "a: |-\nb: x\n",
    "a:\n  |-\n  one\n",
    "- |\n  one\n- >-\n  two\n  three\n",
    "a: b:c\nd: e#f\ng: http://x.example.com/?a=1&b={c}\nh: -x\n",
    "a: ${ b }\ne: x - y\nf: \"${g} # no comment\"\n",
    "é: ü\nß:\n  ø: Å # comment\n",
    "a: &x 1\nb: *x\nc: [*x, {d: *x}]\n",
    "a: &x # beside\n  b: {c: d}\n  e:\n  - f\ng: *x\nh:\n  - *x\n  - &y >-\n    text\n    more\n  - *y\n",
    "a: &x [b, c]\nd: *x # beside\ne: &x \"f\"\ng: *x",
    "a: {b: c.?d.orValue('e'), f: g}\n",
    "a:   \n  b\nc:\n  - x   \n",
  ]

  /// Rare or wrong; each is left to the other reader.
  static let unusual = [
    "", "# nothing\n", "---\na: 1\n", "a: 1\n...\n", "a: &x b: c\n", "- &x a: b\n", "a: *x\n", "a: &x [*x]\n",
    "a: &x\n- b\n", "a: &x &y b\n", "&x a: b\n",
    "a: &x 1\n*x : b\n", "a: &x\nb: *x\n", "a: !t 1\n", "? a\n: b\n", "a:\tb\n",
    "a: b\n  c\n", "a: b\n c: d\n", "a: b: c\n", "a: - b\n", "a: [b, c\n", "a: 'b\n", "a: \"b\n  c\"\n",
    "a: \"\\x41\"\n", "1: a\n", "<<: a\n", "a: 1\na: 2\n", "a: {b, c}\n", "a: [b: c]\n", "a: {b: }\n",
    "a: ${b # c\n", "a\n: b\n", "a: [b\n  c]\n", "a: |2\n   b\n", "[a]: b\n", "a: 1\r\n", " a: 1\nb: 2\n",
    "- a\nb: c\n", "a:\n  - b\n c\n", "a: 'b' c\n", "@a: b\n", "a: {b:[c]}\n", "- - a\n   - b\n",
    "a: \"b\"#c\n", "# a\rb: c\nd: e\n",
  ]

  @Test(arguments: common) func readsAsTheComposerDoes(_ text: String) throws {
    let quick = try #require(quickly(text))
    #expect(quick == slowly(text))
  }

  @Test(arguments: unusual) func leavesTheRest(_ text: String) { #expect(quickly(text) == nil) }

  @Test func leavesWhatIsTooDeep() {
    let open = String(repeating: "[", count: 70)
    #expect(quickly("a: \(open)\(String(repeating: "]", count: 70))\n") == nil)
    #expect(quickly(String(repeating: "- ", count: 100) + "a\n") == nil)
  }

  /// Files with something taken away, put in or repeated: mostly wrong, and now and then right in an unusual way.
  @Test func agreesOnDamagedFiles() {
    var random = SplitMix(state: 7)
    let pieces = [
      " ", "  ", "\n", "- ", ": ", ":", "#", " #", "'", "\"", "{", "}", "[", "]", ",", "|", ">", "-", "\n  ",
      "a", "?", "&", "*", "\\",
      "${", "\n\n", "\n---\n", "\t", "\r", "é",
    ]
    var (answers, rounds) = (0, 0)
    for text in Self.common {
      for _ in 0..<400 {
        var bytes = Array(text.utf8)
        for _ in 0...random.below(3) {
          let place = random.below(bytes.count + 1)
          switch random.below(3) {
          case 0 where !bytes.isEmpty: bytes.remove(at: min(place, bytes.count - 1))
          case 1:
            let end = min(bytes.count, place + random.below(12))
            bytes.insert(contentsOf: bytes[place..<end], at: random.below(bytes.count + 1))
          default: bytes.insert(contentsOf: pieces[random.below(pieces.count)].utf8, at: place)
          }
        }
        let damaged = String(decoding: bytes, as: UTF8.self)
        rounds += 1
        guard let quick = quickly(damaged) else { continue }
        answers += 1
        #expect(quick == slowly(damaged), "\(damaged.debugDescription)")
      }
    }
    #expect(answers > rounds / 10)
  }

  // MARK: Both ways

  private func quickly(_ text: String) -> String? {
    let file = SourceFile(path: "test.yaml", text: text)
    let reading = Reading(file)
    guard let checked = CheckedText(reading), reading.findings.all.isEmpty, reading.invisible.isEmpty,
      checked.base == 0
    else { return nil }
    return checked.bytes.withUnsafeBufferPointer { bytes in
      CommonReader.read(bytes, of: file).map { described($0.root, $0.comments) }
    }
  }

  /// What the composer makes of a text; its findings, which there must be none of, stand with it.
  private func slowly(_ text: String) -> String {
    let file = SourceFile(path: "test.yaml", text: text)
    let reading = Reading(file)
    let bytes = file.bytes
    let outcome = Result {
      try bytes.withUnsafeBufferPointer { bytes throws(Composer.Stop) in
        var composer = Composer(bytes, base: 0, into: reading)
        return try composer.document()
      }
    }
    guard case .success(let root?) = outcome, reading.findings.all.isEmpty else {
      return "\(outcome) \(reading.findings.all.map(\.message))"
    }
    return described(root, reading.state.comments)
  }

  private func described(_ root: Node, _ comments: [YAML.Comment]) -> String {
    described(root) + comments.map { " #\($0.range.bytes)\($0.isWholeLine ? "!" : "")" }.joined()
  }

  private func described(_ node: Node) -> String {
    switch node.content {
    case .scalar(let scalar): "\(described(scalar))@\(node.range.bytes)"
    case .list(let items): "[\(items.map(described).joined(separator: ","))]@\(node.range.bytes)"
    case .mapping(let mapping):
      "{\(mapping.entries.map { described($0.key) + ":" + described($0.value) }.joined(separator: ","))}@\(node.range.bytes)"
    }
  }

  private func described(_ scalar: Scalar) -> String {
    "\(scalar.text.debugDescription)\(scalar.style)\(scalar.range.bytes)"
  }
}

/// Numbers that are the same in every run.
private struct SplitMix {
  var state: UInt64

  mutating func below(_ bound: Int) -> Int {
    state &+= 0x9E37_79B9_7F4A_7C15
    var mixed = state
    mixed = (mixed ^ mixed >> 30) &* 0xBF58_476D_1CE4_E5B9
    mixed = (mixed ^ mixed >> 27) &* 0x94D0_49BB_1331_11EB
    return Int((mixed ^ mixed >> 31) % UInt64(max(1, bound)))
  }
}
