import Diagnostics
import YAML

/// What the lines `# ^^^^ area/slug` of a text expect, and what was found, in one form: `line:column-column rule`.
enum Markers {
  /// The findings that the markers of a text expect.
  static func expected(in text: String) -> [String] {
    var result: [String] = []
    var marked = 0
    for (index, line) in text.split(separator: "\n", omittingEmptySubsequences: false).enumerated() {
      guard let marker = marker(in: line) else {
        marked = index + 1
        continue
      }
      result.append("\(marked):\(marker.columns.lowerBound)-\(marker.columns.upperBound) \(marker.rule)")
    }
    return result.sorted()
  }

  /// The findings of a document.
  static func found(in document: YAMLDocument) -> [String] {
    document.findings.map { finding in
      let (start, end) = (finding.range.startPosition, finding.range.endPosition)
      return "\(start.line):\(start.column)-\(end.column) \(finding.rule.id)"
    }.sorted()
  }

  private static func marker(in line: Substring) -> (columns: Range<Int>, rule: Substring)? {
    let characters = Array(line)
    guard let hash = characters.firstIndex(of: "#"), let first = characters.firstIndex(of: "^"), hash < first,
      characters[..<hash].allSatisfy({ $0 == " " }), characters[(hash + 1)..<first].allSatisfy({ $0 == " " })
    else { return nil }
    let count = characters[first...].prefix { $0 == "^" }.count
    let rest = line.dropFirst(first + count).drop { $0 == " " }
    return (first + 1..<first + 1 + count, rest.prefix { $0 != " " })
  }
}
