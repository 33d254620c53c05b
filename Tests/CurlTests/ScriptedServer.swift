import Glibc

/// A server that a script beside these tests starts: it prints its port, and ends when its file `running` is gone.
final class ScriptedServer {
  let port: Int
  let folder: String
  private let process: UnsafeMutablePointer<FILE>

  init?(_ script: String) {
    var template = Array("/tmp/connector-test-XXXXXX".utf8CString)
    guard mkdtemp(&template) != nil else { return nil }
    folder = String(decoding: template.dropLast().map { UInt8(bitPattern: $0) }, as: UTF8.self)
    let path = #filePath.dropLast("ScriptedServer.swift".count) + "Servers/\(script)"
    guard let process = popen("exec python3 '\(path)' '\(folder)' 2>/dev/null", "r") else { return nil }
    self.process = process
    var line = [CChar](repeating: 0, count: 64)
    guard fgets(&line, 64, process) != nil,
      let port = Int(String(decoding: line.prefix { $0 > 32 }.map { UInt8(bitPattern: $0) }, as: UTF8.self))
    else { return nil }
    self.port = port
  }

  func stop() { _ = remove(folder + "/running") }

  /// What the script wrote into a file.
  func text(_ name: String) -> String {
    guard let file = fopen(folder + "/" + name, "r") else { return "" }
    defer { fclose(file) }
    var buffer = [UInt8](repeating: 0, count: 20_000)
    let count = fread(&buffer, 1, buffer.count, file)
    return String(decoding: buffer.prefix(count), as: UTF8.self)
  }
}
