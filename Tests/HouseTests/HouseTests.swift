import Glibc
import TestSupport
import Testing

/// The style of the house as a test: what can be checked by reading the sources is checked here.
@Suite struct HouseTests {
  static let root = String(#filePath.dropLast("/Tests/HouseTests/HouseTests.swift".count))
  static let sources = SourceListing(root: root)

  @Test(arguments: sources.swiftFiles.map(\.path))
  func `files and lines stay short`(_ path: String) throws {
    let file = try #require(Self.sources.file(path))
    if Self.isGenerated(file) { return }
    #expect(file.lines.count <= 600, "\(path) has \(file.lines.count) lines")
    let long = file.lines.enumerated().filter { $0.element.count > 160 }.map { $0.offset + 1 }
    #expect(long.isEmpty, "\(path): lines \(long) are longer than 160 characters")
  }

  @Test(arguments: sources.swiftFiles.map(\.path).filter { $0.hasPrefix("Sources/") })
  func `imports follow the manifest`(_ path: String) throws {
    let file = try #require(Self.sources.file(path))
    let module = path.split(separator: "/").dropFirst().first.map(String.init) ?? ""
    guard module != "C", let allowed = Self.dependencies[module == "Main" ? "connector" : module] else {
      return
    }
    for name in file.imports where !["Glibc", "Synchronization"].contains(name) {
      #expect(
        allowed.contains(name), "\(path) imports \(name), which the manifest does not give to \(module)")
    }
  }

  @Test(arguments: sources.swiftFiles.map(\.path).filter { $0.hasPrefix("Sources/") })
  func `nothing dangerous is written`(_ path: String) throws {
    let file = try #require(Self.sources.file(path))
    if Self.isGenerated(file) { return }
    for (number, line) in file.lines.enumerated() {
      let code = Self.withoutComment(line)
      for word in ["try!", "as!", "fatalError(", "TODO", "FIXME", "import Foundation"]
      where code.contains(word) {
        Issue.record("\(path):\(number + 1) holds \(word)")
      }
      if code.contains("@unchecked Sendable") {
        #expect(Self.unchecked.contains(path), "\(path):\(number + 1) is unchecked")
      }
    }
  }

  @Test func `every package declaration has a doc comment`() {
    var bare: [String] = []
    for file in Self.sources.swiftFiles where file.path.hasPrefix("Sources/") && !Self.isGenerated(file) {
      for (number, line) in file.lines.enumerated() {
        guard
          let match = ["package struct ", "package enum ", "package protocol ", "package final class "].first(
            where: { line.hasPrefix($0) })
        else { continue }
        _ = match
        var above = number - 1
        while above >= 0, file.lines[above].hasPrefix("@") { above -= 1 }
        if above < 0 || !file.lines[above].hasPrefix("///") { bare.append("\(file.path):\(number + 1)") }
      }
    }
    #expect(bare.isEmpty, "\(bare)")
  }

  /// The hot path, where a table that nobody writes any more is read at its address.
  private static let unchecked: Set<String> = [
    "Sources/JSON/FrozenTable.swift", "Sources/JSON/JSONDocument.swift", "Sources/Mapping/MappingFrame.swift",
  ]

  private static func isGenerated(_ file: SourceText) -> Bool {
    file.lines.first?.hasPrefix("// Generated") ?? false
  }

  private static func withoutComment(_ line: String) -> String {
    let trimmed = line.drop { $0 == " " }
    return trimmed.hasPrefix("//") ? "" : line
  }

  /// The targets of the manifest and what each may import, read from its text.
  private static let dependencies: [String: Set<String>] = {
    var found: [String: Set<String>] = [:]
    let text = sources.manifest
    var rest = text[...]
    while let place = rest.firstRange(of: "module(") ?? nil {
      rest = rest[place.upperBound...]
      let body = rest.prefix { $0 != ")" }
      let names = body.split(separator: "\"", omittingEmptySubsequences: false).enumerated().filter {
        $0.offset % 2 == 1
      }.map { String($0.element) }
      if let name = names.first { found[name] = Set(names.dropFirst()) }
    }
    found["JSON"] = ["CSimdjson"]
    found["connector"] = ["Commands"]
    return found
  }()
}

/// A Swift file of the project.
struct SourceText: Sendable {
  let path: String
  let lines: [String]

  /// The modules that it imports.
  var imports: [String] {
    lines.compactMap { line in
      let words = line.split(separator: " ")
      guard let place = words.firstIndex(of: "import"), place <= 1, words.count > place + 1 else {
        return nil
      }
      return String(words[place + 1])
    }
  }
}

/// The Swift files below `Sources` and `Tests`.
struct SourceListing: Sendable {
  let swiftFiles: [SourceText]
  let manifest: String

  init(root: String) {
    var paths: [String] = []
    for folder in ["Sources", "Tests"] { Self.walk(root, folder, &paths) }
    swiftFiles = paths.sorted().map { SourceText(path: $0, lines: Self.lines(root + "/" + $0)) }
    manifest = Self.lines(root + "/Package.swift").joined(separator: "\n")
  }

  func file(_ path: String) -> SourceText? { swiftFiles.first { $0.path == path } }

  private static func walk(_ root: String, _ folder: String, _ paths: inout [String]) {
    guard let directory = opendir(root + "/" + folder) else { return }
    defer { closedir(directory) }
    while let entry = readdir(directory) {
      let name = withUnsafePointer(to: &entry.pointee.d_name) {
        $0.withMemoryRebound(to: CChar.self, capacity: 256) { String(cString: $0) }
      }
      if name.hasPrefix(".") { continue }
      let path = folder + "/" + name
      if name.hasSuffix(".swift") {
        paths.append(path)
      } else if Int32(entry.pointee.d_type) == DT_DIR {
        walk(root, path, &paths)
      }
    }
  }

  private static func lines(_ path: String) -> [String] {
    (DiskText.of(path) ?? "").split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
  }
}

extension Substring {
  fileprivate func firstRange(of word: String) -> Range<Substring.Index>? {
    var place = startIndex
    while place < endIndex {
      if self[place...].hasPrefix(word) { return place..<index(place, offsetBy: word.count) }
      place = index(after: place)
    }
    return nil
  }
}
