internal import Language

/// How times are written: what a key that takes a time format, and the functions `date`, `instant` and `format`, understand.
enum TimeFormatArticle {
  static let article = Article(
    "Time formats",
    [
      .paragraph("A name, or a pattern of letters such as `MM/dd/yyyy HH:mm:ss`."),
      .table(
        ["name", "how it is written"],
        TimeFormatName.allCases.map { [.code($0.rawValue), Prose($0.summary)] }),
      .table(["letters", "meaning"], letters.map { [Prose($0.0), Prose($0.1)] }),
      .paragraph(
        "Other text stands between single quotes, `yyyy-MM-dd'T'HH:mm:ss`; blanks and punctuation stand for themselves."
      ),
    ])

  private static let letters = [
    ("`yyyy`, `yy`", "year"), ("`MMMM`, `MMM`, `MM`, `M`", "month: January, Jan, 01, 1"),
    ("`dd`, `d`", "day of the month"),
    ("`DDD`", "day of the year"), ("`EEEE`, `EEE`", "day of the week: Friday, Fri"),
    ("`HH`, `H`", "hour, 0 to 23"),
    ("`hh`, `h`", "hour, 1 to 12"), ("`a`", "AM or PM"), ("`mm`, `m`", "minute"), ("`ss`, `s`", "second"),
    ("`SSS`", "fraction of a second, as many digits as letters"),
    ("`XXX`, `XX`, `X`", "offset: +02:00, +0200, +02; `Z` for none"),
    ("`xxx`, `xx`, `x`", "offset, never `Z`"),
  ]
}
