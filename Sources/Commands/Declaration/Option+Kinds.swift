internal import Diagnostics
internal import Values

extension Option where Value == Bool {
  /// An option that is there or not.
  package static func flag(_ name: String, short: Character? = nil, _ summary: String) -> Option {
    Option(OptionInfo(name, short: short, takes: .nothing, summary), standard: false) { value, _ in
      value = true
    }
  }
}

extension Option where Value == Int {
  /// A whole number; the last one counts.
  package static func number(
    _ name: String, short: Character? = nil, _ placeholder: String, default standard: Int,
    in range: ClosedRange<Int>, _ summary: String
  ) -> Option {
    var info = OptionInfo(name, short: short, takes: .value(placeholder), summary)
    info.standardText = String(standard)
    return Option(info, standard: standard) { value, text throws(ValueProblem) in
      guard let number = Int(text ?? ""), range.contains(number) else {
        let bounds =
          range.upperBound == .max
          ? ", \(range.lowerBound) or more" : " from \(range.lowerBound) to \(range.upperBound)"
        throw ValueProblem("expected a whole number\(bounds)")
      }
      value = number
    }
  }
}

extension Option where Value == Instant? {
  /// A day or a moment; the last one counts.
  package static func moment(_ name: String, _ placeholder: String, _ summary: String) -> Option {
    Option(OptionInfo(name, takes: .value(placeholder), summary), standard: nil) {
      value, text throws(ValueProblem) in
      let day = CivilDate(text ?? "").flatMap { CivilTime(date: $0).instant(offset: 0) }
      guard let moment = Instant(text ?? "") ?? day else {
        throw ValueProblem("expected a day such as 2026-11-20 or a moment such as 2026-11-20T12:00:00Z")
      }
      value = moment
    }
  }
}

extension Option where Value == String? {
  /// Any text; the last one counts.
  package static func text(
    _ name: String, short: Character? = nil, _ placeholder: String, _ summary: String,
    environment: String? = nil, completion: Completion = .none
  ) -> Option {
    var info = OptionInfo(name, short: short, takes: .value(placeholder), summary)
    info.environment = environment
    info.completion = completion
    return Option(info, standard: nil) { value, text in value = text }
  }

  /// What somebody calls something; a variable that is not set gives none.
  package static func name(
    _ name: String, _ placeholder: String, _ summary: String, environment: String? = nil
  ) -> Option {
    var info = OptionInfo(name, takes: .value(placeholder), summary)
    info.environment = environment
    return Option(info, standard: nil) { value, text throws(ValueProblem) in
      guard let text, text.contains(where: { !$0.isWhitespace }) else {
        throw ValueProblem("expected a name")
      }
      value = text
    }
  }
}

extension Option where Value: RawRepresentable<String> & CaseIterable {
  /// One of a few words; the last one counts.
  package static func choice(
    _ name: String, short: Character? = nil, _ placeholder: String, default standard: Value,
    _ summary: String,
    meaning: (Value) -> String = { _ in "" }
  ) -> Option {
    var info = OptionInfo(name, short: short, takes: .value(placeholder), summary)
    info.describe(Value.self, meaning)
    info.standardText = standard.rawValue
    return Option(info, standard: standard) { value, text throws(ValueProblem) in
      value = try word(text ?? "")
    }
  }
}

extension Option {
  /// One of a few words, or none of them.
  package static func choice<Word: RawRepresentable<String> & CaseIterable & Sendable>(
    _ name: String, short: Character? = nil, _ placeholder: String, _ summary: String,
    standardText: String? = nil, meaning: (Word) -> String = { _ in "" }
  ) -> Option where Value == Word? {
    var info = OptionInfo(name, short: short, takes: .value(placeholder), summary)
    info.describe(Word.self, meaning)
    info.standardText = standardText
    return Option(info, standard: nil) { value, text throws(ValueProblem) in
      value = try word(text ?? "")
    }
  }

  /// A flag that may say which of a few words it means: `--fix` and `--fix=all`.
  package static func flag<Word: RawRepresentable<String> & CaseIterable & Sendable>(
    _ name: String, _ placeholder: String, meaning plain: Word, _ summary: String,
    meaning: (Word) -> String = { _ in "" }
  ) -> Option where Value == Word? {
    var info = OptionInfo(name, takes: .optionalValue(placeholder), summary)
    info.describe(Word.self, meaning)
    return Option(info, standard: nil) { value, text throws(ValueProblem) in
      guard let text else {
        value = plain
        return
      }
      value = try word(text)
    }
  }

  /// A value of its own kind; the last one counts.
  package static func single<Element: Sendable>(
    _ name: String, short: Character? = nil, _ placeholder: String, _ summary: String,
    read: @escaping @Sendable (String) throws(ValueProblem) -> Element
  ) -> Option where Value == Element? {
    Option(OptionInfo(name, short: short, takes: .value(placeholder), summary), standard: nil) {
      value, text throws(ValueProblem) in
      value = try read(text ?? "")
    }
  }

  /// A value that may be given several times; all count.
  package static func repeated<Element: Sendable>(
    _ name: String, short: Character? = nil, _ placeholder: String, _ summary: String,
    completion: Completion = .none, read: @escaping @Sendable (String) throws(ValueProblem) -> Element
  ) -> Option where Value == [Element] {
    var info = OptionInfo(name, short: short, takes: .value(placeholder), summary)
    info.isRepeatable = true
    info.completion = completion
    return Option(info, standard: []) { values, text throws(ValueProblem) in
      values.append(try read(text ?? ""))
    }
  }
}

extension OptionInfo {
  fileprivate mutating func describe<Word: RawRepresentable<String> & CaseIterable>(
    _ type: Word.Type, _ meaning: (Word) -> String
  ) {
    choices = Word.allCases.map { Choice($0.rawValue, meaning($0)) }
    completion = .words(choices.map(\.name))
  }
}

/// The case with this name, or a refusal that lists the legal ones.
func word<Word: RawRepresentable<String> & CaseIterable>(
  _ text: String
) throws(ValueProblem) -> Word {
  if let word = Word(rawValue: text) { return word }
  let names = Word.allCases.map(\.rawValue)
  throw ValueProblem(
    "expected \(Sentence.alternatives(names))", suggestions: Suggestions.nearest(to: text, among: names))
}
