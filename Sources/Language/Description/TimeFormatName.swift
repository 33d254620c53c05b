internal import Diagnostics
internal import Values

/// The names of time formats; anything else is a pattern of letters.
package enum TimeFormatName: String, Sendable, CaseIterable {
  case rfc3339, iso8601, date, unix, unix_ms, microsoft, http

  /// How such a time is written.
  package var summary: String {
    switch self {
    case .rfc3339: "`2026-11-20T12:00:00Z`, with its offset"
    case .iso8601:
      "like `rfc3339`, also `+0200`, and without any offset: then in the zone that is given, or UTC"
    case .date: "`2026-11-20`; in the functions of expressions write `yyyy-MM-dd`"
    case .unix: "seconds since 1970, fractions allowed"
    case .unix_ms: "milliseconds since 1970"
    case .microsoft: "`/Date(1500000000000+0000)/`"
    case .http: "`Fri, 20 Nov 2026 12:00:00 GMT`, as headers and mail write it"
    }
  }

  /// Whether a text is a time format or was meant to be a pattern of one, rather than a word of another kind.
  static func isMeant(by text: String) -> Bool {
    TimeFormatName(rawValue: text) != nil || text.contains("%") || hasLetters(text)
  }

  /// Whether a text has letters of a pattern.
  private static func hasLetters(_ text: String) -> Bool {
    let lower = text.lowercased()
    return ["yy", "mm", "dd", "hh"].contains(where: { lower.contains($0) })
  }

  static func problem(with text: String) -> TextFormat.Problem? {
    if TimeFormatName(rawValue: text) != nil { return nil }
    if text.contains("%") {
      let pattern = pattern(fromCodes: text)
      return .init(
        message:
          "`\(text)` is not a time format: `%` codes are not used here, write \(pattern.map { "`\($0)`" } ?? "`yyyy-MM-dd'T'HH:mm:ss`")",
        suggestions: pattern.map { [$0] } ?? [])
    }
    if hasLetters(text) { return patternProblem(text) }
    let names = allCases.map(\.rawValue)
    return .init(
      message:
        "`\(text)` is not a time format: expected one of \(names.joined(separator: ", ")) or letters such as `yyyy-MM-dd`",
      suggestions: Synonyms.nearest(to: text, among: names))
  }

  /// What is wrong with a pattern of letters, and the whole of it repaired when that is possible.
  private static func patternProblem(_ text: String) -> TextFormat.Problem? {
    do {
      _ = try TimePattern(text)
      return nil
    } catch {
      return .init(
        message: "`\(text)` is not a time format: \(error.message)",
        suggestions: repaired(error).map { [$0] } ?? [])
    }
  }

  /// Each repair puts one part right.
  private static func repaired(_ problem: TimePattern.Problem, attempts: Int = 8) -> String? {
    guard attempts > 0, let text = problem.suggestions.first else { return nil }
    do {
      _ = try TimePattern(text)
      return text
    } catch {
      return repaired(error, attempts: attempts - 1)
    }
  }

  /// The pattern for a format of `strftime`; nil when a code has no counterpart.
  private static func pattern(fromCodes text: String) -> String? {
    let parts: [Character: String] = [
      "Y": "yyyy", "y": "yy", "m": "MM", "d": "dd", "H": "HH", "I": "hh", "M": "mm", "S": "ss", "f": "SSSSSS",
      "p": "a",
      "z": "xx", "Z": "XXX", "b": "MMM", "B": "MMMM", "a": "EEE", "A": "EEEE", "j": "DDD",
    ]
    if text == "%s" { return "unix" }
    if text == "%ms" { return "unix_ms" }
    var pattern = ""
    var rest = Substring(text)
    while let character = rest.popFirst() {
      if character == "%" {
        guard let code = rest.popFirst(), let part = parts[code] else { return nil }
        pattern += part
      } else {
        pattern += character.isLetter ? "'\(character)'" : String(character)
      }
    }
    return pattern
  }
}
