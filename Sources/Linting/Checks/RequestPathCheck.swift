internal import Diagnostics
internal import Expressions
internal import Language
internal import YAML

/// Paths: joined well to the base address, and with every open place filled.
enum RequestPathCheck: Check {
  static let rules: [Rule] = [
    .openPathPlace, .unusedPathPlace, .foreignPlaceholder, .queryInPath, .noLeadingSlash, .doubleSlash,
    .repeatedBasePath,
    .badPathCharacter, .noBaseAddress,
  ]

  static func run(_ context: ConnectorContext, _ texts: CheckedTexts, _ report: inout FindingList) {
    let base = context.file[ConnectorFile.http]?[HTTPBlock.baseURL]
    let requests = context.requests
    for request in requests {
      // What is wrong with an expression comes first, and other tools' braces are told as such.
      if !report.touch(request.address.range), !checkPlaceholders(request, &report) {
        if context.isSound { checkPlaces(request, context, &report) }
        checkCharacters(request, &report)
      }
      if let base { checkStart(request, base, &report) }
    }
    if let base {
      checkJoint(requests, base, &report)
      if !report.touch(base.range) { checkPlaces(of: base, context, &report) }
    }
    checkBase(requests, context, &report)
  }

  /// Paths that are appended to nothing.
  private static func checkBase(
    _ requests: [WrittenRequest], _ context: ConnectorContext, _ report: inout FindingList
  ) {
    guard context.isComplete, !context.file.block.has("http"),
      let first = requests.first(where: { $0.owner != .auth && !$0.isAbsolute })
    else { return }
    report.add(
      Finding(
        .noBaseAddress, "requests have paths, and no `http` says which address they are appended to",
        at: context.place(ofMissing: "http"), path: nil,
        related: [.init("such a path", at: first.address.range)],
        suggestions: ["http: {base_url: https://api.example.com}"]))
  }

  /// Literal pieces of an address with their places in its text.
  private static func literals(_ address: Template) -> [(text: String, start: Int)] {
    TemplateText(address.source).parts.compactMap {
      if case .literal(let text, let range) = $0, text.utf8.count == range.count {
        (text, range.lowerBound)
      } else {
        nil
      }
    }
  }

  // MARK: Open places

  /// What is filled into the base address is an expression as well: no style of a stream puts anything there.
  private static func checkPlaces(
    of base: Template, _ context: ConnectorContext, _ report: inout FindingList
  ) {
    let proving = context.file.proofs.compactMap { $0.node.mapping?["send"]?.mapping?["path"]?.scalar?.text }
    let settings = (context.file[ConnectorFile.settings] ?? []).map(\.name)
    for (text, start) in literals(base) {
      for (name, range) in braces(in: text) where !proving.contains(name) && !name.isEmpty {
        let place = base.scalar.range(ofInner: start + range.lowerBound..<start + range.upperBound)
        let near = settings.contains(name) ? [name] : Suggestions.nearest(to: name, among: settings)
        let written = name.hasPrefix("settings.") ? name : near.first.map { "settings.\($0)" }
        report.add(
          Finding(
            .foreignPlaceholder, "`{\(name)}` would be sent as it is: values are put in by `${ }`", at: place,
            path: base.path.description, suggestions: written.map { ["${\($0)}"] } ?? [],
            fixes: written.map {
              [.init("write it as an expression", isSafe: false, replace: place, with: "${\($0)}")]
            } ?? []))
      }
    }
  }

  /// Ways in which other tools mark what is filled in; true when one was found.
  private static func checkPlaceholders(_ request: WrittenRequest, _ report: inout FindingList) -> Bool {
    for (text, start) in literals(request.address) {
      guard let found = ForeignPlaceholder(in: text) else { continue }
      let place = request.address.scalar.range(
        ofInner: start + found.range.lowerBound..<start + found.range.upperBound)
      let name = found.name.isEmpty ? "name" : found.name
      report.add(
        Finding(
          .foreignPlaceholder, "`\(found.source)` would be sent as it is: values are put in by `${ }`",
          at: place,
          path: request.address.path.description, suggestions: ["${\(name)}"],
          fixes: [.init("write it as an expression", isSafe: false, replace: place, with: "${\(name)}")]))
      return true
    }
    return false
  }

  private static func checkPlaces(
    _ request: WrittenRequest, _ context: ConnectorContext, _ report: inout FindingList
  ) {
    var placed: [WrittenPlacement] = []
    if case .stream(let name) = request.owner, request.isRead, let stream = context.stream(name) {
      placed = WrittenPlacement.all(of: stream.value).filter { $0.kind == "path" }
    }
    // What proves who is asking may stand in the path as well.
    let proving = context.file.proofs.compactMap { $0.node.mapping?["send"]?.mapping?["path"]?.scalar?.text }
    var open: Set<String> = []
    for (text, start) in literals(request.address) {
      for (name, range) in braces(in: text) {
        open.insert(name)
        guard !placed.contains(where: { $0.name == name }), !proving.contains(name) else { continue }
        if let finding = braceless(name, at: start + range.lowerBound, request, context) {
          report.add(finding)
          continue
        }
        let place = request.address.scalar.range(ofInner: start + range.lowerBound..<start + range.upperBound)
        report.add(
          Finding(
            .openPathPlace, "nothing fills `{\(name)}`", at: place, path: request.address.path.description,
            evidence: [.init("filled by", "a placement `path: \(name)`, or write an expression, `${...}`")],
            suggestions: Suggestions.nearest(to: name, among: placed.map(\.name)).map { "{\($0)}" }))
      }
    }
    // A name that was misspelt in one of the two places is one mistake.
    let isTold = open.contains { name in !placed.contains { $0.name == name } && !proving.contains(name) }
    for placement in placed where !isTold && !open.contains(placement.name) {
      report.add(
        Finding(
          .unusedPathPlace, "the path has no `{\(placement.name)}` for \(placement.meaning)",
          at: placement.range,
          path: placement.path.description, related: [.init("the path", at: request.address.range)]))
    }
  }

  /// A value of what the stream is read for each of, without the dollar before its braces.
  private static func braceless(
    _ name: String, at start: Int, _ request: WrittenRequest, _ context: ConnectorContext
  ) -> Finding? {
    let head = String(name.prefix { $0 != "." })
    let known = ["settings", "account", "input", "page", "with"] + context.readers.keys
    guard name != head, known.contains(head) else { return nil }
    let place = request.address.scalar.range(ofInner: start..<start + name.utf8.count + 2)
    return Finding(
      .foreignPlaceholder, "`{\(name)}` would be sent as it is: values are put in by `${ }`", at: place,
      path: request.address.path.description, suggestions: ["${\(name)}"],
      fixes: [.init("write it as an expression", isSafe: false, replace: place, with: "${\(name)}")])
  }

  private static func braces(in text: String) -> [(name: String, range: Range<Int>)] {
    let bytes = Array(text.utf8)
    var found: [(String, Range<Int>)] = []
    var open: Int?
    for (index, byte) in bytes.enumerated() {
      if byte == UInt8(ascii: "{") { open = index }
      guard byte == UInt8(ascii: "}"), let start = open else { continue }
      found.append((String(decoding: bytes[start + 1..<index], as: UTF8.self), start..<index + 1))
      open = nil
    }
    return found
  }

  // MARK: Form

  /// Words, each behind one slash, as nearly all paths are.
  private static func isUnremarkable(_ text: String) -> Bool {
    var isBehindSlash = false
    for byte in text.utf8 {
      let isSlash = byte == UInt8(ascii: "/")
      guard byte.isPlainInPath || isSlash && !isBehindSlash else { return false }
      isBehindSlash = isSlash
    }
    return true
  }

  private static func checkCharacters(_ request: WrittenRequest, _ report: inout FindingList) {
    let address = request.address
    for (text, start) in literals(address) where !isUnremarkable(text) {
      if let mark = text.firstIndex(of: "?"), text[mark...].contains("=") {
        let at = start + text.utf8.distance(from: text.startIndex, to: mark)
        let end = start + text.utf8.count
        report.add(
          Finding(
            .queryInPath, "the query belongs under `query`, where each value is encoded",
            at: address.scalar.range(ofInner: at..<end),
            path: address.path.description, suggestions: ["query: \(asMapping(query(of: address)))"]))
        return
      }
      if let stray = text.firstIndex(where: { $0.isWhitespace || $0 == "#" || $0 == "\\" }) {
        let at = start + text.utf8.distance(from: text.startIndex, to: stray)
        report.add(
          Finding(
            .badPathCharacter,
            text[stray].isWhitespace ? "a path has no blanks" : "`\(text[stray])` has no place in a path",
            at: address.scalar.range(ofInner: at..<at + text[stray].utf8.count),
            path: address.path.description))
        return
      }
      let isHead = start == 0
      let body = isHead ? text.firstRange(of: "://").map { text[$0.upperBound...] } ?? text[...] : text[...]
      if let twice = body.firstRange(of: "//") {
        let at = start + text.utf8.distance(from: text.startIndex, to: twice.lowerBound)
        report.add(
          Finding(
            .doubleSlash, "two slashes in a row are another path to most servers",
            at: address.scalar.range(ofInner: at..<at + 2),
            path: address.path.description,
            fixes: [
              .init(
                "write one", isSafe: false, replace: address.scalar.range(ofInner: at..<at + 2), with: "/")
            ]))
        return
      }
    }
  }

  /// The query as it is written, with the expressions in it.
  private static func query(of address: Template) -> Substring {
    // What stands in braces may hold a question mark of its own.
    guard let text = literals(address).first(where: { $0.text.contains("?") }),
      let mark = text.text.utf8.firstIndex(of: UInt8(ascii: "?"))
    else { return "" }
    let at = text.start + text.text.utf8.distance(from: text.text.utf8.startIndex, to: mark)
    return Substring(address.source.utf8.dropFirst(at + 1))
  }

  private static func asMapping(_ query: Substring) -> String {
    let pairs = query.split(separator: "&").map { pair -> String in
      let parts = pair.split(separator: "=", maxSplits: 1)
      return "\(parts.first ?? ""): \"\(parts.count > 1 ? parts[1] : "")\""
    }
    return "{\(pairs.joined(separator: ", "))}"
  }

  private static func checkStart(_ request: WrittenRequest, _ base: Template, _ report: inout FindingList) {
    let source = request.address.source
    guard !request.isAbsolute, !source.hasPrefix("${"), let first = source.first, first != "?" else { return }
    let path = request.address.path.description
    if first != "/" {
      guard !base.source.hasSuffix("/"), !first.isWhitespace, !report.touch(request.address.range) else {
        return
      }
      let place = request.address.scalar.range(ofInner: 0..<first.utf8.count)
      let tail = base.source.split(separator: "/").last ?? ""
      report.add(
        Finding(
          .noLeadingSlash,
          "the address would run together: `\(tail)\(source.prefix { $0 != "/" && $0 != "$" })`", at: place,
          path: path,
          related: [.init("the path follows this", at: base.range)], suggestions: ["/" + source],
          fixes: [.init("begin with a slash", isSafe: true, replace: place, with: "/\(first)")]))
      return
    }
    // `/v1` at the end of the one and the beginning of the other; mostly their first letters differ already.
    guard let slash = base.source.utf8.lastIndex(of: UInt8(ascii: "/")),
      base.source.utf8[slash...].count < 2
        || base.source.utf8[slash...].prefix(2).elementsEqual(source.utf8.prefix(2)),
      let last = base.source.split(separator: "/").last, base.isConstant || !last.contains("{"),
      base.source.split(separator: "/").count > 2, source.hasPrefix("/\(last)/")
    else { return }
    let place = request.address.scalar.range(ofInner: 0..<last.utf8.count + 1)
    report.add(
      Finding(
        .repeatedBasePath, "the address would hold `/\(last)` twice", at: place, path: path,
        related: [.init("the first one", at: base.range)],
        fixes: [.init("leave it out here", isSafe: false, replace: place, with: "")]))
  }

  private static func checkJoint(_ requests: [WrittenRequest], _ base: Template, _ report: inout FindingList)
  {
    guard base.source.hasSuffix("/"),
      let request = requests.first(where: { $0.address.source.hasPrefix("/") })
    else { return }
    let end = base.source.utf8.count
    let place = base.scalar.range(ofInner: end - 1..<end)
    report.add(
      Finding(
        .doubleSlash, "paths begin with a slash too: the address would have two in a row", at: place,
        path: base.path.description, related: [.init("such a path", at: request.address.range)],
        fixes: [.init("end without a slash", isSafe: true, replace: place, with: "")]))
  }
}

/// A placeholder as other tools write it: `/:id`, `<id>`, `%s`.
private struct ForeignPlaceholder {
  let source: String
  let name: String
  let range: Range<Int>

  init?(in text: String) {
    let bytes = Array(text.utf8)
    func cut(_ range: Range<Int>, _ inner: Range<Int>) -> Self {
      let words = String(decoding: bytes[inner.clamped(to: 0..<bytes.count)], as: UTF8.self)
      return Self(String(decoding: bytes[range], as: UTF8.self), words.split(separator: " ").joined(), range)
    }
    func end(_ start: Int, where isEnd: (UInt8) -> Bool) -> Int {
      bytes[start...].firstIndex(where: isEnd) ?? bytes.count
    }
    for index in bytes.indices {
      let next = index + 1 < bytes.count ? bytes[index + 1] : 0
      switch (bytes[index], next) {
      case (UInt8(ascii: "/"), UInt8(ascii: ":")):
        let close = end(index + 1) {
          $0 == UInt8(ascii: "/") || $0 == UInt8(ascii: "?") || $0 == UInt8(ascii: ".")
        }
        self = cut(index + 1..<close, index + 2..<max(close, index + 2))
        return
      case (UInt8(ascii: "<"), _):
        let close = end(index) { $0 == UInt8(ascii: ">") }
        self = cut(index..<min(close + 1, bytes.count), index + 1..<max(close, index + 1))
        return
      case (UInt8(ascii: "%"), UInt8(ascii: "s")), (UInt8(ascii: "%"), UInt8(ascii: "(")):
        let close = next == UInt8(ascii: "s") ? index + 1 : end(index) { $0 == UInt8(ascii: "s") }
        self = cut(index..<min(close + 1, bytes.count), index + 2..<max(close - 1, index + 2))
        return
      default: continue
      }
    }
    return nil
  }

  private init(_ source: String, _ name: String, _ range: Range<Int>) {
    self.source = source
    self.name = name
    self.range = range
  }
}

extension UInt8 {
  /// Letters, digits and the marks that mean nothing special in any part of an address.
  fileprivate var isPlainInPath: Bool { isWordPart || self == UInt8(ascii: "-") || self == UInt8(ascii: ".") }
}
