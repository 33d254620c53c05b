internal import Diagnostics

/// What the one-line formats, and several others, say of a finding.
extension Finding {
  /// The names shown: more than four is no suggestion.
  var nearestNames: [String] { Array(suggestions.prefix(4)) }

  /// `did you mean `x`?`, or nothing when no name is near.
  var guess: String? {
    let names = nearestNames.map { "`\($0)`" }
    guard let last = names.last else { return nil }
    if names.count == 1 { return "did you mean \(last)?" }
    return "did you mean \(names.dropLast().joined(separator: ", ")) or \(last)?"
  }

  /// The message and the guess on one line.
  var sentence: String {
    guess.map { "\(message); \($0)" } ?? message
  }

  /// The sentence, the evidence and what the fixes do, a line each.
  var paragraph: String {
    let facts = evidence.map { "\($0.word): \($0.text)" }
    let helps = fixes.map { "help: \($0.title)" }
    return ([sentence] + facts + helps).joined(separator: "\n")
  }

  var isFixable: Bool { fixes.contains(where: \.isSafe) }
}

/// `1 error`, `2 errors`.
func counted(_ count: Int, _ noun: String, plural: String? = nil) -> String {
  "\(count) \(count == 1 ? noun : plural ?? noun + "s")"
}
