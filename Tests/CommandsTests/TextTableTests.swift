import Testing

@testable import Commands

@Suite struct TextTableTests {
  static let table = TextTable(
    ["stream", "read", "deleted", ""], [["people", "12", "0", "ok"], ["teams", "0", "0", "ok"]])

  @Test(arguments: [
    (Int?.none, "stream  read  deleted  \npeople    12        0  ok\nteams      0        0  ok\n"),
    (25, "stream  read  deleted  \npeople    12        0  ok\nteams      0        0  ok\n"),
    (24, "stream  read  \npeople    12  ok\nteams      0  ok\n"),
  ])
  func `columns of zeros are left out where there is no room for them`(_ room: Int?, _ text: String) {
    #expect(Self.table.fitting(room).text { $0 } == text)
  }

  @Test(arguments: [
    (Int?.none, "stream  read  deleted  \npeople    12        0  ok\nteams      0        0  ok\n"),
    (20, "stream  read\npeople    12\nteams      0\n"), (1, "stream  read\npeople    12\nteams      0\n"),
  ])
  func `as many of the first columns are kept as there is room for`(_ room: Int?, _ text: String) {
    #expect(Self.table.cut(to: room).text { $0 } == text)
  }
}
