extension Milliseconds {
  /// Reads what people write who do not know the form: `5 minutes`, `90sec`, `PT5M`, `P1D`; nil when it is none of these.
  init?(otherwiseWritten text: String) {
    let lower = text.lowercased()
    if lower.hasPrefix("p") {
      self.init(period: lower.dropFirst())
      return
    }
    let digits = lower.prefix { $0.isASCII && $0.isNumber }
    guard let number = digits.isEmpty ? 1 : Int(digits),
      let unit = Self.unit(lower.dropFirst(digits.count).drop { $0 == " " }),
      let found = Milliseconds("\(number)\(unit)")
    else { return nil }
    self = found
  }

  /// A period of ISO 8601 that has only one part.
  private init?(period: Substring) {
    let isTime = period.hasPrefix("t")
    let rest = isTime ? period.dropFirst() : period
    guard let letter = rest.last, let number = Int(rest.dropLast()) else { return nil }
    let days: [Character: Int] = ["d": 1, "w": 7]
    let found =
      isTime
      ? Milliseconds("\(number)\(letter)")
      : days[letter].flatMap { number < 100_000 ? Milliseconds("\(number * $0)d") : nil }
    guard let found else { return nil }
    self = found
  }

  private static func unit(_ word: Substring) -> String? {
    switch word {
    case "ms", "msec", "msecs", "millis", "millisecond", "milliseconds": "ms"
    case "s", "sec", "secs", "second", "seconds": "s"
    case "m", "min", "mins", "minute", "minutes": "m"
    case "h", "hr", "hrs", "hour", "hours": "h"
    case "d", "day", "days": "d"
    default: nil
    }
  }
}
