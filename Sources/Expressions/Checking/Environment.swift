/// What an expression may use, and how strictly it is read.
package struct Environment: Sendable {
  /// A name that an expression can read.
  package struct Variable: Sendable {
    package let type: ExpressionType
    package let documentation: String

    package init(_ type: ExpressionType, documentation: String = "") {
      self.type = type
      self.documentation = documentation
    }
  }

  /// By name; a name may be dotted, as in `com.example.x`.
  package var variables: [String: Variable] { didSet { noteDots() } }
  /// Whether a variable has a name with dots in it; asked for every expression.
  private(set) var hasDottedVariables = false
  /// The variable whose fields can be named without it: in a mapping `firstName` means `record.firstName`.
  package var implicitRoot: String?
  package private(set) var functions: [String: Function] = [:]
  package private(set) var macros: [Macro] = []
  /// The name space in which names are looked up first, as `com.example`.
  package var container: String
  /// Without macros a call such as `list.map(x, y)` is an ordinary method call.
  package var macrosAreEnabled = true
  /// Whether types are checked.
  ///
  /// Without it unknown names are errors of the evaluation.
  package var isChecked = true

  package init(
    variables: [String: Variable] = [:], implicitRoot: String? = nil,
    libraries: [FunctionLibrary] = FunctionLibrary.all, container: String = ""
  ) {
    self.variables = variables
    self.implicitRoot = implicitRoot
    self.container = container
    noteDots()
    for library in libraries {
      macros += library.macros
      for function in library.functions { declare(function) }
    }
  }

  private mutating func noteDots() {
    hasDottedVariables = variables.keys.contains { $0.utf8.contains(UInt8(ascii: ".")) }
  }

  /// Adds macros; of those with one name the first whose form fits is taken.
  mutating func declare(_ macros: [Macro]) { self.macros += macros }

  /// Adds a function; of one that exists, its overloads.
  package mutating func declare(_ function: Function) {
    guard let known = functions[function.name] else {
      functions[function.name] = function
      return
    }
    functions[function.name] = Function(
      known.name, known.summary, examples: known.examples + function.examples,
      known.overloads + function.overloads)
  }

  /// The function that a name stands for.
  func function(_ name: String, isAbsolute: Bool = false) -> Function? {
    if isAbsolute || container.isEmpty { return functions[name] }
    return candidates(for: name, isAbsolute: false).lazy.compactMap { functions[$0] }.first
  }

  /// The names a name can stand for, innermost name space first.
  func candidates(for name: String, isAbsolute: Bool) -> [String] {
    if isAbsolute || container.isEmpty { return [name] }
    var candidates: [String] = []
    var parts = container.split(separator: ".")[...]
    while !parts.isEmpty {
      candidates.append((parts + [Substring(name)]).joined(separator: "."))
      parts = parts.dropLast()
    }
    return candidates + [name]
  }
}
