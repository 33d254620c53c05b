internal import Testing

@testable internal import Recorder

/// Which records a recording keeps.
struct RecordCoverTests {
  private static func kept(_ values: (Int) -> String) -> [Int] {
    let records = (0..<30).map { number in
      BodyTree.object([.init("id", .number(String(number))), .init("value", .text(values(number)))])
    }
    return RecordCover(records, isVocabulary: { _ in false }).kept
  }

  @Test func everyWordIsKept() {
    #expect(Self.kept { ["open", "paid", "void"][$0 % 3] }.count == 3)
  }

  /// An address in each record, longer than any word, once made each of them worth keeping.
  @Test func longTextsAreNoWords() {
    #expect(Self.kept { "https://shop.example.com/conf/orders/\($0)/of-this-year" } == [0, 1])
  }
}
