package import Values

/// Rows whose day or moment lies in a stretch of time.
package struct RowSpan: Sendable, Hashable {
  /// The canonical field.
  package let field: String
  /// The first text that lies in it, and the first that does not: days as `2026-11-20`, which moments begin with as well.
  package let from: String
  package let until: String

  /// The days that lie in a stretch of time on whatever clocks; nil when it holds none.
  ///
  /// Two at its beginning and one at its end are left out: clocks are up to 14 hours apart, and what a provider takes for the border
  /// of a window need not be what we take for it.
  package init?(field: String, within time: Range<Instant>) {
    let day: Int64 = 86_400
    guard let first = Self.day(time.lowerBound.seconds + 2 * day),
      let last = Self.day(time.upperBound.seconds - day),
      first < last
    else { return nil }
    self.field = field
    from = first
    until = last
  }

  /// Whether a day or moment lies in it.
  package func holds(_ text: String) -> Bool { text >= from && text < until }

  private static func day(_ seconds: Int64) -> String? {
    Instant(seconds: seconds).map { String($0.description.prefix(10)) }
  }
}
