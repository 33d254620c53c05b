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

  /// The evidence and what the fixes do.
  var facts: [String] {
    evidence.map { "\($0.word): \($0.text)" } + fixes.map { "help: \($0.title)" }
  }

  /// The sentence and the facts, a line each.
  var paragraph: String {
    ([sentence] + facts).joined(separator: "\n")
  }

  var isFixable: Bool { fixes.contains(where: \.isSafe) }
}

extension SourceRange {
  /// The range without the blanks and line ends it ends with, inside its file.
  ///
  /// A block of YAML ends where the next one starts; whoever is shown it expects the end of its last word.
  var visible: SourceRange {
    let bytes = self.bytes.clamped(to: 0..<file.bytes.count)
    let content = file.bytes
    var end = bytes.upperBound
    while end > bytes.lowerBound, [0x20, 0x09, 0x0A, 0x0D].contains(content[end - 1]) { end -= 1 }
    if end > bytes.lowerBound { return SourceRange(file, bytes.lowerBound, end) }
    // Nothing but blanks: those of the first line.
    let lineEnd = content[bytes].firstIndex { $0 == 0x0A || $0 == 0x0D }
    return SourceRange(file, bytes.lowerBound, lineEnd ?? bytes.upperBound)
  }
}

/// `1 error`, `2 errors`.
func counted(_ count: Int, _ noun: String, plural: String? = nil) -> String {
  "\(count) \(count == 1 ? noun : plural ?? noun + "s")"
}
