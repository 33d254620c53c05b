internal import Diagnostics
internal import Language
internal import Programs

/// `link_header`: the header `Link` holds the address of the next page (RFC 8288).
struct LinkHeaderPageStyle: PageStyle {
  private let rel: String
  private let place: SourceRange

  init?(_ block: Block, _ surroundings: Surroundings) {
    guard let block = block.as(LinkHeaderPages.self) else { return nil }
    rel = block[LinkHeaderPages.rel] ?? "next"
    place = block.block.head
  }

  var namesNextPage: Bool { true }

  func step(after page: PageReading, _ rules: PageRules) throws(RunFailure) -> PageStep {
    for header in page.links {
      guard let address = LinkHeader.target(of: rel, in: header) else { continue }
      var next = page.position.following(page.count)
      next.address = address
      return .next(next)
    }
    if let broken = page.links.first(where: { !LinkHeader.isReadable($0) }) {
      throw RunFailure(
        .provider,
        "the header `Link` cannot be read, and nobody knows whether another page follows: `\(broken.prefix(100))`",
        at: place)
    }
    return .end(.unnamed)
  }
}

/// A value of the header `Link`.
enum LinkHeader {
  /// The address whose relations hold the given one: `<https://…>; rel="next"`.
  static func target(of relation: String, in header: String) -> String? {
    var rest = Substring(header)
    while let start = rest.firstIndex(of: "<") {
      guard let end = rest[start...].firstIndex(of: ">") else { return nil }
      let target = rest[rest.index(after: start)..<end]
      rest = rest[rest.index(after: end)...]
      let parameters = takeParameters(&rest).parameters
      let relations = parameters.first { $0.name == "rel" }?.value ?? ""
      if relations.split(separator: " ").contains(where: { $0.lowercased() == relation.lowercased() }) {
        return String(target)
      }
    }
    return nil
  }

  /// Whether it holds links and nothing that has begun as one and is none; an empty one holds none.
  static func isReadable(_ header: String) -> Bool {
    var rest = header.drop { $0 == " " || $0 == "\t" || $0 == "," }
    while let first = rest.first {
      guard first == "<", let end = rest.firstIndex(of: ">") else { return false }
      rest = rest[rest.index(after: end)...]
      guard takeParameters(&rest).isWhole else { return false }
      rest = rest.drop { $0 == " " || $0 == "\t" || $0 == "," }
    }
    return true
  }

  private typealias Parameters = (parameters: [(name: String, value: String)], isWhole: Bool)

  /// The parameters up to the comma before the next link; not whole where a quotation without its end hides what follows.
  private static func takeParameters(_ rest: inout Substring) -> Parameters {
    var (parameters, isWhole): Parameters = ([], true)
    while true {
      rest = rest.drop { $0 == " " || $0 == "\t" || $0 == ";" }
      guard let first = rest.first, first != ",", first != "<" else { break }
      let name = rest.prefix { !"=;, ".contains($0) }
      rest = rest.dropFirst(name.count).drop { $0 == " " }
      var value = ""
      if rest.first == "=" {
        rest = rest.dropFirst().drop { $0 == " " }
        let taken = takeValue(&rest)
        value = taken ?? ""
        isWhole = isWhole && taken != nil
      } else if name.isEmpty {
        rest = rest.dropFirst()
      }
      parameters.append((name.lowercased(), value))
    }
    if rest.first == "," { rest.removeFirst() }
    return (parameters, isWhole)
  }

  /// Nil for a quotation that does not end, or ends where the next one begins.
  private static func takeValue(_ rest: inout Substring) -> String? {
    // Some write `rel='next'`, which is no quotation by the letter of the standard and is meant as one.
    guard let mark = rest.first, mark == "\"" || mark == "'" && rest.dropFirst().contains("'") else {
      let value = rest.prefix { $0 != ";" && $0 != "," }
      rest = rest.dropFirst(value.count)
      return String(value)
    }
    rest.removeFirst()
    var value = ""
    while let character = rest.popFirst() {
      if character == mark { return mark == "'" || rest.first.map(";, \t".contains) ?? true ? value : nil }
      if character == "\\", let escaped = rest.popFirst() {
        value.append(escaped)
      } else {
        value.append(character)
      }
    }
    return nil
  }
}
