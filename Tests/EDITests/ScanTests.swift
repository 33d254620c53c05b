import Diagnostics
import EDI
import Synchronization
import Testing

/// Files as they come in life: other separators, line ends, marks, cuts, noise.
@Suite struct ScanTests {
  struct Form: Sendable, CustomTestStringConvertible {
    let testDescription: String
    let change: @Sendable (String) -> String
    /// Rules that are expected, without the area.
    let rules: [String]
  }

  static let forms: [Form] = [
    Form(testDescription: "CRLF", change: { $0.replacing("\n", with: "\r\n") }, rules: []),
    Form(testDescription: "one line", change: { $0.replacing("\n", with: "") }, rules: []),
    Form(testDescription: "LF as terminator", change: { $0.replacing("~\n", with: "\n") }, rules: []),
    Form(
      testDescription: "other separators",
      change: {
        $0.replacing("*", with: "|").replacing(":", with: ">").replacing("^", with: "!").replacing(
          "~", with: "'")
      },
      rules: []),
    Form(testDescription: "ISA11 is U", change: { $0.replacing("*^*", with: "*U*") }, rules: []),
    Form(testDescription: "blanks at line ends", change: { $0.replacing("\n", with: "  \n") }, rules: []),
    Form(
      testDescription: "wrapped lines", change: { wrapped($0.replacing("\n", with: ""), 80) },
      rules: ["line-break"]
    ),
    Form(
      testDescription: "two interchanges", change: { $0 + $0.replacing("000000001", with: "000000002") },
      rules: []),
    Form(testDescription: "the same twice", change: { $0 + $0 }, rules: ["duplicate-control-number"]),
    Form(testDescription: "end of text", change: { $0 + "\u{1A}" }, rules: ["padded-file"]),
    Form(testDescription: "nothing", change: { _ in "" }, rules: ["no-transaction"]),
    Form(testDescription: "blanks", change: { _ in " \n \n" }, rules: ["no-transaction"]),
  ]

  private static func wrapped(_ text: String, _ width: Int) -> String {
    var lines: [Substring] = []
    var rest = text[...]
    while !rest.isEmpty {
      lines.append(rest.prefix(width))
      rest = rest.dropFirst(width)
    }
    return lines.joined(separator: "\n")
  }

  @Test(arguments: forms) func `every form of a file is read`(_ form: Form) {
    let check = FileCheck.run(.memory(Array(form.change(SampleFile.text).utf8)))
    #expect(
      check.issues.map { String($0.rule.id.dropFirst(4)) } == form.rules, "\(check.issues.map(\.message))")
  }

  @Test func `pieces of any size give the same segments`() {
    let bytes = SampleFile.bytes(SampleFile.lines)
    for size in [1, 2, 3, 7, 105, 106, 107] {
      let pieces = stride(from: 0, to: bytes.count, by: size).map {
        Array(bytes[$0..<min(bytes.count, $0 + size)])
      }
      let source = Pieces(pieces)
      let check = FileCheck.run(.pieces { source.next() })
      #expect(check.issues.isEmpty && check.segments == 29, "pieces of \(size)")
    }
  }

  @Test func `no noise stops the reader`() {
    var state: UInt64 = 42
    let bytes = SampleFile.bytes(SampleFile.lines)
    for _ in 0..<400 {
      var noisy = bytes
      for _ in 0..<3 {
        state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
        let place = Int(state >> 33) % noisy.count
        noisy[place] = UInt8(truncatingIfNeeded: state >> 20)
      }
      let check = FileCheck.run(.memory(noisy))
      _ = AckWriter.text(for: check, .init(day: "20260101", time: "0000", controlNumber: 1))
      var reader = MemberReader(.memory(noisy))
      while (try? reader.next()) ?? nil != nil {}
    }
  }
}

/// Hands out pieces one after another.
final class Pieces: Sendable {
  private let state: Mutex<ArraySlice<[UInt8]>>

  init(_ pieces: [[UInt8]]) { state = Mutex(pieces[...]) }

  func next() -> [UInt8]? { state.withLock { $0.popFirst() } }
}
