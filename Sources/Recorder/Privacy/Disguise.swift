internal import HTTP
internal import Language

/// Replaces what is secret or somebody's in the bodies, headers and addresses of a run.
package struct Disguise: Sendable {
  package private(set) var book: PseudonymBook
  /// Settings and addresses that the recording has made-up ones for: longest first.
  private var swaps: [(original: String, replacement: String)] = []
  /// The same for single parts of a path, however short, and for where a path begins.
  private var partSwaps: [String: String] = [:]
  private var pathSwaps: [(original: String, replacement: String)] = []
  /// What the connector and its mappings say themselves; it is nobody's where it stands in requests and as a key.
  package var spoken = ""
  /// A part of a path that is somebody's as a whole is replaced, however short it is.
  var replacesParts = false
  private let shapes = TextShapes()

  package init(_ book: PseudonymBook = PseudonymBook()) { self.book = book }

  // MARK: Learning

  /// Replaces a text wherever it stands: a company's subdomain, an account's address.
  package mutating func swap(_ original: String, for replacement: String) {
    if !original.isEmpty, !original.contains("/") { partSwaps[original] = replacement }
    guard original.utf8.count >= 3, original != replacement,
      !swaps.contains(where: { $0.original == original })
    else { return }
    swaps.append((original, replacement))
    swaps.sort { ($1.original.utf8.count, $0.original) < ($0.original.utf8.count, $1.original) }
  }

  /// Replaces where the paths of requests begin.
  package mutating func swapPath(_ original: String, for replacement: String) {
    pathSwaps.append((original, replacement))
  }

  /// Learns what is to be replaced in a body.
  package mutating func learn(_ body: RecordedBody, _ discernment: Discernment) {
    var learned: [(PersonalKind, String)] = []
    body.visit { spot, scalar in
      guard let text = scalar.scalarText else { return }
      switch discernment.verdict(spot, scalar) {
      case .keep: return
      case .replace(let kind): learned.append((kind, text))
      case .search:
        for find in shapes.finds(in: text) { learned.append((find.kind, find.text)) }
        if Self.isAddress(text) { learned += Self.credentials(in: text).map { (.secret, $0) } }
      }
    } key: { key in
      for find in shapes.finds(in: key) { learned.append((find.kind, find.text)) }
    }
    for (kind, text) in learned where !Self.isPlaceholder(text) { book.learn(kind, text) }
  }

  /// Nothing more is learned; texts can be searched from now on.
  package mutating func close() { book.close() }

  var knownValues: KnownValues { book.known ?? KnownValues(book) }

  /// Whether an original of a swap stands in a text other than in what it was swapped for.
  func holdsSwapped(_ text: String) -> Bool {
    var text = text
    for (_, replacement) in swaps where swaps.contains(where: { replacement.contains($0.original) }) {
      text = Self.replacing(replacement, with: " ", in: text)
    }
    return swaps.contains { text.contains($0.original) }
  }

  // MARK: Replacing

  package mutating func disguised(_ body: RecordedBody, _ discernment: Discernment) -> RecordedBody {
    var copy = self
    let result = body.mapped { spot, scalar in
      copy.disguised(scalar, spot, discernment)
    } key: { key in
      copy.spoken.contains(key) ? key : copy.searched(key)
    }
    self = copy
    return result
  }

  private mutating func disguised(_ scalar: BodyTree, _ spot: Spot, _ discernment: Discernment) -> BodyTree {
    guard let text = scalar.scalarText else { return scalar }
    let made: String
    switch discernment.verdict(spot, scalar) {
    case .keep: return scalar
    case .replace(let kind): made = Self.isPlaceholder(text) ? text : book.pseudonym(kind, text)
    case .search: made = searched(text)
    }
    guard case .number = scalar else { return .text(made) }
    return Self.isNumber(made) ? .number(made) : .number(text)
  }

  /// A text without what is known to be somebody's, and without what looks like it.
  package mutating func searched(_ text: String) -> String {
    var text = swappedText(text)
    if Self.isAddress(text) {
      for secret in Self.credentials(in: text) { text = Self.replacing(secret, with: "made-up", in: text) }
    }
    text = replaced(shapes.finds(in: text).map { ($0.range, $0.kind, $0.text) }, in: text)
    let finds = knownValues.finds(in: text)
    return replaced(finds.map { ($0.range, $0.kind, $0.original) }, in: text)
  }

  /// The path of a request, part by part: what is somebody's there is not told by its escapes.
  mutating func searchedPath(_ path: String) -> String {
    var path = path
    for (original, replacement) in pathSwaps where path == original || path.hasPrefix(original + "/") {
      path = replacement + path.dropFirst(original.count)
      break
    }
    let parts = path.split(separator: "/", omittingEmptySubsequences: false).map(String.init)
    let searched = parts.map { part in
      let plain = part.percentDecoded(plusIsBlank: false)
      if let swapped = partSwaps[plain] { return swapped }
      if replacesParts, !spoken.contains(plain), let kind = book.kind(of: plain) {
        return book.pseudonym(kind, plain)
      }
      return self.searched(plain)
    }
    // What is as it was keeps its escapes.
    return zip(parts, searched).map { part, made in
      made == part.percentDecoded(plusIsBlank: false) ? part : PlayedReplies.encoded(made)
    }.joined(separator: "/")
  }

  private mutating func replaced(
    _ finds: [(range: Range<Int>, kind: PersonalKind, text: String)], in text: String
  ) -> String {
    guard !finds.isEmpty else { return text }
    let bytes = Array(text.utf8)
    var result: [UInt8] = []
    var place = 0
    for find in finds where find.range.lowerBound >= place {
      result += bytes[place..<find.range.lowerBound]
      // A pseudonym that was given out before may look like what it stands for.
      result += (isOurs(find.text, find.kind) ? find.text : book.pseudonym(find.kind, find.text)).utf8
      place = find.range.upperBound
    }
    return String(decoding: result + bytes[place...], as: UTF8.self)
  }

  private func isOurs(_ text: String, _ kind: PersonalKind) -> Bool {
    Self.isPlaceholder(text) || !book.isOriginal(kind, text) && Self.isReserved(kind, text)
  }

  private func swappedText(_ text: String) -> String {
    var text = text
    for (original, replacement) in swaps { text = Self.replacing(original, with: replacement, in: text) }
    return text
  }

  static func replacing(_ sought: String, with replacement: String, in text: String) -> String {
    guard text.contains(sought) else { return text }
    return text.split(separator: sought, omittingEmptySubsequences: false).joined(separator: replacement)
  }

  // MARK: What needs no pseudonym

  static func isPlaceholder(_ text: String) -> Bool {
    text == "{secret}" || text == "made-up" || isMasked(text)
  }

  /// `XXX-XX-XXXX`, `0000`: the provider has hidden it already.
  private static func isMasked(_ text: String) -> Bool {
    let signs = text.filter { !"-. ".contains($0) }
    return signs.utf8.count >= 3
      && (signs.allSatisfy { "xX*•#".contains($0) } || signs.allSatisfy { $0 == "0" })
  }

  /// What belongs to nobody by the rules of those who give it out.
  static func isReserved(_ kind: PersonalKind, _ text: String) -> Bool {
    switch kind {
    case .email:
      let lower = text.lowercased()
      return ["example.com", "example.org", "example.net", ".example", ".test", ".invalid"].contains {
        lower.hasSuffix($0)
      }
    case .phone: return text.filter(\.isNumber).suffix(7).hasPrefix("55501")
    case .nationalID: return text.filter(\.isNumber).hasPrefix("000")
    case .account: return text.filter(\.isNumber).hasPrefix("00")
    default: return false
    }
  }

  private static func isNumber(_ text: String) -> Bool {
    !text.isEmpty && text.utf8.allSatisfy { (0x30...0x39).contains($0) || $0 == 0x2E || $0 == 0x2D }
      && !(text.utf8.count > 1 && text.hasPrefix("0") && !text.hasPrefix("0."))
  }

  private static func isAddress(_ text: String) -> Bool {
    (text.hasPrefix("http://") || text.hasPrefix("https://") || text.hasPrefix("/")) && text.contains("?")
      && !text.contains(" ")
  }

  /// Values of an address's query that give access: signatures, keys.
  static func credentials(in address: String) -> [String] {
    let query = address.split(separator: "?", maxSplits: 1).dropFirst().first ?? ""
    return query.split(separator: "&").compactMap { pair in
      let name = pair.prefix { $0 != "=" }
      let value = pair.dropFirst(name.count + 1)
      let words = KeyWords(String(name))
      guard value.utf8.count >= 4,
        PersonalKind.named(String(name), isPerson: false) == .secret
          || words.has("key", "sig", "signature", "code", "expires")
            && !words.has("page", "next")
      else { return nil }
      return String(value)
    }
  }
}
