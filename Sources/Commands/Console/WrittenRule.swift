internal import Diagnostics

extension SourceRange {
  /// An expression as a person reads it: on one line, without the marks that YAML needs around it.
  var ruleText: String {
    var words = text.split(whereSeparator: \.isWhitespace)
    if words.count > 1, let mark = words.first, [">", ">-", "|", "|-"].contains(mark) { words.removeFirst() }
    let line = words.joined(separator: " ")
    guard let quote = line.first, quote == "\"" || quote == "'", line.count > 1, line.last == quote else {
      return line
    }
    let inner = String(line.dropFirst().dropLast())
    // Text with escapes is shown as it stands, for what they mean is not what is written.
    return inner.contains("\\") || inner.contains(quote) ? line : inner
  }
}
