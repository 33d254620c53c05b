internal import Disk
internal import Glibc

/// A folder of its own for a test's files, taken away with it.
package final class TemporaryFolder: Sendable {
  package let path: String

  package init() {
    var template = Array("/tmp/connector-test-XXXXXX".utf8CString)
    let made = template.withUnsafeMutableBufferPointer { buffer in
      buffer.baseAddress.flatMap { mkdtemp($0) }.map { String(cString: $0) }
    }
    guard let made else { preconditionFailure("no folder can be made in /tmp: \(SystemError.text(errno))") }
    path = made
  }

  deinit { remove("") }

  package func path(_ name: String) -> String { path + "/" + name }

  /// Makes the folders that a file is to lie in.
  package func makeParents(of name: String) {
    var folder = path
    for part in name.split(separator: "/").dropLast() {
      folder += "/" + part
      mkdir(folder, 0o755)
    }
  }

  package func write(_ text: String, to name: String) throws {
    makeParents(of: name)
    try DiskText.write(text, to: path(name))
  }

  /// The names in it or in a folder of it, in order.
  package func names(in folder: String = "") -> [String] { Folder.names(in: path(folder)) ?? [] }

  /// Takes away a file or a folder with all that is in it.
  package func remove(_ name: String) {
    // A link goes, and not what it leads to.
    if unlink(path(name)) == 0 { return }
    for inner in names(in: name) { remove(name + "/" + inner) }
    rmdir(path(name))
  }
}
