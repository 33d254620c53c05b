internal import Diagnostics
internal import Glibc
internal import JSON
internal import Language

/// What a request of a connector looks like from outside: method, path and query with the parts that vary left open.
struct RequestPattern {
  let method: String
  /// One, or one for each choice that the address leaves.
  let paths: [TextPattern]
  let query: [(name: String, value: TextPattern)]
  let isAbsolute: Bool
  /// What the answer to a GraphQL query holds.
  private let answer: GraphQLNames?

  /// Reads a block that has the keys of a request; nil when it has no usable method.
  ///
  /// - Parameter given: The values that a stream made like another gives.
  init?(_ block: Block, with given: [Named<String>] = []) {
    guard let (method, template) = RequestBlock.target(of: block) else { return nil }
    self.init(block, method: method, WrittenAddress(Self.filled(template.source, given)), with: given)
  }

  private static func filled(_ source: String, _ given: [Named<String>]) -> String {
    guard !given.isEmpty, source.holdsTemplate else { return source }
    return given.reduce(source) { text, value in
      text.split(separator: "${with.\(value.name)}", omittingEmptySubsequences: false).joined(
        separator: value.value)
    }
  }

  /// The same of a block whose address was taken apart already.
  init(_ block: Block, method: String, _ address: WrittenAddress, with given: [Named<String>] = []) {
    self.method = method.uppercased()
    var inline: [(String, TextPattern)] = []
    for pair in address.query?.split(separator: "&") ?? [] {
      let parts = pair.split(separator: "=", maxSplits: 1)
      inline.append(
        (parts.first.map(String.init) ?? "", TextPattern(parts.count > 1 ? String(parts[1]) : "")))
    }
    paths = address.paths.flatMap { path in
      [TextPattern(path)] + (path.utf8.allSatisfy { $0 < 0x80 } ? [] : [TextPattern(Exchange.asSent(path))])
    }
    isAbsolute = address.isAbsolute
    answer = block[RequestBlock.graphql]?[GraphQLBlock.query].map { GraphQLNames($0) }
    query =
      inline
      + (block[RequestBlock.query(.request)] ?? []).map {
        ($0.name, TextPattern(Self.filled($0.value.source, given)))
      }
  }

  /// Whether an exchange shows every query value that the request always sends.
  func isWhole(_ exchange: Exchange) -> Bool {
    let sent = Set(exchange.query.map(\.name))
    return query.allSatisfy { sent.contains($0.name) }
  }

  /// Whether an exchange shows no query value but those that the request sends.
  func isAll(_ exchange: Exchange) -> Bool {
    exchange.query.allSatisfy { sent in query.contains { $0.name == sent.name } }
  }

  /// Whether a reply says anything about this request: errors of GraphQL, which come without `data`, may answer any query.
  func isAnswer(_ reply: JSONView) -> Bool { answer == nil || reply["data"] != nil }

  private func isAnswered(by exchange: Exchange) -> Bool {
    guard let answer, let data = exchange.json?.root["data"], data.kind == .object else { return true }
    return answer.fit(data.members.compactMap(\.key.string))
  }

  /// The only query value in which an exchange is another request than this one; nil where it fits, or differs in more.
  func onlyMisfit(_ exchange: Exchange) -> String? {
    guard exchange.method == method, isAnswered(by: exchange),
      paths.contains(where: { $0.matches(exchange.path, withSlashes: isAbsolute) })
    else { return nil }
    let recorded = exchange.query
    let misfits = query.filter { name, value in
      recorded.first { $0.name == name }.map { !value.matches($0.value, withSlashes: true) } ?? false
    }
    return misfits.count == 1 ? misfits.first?.name : nil
  }

  /// How well an exchange fits: nil when it does not, else the more the better.
  func fit(_ exchange: Exchange) -> Int? {
    guard exchange.method == method else { return nil }
    var best: Int?
    for path in paths where path.matches(exchange.path, withSlashes: isAbsolute) {
      best = max(best ?? 0, path.literalCount)
    }
    guard var fit = best, isAnswered(by: exchange) else { return nil }
    let recorded = exchange.query
    for (name, value) in query {
      guard let found = recorded.first(where: { $0.name == name }) else { continue }
      guard value.matches(found.value, withSlashes: true) else { return nil }
      fit += 1 + value.literalCount
    }
    return fit
  }
}

/// A text with open places: the literal parts of a template in order.
struct TextPattern {
  /// Literal parts; between each two of them anything may stand.
  let parts: [String]

  var literalCount: Int { parts.reduce(0) { $0 + $1.utf8.count } }

  /// Takes the literal parts, between which anything may stand.
  init(parts: [String]) { self.parts = parts }

  /// Reads a template, `${ }` and `{name}` being open places.
  init(_ template: String) {
    var parts: [String] = []
    var literal: [UInt8] = []
    var bytes = Array(template.utf8)[...]
    while let byte = bytes.popFirst() {
      let isTemplate = byte == UInt8(ascii: "$") && bytes.first == UInt8(ascii: "{")
      guard isTemplate || byte == UInt8(ascii: "{") else {
        literal.append(byte)
        continue
      }
      if isTemplate { bytes = bytes.dropFirst() }
      parts.append(String(decoding: literal, as: UTF8.self))
      literal = []
      Self.skipExpression(&bytes)
    }
    parts.append(String(decoding: literal, as: UTF8.self))
    self.parts = parts
  }

  /// Skips to behind the brace that closes, quotes and inner braces respected.
  private static func skipExpression(_ bytes: inout ArraySlice<UInt8>) {
    var depth = 1
    var quote: UInt8?
    while let byte = bytes.popFirst() {
      if let open = quote {
        if byte == UInt8(ascii: "\\") { bytes = bytes.dropFirst() }
        if byte == open { quote = nil }
        continue
      }
      switch byte {
      case UInt8(ascii: "'"), UInt8(ascii: "\""): quote = byte
      case UInt8(ascii: "{"): depth += 1
      case UInt8(ascii: "}"):
        depth -= 1
        if depth == 0 { return }
      default: break
      }
    }
  }

  /// Whether a text fits; open places hold no `/` unless told so.
  func matches(_ text: String, withSlashes: Bool) -> Bool {
    var text = text
    return text.withUTF8 { bytes in matches(bytes, withSlashes: withSlashes) }
  }

  private func matches(_ text: UnsafeBufferPointer<UInt8>, withSlashes: Bool) -> Bool {
    guard let first = parts.first, let last = parts.last else { return text.isEmpty }
    guard Self.stands(first, in: text, at: 0) else { return false }
    if parts.count == 1 { return text.count == first.utf8.count }
    var place = first.utf8.count
    let end = text.count - last.utf8.count
    guard place <= end, Self.stands(last, in: text, at: end) else { return false }
    let slash = UInt8(ascii: "/")
    for part in parts.dropFirst().dropLast() {
      guard let found = Self.find(part, in: text, place..<end) else { return false }
      if !withSlashes, text[place..<found].contains(slash) { return false }
      place = found + part.utf8.count
    }
    return withSlashes || !text[place..<end].contains(slash)
  }

  private static func find(_ part: String, in text: UnsafeBufferPointer<UInt8>, _ range: Range<Int>) -> Int? {
    guard range.count >= part.utf8.count else { return nil }
    return (range.lowerBound...range.upperBound - part.utf8.count).first { stands(part, in: text, at: $0) }
  }

  private static func stands(_ part: String, in text: UnsafeBufferPointer<UInt8>, at place: Int) -> Bool {
    let count = part.utf8.count
    guard count <= text.count - place else { return false }
    guard count > 0, let start = text.baseAddress else { return count == 0 }
    return part.utf8.withContiguousStorageIfAvailable { sought in
      sought.baseAddress.map { memcmp(start + place, $0, count) == 0 } ?? false
    } ?? text[place...].starts(with: part.utf8)
  }
}
