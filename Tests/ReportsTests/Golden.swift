internal import Glibc
internal import TestSupport
internal import Testing

/// A file holding what an output must be, to the byte; `UPDATE_GOLDEN=1` writes what it is.
struct Golden {
  let name: String

  private var path: String {
    let folder = #filePath.split(separator: "/").dropLast().map { "/" + $0 }.joined()
    return folder + "/Golden/" + name
  }

  func expect(_ actual: String, sourceLocation: SourceLocation = #_sourceLocation) {
    if getenv("UPDATE_GOLDEN") != nil {
      #expect(throws: Never.self, sourceLocation: sourceLocation) { try DiskText.write(actual, to: path) }
      return
    }
    guard let expected = DiskText.of(path) else {
      Issue.record("no golden file \(name); run with UPDATE_GOLDEN=1", sourceLocation: sourceLocation)
      return
    }
    let difference = Self.firstDifference(expected, actual)
    #expect(
      difference == nil, "\(name) differs: \(difference ?? "")\n\(actual)", sourceLocation: sourceLocation)
  }

  private static func firstDifference(_ expected: String, _ actual: String) -> String? {
    guard expected != actual else { return nil }
    let a = expected.split(separator: "\n", omittingEmptySubsequences: false)
    let b = actual.split(separator: "\n", omittingEmptySubsequences: false)
    let line = zip(a, b).prefix { $0 == $1 }.count
    func shown(_ lines: [Substring]) -> String { line < lines.count ? "\"\(lines[line])\"" : "the end" }
    return "line \(line + 1) should be \(shown(a)), is \(shown(b))"
  }
}
