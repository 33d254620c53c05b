internal import Values

/// How a command tells what it found or did: to a person, or to a program.
enum AnswerForm: String, CaseIterable, Sendable {
  case text, json

  static let option = Option<AnswerForm>.choice(
    "format", short: "f", "FORMAT", default: .text, "How the answer is written"
  ) { form in
    switch form {
    case .text: "for reading"
    case .json: "JSON, for programs"
    }
  }
}

extension Invocation {
  var answersInJSON: Bool { self[AnswerForm.option] == .json }

  /// Prints an object without the members that have no value.
  func answer(_ members: [(String, Value?)]) {
    print(JSONText.of(members.compactMap { name, value in value.map { (name, $0) } }))
  }
}

extension Value {
  static func texts(_ texts: some Sequence<String>) -> Value { .list(texts.map { .string($0) }) }
}
