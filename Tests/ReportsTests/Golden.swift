internal import Glibc
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
      #expect(write(actual), "cannot write \(path)", sourceLocation: sourceLocation)
      return
    }
    guard let expected = read() else {
      Issue.record("no golden file \(name); run with UPDATE_GOLDEN=1", sourceLocation: sourceLocation)
      return
    }
    let difference = Self.firstDifference(expected, actual)
    #expect(
      difference == nil, "\(name) differs: \(difference ?? "")\n\(actual)", sourceLocation: sourceLocation)
  }

  private func read() -> String? {
    guard let file = fopen(path, "r") else { return nil }
    defer { fclose(file) }
    var bytes: [UInt8] = []
    var buffer = [UInt8](repeating: 0, count: 65_536)
    while true {
      let count = fread(&buffer, 1, buffer.count, file)
      if count == 0 { break }
      bytes += buffer[..<count]
    }
    return String(decoding: bytes, as: UTF8.self)
  }

  private func write(_ text: String) -> Bool {
    guard let file = fopen(path, "w") else { return false }
    let bytes = Array(text.utf8)
    let count = fwrite(bytes, 1, bytes.count, file)
    return fclose(file) == 0 && count == bytes.count
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
