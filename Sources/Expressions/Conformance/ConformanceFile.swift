package import JSON
internal import Values

/// A file of cases in the JSON form of the public conformance suite: an expression, what is given, what has
/// to come out.
package struct ConformanceFile: Sendable {
  package let name: String
  package let cases: [ConformanceCase]

  /// Why a file is no file of cases.
  package struct Problem: Error, Sendable, Hashable {
    package let message: String
  }

  package init(_ document: JSONDocument) throws(Problem) {
    guard let name = document.root["file"]?.string, let tests = document.root["tests"] else {
      throw Problem(message: "a file of cases is an object with 'file' and 'tests'")
    }
    self.name = name
    cases = tests.elements.enumerated().map { ConformanceCase($1, place: $0 + 1) }
  }

  package init(text: String) throws(Problem) {
    let document: JSONDocument
    do throws(JSONDocument.Problem) {
      document = try JSONDocument(text: text)
    } catch {
      throw Problem(message: "the file is not JSON: \(error.message)")
    }
    try self.init(document)
  }

  /// Runs all cases in their order.
  package func run() -> [ConformanceResult] { cases.map { $0.run() } }
}

/// How one case came out.
package struct ConformanceResult: Sendable {
  package let name: String
  package let section: String
  package let expression: String
  /// Why the case failed; nil when it passed.
  package let failure: String?

  package var isPassed: Bool { failure == nil }
}
