internal import Diagnostics
internal import JSON
internal import Language
internal import YAML

/// Recordings without secrets and without people: what looks real in them is told.
enum TestRedactionCheck: Check {
  static let rules: [Rule] = [.testUnredacted, .testPersonalData]

  static func run(_ context: ConnectorContext, _ texts: CheckedTexts, _ report: inout FindingList) {
    for recording in context.connector.recordings {
      var scan = RecordingScan(recording)
      scan.run()
      for finding in scan.findings { report.add(finding) }
    }
  }
}

/// The search through one recording; each kind of thing is told once.
private struct RecordingScan {
  private let recording: Recording
  private(set) var findings: [Finding] = []
  private var hasSecret = false
  private var hasPerson = false

  private static let secretHeaders: Set<String> = [
    "authorization", "cookie", "set-cookie", "proxy-authorization", "x-api-key", "api-key", "apikey",
    "x-auth-token", "x-access-token",
    "x-amz-security-token", "x-csrf-token", "x-session-id", "x-shopify-access-token", "dd-api-key",
    "x-vault-token",
  ]
  private static let secretKeys: Set<String> = [
    "accesstoken", "refreshtoken", "idtoken", "clientsecret", "apikey", "apisecret", "secret", "password",
    "privatekey", "sessiontoken",
    "bearertoken", "authtoken", "signingsecret", "webhooksecret", "token",
  ]

  /// By the last letter; dashes at the end are left out of names.
  private static func mayBeSecretKey(_ key: UnsafeBufferPointer<UInt8>) -> Bool {
    switch key.last.map({ $0 | 0x20 }) {
    case UInt8(ascii: "n"), UInt8(ascii: "t"), UInt8(ascii: "y"), UInt8(ascii: "d"), UInt8(ascii: "-"),
      UInt8(ascii: "_") | 0x20:
      true
    default: false
    }
  }

  init(_ recording: Recording) { self.recording = recording }

  mutating func run() {
    for exchange in recording.exchanges {
      for header in exchange.requestHeaders + exchange.headers { read(header) }
      if let root = exchange.json?.root { read(root, nil, exchange) }
    }
    readBytes()
  }

  private mutating func read(_ header: Exchange.Header) {
    guard !hasSecret, Self.secretHeaders.contains(header.lowercaseName) else { return }
    let value = header.value.split(whereSeparator: { " =;:,".contains($0) }).map(String.init)
    guard let real = value.first(where: { SecretLook.isReal($0) }) else { return }
    tell(real, "the header `\(header.name)` holds what looks like a real credential", in: header.range.bytes)
  }

  private mutating func read(_ view: JSONView, _ key: JSONView?, _ exchange: Exchange) {
    if hasSecret { return }
    switch view.kind {
    case .string:
      // Whether a text is long enough, and how its key ends, is cheaper to tell than what the key is called.
      guard view.withText({ $0.count >= SecretLook.shortest }), let key, key.withText(Self.mayBeSecretKey),
        let key = key.string,
        Self.secretKeys.contains(key.lowercased().filter { $0 != "_" && $0 != "-" }), let text = view.string,
        SecretLook.isReal(text)
      else { return }
      tell(text, "`\(key)` holds what looks like a real credential", in: exchange.body)
    case .object: for (key, value) in view.members { read(value, key, exchange) }
    case .array: for value in view.elements { read(value, key, exchange) }
    case .null, .false, .true, .integer, .fraction: return
    }
  }

  private mutating func tell(_ text: String, _ message: String, in range: Range<Int>) {
    let place =
      recording.file.bytes[range.clamped(to: 0..<recording.file.bytes.count)].place(of: Array(text.utf8))
      ?? range
    hasSecret = true
    findings.append(
      Finding(
        .testUnredacted, message, at: SourceRange(recording.file, place), suggestions: ["{secret}"],
        fixes: [
          .init("take it out", isSafe: false, replace: SourceRange(recording.file, place), with: "{secret}")
        ]))
  }

  // MARK: Anywhere in the text

  private mutating func readBytes() {
    let bytes = recording.file.bytes
    for place in Self.remarkablePlaces(in: bytes) {
      let byte = bytes[place]
      if byte == UInt8(ascii: "@"), !hasPerson { readAddress(bytes, at: place) }
      if hasSecret { continue }
      switch byte {
      case UInt8(ascii: "e") where bytes[place...].starts(with: Array("eyJ".utf8)):
        readWord(bytes, place, SecretLook.isWebToken, "a signed token")
      case UInt8(ascii: "-") where bytes[place...].starts(with: Array("-----BEGIN".utf8)):
        readKey(bytes, place)
      case UInt8(ascii: "s"), UInt8(ascii: "r"), UInt8(ascii: "x"), UInt8(ascii: "g"), UInt8(ascii: "A"):
        readWord(bytes, place, SecretLook.isKnownKey, "a provider's key")
      default: break
      }
    }
  }

  /// Where an address, a key or a token may be: found in one pass over plain bytes, since nearly none of them are.
  private static func remarkablePlaces(in bytes: [UInt8]) -> [Int] {
    bytes.withUnsafeBufferPointer { bytes in
      var places: [Int] = []
      for place in 0..<max(bytes.count - 1, 0) {
        let isRemarkable =
          switch (bytes[place], bytes[place + 1]) {
          case (UInt8(ascii: "@"), _), (UInt8(ascii: "e"), UInt8(ascii: "y")),
            (UInt8(ascii: "-"), UInt8(ascii: "-")),
            (UInt8(ascii: "s"), UInt8(ascii: "k")), (UInt8(ascii: "r"), UInt8(ascii: "k")),
            (UInt8(ascii: "x"), UInt8(ascii: "o")),
            (UInt8(ascii: "g"), UInt8(ascii: "h")), (UInt8(ascii: "g"), UInt8(ascii: "i")),
            (UInt8(ascii: "A"), UInt8(ascii: "K")),
            (UInt8(ascii: "A"), UInt8(ascii: "I")):
            true
          default: false
          }
        if isRemarkable { places.append(place) }
      }
      return places
    }
  }

  private mutating func readWord(_ bytes: [UInt8], _ place: Int, _ judge: (String) -> Bool, _ what: String) {
    guard place == 0 || !SecretLook.isWord(bytes[place - 1]) else { return }
    let word = bytes[place...].prefix { SecretLook.isWord($0) || $0 == UInt8(ascii: ".") }
    guard word.count >= 20, word.count < 8192, judge(String(decoding: word, as: UTF8.self)) else { return }
    hasSecret = true
    findings.append(
      Finding(
        .testUnredacted, "this looks like \(what)",
        at: SourceRange(recording.file, place, place + word.count), suggestions: ["{secret}"],
        fixes: [
          .init(
            "take it out", isSafe: false, replace: SourceRange(recording.file, place, place + word.count),
            with: "{secret}")
        ]))
  }

  private mutating func readKey(_ bytes: [UInt8], _ place: Int) {
    let line = bytes[place...].prefix { $0 != UInt8(ascii: "\n") && $0 != UInt8(ascii: "\\") }.prefix(60)
    guard line.holds(Array("PRIVATE KEY".utf8)) else { return }
    hasSecret = true
    findings.append(
      Finding(
        .testUnredacted, "a private key begins here",
        at: SourceRange(recording.file, place, place + line.count)))
  }

  private mutating func readAddress(_ bytes: [UInt8], at place: Int) {
    var start = place
    while start > 0, SecretLook.isMail(bytes[start - 1]) { start -= 1 }
    let domain = bytes[(place + 1)...].prefix { SecretLook.isMail($0) }
    let text = String(decoding: domain, as: UTF8.self).lowercased()
    let name = text.hasSuffix(".") ? String(text.dropLast()) : text
    let parts = name.split(separator: ".", omittingEmptySubsequences: false)
    guard start < place, parts.count >= 2, parts.allSatisfy({ !$0.isEmpty }), let last = parts.last,
      last.count >= 2,
      last.allSatisfy(\.isLetter), !Self.isReserved(parts)
    else { return }
    hasPerson = true
    let range = SourceRange(recording.file, start, place + 1 + name.utf8.count)
    findings.append(
      Finding(
        .testPersonalData, "`\(range.text)` may be a real person's address", at: range,
        suggestions: [String(decoding: bytes[start..<place], as: UTF8.self) + "@example.com"]))
  }

  /// Domains that belong to nobody (RFC 2606).
  private static func isReserved(_ parts: [Substring]) -> Bool {
    guard let last = parts.last else { return true }
    if ["test", "invalid", "example", "localhost", "local"].contains(last) { return true }
    return parts.count >= 2 && parts[parts.count - 2] == "example"
      && ["com", "org", "net", "edu"].contains(last)
  }
}

/// What real credentials look like.
enum SecretLook {
  private static let placeholders = [
    "made", "example", "sample", "test", "fake", "dummy", "redacted", "placeholder", "secret", "xxxx", "****",
    "0000", "1234", "your", "changeme",
    "invalid", "wrong", "old", "new", "expired", "rotated", "signature",
  ]

  static let shortest = 16

  /// Long, of letters and digits mixed, and without a word that says that it is made up.
  static func isReal(_ text: String) -> Bool {
    guard text.utf8.count >= shortest, text.utf8.allSatisfy({ isWord($0) || "+/=.~".utf8.contains($0) })
    else {
      return false
    }
    let lower = text.lowercased()
    guard !placeholders.contains(where: { lower.holds($0) }) else { return false }
    let digits = text.utf8.count { (0x30...0x39).contains($0) }
    let letters = text.utf8.count { (0x41...0x5A).contains($0 & 0xDF) }
    return digits >= 2 && letters >= 4 && Set(text.utf8).count >= 8
  }

  /// Three parts in base64, the first of which begins like `{"`.
  static func isWebToken(_ text: String) -> Bool {
    let parts = text.split(separator: ".", omittingEmptySubsequences: false)
    return parts.count == 3 && parts[0].utf8.count >= 15 && parts[1].utf8.count >= 10
      && !placeholders.prefix(9).contains { text.lowercased().holds($0) }
  }

  private static let prefixes = [
    "sk_live_", "rk_live_", "xoxb-", "xoxp-", "xoxa-", "ghp_", "gho_", "ghs_", "github_pat_", "AKIA", "AIza",
    "SG.",
  ]

  /// A key whose beginning tells whose it is.
  static func isKnownKey(_ text: String) -> Bool {
    prefixes.contains { text.hasPrefix($0) } && isReal(text)
  }

  static func isWord(_ byte: UInt8) -> Bool {
    (0x30...0x39).contains(byte) || (0x41...0x5A).contains(byte & 0xDF) || byte == UInt8(ascii: "_")
      || byte == UInt8(ascii: "-")
  }

  static func isMail(_ byte: UInt8) -> Bool {
    isWord(byte) || byte == UInt8(ascii: ".") || byte == UInt8(ascii: "+")
  }
}

extension ArraySlice<UInt8> {
  /// Where some bytes stand in these.
  func place(of sought: [UInt8]) -> Range<Int>? {
    guard let first = sought.first else { return nil }
    var place = startIndex
    while let next = self[place...].firstIndex(of: first) {
      if self[next...].starts(with: sought) { return next..<next + sought.count }
      place = next + 1
    }
    return nil
  }
}
