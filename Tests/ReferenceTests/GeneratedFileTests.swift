import Diagnostics
import EDI
import Glibc
import Language
import Linting
import Reference
import Rehearsal
import Testing
import YAML

/// The files of the repository that are made from the language, held against what it makes now.
struct GeneratedFileTests {
  static let files = GeneratedFiles.all(
    models: BuiltInModels.catalogue.all, rules: RuleList.all + RunRules.all + EDIRules.all)

  /// `UPDATE_GENERATED=1` writes them.
  @Test(arguments: files.map(\.path))
  func fileIsUpToDate(path: String) throws {
    let file = try #require(Self.files.first { $0.path == path })
    if getenv("UPDATE_GENERATED") != nil {
      try #require(Repository.write(file.text, to: path))
      return
    }
    let current = Repository.read(path)
    #expect(current == file.text, "\(path) is stale; run with UPDATE_GENERATED=1")
  }

  @Test func everyGroupHasItsPage() {
    let pages = Self.files.filter { $0.path.hasPrefix("docs/") }.map(\.text).joined()
    for entry in ConstructCatalogue.language.entries {
      #expect(pages.contains("\n## \(entry.name)\n"), "\(entry.name) is on no page")
    }
  }

  /// Links between pages lead to headings that are there.
  @Test func linksLeadSomewhere() {
    let pages = Self.files.filter { $0.path.hasPrefix("docs/") }
    var anchors: [String: Set<String>] = [:]
    for page in pages { anchors[page.path] = Markdown.anchors(of: page.text) }
    for page in pages {
      for link in Markdown.links(in: page.text) where !link.hasPrefix("http") {
        let (file, anchor) = Markdown.target(of: link, from: page.path)
        let known = anchors[file]
        #expect(known != nil, "\(page.path) links to \(link), a page that is not there")
        if let anchor { #expect(known?.contains(anchor) == true, "\(page.path) links to \(link)") }
      }
    }
  }
}

/// Files of the repository that holds this test.
enum Repository {
  private static var top: String {
    #filePath.split(separator: "/").dropLast(3).map { "/" + $0 }.joined()
  }

  /// The files of a place with `*` in it, in the order of their paths.
  static func files(_ places: String) -> [String] {
    var found = glob_t()
    defer { globfree(&found) }
    guard glob("\(top)/\(places)", 0, nil, &found) == 0, let paths = found.gl_pathv else { return [] }
    return (0..<Int(found.gl_pathc)).compactMap { paths[$0] }.map {
      String(cString: $0).dropFirst(top.count + 1)
    }
    .map(String.init)
  }

  static func read(_ path: String) -> String? {
    DiskTree(root: top).bytes(of: path, limit: 16_777_216).map { String(decoding: $0, as: UTF8.self) }
  }

  static func write(_ text: String, to path: String) -> Bool {
    var folder = top
    for part in path.split(separator: "/").dropLast() {
      folder += "/" + part
      _ = mkdir(folder, 0o755)
    }
    guard let file = fopen(top + "/" + path, "w") else { return false }
    let bytes = Array(text.utf8)
    let count = fwrite(bytes, 1, bytes.count, file)
    return fclose(file) == 0 && count == bytes.count
  }
}

/// As much of Markdown as following links needs.
enum Markdown {
  /// The names of headings; lines inside code are none.
  static func anchors(of text: String) -> Set<String> {
    var found: Set<String> = []
    var isCode = false
    for line in text.split(separator: "\n") {
      if line.hasPrefix("```") { isCode.toggle() }
      guard !isCode, line.hasPrefix("#") else { continue }
      let title = line.drop { $0 == "#" || $0 == " " }
      found.insert(
        title.lowercased().filter { $0.isLetter || $0.isNumber || "-_ ".contains($0) }.split(separator: " ")
          .joined(separator: "-"))
    }
    return found
  }

  static func links(in text: String) -> [String] {
    text.split(separator: "](", maxSplits: .max).dropFirst().compactMap { rest in
      rest.firstIndex(of: ")").map { String(rest[..<$0]) }
    }
  }

  static func target(of link: String, from page: String) -> (file: String, anchor: String?) {
    let parts = link.split(separator: "#", maxSplits: 1, omittingEmptySubsequences: false)
    let anchor = parts.count > 1 ? String(parts[1]) : nil
    guard let path = parts.first, !path.isEmpty else { return (page, anchor) }
    var folder = page.split(separator: "/").dropLast()
    for part in path.split(separator: "/") {
      if part == ".." { folder = folder.dropLast() } else { folder.append(part) }
    }
    return (folder.joined(separator: "/"), anchor)
  }
}
