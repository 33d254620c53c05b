import Language
import Reference
import Testing

/// Every description of the language, held against what it describes.
struct DescriptionTests {
  static let entries = ConstructCatalogue.language.entries

  @Test(arguments: entries.map(\.name))
  func exampleIsWhatItSays(name: String) throws {
    let entry = try #require(ConstructCatalogue.language[name])
    let reading = ExampleReading(entry)
    #expect(reading.findings == [])
    let made = try #require(reading.construct, "nothing came of the example")
    switch entry.content {
    case .construct: #expect(made == name)
    case .union:
      #expect(made.hasPrefix(name + "/") || ConstructCatalogue.language[made]?.unions.isEmpty == false)
    }
  }

  @Test func aMisspeltKeyInAnExampleIsFound() throws {
    let entry = try #require(ConstructCatalogue.language["pages/cursor"])
    let text = entry.about.example + "\nat_mots: 5\n"
    #expect(ExampleReading(entry, text: text).findings.count == 1)
  }

  @Test(arguments: entries.map(\.name))
  func summariesAreSentences(name: String) throws {
    let entry = try #require(ConstructCatalogue.language[name])
    #expect(Self.isSentence(entry.about.summary), "\(entry.about.summary)")
    #expect(entry.about.details.isEmpty || Self.isSentence(entry.about.details))
    for field in entry.fields { #expect(Self.isSentence(field.summary), "\(field.key): \(field.summary)") }
  }

  /// What a word means follows the word, so it is a phrase: no capital of its own, no full stop.
  @Test func meaningsOfWordsArePhrases() {
    for place in ConstructCatalogue.language.keys {
      for choice in place.field.shape.allChoices {
        #expect(
          !choice.summary.isEmpty && !choice.summary.hasSuffix("."),
          "\(place.block.name).\(place.field.key): \(choice.summary)")
      }
    }
  }

  @Test func namesAndKeysAreUnique() {
    let names = Self.entries.map(\.name)
    #expect(Set(names).count == names.count)
    for entry in Self.entries {
      let keys = entry.fields.map(\.key) + entry.deciders.map(\.key)
      #expect(Set(keys).count == keys.count, "\(entry.name) has a key twice")
    }
  }

  @Test func constraintsNameKeys() {
    for entry in Self.entries {
      let keys = Set(entry.fields.map(\.key))
      for constraint in entry.constraints {
        #expect(keys.isSuperset(of: constraint.keys), "\(entry.name): \(constraint.keys)")
      }
    }
  }

  /// A name of another tool must not be a key of the same block, or a right key would be called wrong.
  @Test func otherNamesAreNoKeys() {
    for entry in Self.entries {
      let keys = Set(entry.fields.map(\.key) + entry.deciders.map(\.key))
      for field in entry.fields {
        #expect(keys.isDisjoint(with: field.alsoKnownAs), "\(entry.name).\(field.key)")
      }
    }
  }

  private static func isSentence(_ text: String) -> Bool {
    guard let first = text.first, text.hasSuffix("."), !text.hasSuffix("..") else { return false }
    return !first.isLowercase && !text.contains("\n")
  }
}

extension ValueShape {
  var allChoices: [Choice] {
    switch self {
    case .choice(let choices): choices
    case .list(let element, _), .map(let element, _): element.allChoices
    case .either(let a, let b): a.allChoices + b.allChoices
    default: []
    }
  }
}

extension Constraint {
  var keys: [String] {
    switch self {
    case .exactlyOne(let keys), .atMostOne(let keys), .atLeastOne(let keys): keys
    case .needs(let key, let other): [key, other]
    }
  }
}
