/// How a source writes dates and times: a name such as `rfc3339`, or letters such as `MM/dd/yyyy HH:mm`.
package struct TimePattern: Sendable {
  enum Element: Sendable, Equatable {
    case literal(String)
    case field(Field, width: Int)
  }

  enum Field: Character, Sendable {
    case year = "y"
    case month = "M"
    case day = "d"
    case weekday = "E"
    case hour = "H"
    case hourOfHalf = "h"
    case half = "a"
    case minute = "m"
    case second = "s"
    case fraction = "S"
    case offset = "X"
    case offsetWithoutZ = "x"
    case ordinal = "D"
  }

  enum Form: Sendable, Equatable {
    case named(NamedTimeForm)
    case letters([Element])
  }

  let form: Form
  package let source: String

  /// What is wrong with a pattern, and how it could be repaired.
  package struct Problem: Error, Sendable, Hashable {
    package let message: String
    package let suggestions: [String]
  }

  package init(_ source: String) throws(Problem) {
    self.source = source
    if let name = NamedTimeForm(rawValue: source) {
      form = .named(name)
    } else {
      do {
        form = .letters(try TimePattern.elements(of: source))
      } catch {
        throw TimePattern.repaired(error)
      }
    }
  }

  /// Who writes one letter as another library does writes the others so too: all are put right at once.
  private static func repaired(_ problem: Problem) -> Problem {
    guard var suggestion = problem.suggestions.first else { return problem }
    // A pattern has no more kinds of letters than this.
    for _ in 0..<16 {
      do {
        _ = try elements(of: suggestion)
        break
      } catch {
        guard let better = error.suggestions.first, better != suggestion else { break }
        suggestion = better
      }
    }
    return Problem(message: problem.message, suggestions: [suggestion])
  }

  private static func elements(of source: String) throws(Problem) -> [Element] {
    var elements: [Element] = []
    var rest = Substring(source)
    func add(literal text: String) {
      if case .literal(let before)? = elements.last {
        elements[elements.count - 1] = .literal(before + text)
      } else {
        elements.append(.literal(text))
      }
    }
    while let character = rest.first {
      if character == "'" {
        add(literal: try quoted(&rest))
      } else if character.isASCII && character.isLetter {
        let run = rest.prefix { $0 == character }
        rest = rest.dropFirst(run.count)
        elements.append(try field(character, width: run.count, in: source))
      } else {
        add(literal: String(character))
        rest.removeFirst()
      }
    }
    if !elements.contains(where: { if case .field = $0 { true } else { false } }) {
      throw Problem(message: "the pattern '\(source)' names no part of a date or time", suggestions: [])
    }
    return elements
  }

  /// Text between quotes; two quotes stand for one.
  private static func quoted(_ rest: inout Substring) throws(Problem) -> String {
    rest.removeFirst()
    if rest.first == "'" {
      rest.removeFirst()
      return "'"
    }
    guard let end = rest.firstIndex(of: "'") else {
      throw Problem(message: "a quote in the pattern is never closed", suggestions: [])
    }
    let text = String(rest[..<end])
    rest = rest[rest.index(after: end)...]
    return text
  }

  private static let widths: [Field: ClosedRange<Int>] = [
    .year: 1...4, .month: 1...4, .day: 1...2, .weekday: 1...4, .hour: 1...2, .hourOfHalf: 1...2, .half: 1...1,
    .minute: 1...2, .second: 1...2, .fraction: 1...9, .offset: 1...3, .offsetWithoutZ: 1...3, .ordinal: 1...3,
  ]

  /// Letters that other date libraries use for the same thing.
  private static let mistaken: [Character: String] = [
    "Y": "y", "D": "d", "Z": "XXX", "z": "XXX", "A": "a", "k": "H", "K": "h", "f": "S", "F": "S", "T": "'T'",
    "e": "E", "L": "M", "u": "y", "n": "S", "i": "m", "t": "a",
  ]

  private static func field(_ letter: Character, width: Int, in source: String) throws(Problem) -> Element {
    if letter == "D", width != 3 { throw unknown(letter, width, source) }
    guard let field = Field(rawValue: letter) else { throw unknown(letter, width, source) }
    guard widths[field]?.contains(width) == true, field != .year || width != 3 else {
      throw Problem(
        message: "'\(String(repeating: letter, count: width))' is not a part of a date pattern",
        suggestions: [])
    }
    return .field(field, width: width)
  }

  private static func unknown(_ letter: Character, _ width: Int, _ source: String) -> Problem {
    guard let meant = mistaken[letter] else {
      return Problem(
        message: "the letter '\(letter)' means nothing in a date pattern; put text between single quotes",
        suggestions: [])
    }
    let repaired =
      meant.count == 1 ? String(repeating: meant, count: letter == "Y" && width == 3 ? 4 : width) : meant
    let run = String(repeating: letter, count: width)
    var suggestion = source
    if let place = source.range(of: run) { suggestion.replaceSubrange(place, with: repaired) }
    // A letter that is to stand there itself.
    let words = repaired.hasPrefix("'") ? "put it between single quotes" : "write \(repaired)"
    return Problem(
      message: "'\(run)' means nothing in a date pattern; \(words)", suggestions: [suggestion])
  }
}

extension String {
  /// The first place of a text in this one.
  fileprivate func range(of wanted: String) -> Range<String.Index>? {
    for start in indices where self[start...].hasPrefix(wanted) {
      return start..<index(start, offsetBy: wanted.count)
    }
    return nil
  }
}
