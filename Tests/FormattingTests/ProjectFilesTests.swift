import Diagnostics
import Formatting
import Glibc
import Language
import Testing

/// The connectors of this repository are in canonical form.
struct ProjectFilesTests {
  @Test(.enabled(if: !ProjectFiles.all().isEmpty))
  func connectorsAreFormatted() throws {
    for (path, root) in ProjectFiles.all() {
      let bytes = try #require(ProjectFiles.bytes(of: path))
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
    return found.filter { bytes(of: $0.path) != nil }
  }

  static func bytes(of path: String) -> [UInt8]? {
    guard let file = fopen(path, "rb") else { return nil }
    defer { fclose(file) }
    var bytes: [UInt8] = []
    var buffer = [UInt8](repeating: 0, count: 65536)
    while true {
      let count = fread(&buffer, 1, buffer.count, file)
      if count <= 0 { return bytes }
      bytes += buffer[..<count]
    }
  }

  private static func entries(of folder: String) -> [String] {
    guard let directory = opendir(folder) else { return [] }
    defer { closedir(directory) }
    var names: [String] = []
    while let entry = readdir(directory) {
      let name = withUnsafePointer(to: &entry.pointee.d_name) {
        $0.withMemoryRebound(to: CChar.self, capacity: 256) { String(cString: $0) }
      }
      if !name.hasPrefix(".") { names.append(name) }
    }
    return names.sorted()
  }
}
