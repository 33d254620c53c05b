internal import Diagnostics
internal import Patterns

extension TextFormat {
  struct Problem {
    var message: String
    var suggestions: [String] = []
  }

  /// What is wrong with a text of this form, or nil.
  func problem(with text: String) -> Problem? {
    switch self {
    case .plain, .streamReference, .settingReference, .modelReference, .modelField, .connectorReference,
      .recordingReference:
      text.isEmpty ? Problem(message: "expected \(meaning), found an empty text") : nil
    case .anything: nil
    case .name: nameProblem(text, hyphens: false)
    case .connectorName: nameProblem(text, hyphens: true)
    case .url: urlProblem(text)
    case .header: headerProblem(text)
    case .pattern: patternProblem(text)
    case .duration:
      Milliseconds(text) == nil
        ? Problem(
          message:
            "`\(text)` is not a duration: expected a number and one of ms, s, m, h, d, such as `30s` or `5m`",
          suggestions: Milliseconds(otherwiseWritten: text).map { ["\($0)"] } ?? [])
        : nil
    case .date:
      isDate(text)
        ? nil : Problem(message: "`\(text)` is not a date: expected year-month-day, such as `2026-11-20`")
    case .mediaType:
      text.utf8.filter { $0 == UInt8(ascii: "/") }.count == 1 && !text.contains(" ") || text.contains(";")
        ? nil : Problem(message: "`\(text)` is not a media type such as `application/json`")
    case .status:
      StatusRange(text) == nil
        ? Problem(
          message:
            "`\(text)` is not a status: expected a number from 100 to 599, `4xx`, or a range such as `500-504`"
        )
        : nil
    case .timeFormat: TimeFormatName.problem(with: text)
    case .documentPath:
      if let plain = Self.plainPath(text) {
        Problem(message: "`\(text)` is not \(meaning): it begins with a name", suggestions: [plain])
      } else {
        RecordPath.isWellFormed(text) ? nil : Problem(message: "`\(text)` is not \(meaning)")
      }
    }
  }

  /// `id` for `$.id` of JSONPath and `record['id']` of scripts.
  private static func plainPath(_ text: String) -> String? {
    if text.hasPrefix("$."), text.utf8.count > 2 { return String(text.dropFirst(2)) }
    for quote in ["'", "\""] where text.hasPrefix("record[\(quote)") && text.hasSuffix("\(quote)]") {
      return String(text.dropFirst(8).dropLast(2))
    }
    return nil
  }

  private func nameProblem(_ text: String, hyphens: Bool) -> Problem? {
    let allowed: (UInt8) -> Bool = { byte in
      switch byte {
      case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "_"):
        true
      case UInt8(ascii: "-"): hyphens
      default: false
      }
    }
    let startsWell = text.utf8.first.map { (UInt8(ascii: "a")...UInt8(ascii: "z")).contains($0) } ?? false
    if startsWell, text.utf8.allSatisfy(allowed), text.utf8.count <= 64 { return nil }
    if text.utf8.count > 64 { return Problem(message: "a name has at most 64 characters") }
    return Problem(
      message: "`\(text)` is not \(meaning)", suggestions: suggestedName(text, allowed).map { [$0] } ?? [])
  }

  /// `timeOff` gives `time_off`, `Time Off` as well.
  private func suggestedName(_ text: String, _ allowed: (UInt8) -> Bool) -> String? {
    var name = ""
    var wasLower = false
    for character in text {
      if character.isUppercase, wasLower { name += "_" }
      wasLower = character.isLowercase
      let lower = character.lowercased()
      name += lower.utf8.allSatisfy(allowed) ? lower : "_"
    }
    let trimmed = name.drop { !("a"..."z").contains($0) }
    return trimmed.isEmpty ? nil : String(trimmed.prefix(64))
  }

  private func headerProblem(_ text: String) -> Problem? {
    if isToken(text) { return nil }
    let hyphened = String(text.map { $0 == " " || $0 == ":" ? "-" : $0 }).split(separator: "-").joined(
      separator: "-")
    return Problem(
      message: "`\(text)` cannot be the name of a header", suggestions: isToken(hyphened) ? [hyphened] : [])
  }

  private func urlProblem(_ text: String) -> Problem? {
    guard text.hasPrefix("https://") || text.hasPrefix("http://") else {
      let guess =
        text.utf8.count <= Suggestions.longest && text.contains(".") && !text.contains("://")
          && !text.contains(" ") ? ["https://" + text] : []
      return Problem(message: "`\(text)` is not an address that starts with `https://`", suggestions: guess)
    }
    let slash = UInt8(ascii: "/")
    let host = text.utf8.drop { $0 != slash }.dropFirst(2).first
    let isEmpty = host.map { $0 == slash || $0 == UInt8(ascii: "?") || $0 == UInt8(ascii: "#") } ?? true
    return isEmpty || text.utf8.contains(UInt8(ascii: " "))
      ? Problem(message: "`\(text)` is not an address") : nil
  }

  private func patternProblem(_ text: String) -> Problem? {
    do {
      _ = try Pattern.kept(text)
      return nil
    } catch {
      return Problem(message: "`\(text)` is not a regular expression: \(error.message)")
    }
  }

  private func isToken(_ text: String) -> Bool {
    !text.isEmpty
      && text.utf8.allSatisfy { byte in
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
          UInt8(ascii: "0")...UInt8(ascii: "9"):
          true
        default: "!#$%&'*+-.^_`|~".utf8.contains(byte)
        }
      }
  }

  private func isDate(_ text: String) -> Bool {
    let parts = text.split(separator: "-", omittingEmptySubsequences: false).map { Int($0) }
    guard text.utf8.count == 10, parts.count == 3, let year = parts[0], let month = parts[1],
      let day = parts[2],
      year > 0, (1...12).contains(month)
    else { return false }
    let isLeap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0)
    let days = [31, isLeap ? 29 : 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31]
    return day >= 1 && day <= days[month - 1]
  }
}
