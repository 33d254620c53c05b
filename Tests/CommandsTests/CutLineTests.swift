import Reports
import Testing

@testable import Commands

@Suite struct CutLineTests {
  struct Case: CustomTestStringConvertible {
    let parts: [String]
    let width: Int
    let text: String

    var testDescription: String { "\(parts) in \(width)" }
  }

  static let cases: [Case] = [
    Case(parts: ["ab", "cd"], width: 4, text: "abcd"),
    Case(parts: ["ab", "cd"], width: 3, text: "ab…"),
    Case(parts: ["ab", "cd", "e"], width: 2, text: "ab"),
    Case(parts: ["abc", "d"], width: 2, text: "a…"),
    // A wide character takes two columns, and is not cut in two.
    Case(parts: ["日本語"], width: 4, text: "日…"),
    Case(parts: ["a"], width: 0, text: ""),
  ]

  @Test(arguments: cases) func `a line ends where the terminal does`(_ line: Case) {
    var cut = CutLine(width: line.width, OutputStyle())
    for part in line.parts { cut.add(part) }
    #expect(cut.text == line.text)
  }

  @Test func `what is cut keeps its ink`() {
    var cut = CutLine(width: 3, OutputStyle(unicode: false))
    cut.add("abcdef") { "<\($0)>" }
    #expect(cut.text == "<ab~>")
  }
}
