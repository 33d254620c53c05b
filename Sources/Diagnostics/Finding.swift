/// One thing that is wrong (or doubtful) at one place, with what is needed to put it right.
///
/// All reports (text, JSON, SARIF, ...) are renderings of this value; no renderer knows more than is here.
package struct Finding: Sendable {
  package var rule: Rule
  /// The rule's own severity unless the place changes it.
  package var severity: Severity
  package var confidence: Confidence
  /// One sentence in lower case without a full stop, naming the thing found.
  package var message: String
  /// Where the caret stands.
  package var range: SourceRange
  /// The name that it is about, where that is not what stands at its place.
  package var about: String?
  /// The place in the document's own terms, `streams.employees.pages`.
  package var path: String?
  /// A few words beside the caret.
  package var label: String?
  /// The other half of a conflict: declared here, extended from here, recorded by this request.
  package var related: [Related]
  /// Facts that prove the point, `seen: start_date (412/412)`.
  package var evidence: [Evidence]
  /// The nearest legal names, best first; at most four are shown.
  package var suggestions: [String]
  package var fixes: [Fix]

  /// Far more than anybody reads: a text made to hurt is quoted in what is said of it.
  private static let longestMessage = 1_000

  /// The beginning and the end of what is too long: the end says what is wrong.
  private static func clipped(_ text: String) -> String {
    guard text.utf8.count > longestMessage else { return text }
    return String(text.unicodeScalars.prefix(200)) + " … " + String(text.unicodeScalars.suffix(200))
  }

  package init(
    _ rule: Rule, _ message: String, at range: SourceRange, about: String? = nil, path: String? = nil,
    label: String? = nil, related: [Related] = [], evidence: [Evidence] = [], suggestions: [String] = [],
    fixes: [Fix] = []
  ) {
    self.rule = rule
    self.severity = rule.severity
    self.confidence = rule.confidence
    self.message = Self.clipped(message)
    self.range = range
    self.about = about
    self.path = path
    self.label = label
    self.related = related
    self.evidence = evidence
    self.suggestions = suggestions
    self.fixes = fixes
  }

  /// The name that it is about: whether findings are of one mistake is known by this, and not by their words.
  package var subject: String {
    if let about { return about }
    return range.bytes.count > Self.longestName ? "" : range.text.filter { $0 != "\"" && $0 != "'" }
  }

  /// What is longer is no name, and may be a whole file.
  private static let longestName = 1000

  /// A second place that explains the first.
  package struct Related: Sendable {
    package var range: SourceRange
    package var text: String

    package init(_ text: String, at range: SourceRange) {
      self.range = range
      self.text = text
    }
  }

  /// One `= word: text` line under the excerpt.
  package struct Evidence: Sendable, Hashable {
    package var word: String
    package var text: String

    package init(_ word: String, _ text: String) {
      self.word = word
      self.text = text
    }
  }

  /// An edit that puts the finding right.
  package struct Fix: Sendable {
    /// What the edit does, in a few words: `a key with a similar name exists`.
    package var title: String
    /// Safe fixes cannot change what a correct file means, and are applied by `--fix`.
    package var isSafe: Bool
    /// Edits of one file or several, not overlapping.
    package var edits: [Edit]

    package init(_ title: String, isSafe: Bool, edits: [Edit]) {
      self.title = title
      self.isSafe = isSafe
      self.edits = edits
    }

    package init(_ title: String, isSafe: Bool, replace range: SourceRange, with text: String) {
      self.init(title, isSafe: isSafe, edits: [Edit(range, text)])
    }
  }

  /// A replacement of a byte range by a text.
  package struct Edit: Sendable {
    package var range: SourceRange
    package var replacement: String

    package init(_ range: SourceRange, _ replacement: String) {
      self.range = range
      self.replacement = replacement
    }
  }
}

extension [Finding.Fix] {
  /// Puts the nearest name in the place of what is probably misspelt; none where no name is near.
  package static func renaming(_ range: SourceRange, to near: [String], _ title: String) -> [Finding.Fix] {
    guard let best = near.first else { return [] }
    return [
      Finding.Fix(title, isSafe: Suggestions.areSure(near, for: range.text), replace: range, with: best)
    ]
  }
}
