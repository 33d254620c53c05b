internal import Reports
internal import Testing

struct DisplayWidthTests {
  static let widths: [(String, Int)] = [
    ("", 0), ("plain", 5), ("naïve", 5), ("東京", 4), ("ｱｲｳ", 3), ("ＡＢ", 4), ("한국", 4),
    ("\u{1112}\u{1161}\u{11AB}", 2), ("e\u{301}\u{302}", 1), ("\u{200B}", 0), ("a\u{200D}b", 2), ("กำ", 2),
    ("😀", 2), ("👍🏽", 2), ("👩‍👩‍👧‍👦", 2), ("🏳️‍🌈", 2), ("🇩🇪", 2), ("🇩🇪🇫🇷", 4), ("❤", 1), ("❤️", 2), ("1️⃣", 2),
    ("🏴\u{E0067}\u{E0062}\u{E0065}\u{E006E}\u{E0067}\u{E007F}", 2), ("→…│", 3), ("𠀀", 2),
    ("\u{1FADF}", 2),
  ]

  @Test(arguments: widths) func `counts columns`(_ text: String, _ width: Int) {
    #expect(DisplayWidth.of(text) == width)
  }
}
