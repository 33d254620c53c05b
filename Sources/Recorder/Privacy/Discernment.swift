internal import HTTP
package import Language

/// Decides of each value of a body what it is.
///
/// What the mapping says of a path counts first, then what its key is called, then what the value looks like.
package struct Discernment: Sendable {
  package var canonical = CanonicalPaths()
  /// Keys on the way to the records of the stream.
  package var recordRoots: Set<[String]> = []
  /// Paths that hold tokens for the next page, from the root of the body on.
  package var tokenPaths: Set<[String]> = []
  /// Paths that somebody says are not personal, or the ends of them.
  package var kept: [[String]] = []
  private let shapes = TextShapes()

  package init() {}

  /// What is to become of a scalar.
  enum Verdict: Sendable, Hashable {
    case replace(PersonalKind)
    /// It stays as it is, whatever stands in it.
    case keep
    /// It stays, but for what is found in it.
    case search
  }

  func verdict(_ spot: Spot, _ scalar: BodyTree) -> Verdict {
    let verdict = judged(spot, scalar)
    // People without a name are called by their address: the parts of that are no names.
    if case .replace(let kind) = verdict,
      [.givenName, .familyName, .fullName, .username, .other].contains(kind),
      case .text(let text) = scalar, text.contains("@"), shapes.kind(of: text) == .email
    {
      return .replace(.email)
    }
    return verdict
  }

  private func judged(_ spot: Spot, _ scalar: BodyTree) -> Verdict {
    guard let text = scalar.scalarText, !text.isEmpty else { return .keep }
    if kept.contains(where: { $0.count <= spot.path.count && spot.path.suffix($0.count).elementsEqual($0) }) {
      return .keep
    }
    if tokenPaths.contains(spot.path) { return Self.isOpaque(text) ? .replace(.pageToken) : .search }
    if case .number = scalar, text == "0" { return .keep }
    let claim = claim(spot)
    if let claim, claim.isExact, claim.claim == .vocabulary { return .keep }
    // `CurrencyRef: {value: CAD, name: Canadian Dollar}` is nobody, whosever it is.
    if Self.isVocabulary(spot) { return shaped(text) }
    let isPerson = isPerson(spot)
    let named = PersonalKind.named(spot.key, isPerson: isPerson).flatMap { Self.fits($0, scalar) ? $0 : nil }
    if let claim {
      switch claim.claim {
      case .personal(let kind?) where Self.fits(kind, scalar): return .replace(kind)
      case .personal: return named.map { .replace($0) } ?? unnamed(spot, scalar)
      case .plain where claim.isExact: return shaped(text)
      default: break
      }
    }
    if let named { return .replace(named) }
    if case .text = scalar, PersonalKind.isPersonKey(spot.key), Self.looksLikeName(text) {
      return .replace(.fullName)
    }
    return shaped(text)
  }

  private static func isVocabulary(_ spot: Spot) -> Bool {
    spot.path.dropLast().last.map {
      KeyWords($0).has("currency", "country", "language", "locale", "timezone")
    }
      ?? false
  }

  private func claim(_ spot: Spot) -> (claim: CanonicalPaths.Claim, isExact: Bool)? {
    var best: [String]?
    for root in recordRoots where spot.path.starts(with: root) && spot.path.count > root.count {
      if root.count > best?.count ?? -1 { best = root }
    }
    if let best { return canonical.claim(of: Array(spot.path.dropFirst(best.count))) }
    return canonical.claim(ofKey: spot.key).map { ($0, true) }
  }

  private func isPerson(_ spot: Spot) -> Bool {
    PersonalKind.tellsPerson(spot.siblings)
      || spot.path.dropLast().last.map(PersonalKind.isPersonKey) ?? false
  }

  /// The mapping says that it is about somebody, and nothing says what it is.
  private func unnamed(_ spot: Spot, _ scalar: BodyTree) -> Verdict {
    guard case .text(let text) = scalar else { return .search }
    let words = KeyWords(spot.key)
    let isVocabulary =
      words.has(
        "type", "kind", "status", "state", "category", "role", "unit", "currency", "country", "language",
        "locale",
        "label", "region", "province", "county", "primary", "code", "id", "gender", "date", "at", "timezone")
      || text.utf8.allSatisfy {
        (0x30...0x39).contains($0) || $0 == 0x2D || $0 == 0x3A || $0 == 0x54 || $0 == 0x5A || $0 == 0x2E
      }
    if isVocabulary { return shaped(text) }
    if let kind = shapes.kind(of: text) { return .replace(kind) }
    return .replace(.other)
  }

  private func shaped(_ text: String) -> Verdict {
    shapes.kind(of: text).map { .replace($0) } ?? .search
  }

  /// Whether a value can be what its key says.
  private static func fits(_ kind: PersonalKind, _ scalar: BodyTree) -> Bool {
    guard let text = scalar.scalarText else { return false }
    let digits = text.utf8.count { (0x30...0x39).contains($0) }
    let isNumber = if case .number = scalar { true } else { false }
    switch kind {
    case .email: return text.contains("@")
    case .phone: return digits >= 3 && digits * 2 >= text.utf8.count { $0 > 0x20 }
    case .birthDate: return digits >= 4 && !text.hasPrefix("0000")
    case .nationalID, .account: return digits >= 3 || !isNumber && text.utf8.count >= 4
    case .amount: return digits > 0
    case .postalCode, .number: return text.contains(where: \.isNumber) || !isNumber
    default: return !isNumber && text.contains(where: \.isLetter)
    }
  }

  /// Two to four words with capitals.
  private static func looksLikeName(_ text: String) -> Bool {
    let words = text.split(separator: " ")
    return (2...4).contains(words.count)
      && words.allSatisfy { word in
        word.first.map(\.isUppercase) == true && word.allSatisfy { $0.isLetter || "'’-.,".contains($0) }
      }
  }

  /// Not a plain number or a short word, which say nothing, and no address.
  private static func isOpaque(_ text: String) -> Bool {
    text.utf8.count >= 8 && !text.hasPrefix("http") && !text.hasPrefix("/") && !text.allSatisfy(\.isNumber)
      && !text.contains("?")
  }
}

extension Discernment {
  /// For the bodies of a stream; `kept` are paths from the command line.
  package init(of stream: TakenStream, in connector: LoadedConnector, keeping kept: [String]) {
    self.init()
    self.kept = kept.map(CanonicalPaths.keys)
    if let file = connector.file {
      tokenPaths = Set(PageClues(stream.name, in: file).next)
    }
    for page in stream.pages {
      guard let exchange = page.place.map({ page.exchanges[$0] }),
        let body = RecordedBody(exchange.response.body, type: exchange.response.headers["Content-Type"]),
        let tree = body.tree
      else { continue }
      for place in RecordPlaces.places(of: page.records, in: tree).compactMap({ $0 }) {
        recordRoots.insert(tree.keys(to: place[...]))
      }
    }
  }
}
