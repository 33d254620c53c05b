import Diagnostics
import Disk
import Formatting
import Glibc
import Language
import TestSupport
import Testing

/// The connectors of this repository are in canonical form.
struct ProjectFilesTests {
  @Test func `connectors and mappings are as the formatter writes them`() throws {
    let files = ProjectFiles.all()
    try #require(files.count > 100)
    for (path, root) in files {
      let bytes = try #require(DiskText.bytes(of: path))
      switch Formatter.format(SourceFile(path: path, bytes: bytes), as: root) {
      case .unchanged: break
      case .changed(let bytes):
        if getenv("UPDATE_GENERATED") != nil, let file = fopen(path, "wb") {
          fwrite(bytes, 1, bytes.count, file)
          fclose(file)
        } else {
          Issue.record("\(path) is not in canonical form: run `connector fmt`")
        }
      case .refused(let refusal, _): Issue.record("\(path): \(refusal.reason)")
      }
    }
  }
}

/// Finds the YAML files of the repository.
enum ProjectFiles {
  private static let root = String(
    #filePath.dropLast("/Tests/FormattingTests/ProjectFilesTests.swift".utf8.count))

  static func all() -> [(path: String, root: any Construct.Type)] {
    var found: [(path: String, root: any Construct.Type)] = []
    for name in entries(of: "\(root)/connectors") {
      found.append(("\(root)/connectors/\(name)/connector.yaml", ConnectorFile.self))
      found.append(("\(root)/connectors/\(name)/tests.yaml", TestFile.self))
    }
    for name in entries(of: "\(root)/mappings") {
      for file in entries(of: "\(root)/mappings/\(name)") {
        found.append(("\(root)/mappings/\(name)/\(file)", MappingFile.self))
      }
    }
    return found.filter { access($0.path, R_OK) == 0 }
  }

  private static func entries(of folder: String) -> [String] {
    (Folder.names(in: folder) ?? []).filter { !$0.hasPrefix(".") }
  }
}
