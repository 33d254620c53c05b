import Patterns
import Testing

@Suite struct PatternTests {
  @Test func findsAnywhere() throws {
    let pattern = try Pattern("a+ñ")
    #expect(pattern.isFound(in: "mañana"))
    #expect(!pattern.isFound(in: "manana"))
  }

  @Test func coversWholeTextOnly() throws {
    let pattern = try Pattern("[a-z]+|7")
    #expect(pattern.covers("abc"))
    #expect(!pattern.covers("abc7"))
    #expect(!pattern.covers(""))
  }

  @Test func groupsAreByteRanges() throws {
    let pattern = try Pattern("é(x)?(y)")
    let groups = try #require(pattern.match(in: "aéy"))
    #expect(groups == [1..<4, nil, 3..<4])
    #expect(pattern.match(in: "aéy", from: 2) == nil)
    #expect(pattern.match(in: "aéy", from: 99) == nil)
  }

  @Test(arguments: ["(", "a{2,1}", "(?=x)", "\\"])
  func badPatternsSayWhy(_ source: String) {
    let problem = #expect(throws: Pattern.Problem.self) { try Pattern(source) }
    #expect(problem?.message.isEmpty == false)
  }

  @Test func nestedRepetitionsStayLinear() throws {
    let pattern = try Pattern("^(a+)+$")
    #expect(!pattern.isFound(in: String(repeating: "a", count: 100_000) + "b"))
  }
}
