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
  package let completion: Completion

  package init(_ placeholder: String, _ count: Count, _ summary: String, completion: Completion = .none) {
    self.placeholder = placeholder
    self.count = count
    self.summary = summary
    self.completion = completion
  }

  /// `[PATH...]`, as usage lines show it.
  var usage: String {
    switch count {
    case .one: placeholder
    case .optional: "[\(placeholder)]"
    case .any: placeholder.contains(" ") ? placeholder : "[\(placeholder)...]"
    }
  }
}

/// What a shell may offer where a value is expected.
package enum Completion: Sendable {
  case none, files, folders
  /// A fixed set of words.
  case words([String])
  /// Names that only the program knows; the shell asks `connector complete`.
  case listed(Listing)
}

/// Names that `connector complete` prints.
package enum Listing: String, Sendable, CaseIterable {
  case commands, connectors, streams, rules, constructs, models, topics, schemas
}
