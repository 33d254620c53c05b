import Glibc
import TestSupport

/// A server that a script beside these tests starts: it prints its port, and ends when its file `running` is gone.
final class ScriptedServer {
  let port: Int
  let folder = TemporaryFolder()
  private let process: UnsafeMutablePointer<FILE>

  init?(_ script: String) {
    let path = #filePath.dropLast("ScriptedServer.swift".count) + "Servers/\(script)"
    guard let process = popen("exec python3 '\(path)' '\(folder.path)' 2>/dev/null", "r") else { return nil }
    self.process = process
    var line = [CChar](repeating: 0, count: 64)
    guard fgets(&line, 64, process) != nil,
      let port = Int(String(decoding: line.prefix { $0 > 32 }.map { UInt8(bitPattern: $0) }, as: UTF8.self))
    else { return nil }
    self.port = port
  }

  func stop() { folder.remove("running") }

  /// What the script wrote into a file.
  func text(_ name: String) -> String { DiskText.of(folder.path(name)) ?? "" }
}
