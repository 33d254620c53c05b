/// An option of a command: how it is written, and the typed value that comes of it.
package struct Option<Value: Sendable>: AnyOption {
  package let info: OptionInfo
  /// The value when the option is not given.
  package let standard: Value
  private let accept: @Sendable (inout Value, String?) throws(ValueProblem) -> Void

  package init(
    _ info: OptionInfo, standard: Value,
    accept: @escaping @Sendable (inout Value, String?) throws(ValueProblem) -> Void
  ) {
    self.info = info
    self.standard = standard
    self.accept = accept
  }

  package func value(
    _ text: String?, after earlier: (any Sendable)?
  ) throws(ValueProblem) -> any Sendable {
    var value = (earlier as? Value) ?? standard
    try accept(&value, text)
    return value
  }
}

/// An option whose type does not matter, as lists hold it.
package protocol AnyOption: Sendable {
  var info: OptionInfo { get }
  /// The value after one more appearance of the option; the text is nil when it was written without a value.
  func value(_ text: String?, after earlier: (any Sendable)?) throws(ValueProblem) -> any Sendable
}

/// Why a value cannot be taken: `expected a number`.
package struct ValueProblem: Error, Sendable {
  package let reason: String
  /// Words that were probably meant.
  package let suggestions: [String]

  package init(_ reason: String, suggestions: [String] = []) {
    self.reason = reason
    self.suggestions = suggestions
  }
}

/// The description of an option.
package struct OptionInfo: Sendable {
  package enum Takes: Sendable {
    case nothing
    case value(String)
    /// `--fix` or `--fix=all`; the value never stands in a word of its own.
    case optionalValue(String)
  }

  /// One of the words an option takes.
  package struct Choice: Sendable {
    package let name: String
    package let summary: String

    package init(_ name: String, _ summary: String = "") {
      self.name = name
      self.summary = summary
    }
  }

  /// Without the dashes.
  package let name: String
  package let short: Character?
  package let takes: Takes
  package let summary: String
  package var choices: [Choice] = []
  /// The default as help shows it.
  package var standardText: String?
  package var isRepeatable = false
  /// The variable that stands in when the option is not given.
  package var environment: String?
  package var completion = Completion.none

  package init(_ name: String, short: Character? = nil, takes: Takes, _ summary: String) {
    self.name = name
    self.short = short
    self.takes = takes
    self.summary = summary
  }

  /// `--format FORMAT`, as help shows it.
  var usage: String {
    switch takes {
    case .nothing: "--\(name)"
    case .value(let placeholder): "--\(name) \(placeholder)"
    case .optionalValue(let placeholder): "--\(name)[=\(placeholder)]"
    }
  }

  var placeholder: String? {
    switch takes {
    case .nothing: nil
    case .value(let placeholder), .optionalValue(let placeholder): placeholder
    }
  }

  var takesSeparateValue: Bool {
    if case .value = takes { true } else { false }
  }
}
