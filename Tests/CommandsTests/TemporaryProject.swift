internal import Glibc
internal import Testing

/// A folder with files that is gone after the test.
final class TemporaryProject {
  let root: String

  init(_ files: [String: String] = [:]) throws {
    var template = Array("/tmp/connector-test-XXXXXX".utf8CString)
    let made = template.withUnsafeMutableBufferPointer { buffer in
      buffer.baseAddress.flatMap { mkdtemp($0) }.map { String(cString: $0) }
    }
    root = try #require(made)
    for (path, text) in files { try write(text, to: path) }
  }

  deinit { Self.remove(root) }

  func path(_ name: String) -> String { root + "/" + name }

  func write(_ text: String, to name: String) throws {
    var folder = root
    for part in name.split(separator: "/").dropLast() {
      folder += "/" + part
      mkdir(folder, 0o755)
    }
    let file = try #require(fopen(path(name), "w"))
    let bytes = Array(text.utf8)
    #expect(fwrite(bytes, 1, bytes.count, file) == bytes.count)
    #expect(fclose(file) == 0)
  }

  func read(_ name: String) -> String? { Self.text(of: path(name)) }

  /// A file of the project that comes with the program.
  static func shipped(_ name: String) -> String? {
    text(of: #filePath.split(separator: "/").dropLast(3).map { "/" + $0 }.joined() + "/" + name)
  }

  private static func text(of path: String) -> String? {
    guard let file = fopen(path, "r") else { return nil }
    defer { fclose(file) }
    var bytes: [UInt8] = []
    var buffer = [UInt8](repeating: 0, count: 65_536)
    while true {
      let count = fread(&buffer, 1, buffer.count, file)
      if count == 0 { return String(decoding: bytes, as: UTF8.self) }
      bytes += buffer[..<count]
    }
  }

  func remove(_ name: String) { Self.remove(path(name)) }

  /// The names in a folder, in no order.
  func names(in folder: String) -> [String] { Self.names(inside: path(folder)) }

  private static func names(inside path: String) -> [String] {
    guard let handle = opendir(path) else { return [] }
    defer { closedir(handle) }
    var names: [String] = []
    while let entry = readdir(handle) {
      let name = withUnsafePointer(to: &entry.pointee.d_name) {
        $0.withMemoryRebound(to: CChar.self, capacity: 256) { String(cString: $0) }
      }
      if name != ".", name != ".." { names.append(name) }
    }
    return names
  }

  private static func remove(_ path: String) {
    if unlink(path) == 0 { return }
    for name in names(inside: path) { remove(path + "/" + name) }
    rmdir(path)
  }

  /// A project of one small connector, whose credential is given under the key `token`.
  static func acme(token: String = "token") throws -> TemporaryProject {
    try TemporaryProject(["connectors/acme/connector.yaml": acmeText(token: token)])
  }

  static func acmeText(token: String = "token") -> String {
    """
    spec: 1
    name: acme
    title: Acme HR
    category: hris
    docs: https://developer.example.com
    settings:
      api_key: {type: secret, title: API key}
    auth: {type: bearer, \(token): "${settings.api_key}"}
    http: {base_url: https://api.example.com/v1}
    check: {get: /me}
    streams:
      employees:
        read: {get: /employees}
        records: body.data
        key: id
        pages: {type: none}

    """
  }
}
