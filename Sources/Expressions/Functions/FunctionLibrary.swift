/// A family of functions and macros that belongs together and has one file.
package struct FunctionLibrary: Sendable {
  package let name: String
  package let summary: String
  package let functions: [Function]
  package let macros: [Macro]

  init(_ name: String, _ summary: String, functions: [Function], macros: [Macro] = []) {
    self.name = name
    self.summary = summary
    self.functions = functions
    self.macros = macros
  }

  /// Every family there is.
  package static let all: [FunctionLibrary] = [
    .operators, .conversions, .texts, .formatting, .containers, .mathematics, .optionals, .times, .dates,
    .decimals,
    .encodings, .choices, .networks,
  ]
}
