/// The typed values of the options that were given.
package struct OptionValues: Sendable {
  private var values: [String: any Sendable] = [:]

  init() {}

  package subscript<Value>(option: Option<Value>) -> Value {
    guard let value = values[option.info.name] as? Value else { return option.standard }
    return value
  }

  func holds(_ option: any AnyOption) -> Bool { values[option.info.name] != nil }

  /// Reads one appearance of an option; `written` is how the user named it.
  mutating func take(_ option: any AnyOption, _ text: String?, written: String) throws(UsageError) {
    do {
      values[option.info.name] = try option.value(text, after: values[option.info.name])
    } catch {
      let suggestions = error.suggestions.prefix(2).map { $0 }
      throw UsageError(
        "`\(written)` cannot be `\(Visible.word(text ?? ""))`: \(error.reason)",
        help: suggestions.isEmpty ? nil : UsageError.guess(suggestions, else: ""))
    }
  }
}
