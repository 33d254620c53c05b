package import Diagnostics
internal import JSON

extension Recording {
  /// Reads the text; what cannot be read is reported and left out.
  package convenience init(name: String, file: SourceFile) {
    guard file.bytes.count <= Self.largest else {
      let finding = Finding(
        .recordingSyntax,
        "the recording is larger than \(Self.largest >> 20) MB; keep what shows every shape, and no more",
        at: SourceRange(file, 0, 0))
      self.init(name: name, file: file, exchanges: [], findings: [finding])
      return
    }
    var reader = RecordingReader(file)
    let exchanges = reader.exchanges()
    self.init(name: name, file: file, exchanges: exchanges, findings: reader.findings)
  }
}

/// Reads a recording line by line.
struct RecordingReader {
  private let file: SourceFile
  private let lines: SourceLines
  private let lineCount: Int
  private var line = 1
  private var list = FindingList()
  private var valuesLeft = mostValues
  var findings: [Finding] { list.sorted() }

  // Far more than it takes to show every shape.
  private static let mostExchanges = 2_000
  private static let mostValues = 100_000
  private static let mostHeaders = 1000
  /// Bytes of a request's address; servers take no longer ones.
  private static let longestTarget = 32_768

  init(_ file: SourceFile) {
    self.file = file
    lines = file.lines
    lineCount = lines.count
  }

  mutating func exchanges() -> [Exchange] {
    var found: [Exchange] = []
    skipBlankLines()
    while line <= lineCount {
      guard found.count < Self.mostExchanges else {
        report("a recording holds at most \(Self.mostExchanges) exchanges; the rest is not read", line)
        break
      }
      if let exchange = exchange() { found.append(exchange) } else { skipToNextExchange() }
      skipBlankLines()
    }
    if found.isEmpty, list.isEmpty {
      report("a recording holds at least one exchange, begun by a line `### title`", 1)
    }
    return found
  }

  private mutating func exchange() -> Exchange? {
    guard startsExchange(line), let titleRange = lines.range(line) else {
      report("expected a line `### title` that begins an exchange", line)
      return nil
    }
    let title = trimmed(titleRange.dropFirst(3))
    line += 1
    skipBlankLines()
    guard let (method, target, targetRange) = requestLine() else { return nil }
    let requestHeaders = headers()
    let requestBody = body(until: startsReply)
    guard let (status, statusRange) = replyLine() else { return nil }
    let replyHeaders = headers()
    let replyBody = body(until: { _ in false }) ?? file.bytes.count..<file.bytes.count
    return Exchange(
      title: title, titleRange: SourceRange(file, titleRange), method: method, target: target,
      targetRange: targetRange,
      requestHeaders: requestHeaders, requestBody: requestBody, status: status, statusRange: statusRange,
      headers: replyHeaders, body: replyBody, json: json(replyBody, replyHeaders))
  }

  // MARK: Parts

  private mutating func requestLine() -> (String, String, SourceRange)? {
    guard let range = lines.range(line), !startsExchange(line) else {
      report("expected a request such as `GET /employees`", line)
      return nil
    }
    let isBlank: (UInt8) -> Bool = { $0 == UInt8(ascii: " ") }
    let text = file.bytes[range].drop(while: isBlank)
    let method = text.prefix { (0x41...0x5A).contains($0) }
    let target = text.dropFirst(method.count).drop(while: isBlank).prefix { !isBlank($0) }
    guard !method.isEmpty, method.endIndex < target.startIndex, !target.isEmpty,
      text[target.endIndex...].allSatisfy(isBlank)
    else {
      reportRequest(method, target, text, line)
      return nil
    }
    guard target.count <= Self.longestTarget else {
      report("an address has at most \(Self.longestTarget) bytes, and this one has \(target.count)", line)
      return nil
    }
    line += 1
    return (
      String(decoding: method, as: UTF8.self), String(decoding: target, as: UTF8.self),
      SourceRange(file, target.startIndex, target.endIndex)
    )
  }

  /// Says what a line is that should be a request: mostly an address with blanks in it, or with the protocol behind it.
  private mutating func reportRequest(
    _ method: ArraySlice<UInt8>, _ target: ArraySlice<UInt8>, _ text: ArraySlice<UInt8>, _ line: Int
  ) {
    let blank = UInt8(ascii: " ")
    let rest = text[target.endIndex...]
    guard !method.isEmpty, target.first == UInt8(ascii: "/") || target.starts(with: "http".utf8),
      let end = rest.lastIndex(where: { $0 != blank })
    else {
      let found = Self.excerpt(file.text(text.indices))
      report("expected a request such as `GET /employees`, found `\(found)`", line)
      return
    }
    let words = rest.drop { $0 == blank }
    let isProtocol = words.starts(with: "HTTP/".utf8)
    let kept =
      isProtocol
      ? Array(target) : text[target.startIndex...end].flatMap { $0 == blank ? Array("%20".utf8) : [$0] }
    let place = SourceRange(file, isProtocol ? words.startIndex : target.endIndex, end + 1)
    let whole = SourceRange(file, target.startIndex, end + 1)
    list.add(.recordingSyntax, in: file) {
      Finding(
        .recordingSyntax,
        isProtocol
          ? "a recorded request ends after its address" : "an address holds no blanks: `%20` stands for one",
        at: place,
        fixes: [
          .init(
            isProtocol ? "leave the protocol out" : "write the blanks as `%20`", isSafe: true, replace: whole,
            with: String(decoding: kept, as: UTF8.self))
        ])
    }
  }

  private mutating func replyLine() -> (Int, SourceRange)? {
    guard startsReply(line), let range = lines.range(line) else {
      report("expected a reply such as `HTTP 200` after the request", min(line, lineCount))
      return nil
    }
    let words = file.bytes[range].split(separator: UInt8(ascii: " "))
    guard words.count >= 2, let status = Int(String(decoding: words[1], as: UTF8.self)),
      (100...599).contains(status)
    else {
      report("expected a status from 100 to 599 after `HTTP`", line)
      return nil
    }
    line += 1
    return (status, SourceRange(file, range))
  }

  private mutating func headers() -> [Exchange.Header] {
    var found: [Exchange.Header] = []
    while line <= lineCount, let range = lines.range(line), !range.isEmpty, !startsExchange(line),
      !startsReply(line)
    {
      let bytes = file.bytes[range]
      if let colon = bytes.firstIndex(of: UInt8(ascii: ":")), colon > range.lowerBound,
        bytes[..<colon].allSatisfy(Self.isInHeaderName)
      {
        if found.count == Self.mostHeaders {
          report("a message has at most \(Self.mostHeaders) headers; the rest is left out", line)
        }
        if found.count < Self.mostHeaders {
          let name = String(decoding: bytes[..<colon], as: UTF8.self)
          found.append(
            .init(
              name: name, lowercaseName: name.lowercased(), value: trimmed(colon + 1..<range.upperBound),
              range: SourceRange(file, range)))
        }
      } else {
        report(
          "expected a header such as `Accept: application/json` or an empty line, found `\(Self.excerpt(file.text(range)))`",
          line)
      }
      line += 1
    }
    return found
  }

  /// Names of headers are tokens: a line of a body that lacks its empty line before it is none.
  private static func isInHeaderName(_ byte: UInt8) -> Bool {
    byte.isWordPart || "!#$%&'*+-.^`|~".utf8.contains(byte)
  }

  /// The beginning of a line, as much as a message holds.
  private static func excerpt(_ text: String) -> String {
    let start = text.prefix(61)
    return start.count > 60 ? start.prefix(60) + "…" : String(start)
  }

  /// The lines up to the end of the part, blank lines around them left out.
  private mutating func body(until ends: (Int) -> Bool) -> Range<Int>? {
    skipBlankLines()
    let first = line
    while line <= lineCount, !startsExchange(line), !ends(line) { line += 1 }
    var last = line - 1
    while last >= first, lines.range(last)?.isEmpty ?? true { last -= 1 }
    guard last >= first, let start = lines.range(first), let end = lines.range(last) else { return nil }
    return start.lowerBound..<end.upperBound
  }

  private mutating func json(_ body: Range<Int>, _ headers: [Exchange.Header]) -> JSONDocument? {
    let type = headers.first { $0.lowercaseName == "content-type" }?.value.lowercased() ?? ""
    let first = file.bytes[body].first
    let looksLikeJSON = first == UInt8(ascii: "{") || first == UInt8(ascii: "[")
    guard !body.isEmpty,
      type.holds("json") && !type.holds("jsonl") && !type.holds("ndjson")
        || (type.isEmpty && looksLikeJSON)
    else { return nil }
    guard hasRoom(forValuesOf: body) else {
      report(
        "the replies of a recording hold at most \(Self.mostValues) values, and with this one there are more; keep what shows every shape, and no more",
        file.position(at: body.lowerBound).line)
      return nil
    }
    do {
      return try JSONDocument(file.bytes[body])
    } catch {
      let at = body.lowerBound + error.offset
      list.add(
        Finding(
          .recordingSyntax, "the body is not JSON: \(error.message)",
          at: SourceRange(file, at, min(at + 1, body.upperBound))))
      return nil
    }
  }

  /// Counts the values of a JSON body, and whether all bodies up to this one hold no more than is read.
  private mutating func hasRoom(forValuesOf body: Range<Int>) -> Bool {
    // Each takes a comma, or a bracket, and something beside it.
    guard file.bytes.count > 2 * Self.mostValues else { return true }
    var (count, isInText, isEscaped) = (1, false, false)
    for byte in file.bytes[body] {
      if isEscaped {
        isEscaped = false
      } else if byte == UInt8(ascii: "\"") {
        isInText.toggle()
      } else if isInText {
        isEscaped = byte == UInt8(ascii: "\\")
      } else if byte == UInt8(ascii: ",") || byte == UInt8(ascii: "[") || byte == UInt8(ascii: "{") {
        count += 1
      }
    }
    guard count <= valuesLeft else { return false }
    valuesLeft -= count
    return true
  }

  // MARK: Lines

  private func startsExchange(_ line: Int) -> Bool { hasPrefix("###", line) }
  private func startsReply(_ line: Int) -> Bool { hasPrefix("HTTP ", line) || hasPrefix("HTTP/", line) }

  private func hasPrefix(_ prefix: StaticString, _ line: Int) -> Bool {
    guard let range = lines.range(line), range.count >= prefix.utf8CodeUnitCount else { return false }
    return prefix.withUTF8Buffer { file.bytes[range].starts(with: $0) }
  }

  /// The text of a range without the blanks around it.
  private func trimmed(_ range: Range<Int>) -> String {
    let isBlank: (UInt8) -> Bool = { $0 == UInt8(ascii: " ") || $0 == UInt8(ascii: "\t") }
    var text = file.bytes[range.clamped(to: 0..<file.bytes.count)].drop(while: isBlank)
    while let last = text.last, isBlank(last) { text.removeLast() }
    return String(decoding: text, as: UTF8.self)
  }

  private mutating func skipBlankLines() {
    while line <= lineCount, lines.range(line)?.isEmpty ?? false { line += 1 }
  }

  private mutating func skipToNextExchange() {
    line += 1
    while line <= lineCount, !startsExchange(line) { line += 1 }
  }

  private mutating func report(_ message: String, _ line: Int) {
    list.add(.recordingSyntax, in: file) {
      Finding(.recordingSyntax, message, at: SourceRange(file, lines.range(line) ?? 0..<0))
    }
  }
}
