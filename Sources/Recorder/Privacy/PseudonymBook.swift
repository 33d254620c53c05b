internal import Values

/// Who is called what in a recording: for the same original the same pseudonym, in all streams of a run.
///
/// First everything is learned that is to be replaced; only then are pseudonyms given out, so that none of them is somebody's real value.
package struct PseudonymBook: Sendable {
  /// What was learned, by its kind.
  private(set) var originals: [PersonalKind: Set<String>] = [:]
  /// Given names and family names, so that both find the same one in a full name.
  private var names: [String: PersonalKind] = [:]
  /// Originals as they are compared; no pseudonym is one of them.
  private var avoided: Set<String> = []
  private var given: [PersonalKind: [String: String]] = [:]
  private var taken: Set<String> = []
  private var counters: [String: Int] = [:]
  /// Set once everything is learned: no pseudonym may hold somebody's value either.
  private(set) var known: KnownValues?
  private var random: any RandomNumberGenerator & Sendable

  /// Days of life are moved by chance: who knows this program must not be able to move them back.
  package init(random: any RandomNumberGenerator & Sendable = SystemRandomNumberGenerator()) {
    self.random = random
  }

  // MARK: Learning

  mutating func learn(_ kind: PersonalKind, _ text: String) {
    guard !text.isEmpty else { return }
    originals[kind, default: []].insert(text)
    avoided.insert(Self.folded(kind, text))
    switch kind {
    case .givenName, .familyName, .fullName:
      for (position, word) in Self.words(of: text).enumerated() {
        let isGiven = kind == .givenName || kind == .fullName && position == 0
        avoided.insert(word.lowercased())
        if names[word.lowercased()] == nil || kind != .fullName {
          names[word.lowercased()] = isGiven ? .givenName : .familyName
        }
      }
    default: break
    }
  }

  /// Nothing more is learned; from now on pseudonyms are given out.
  mutating func close() { known = KnownValues(self) }

  /// Names by words, each as it is called, for the search in texts.
  var nameWords: [String] { Array(names.keys) }

  /// The words of a name that are somebody's own.
  static func words(of name: String) -> [String] {
    name.split { !($0.isLetter || $0 == "'" || $0 == "’") }.map(String.init).filter {
      $0.count >= 2 && !MadeUpWords.particles.contains($0.lowercased())
    }
  }

  /// Numbers are the same however they are divided.
  static func folded(_ kind: PersonalKind, _ text: String) -> String {
    switch kind {
    case .phone, .nationalID, .account: text.lowercased().filter { $0.isLetter || $0.isNumber }
    default: text.lowercased()
    }
  }

  // MARK: Giving out

  /// What stands in the place of a value, of the same form.
  mutating func pseudonym(_ kind: PersonalKind, _ text: String) -> String {
    if text.allSatisfy(\.isWhitespace) { return text }
    switch kind {
    case .givenName, .familyName: return renamed(text, as: kind)
    case .fullName: return renamed(text, as: nil)
    case .secret: return "{secret}"
    default: break
    }
    let key = Self.folded(kind, text)
    if let known = given[kind]?[key] {
      // The digits are kept, and each spelling keeps its own form.
      return [.phone, .nationalID, .account].contains(kind) ? Self.formed(known, like: text) : known
    }
    var made = text
    for attempt in 0..<500 {
      // The usual words may all be somebody's.
      made = attempt < 100 ? self.made(kind, text) : coined(kind, text)
      let folded = Self.folded(kind, made)
      guard !avoided.contains(folded), known?.finds(in: made).isEmpty ?? true else { continue }
      if kind == .amount || taken.insert("\(kind) \(folded)").inserted { break }
    }
    given[kind, default: [:]][key] = made
    return made
  }

  private mutating func renamed(_ text: String, as kind: PersonalKind?) -> String {
    var result = ""
    var word = ""
    var position = 0
    func isWord(_ character: Character) -> Bool { character.isLetter || character == "'" || character == "’" }
    for character in text + "\u{0}" {
      if isWord(character) {
        word.append(character)
        continue
      }
      if !word.isEmpty {
        let isOwn = word.count >= 2 && !MadeUpWords.particles.contains(word.lowercased())
        result +=
          isOwn
          ? name(word, kind ?? (position == 0 ? .givenName : .familyName)) : word.count == 1 ? "X" : word
        position += 1
        word = ""
      }
      if character != "\u{0}" { result.append(character) }
    }
    return result
  }

  /// The pseudonym of one word of a name.
  mutating func name(_ word: String, _ kind: PersonalKind) -> String {
    let key = word.lowercased()
    let kind = names[key] ?? kind
    let made: String
    if let known = given[.fullName]?[key] {
      made = known
    } else {
      let list = kind == .givenName ? MadeUpWords.given : MadeUpWords.family
      var found = ""
      repeat {
        let number = next("\(kind)")
        let round = number / list.count
        found = list[number % list.count] + (round == 0 ? "" : String(repeating: "a", count: min(round, 40)))
      } while avoided.contains(found.lowercased()) || !(known?.finds(in: found).isEmpty ?? true)
      made = found
      given[.fullName, default: [:]][key] = made
    }
    return Self.cased(made, like: word)
  }

  static func cased(_ text: String, like original: String) -> String {
    if original.count > 1, original == original.uppercased(), original != original.lowercased() {
      return text.uppercased()
    }
    if original == original.lowercased() { return text.lowercased() }
    return text
  }

  private mutating func next(_ name: String) -> Int {
    defer { counters[name, default: 0] += 1 }
    return counters[name, default: 0]
  }

  private mutating func made(_ kind: PersonalKind, _ text: String) -> String {
    switch kind {
    case .email: return email(text)
    case .username: return username(text)
    case .phone: return phone(text)
    case .nationalID, .account, .postalCode, .number: return number(text, kind)
    case .amount: return amount(text)
    case .birthDate: return moved(text)
    case .street: return street(text)
    case .city: return listed(MadeUpWords.towns, "town")
    case .title: return listed(MadeUpWords.titles, "title")
    case .organization: return "Sample Company \(next("company") + 1)"
    case .words: return "Made-up text \(next("words") + 1)"
    case .address: return "https://www.example.com/made-up/\(next("address") + 1)"
    case .pageToken: return "page-\(next("page") + 2)"
    case .givenName, .familyName, .fullName, .secret: return text
    case .other: return "made-up-\(next("other") + 1)"
    }
  }

  /// The same with a word that nobody has used before.
  private mutating func coined(_ kind: PersonalKind, _ text: String) -> String {
    var number = next("coined")
    var word = ""
    for _ in 0..<4 {
      word += ["vo", "ri", "zu", "ka", "le", "mu", "po", "ti"][number % 8]
      number /= 8
    }
    switch kind {
    case .email: return "\(word)\(text.contains("%40") ? "%40" : "@")example.com"
    case .username: return word
    case .street: return "1 \(word.capitalizedFirst)"
    case .address: return "https://www.example.com/\(word)"
    case .city, .title, .organization, .words, .other: return word.capitalizedFirst
    default: return made(kind, text)
    }
  }

  private mutating func listed(_ list: [String], _ name: String) -> String {
    let number = next(name)
    return number < list.count ? list[number] : "Made-up \(name) \(number - list.count + 1)"
  }

  /// One of them may be somebody's name.
  private static let nobody = ["person", "somebody", "mailbox", "anyone"]

  /// The names in it become those of the same person; the rest goes.
  private mutating func email(_ text: String) -> String {
    let local = text.split(whereSeparator: { $0 == "@" }).first.map(String.init) ?? text
    let known = known(in: String(local.split(separator: "%40").first ?? ""))
    let number = next("email \(known)")
    let tail = known.isEmpty ? "\(number + 1)" : number == 0 ? "" : "\(number + 1)"
    return
      "\(known.isEmpty ? Self.nobody[number % Self.nobody.count] : known)\(tail)\(text.contains("%40") ? "%40" : "@")example.com"
  }

  private mutating func username(_ text: String) -> String {
    let known = known(in: text)
    let number = next("username \(known)")
    let tail = known.isEmpty ? "\(number + 1)" : number == 0 ? "" : "\(number + 1)"
    return (known.isEmpty ? Self.nobody[number % Self.nobody.count] : known) + tail
  }

  /// `ada.marlow7` with the names that are known, joined by dots.
  private mutating func known(in text: String) -> String {
    let parts = text.lowercased().split { !$0.isLetter }.map(String.init)
    let found = parts.filter { names[$0] != nil }.map { name($0, .familyName) }
    return found.joined(separator: ".").filter { $0.isASCII }
  }

  /// Numbers that end in 555-0100 to 555-0199 are nobody's.
  private mutating func phone(_ text: String) -> String {
    let count = text.count(where: \.isNumber)
    let number = next("phone")
    let line = "55501" + Self.padded(number % 100, 2)
    let area = Self.padded(201 + number / 100 % 790, 3)
    let hasCountry = text.hasPrefix("+")
    let country = hasCountry && count > 10 ? String(text.filter(\.isNumber).prefix(count - 10)) : ""
    let digits = country + area + line
    return Self.formed(String(digits.suffix(max(count, 4))), like: text)
  }

  private mutating func number(_ text: String, _ kind: PersonalKind) -> String {
    let number = next(kind.rawValue) + 1
    let count = text.count(where: \.isNumber)
    let hidesLetters = kind != .number
    var digits = Array(Self.padded(number, count).suffix(count))
    if kind == .account || kind == .nationalID, count >= 6 {
      digits = Array(Self.padded(number, count).suffix(count))
    }
    var position = 0
    var letter = number
    let made = String(
      text.map { character -> Character in
        if character.isNumber {
          defer { position += 1 }
          return position < digits.count ? digits[position] : "0"
        }
        if hidesLetters, character.isLetter, kind != .account || position > 1 {
          return character.isUppercase ? "X" : "x"
        }
        // Without digits only letters can tell one from another.
        if count == 0, character.isLetter {
          defer { letter /= 26 }
          return Character(UnicodeScalar(UInt8(97 + letter % 26)))
        }
        return character
      })
    return made
  }

  private mutating func amount(_ text: String) -> String {
    guard text.contains(where: { $0.isNumber && $0 != "0" }) else { return text }
    let whole = text.prefix { $0 != "." }.count(where: \.isNumber)
    let number = next("amount") + 1
    let digits = Array("1" + Self.padded(number, max(whole - 1, 0)).suffix(max(whole - 1, 0)))
    var position = 0
    var isFraction = false
    return String(
      text.map { character -> Character in
        if character == "." { isFraction = true }
        guard character.isNumber else { return character }
        defer { position += 1 }
        return isFraction ? "0" : position < digits.count ? digits[position] : "0"
      })
  }

  private mutating func street(_ text: String) -> String {
    let number = next("street") + 1
    let lower = text.lowercased()
    for word in ["unit", "apt", "suite", "floor", "#", "room", "po box"] where lower.hasPrefix(word) {
      return "Unit \(number)"
    }
    return "\(number) Sample Street"
  }

  /// A date or a moment, some months earlier or later; what is no date becomes one word.
  private mutating func moved(_ text: String) -> String {
    let days = Int64.random(in: 20...170, using: &random) * (Bool.random(using: &random) ? 1 : -1)
    if let date = CivilDate(String(text.prefix(10))), let other = date.adding(days: days) {
      return other.description + text.dropFirst(10)
    }
    if let number = Int64(text) {
      // Seconds or milliseconds since 1970, or a year.
      if abs(number) > 20_000_000_000 { return "\(number &+ days * 86_400_000)" }
      if abs(number) > 10_000 { return "\(number &+ days * 86_400)" }
    }
    // `/Date(503020800000+0000)/`: milliseconds among other signs.
    let runs: [Substring] = text.split { !$0.isNumber }
    if let run = runs.first(where: { $0.count >= 10 }), let number = Int64(run) {
      let moved = String(number &+ days * (run.count > 11 ? 86_400_000 : 86_400))
      return String(text[..<run.startIndex]) + moved + String(text[run.endIndex...])
    }
    return movedParts(text, days)
  }

  /// `03/09/1984` and the like: the day becomes another one of the same month.
  private func movedParts(_ text: String, _ days: Int64) -> String {
    let parts = text.split(whereSeparator: { !$0.isNumber })
    guard parts.count >= 3, let year = parts.first(where: { $0.count == 4 }), let number = Int(year) else {
      return String(text.map { $0.isNumber ? "1" : $0 })
    }
    let other = "\(number + (days > 0 ? 1 : -1))"
    return text.split(separator: year, omittingEmptySubsequences: false).joined(separator: other)
  }

  /// The digits of one text in the form of another.
  private static func formed(_ digits: String, like text: String) -> String {
    var rest = Array(digits.filter { $0.isNumber || $0.isLetter })[...]
    let wanted = text.count { $0.isNumber || $0.isLetter }
    while rest.count > wanted { rest.removeFirst() }
    return String(
      text.map { character in
        character.isNumber || character.isLetter ? rest.popFirst() ?? "0" : character
      })
  }

  private static func padded(_ number: Int, _ width: Int) -> String {
    let text = String(number)
    return String(repeating: "0", count: max(0, width - text.count)) + text
  }
}

extension PseudonymBook {
  /// Whether somebody has this very value.
  func isOriginal(_ kind: PersonalKind, _ text: String) -> Bool { avoided.contains(Self.folded(kind, text)) }

  /// What a whole text is to somebody.
  func kind(of text: String) -> PersonalKind? {
    originals.filter { $0.value.contains(text) }.keys.min { $0.rawValue < $1.rawValue }
  }
}

extension PseudonymBook {
  /// Whether a value is one of the pseudonyms.
  func gaveOut(_ kind: PersonalKind, _ text: String) -> Bool {
    let folded = Self.folded(kind, text)
    return given[kind]?.values.contains { Self.folded(kind, $0) == folded } ?? false
  }
}

extension String {
  fileprivate var capitalizedFirst: String { prefix(1).uppercased() + dropFirst() }
}
