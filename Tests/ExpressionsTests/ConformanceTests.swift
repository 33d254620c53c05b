import Disk
import Expressions
import Glibc
import TestSupport
import Testing

/// The cases of the public suite, where they are at hand, and our own in the same form.
@Suite struct ConformanceTests {
  @Test(arguments: CaseFiles.own) func ownCases(_ file: CaseFile) throws { try expectAllPass(file) }

  @Test(arguments: CaseFiles.publicSuite) func publicSuite(_ file: CaseFile) throws {
    try expectAllPass(file)
  }

  @Test func theOwnCasesAreFound() {
    #expect(!CaseFiles.own.isEmpty)
    if CaseFiles.publicSuite.isEmpty {
      print("the public conformance suite is absent: \(CaseFiles.publicFolder)")
    }
  }

  /// Cases of the public suite whose expected value is wrong in the JSON form.
  ///
  /// In the original, a text-format file, the expected bytes are written with the escape `\\?`, which stands for a
  /// plain question mark. The conversion kept the backslash, so these ask for a byte that their expression
  /// does not have.
  private static let wrongCases: Set<String> = [
    "parse/bytes_literals/triple_single_quoted_unescaped_punctuation",
    "parse/bytes_literals/triple_double_quoted_unescaped_punctuation",
  ]

  private func expectAllPass(_ file: CaseFile) throws {
    let cases = try ConformanceFile(text: file.text())
    #expect(!cases.cases.isEmpty)
    for result in cases.run() {
      let message: Comment = "\(result.section)/\(result.name): \(result.expression) \(result.failure ?? "")"
      if Self.wrongCases.contains("\(cases.name)/\(result.section)/\(result.name)") {
        #expect(!result.isPassed, message)
      } else {
        #expect(result.isPassed, message)
      }
    }
  }
}

/// A file of cases on disk.
struct CaseFile: Sendable, CustomTestStringConvertible {
  let path: String
  var testDescription: String { path.split(separator: "/").last.map(String.init) ?? path }

  struct Unreadable: Error {
    let path: String
  }

  func text() throws -> String {
    guard let text = DiskText.of(path) else { throw Unreadable(path: path) }
    return text
  }
}

enum CaseFiles {
  static let folder = String(#filePath.prefix(upTo: #filePath.lastIndex(of: "/") ?? #filePath.endIndex))

  static let own = files(in: folder + "/Cases")

  static let publicFolder =
    getenv("CONNECTOR_CONFORMANCE").map { String(cString: $0) } ?? folder + "/../../../shared/conformance/cel"

  static let publicSuite = files(in: publicFolder)

  private static func files(in folder: String) -> [CaseFile] {
    (Folder.names(in: folder) ?? []).filter { $0.hasSuffix(".json") }
      .map { CaseFile(path: folder + "/" + $0) }
  }
}
