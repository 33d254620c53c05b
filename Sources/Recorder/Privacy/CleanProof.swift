internal import HTTP
internal import Calling
internal import Diagnostics
internal import Language
internal import Values

/// Looks through what would be written for anything that was to be replaced.
///
/// It knows only the finished text: everything is searched as it stands, with escapes undone, and with base64 unpacked.
package struct CleanProof: Sendable {
  /// Something that must not be written, and where.
  package struct Leak: Sendable, Hashable {
    package let line: Int
    /// The path in the body, or the part of the exchange.
    package let place: String
    /// What it is, never the value itself.
    package let what: String
  }

  private let redactor: Redactor
  private let known: KnownValues
  private let book: PseudonymBook
  private let disguise: Disguise
  private let shapes = TextShapes()

  package init(_ disguise: Disguise, secrets: [String]) {
    self.disguise = disguise
    redactor = Redactor(secrets)
    known = disguise.knownValues
    book = disguise.book
  }

  /// What is wrong with the text of a recording; nothing when it may be written.
  package func leaks(in text: String, _ discernment: Discernment) -> [Leak] {
    let file = SourceFile(path: "recording.http", text: text)
    let recording = Recording(name: "recording", file: file)
    var leaks: [Leak] = []
    for line in text.split(separator: "\n", omittingEmptySubsequences: false).enumerated() {
      let content = String(line.element)
      if redactor.finds(in: content) {
        leaks.append(Leak(line: line.offset + 1, place: "text", what: "a secret"))
      }
      if disguise.holdsSwapped(content) {
        leaks.append(Leak(line: line.offset + 1, place: "text", what: "a value of the settings"))
      }
    }
    for exchange in recording.exchanges {
      for what in find(in: exchange.target, isRequest: true) {
        leaks.append(Leak(line: line(of: exchange.targetRange), place: "address", what: what))
      }
      for (headers, isRequest) in [(exchange.requestHeaders, true), (exchange.headers, false)] {
        for header in headers {
          for what in find(in: header.value, isRequest: isRequest) {
            leaks.append(Leak(line: line(of: header.range), place: header.name, what: what))
          }
        }
      }
      if let body = exchange.requestBody {
        leaks += self.leaks(in: file, body, exchange.requestHeaders, discernment, isRequest: true)
      }
      leaks += self.leaks(in: file, exchange.body, exchange.headers, discernment)
    }
    var seen: Set<Leak> = []
    return leaks.filter { seen.insert($0).inserted }
  }

  private func leaks(
    in file: SourceFile, _ range: Range<Int>, _ headers: [Exchange.Header], _ discernment: Discernment,
    isRequest: Bool = false
  ) -> [Leak] {
    let type = headers.first { $0.lowercaseName == "content-type" }?.value
    guard let body = RecordedBody(Array(file.bytes[range.clamped(to: 0..<file.bytes.count)]), type: type)
    else {
      return [Leak(line: line(of: SourceRange(file, range)), place: "body", what: "bytes that are no text")]
    }
    var leaks: [Leak] = []
    func add(_ text: String, _ place: String) {
      for what in find(in: text, isRequest: isRequest) {
        leaks.append(Leak(line: line(of: text, in: file, range), place: place, what: what))
      }
    }
    body.visit { spot, scalar in
      guard let text = scalar.scalarText, discernment.verdict(spot, scalar) != .keep else { return }
      add(text, spot.path.isEmpty ? "body" : spot.path.joined(separator: "."))
    } key: { key in
      // A key is a name of the provider's, unless it looks like somebody's.
      for find in shapes.finds(in: key) where !isOurs(find) {
        leaks.append(Leak(line: line(of: key, in: file, range), place: "a key", what: find.kind.rawValue))
      }
    }
    return leaks
  }

  /// What of a text must not be there.
  private func find(in text: String, isRequest: Bool = false) -> [String] {
    var found: [String] = []
    for layer in Self.layers(of: text) {
      let finds = known.finds(in: layer).filter { !isRequest || !disguise.spoken.contains($0.original) }
      found += finds.map(\.kind.rawValue)
      found += shapes.finds(in: layer).filter { !isOurs($0) }.map {
        "\($0.kind.rawValue) that nobody made up"
      }
      if redactor.finds(in: layer) { found.append(PersonalKind.secret.rawValue) }
    }
    return found
  }

  private func isOurs(_ find: TextShapes.Find) -> Bool {
    Disguise.isReserved(find.kind, find.text) || book.gaveOut(find.kind, find.text)
  }

  // MARK: Layers

  /// The text, and what is packed in it.
  static func layers(of text: String, depth: Int = 3) -> [String] {
    var layers = [text]
    guard depth > 0 else { return layers }
    if text.contains("%") || text.contains("+") {
      let decoded = text.percentDecoded(plusIsBlank: true)
      if decoded != text { layers += self.layers(of: decoded, depth: depth - 1) }
    }
    if text.contains("&") {
      let unescaped = MarkupText.unescaped(text)
      if unescaped != text { layers += self.layers(of: unescaped, depth: depth - 1) }
    }
    for run in runs(in: text) {
      guard let bytes = Base64.decode(run), let inner = String(validating: bytes, as: UTF8.self),
        inner.utf8.count >= 6
      else { continue }
      layers += self.layers(of: inner, depth: depth - 1)
    }
    return layers
  }

  /// Runs of characters that may be base64, in either alphabet.
  private static func runs(in text: String) -> [String] {
    text.utf8.split { byte in
      !((0x30...0x39).contains(byte) || (0x61...0x7A).contains(byte | 0x20)
        || [0x2B, 0x2F, 0x2D, 0x5F, 0x3D].contains(byte))
    }.compactMap { run in
      guard run.count >= 8 else { return nil }
      let plain = run.map { $0 == 0x2D ? UInt8(0x2B) : $0 == 0x5F ? 0x2F : $0 }
      return String(decoding: plain, as: UTF8.self)
    }
  }

  private func line(of range: SourceRange) -> Int { range.startPosition.line }

  private func line(of text: String, in file: SourceFile, _ range: Range<Int>) -> Int {
    let bytes = file.bytes[range.clamped(to: 0..<file.bytes.count)]
    let sought = Array(text.utf8.prefix(200))
    guard let first = sought.first else { return line(of: SourceRange(file, range)) }
    var place = bytes.startIndex
    while let next = bytes[place...].firstIndex(of: first) {
      if bytes[next...].starts(with: sought) { return line(of: SourceRange(file, next, next + sought.count)) }
      place = next + 1
    }
    return line(of: SourceRange(file, range))
  }
}
