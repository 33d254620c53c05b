/// One command: its description as data, and what it does.
///
/// Help, usage errors, completions and the reference page are made from the description.
package protocol Command: Sendable {
  var name: String { get }
  /// One line without a full stop, in the imperative.
  var summary: String { get }
  /// What the options do not say, in plain paragraphs.
  var details: String { get }
  /// Shown first in help; people read examples and little else.
  var examples: [CommandExample] { get }
  /// The words after the options; nil when the command takes none.
  var argument: Argument? { get }
  var options: [any AnyOption] { get }
  /// The codes worth knowing beside 0 and 2.
  var exitCodes: [ExitCode] { get }
  /// Commands for other programs are left out of help.
  var isHidden: Bool { get }

  func run(_ invocation: Invocation) async -> ExitCode
}

extension Command {
  package var details: String { "" }
  package var examples: [CommandExample] { [] }
  package var argument: Argument? { nil }
  package var options: [any AnyOption] { [] }
  package var exitCodes: [ExitCode] { [] }
  package var isHidden: Bool { false }
}

/// A command line worth copying, and what it is good for.
package struct CommandExample: Sendable {
  package let line: String
  package let purpose: String

  package init(_ line: String, _ purpose: String) {
    self.line = line
    self.purpose = purpose
  }
}

/// What the words after the options are.
package struct Argument: Sendable {
  package enum Count: Sendable {
    case one, optional, any
  }

  /// In capitals, as usage lines show it; several words say by themselves what may follow what.
  package let placeholder: String
  package let count: Count
  package let summary: String
  /// What a shell may offer for each word; the last goes for all words after it.
  package let completions: [Completion]

  package init(_ placeholder: String, _ count: Count, _ summary: String, completion: Completion...) {
    self.placeholder = placeholder
    self.count = count
    self.summary = summary
    completions = completion
  }

  /// `[PATH...]`, as usage lines show it.
  var usage: String {
    switch count {
    case .one: placeholder
    case .optional: "[\(placeholder)]"
    case .any: placeholder.contains(" ") ? placeholder : "[\(placeholder)...]"
    }
  }

  /// What may stand after so many words.
  func completion(after count: Int) -> Completion {
    if count > 0, self.count != .any { return .none }
    return completions.indices.contains(count) ? completions[count] : completions.last ?? .none
  }
}

/// What a shell may offer where a value is expected.
package indirect enum Completion: Sendable {
  case none, files, folders
  /// A fixed set of words.
  case words([String])
  /// Names that only the program knows.
  case listed(Listing)
  case any([Completion])
  /// What fits is decided by the first word of the command.
  case byFirst([String: Completion], otherwise: Completion)
}

/// Names that depend on the project at hand, or are too many for a description.
package enum Listing: Sendable {
  case commands, connectors, partners, models, topics, schemas
  /// Those of the connectors that the words before name.
  case streams
}
