/// One small change to one file of a correct project, which makes it wrong.
struct Mutant: Sendable {
  /// What was done.
  enum Kind: String, Sendable, CaseIterable {
    case keyWithLetterMore = "key, a letter more"
    case keyWithLettersSwapped = "key, two letters swapped"
    case requiredKeyRemoved = "required key removed"
    case optionalKeyRemoved = "optional key removed"
    case valueRetyped = "value of another type"
    case nameChanged = "name that the author chose"
    case identifierWithLetterMore = "identifier, a letter more"
    case identifierWithLetterLess = "identifier, a letter less"
    case identifierWithLettersSwapped = "identifier, two letters swapped"
    case wordOfTheLanguage = "word of a fixed set"
    case reference = "reference to a name"
    case expectedField = "field that a test expects"
  }

  let kind: Kind
  let path: String
  /// The construct and the key, `pages/cursor.token`, by which survivors are gathered.
  let place: String
  let range: Range<Int>
  let replacement: String
  /// Lines at which the mistake may be told: where it was made, for something that is gone also around it.
  let lines: Set<Int>

  /// The file with the mistake in it.
  func applied(to bytes: [UInt8]) -> String {
    var changed = bytes
    changed.replaceSubrange(range, with: Array(replacement.utf8))
    return String(decoding: changed, as: UTF8.self)
  }
}

/// Misspellings of a word.
enum Misspelling {
  static func withLetterMore(_ word: String) -> String { word + "x" }

  static func withLetterLess(_ word: String) -> String? {
    guard word.count > 3 else { return nil }
    var letters = Array(word)
    letters.remove(at: letters.count / 2)
    return String(letters)
  }

  /// The last two neighbours that differ change places, so that the word still begins right.
  static func withLettersSwapped(_ word: String) -> String? {
    var letters = Array(word)
    guard
      let place = letters.indices.dropLast().last(where: {
        letters[$0] != letters[$0 + 1] && letters[$0].isLetter && letters[$0 + 1].isLetter
      })
    else { return nil }
    letters.swapAt(place, place + 1)
    return String(letters)
  }
}
