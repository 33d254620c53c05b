/// A complaint about how a command was called, and what to do about it.
struct UsageError: Error, Sendable, Hashable {
  let message: String
  let help: String?

  init(_ message: String, help: String? = nil) {
    self.message = message
    self.help = help
  }

  /// `did you mean `--format`?`, or else another piece of advice.
  static func guess(_ names: [String], else advice: String) -> String {
    names.isEmpty ? advice : "did you mean \(Sentence.alternatives(names))?"
  }
}
