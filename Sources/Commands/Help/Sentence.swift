/// Lists of words as people write them.
enum Sentence {
  /// `a`, `b` or `c`, in code quotes.
  static func alternatives(_ words: [String]) -> String { joined(words.map { "`\($0)`" }, "or") }

  /// a, b and c.
  static func enumeration(_ words: [String]) -> String { joined(words, "and") }

  /// `1 file`, `2 files`.
  static func counted(_ count: Int, _ noun: String, plural: String? = nil) -> String {
    "\(count) \(count == 1 ? noun : plural ?? noun + "s")"
  }

  /// `a FILE`, `an EXPRESSION`.
  static func article(_ noun: String) -> String {
    guard let first = noun.lowercased().first else { return noun }
    return ("aeiou".contains(first) ? "an " : "a ") + noun
  }

  private static func joined(_ words: [String], _ last: String) -> String {
    guard words.count > 1, let end = words.last else { return words.first ?? "" }
    return "\(words.dropLast().joined(separator: ", ")) \(last) \(end)"
  }
}
