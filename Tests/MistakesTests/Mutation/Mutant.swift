/// One small change to one file of a correct project, which makes it wrong.
struct Mutant: Sendable {
  /// What was done.
  enum Kind: String, Sendable, CaseIterable {
    case keyWithLetterMore = "key, a letter more"
    case keyWithLettersSwapped = "key, two letters swapped"
    case nameWithLetterMore = "chosen name, a letter more"
    case nameWithLettersSwapped = "chosen name, two letters swapped"
    case dataKeyWithLetterMore = "key of data, a letter more"
    case dataKeyWithLettersSwapped = "key of data, two letters swapped"
    case requiredKeyRemoved = "required key removed"
    case optionalKeyRemoved = "optional key removed"
    case remarkRemoved = "words for people removed"
    case entryRemoved = "chosen name removed"
    case dataKeyRemoved = "key of data removed"
    case valueAsList = "value as list"
    case valueAsMapping = "value as mapping"
    case textAsNumber = "text as number"
    case scalarAsText = "number or truth value as text"
    case booleanAsNumber = "truth value as number"
    case collectionAsText = "list or mapping as text"
    case listAsMapping = "list as mapping"
    case mappingAsList = "mapping as list"
    case dataAsList = "expected text as list"
    case dataAsNumber = "expected text as number"
    case identifierWithLetterMore = "identifier, a letter more"
    case identifierWithLetterLess = "identifier, a letter less"
    case identifierWithLettersSwapped = "identifier, two letters swapped"
    case wordOfTheLanguage = "word of a fixed set"
    case reference = "reference to a name"

    var isRemoval: Bool {
      [.requiredKeyRemoved, .optionalKeyRemoved, .remarkRemoved, .entryRemoved, .dataKeyRemoved].contains(
        self)
    }

    /// Whether a name of the language, or one that a recording or a declaration shows, was written wrongly.
    var isMisspelling: Bool {
      [
        .keyWithLetterMore, .keyWithLettersSwapped, .dataKeyWithLetterMore, .dataKeyWithLettersSwapped,
        .identifierWithLetterMore, .identifierWithLetterLess, .identifierWithLettersSwapped,
        .wordOfTheLanguage, .reference,
      ].contains(self)
    }

    /// Whether the file is wrong afterwards: what is there for people alone may be left out.
    var isMistake: Bool { self != .remarkRemoved }
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
