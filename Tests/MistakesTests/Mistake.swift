import Testing
import Diagnostics
import Testing

/// A mistake that somebody makes in a correct project, and the finding that must come of it.
struct Mistake: Sendable, CustomTestStringConvertible {
  /// The name of the file of the corpus, which is what the mistakes in it have in common.
  let theme: String
  let title: String
  /// The files that change, as they are after the mistake.
  let files: [String: String]
  let expected: Expected

  struct Expected: Sendable {
    let path: String
    let line: Int
    let column: Int
    let rule: String
    /// What is proposed first; nil when nothing may be proposed.
    let suggestion: String?
    /// Words that must be somewhere in the finding.
    let words: String?
  }

  var testDescription: String { "\(theme): \(title)" }
}

extension Mistake {
  /// How well the findings of the project with the mistake in it tell of it.
  struct Score: Sendable {
    let isOne: Bool
    let isInPlace: Bool
    let isSuggestionRight: Bool

    init(_ findings: [Finding], of mistake: Mistake) {
      let expected = mistake.expected
      let found = findings.first { finding in
        let place = finding.range.startPosition
        return finding.rule.id == expected.rule && finding.range.file.path == expected.path
          && place.line == expected.line && place.column == expected.column
      }
      isOne = findings.count == 1
      isInPlace = found != nil
      isSuggestionRight =
        found.map { Self.proposal(of: $0) == expected.suggestion && Self.says(expected.words, $0) } ?? false
    }

    var isFull: Bool { isOne && isInPlace && isSuggestionRight }

    /// The nearest name, or what the first fix would write.
    static func proposal(of finding: Finding) -> String? {
      if let name = finding.suggestions.first { return name }
      guard let edits = finding.fixes.first?.edits, edits.count == 1 else { return nil }
      let text = edits[0].replacement
      return text.isEmpty ? "(nothing)" : text.allSatisfy { $0 == " " } ? "(blanks)" : text
    }

    private static func says(_ words: String?, _ finding: Finding) -> Bool {
      guard let words else { return true }
      let texts = [finding.message, finding.label ?? ""] + finding.evidence.map(\.text)
      return texts.contains { $0.contains(words) }
    }
  }
}
