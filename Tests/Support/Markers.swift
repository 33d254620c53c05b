package import Diagnostics

/// A finding that a text expects of itself: `# ^^^^ area/rule` under the characters meant.
package struct Marker: Hashable, Sendable, CustomStringConvertible {
  package let path: String
  package let line: Int
  package let column: Int
  package let rule: String

  package init(path: String, line: Int, column: Int, rule: String) {
    self.path = path
    self.line = line
    self.column = column
    self.rule = rule
  }

  package init(_ finding: Finding) {
    let start = finding.range.startPosition
    self.init(path: finding.range.file.path, line: start.line, column: start.column, rule: finding.rule.id)
  }

  package var description: String { "\(path):\(line):\(column) \(rule)" }

  /// The markers in the files of a project.
  ///
  /// A marker may name its place itself: `# ^ area/rule path:line:column`.
  package static func all(in files: [String: String]) -> [Marker] {
    var markers: [Marker] = []
    for (path, text) in files {
      for (index, line) in text.split(separator: "\n", omittingEmptySubsequences: false).enumerated() {
        guard line.hasPrefix("#") else { continue }
        let words = line.split(separator: " ")
        guard let rule = words.first(where: { $0.contains("/") && !$0.contains(":") }) else { continue }
        if let place = words.last, place.contains(":"), place != rule {
          let parts = place.split(separator: ":")
          guard parts.count == 3, let atLine = Int(parts[1]), let atColumn = Int(parts[2]) else { continue }
          markers.append(Marker(path: String(parts[0]), line: atLine, column: atColumn, rule: String(rule)))
        } else if let caret = line.firstIndex(of: "^") {
          let column = line.distance(from: line.startIndex, to: caret) + 1
          markers.append(Marker(path: path, line: index, column: column, rule: String(rule)))
        }
      }
    }
    return markers
  }
}
