internal import Diagnostics
internal import HTTP
internal import Language
internal import YAML

/// The paths of a reply by which a connector finds the next page, the end and the number of records.
struct PageClues: Sendable {
  /// Tokens, addresses and flags: what says that there is more.
  private(set) var next: [[String]] = []
  private(set) var last: [[String]] = []
  private(set) var totals: [[String]] = []
  /// Headers that name the next page, tell of the last one, or announce the number of records.
  private(set) var nextHeaders: [String] = []
  private(set) var lastHeaders: [String] = []
  private(set) var totalHeaders: [String] = []
  /// The end is told by a page that is not full, and by nothing else.
  private(set) var isCounted = false
  private(set) var size: Int?

  /// Of a stream and of all streams that it is read for.
  init(_ stream: String, in file: ConnectorFile) {
    var names = [stream]
    var place = 0
    while place < names.count {
      let block = file[ConnectorFile.streams]?.named(names[place])?.value
      place += 1
      guard let block else { continue }
      for slice in block[StreamBlock.each] ?? [] {
        if let parent = (slice[ParentSlice.stream] ?? slice[BatchSlice.stream])?.value,
          !names.contains(parent)
        {
          names.append(parent)
        }
      }
      if let pages = block[StreamBlock.pages] { add(pages, isOwn: place == 1) }
    }
  }

  private mutating func add(_ pages: Block, isOwn: Bool) {
    let mapping = pages.node.mapping
    for entry in mapping?.entries ?? [] {
      let text = entry.value.range.text
      switch entry.key.text {
      case "token", "url", "more", "by":
        next += Self.paths(in: text)
        nextHeaders += Self.paths(in: text, of: "headers").compactMap(\.first)
      case "last":
        last += Self.paths(in: text)
        lastHeaders += Self.paths(in: text, of: "headers").compactMap(\.first)
      case "total":
        totals += Self.paths(in: text)
        totalHeaders += Self.paths(in: text, of: "headers").compactMap(\.first)
      case "connection":
        for path in Self.paths(in: text) {
          next += [path + ["pageInfo", "hasNextPage"], path + ["pageInfo", "endCursor"]]
        }
      default: break
      }
    }
    guard isOwn else { return }
    size = pages[PageGuards.size]?[PageSize.value]
    let keys = Set((mapping?.entries ?? []).map(\.key.text))
    let counts = ["page", "offset", "keyset"].contains(mapping?["type"]?.scalar?.text ?? "")
    isCounted = counts && size != nil && keys.isDisjoint(with: ["last", "more", "total"])
  }

  /// All `body.…` in an expression, as keys.
  static func paths(in text: String, of variable: String = "body") -> [[String]] {
    var found: [[String]] = []
    var rest = Substring(text)
    while let range = rest.firstRange(of: variable) {
      let before = rest[..<range.lowerBound].last
      rest = rest[range.upperBound...]
      guard before.map({ !$0.isLetter && !$0.isNumber && $0 != "_" && $0 != "." }) ?? true else { continue }
      var path = ""
      var isQuoted = false
      for character in rest {
        if character == "'" || character == "\"" { isQuoted.toggle() }
        guard isQuoted || character.isLetter || character.isNumber || "_.[]?'\"@$-".contains(character) else {
          break
        }
        if !isQuoted, character == "-" { break }
        path.append(character)
      }
      let keys = CanonicalPaths.keys(of: path)
      if !keys.isEmpty { found.append(keys) }
    }
    return found
  }

  // MARK: Ends

  /// A reply that says that nothing follows, in the ways that there are; each tried after the ones before did not help.
  func ended(_ body: BodyTree, way: Int) -> BodyTree? {
    var tree = body
    switch way {
    case 0, 1:
      for path in next {
        switch body.value(at: path[...]) {
        case .bool: tree = tree.replacing(path[...], with: .bool(false))
        case .text, .number, .object: tree = tree.replacing(path[...], with: way == 0 ? BodyTree.null : nil)
        default: break
        }
      }
      for path in last {
        if case .bool? = body.value(at: path[...]) { tree = tree.replacing(path[...], with: .bool(true)) }
      }
      let numbers = last.compactMap { path in body.value(at: path[...]).flatMap { Self.number($0) } }
      // `page >= pages`: both say the number of the last page.
      if let most = numbers.max() {
        for path in last where body.value(at: path[...]).flatMap({ Self.number($0) }) != nil {
          tree = tree.replacing(path[...], with: .number(String(most)))
        }
      }
    case 2:
      for path in next { tree = tree.replacing(path[...], with: .text("")) }
    default: return nil
    }
    return tree == body ? nil : tree
  }

  /// The same body, announcing so many records.
  func announcing(_ count: Int, _ body: BodyTree) -> BodyTree {
    totals.reduce(body) { tree, path in
      switch tree.value(at: path[...]) {
      case .number: tree.replacing(path[...], with: .number(String(count)))
      case .text(let text) where Int(text) != nil: tree.replacing(path[...], with: .text(String(count)))
      default: tree
      }
    }
  }

  /// The same body, when of so many pages only a few are left.
  func numbering(_ pages: Int, insteadOf old: Int, _ body: BodyTree) -> BodyTree {
    last.reduce(body) { tree, path in
      tree.value(at: path[...]).flatMap { Self.number($0) } == old
        ? tree.replacing(path[...], with: .number(String(pages))) : tree
    }
  }

  /// The same headers, announcing so many records.
  func announcing(_ count: Int, _ headers: HeaderFields) -> HeaderFields {
    totalHeaders.reduce(headers) { Self.put(count, into: $0, $1) }
  }

  /// The same headers, when of so many pages only a few are left.
  func numbering(_ pages: Int, insteadOf old: Int, _ headers: HeaderFields) -> HeaderFields {
    lastHeaders.reduce(headers) { headers, name in
      headers[name] == String(old) ? Self.put(pages, into: headers, name) : headers
    }
  }

  private static func put(_ number: Int, into headers: HeaderFields, _ name: String) -> HeaderFields {
    let field = headers.fields.first { $0.name.lowercased() == name.lowercased() }
    guard let field, Int(field.value) != nil else { return headers }
    var headers = headers
    headers.set(field.name, String(number))
    return headers
  }

  private static func number(_ tree: BodyTree) -> Int? {
    if case .number(let digits) = tree { Int(digits) } else { nil }
  }
}
