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
  private static let secretKeys = [
    "accesstoken", "refreshtoken", "idtoken", "clientsecret", "apikey", "apisecret", "secret", "password",
    "privatekey", "sessiontoken",
    "bearertoken", "authtoken", "signingsecret", "webhooksecret", "token",
  ].map { Array($0.utf8) }

  /// By the last letter; dashes at the end are left out of names.
  private static func mayBeSecretKey(_ key: UnsafeBufferPointer<UInt8>) -> Bool {
    switch key.last.map({ $0 | 0x20 }) {
    case UInt8(ascii: "n"), UInt8(ascii: "t"), UInt8(ascii: "y"), UInt8(ascii: "d"), UInt8(ascii: "-"),
      UInt8(ascii: "_") | 0x20:
      true
    default: false
    }
  }

  private static func isSecretKey(_ key: UnsafeBufferPointer<UInt8>) -> Bool {
    secretKeys.contains { isSpelt($0, in: key) }
  }

  /// Whether a key is made of these letters, small or large, with dashes anywhere.
  private static func isSpelt(_ letters: [UInt8], in key: UnsafeBufferPointer<UInt8>) -> Bool {
    var place = 0
    for byte in key where byte != UInt8(ascii: "_") && byte != UInt8(ascii: "-") {
      guard place < letters.count, letters[place] == byte | 0x20 else { return false }
      place += 1
    }
    return place == letters.count
  }

  init(_ recording: Recording) { self.recording = recording }

  mutating func run() {
    for exchange in recording.exchanges {
      for header in exchange.requestHeaders + exchange.headers { read(header) }
      if let json = exchange.json { read(json, exchange) }
    }
    readBytes()
  }

  private mutating func read(_ header: Exchange.Header) {
    guard !hasSecret, Self.secretHeaders.contains(header.lowercaseName) else { return }
    let value = header.value.utf8.split(whereSeparator: { " =;:,".utf8.contains($0) }).map {
      String(Substring($0))
    }
    guard let real = value.first(where: { SecretLook.isReal($0) }) else { return }
    tell(real, "the header `\(header.name)` holds what looks like a real credential", in: header.range.bytes)
  }

  private mutating func read(_ json: JSONDocument, _ exchange: Exchange) {
    withExtendedLifetime(json) { read(json.root.index, key: nil, of: json.tape, exchange) }
  }

  /// Reads a value and what is in it; `key` is the node of the key that it, or the list around it, stands under.
  private mutating func read(_ index: Int, key: Int?, of tape: JSONTape, _ exchange: Exchange) {
    if hasSecret { return }
    switch tape.kind(index) {
    case .string:
      // Whether a text is long enough, and how its key ends, is cheaper to tell than what the key is called.
      guard tape.length(index) >= SecretLook.shortest, let key, Self.mayBeSecretKey(tape.text(key)),
        Self.isSecretKey(tape.text(key))
      else { return }
      let name = String(decoding: tape.text(key), as: UTF8.self)
      let text = String(decoding: tape.text(index), as: UTF8.self)
      guard SecretLook.isReal(text) else { return }
      tell(text, "`\(name)` holds what looks like a real credential", in: exchange.body)
    case .object:
      var at = index + 2
      for _ in 0..<tape.length(index) {
        read(at + 1, key: at, of: tape, exchange)
        at = tape.next(at + 1)
      }
    case .array:
      var at = index + 2
      for _ in 0..<tape.length(index) {
        read(at, key: key, of: tape, exchange)
        at = tape.next(at)
      }
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
    // In portions, because of some files every byte is remarkable.
    for start in stride(from: 0, to: bytes.count, by: 1 << 16) {
      read(Self.remarkablePlaces(in: bytes, from: start, to: start + (1 << 16)), of: bytes)
    }
  }

  private mutating func read(_ places: [Int], of bytes: [UInt8]) {
    for place in places {
      let byte = bytes[place]
      if byte == UInt8(ascii: "@"), !hasPerson { readAddress(bytes, at: place) }
      if hasSecret { continue }
      switch byte {
      case UInt8(ascii: "e") where bytes[place...].starts(with: "eyJ".utf8):
        readWord(bytes, place, SecretLook.isWebToken, "a signed token")
      case UInt8(ascii: "-") where bytes[place...].starts(with: "-----BEGIN".utf8):
        readKey(bytes, place)
      case UInt8(ascii: "s"), UInt8(ascii: "r"), UInt8(ascii: "x"), UInt8(ascii: "g"), UInt8(ascii: "A"):
        readWord(bytes, place, SecretLook.isKnownKey, "a provider's key")
      default: break
      }
    }
  }

  /// Where between two offsets an address, a key or a token may be: two bytes that one begins with.
  private static func remarkablePlaces(in bytes: [UInt8], from start: Int, to end: Int) -> [Int] {
    bytes.withUnsafeBytes { bytes in
      var places: [Int] = []
      let last = min(end, max(bytes.count - 1, 0))
      var block = start
      while block < last {
        let end = min(block + 16, last)
        // The last few bytes are too few to be looked at together.
        if end - block < 16 || holdsRemarkable(bytes, at: block) {
          for place in block..<end where isRemarkable(bytes[place], bytes[place + 1]) { places.append(place) }
        }
        block = end
      }
      return places
    }
  }

  /// Whether one of sixteen bytes is remarkable with the one behind it; in most stretches none is.
  private static func holdsRemarkable(_ bytes: UnsafeRawBufferPointer, at place: Int) -> Bool {
    let a = bytes.loadUnaligned(fromByteOffset: place, as: SIMD16<UInt8>.self)
    let b = bytes.loadUnaligned(fromByteOffset: place + 1, as: SIMD16<UInt8>.self)
    func same(_ bytes: SIMD16<UInt8>, _ letter: Unicode.Scalar) -> SIMDMask<SIMD16<Int8>> {
      bytes .== SIMD16(repeating: UInt8(ascii: letter))
    }
    let key = (same(a, "s") .| same(a, "r")) .& same(b, "k") .| same(a, "x") .& same(b, "o")
    let github = same(a, "g") .& (same(b, "h") .| same(b, "i"))
    let cloud = same(a, "A") .& (same(b, "K") .| same(b, "I"))
    let token = same(a, "e") .& same(b, "y") .| same(a, "-") .& same(b, "-")
    let found = unsafeBitCast(same(a, "@") .| key .| github .| cloud .| token, to: SIMD2<UInt64>.self)
    return found.x | found.y != 0
  }

  /// Whether an address, a key or a token may begin with the two, or stand around them.
  private static func isRemarkable(_ a: UInt8, _ b: UInt8) -> Bool {
    switch (a, b) {
    case (UInt8(ascii: "@"), _), (UInt8(ascii: "e"), UInt8(ascii: "y")),
      (UInt8(ascii: "-"), UInt8(ascii: "-")), (UInt8(ascii: "s"), UInt8(ascii: "k")),
      (UInt8(ascii: "r"), UInt8(ascii: "k")), (UInt8(ascii: "x"), UInt8(ascii: "o")),
      (UInt8(ascii: "g"), UInt8(ascii: "h")), (UInt8(ascii: "g"), UInt8(ascii: "i")),
      (UInt8(ascii: "A"), UInt8(ascii: "K")), (UInt8(ascii: "A"), UInt8(ascii: "I")):
      true
    default: false
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
    guard place > 0, SecretLook.isMail(bytes[place - 1]), place + 1 < bytes.count,
      SecretLook.isMail(bytes[place + 1])
    else { return }
    var start = place
    while start > 0, SecretLook.isMail(bytes[start - 1]) { start -= 1 }
    let domain = bytes[(place + 1)...].prefix { SecretLook.isMail($0) }
    // Nearly every address in a recording is made up.
    if domain.count >= 11, domain.suffix(11).elementsEqual("example.com".utf8),
      domain.count == 11 || domain.dropLast(11).last == UInt8(ascii: ".")
    {
      return
    }
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
