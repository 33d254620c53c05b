internal import JSON
internal import Values

/// One case of a conformance file.
package struct ConformanceCase: Sendable {
  package let name: String
  package let section: String
  package let expression: String
  private let view: JSONView

  /// A case without a name goes by its place in the file, counted from one.
  init(_ view: JSONView, place: Int) {
    self.view = view
    name = view["name"]?.string ?? "case \(place)"
    section = view["section"]?.string ?? ""
    expression = view["expr"]?.string ?? ""
  }

  /// Checks and evaluates the case as its flags ask for, and compares what comes out.
  package func run() -> ConformanceResult {
    ConformanceResult(name: name, section: section, expression: expression, failure: failure())
  }

  private func flag(_ name: String) -> Bool { view[name]?.bool ?? false }

  private func failure() -> String? {
    guard view["expr"]?.string != nil else { return "has no 'expr', the text of an expression" }
    let environment: Environment
    let activation: Activation
    do throws(ConformanceForm.Problem) {
      environment = try self.environment()
      activation = try self.activation()
    } catch { return error.message }
    let checked = CheckedExpression.check(expression, in: environment)
    let isErrorExpected = view["evalError"] != nil
    if !checked.isValid {
      let text = checked.problems.map(\.message).joined(separator: "; ")
      return isErrorExpected ? nil : "does not check: \(text)"
    }
    if let wanted = view["typedResult"]?["deducedType"], let failure = typeFailure(checked, wanted) {
      return failure
    }
    if flag("checkOnly") { return nil }
    switch Program(checked).evaluate(activation) {
    case .failure(let error): return isErrorExpected ? nil : "has an error: \(error.message)"
    case .success(let value):
      return isErrorExpected ? "has a value: \(ConformanceForm.text(of: value))" : valueFailure(value)
    }
  }

  private func typeFailure(_ checked: CheckedExpression, _ wanted: JSONView) -> String? {
    do throws(ConformanceForm.Problem) {
      let type = try ConformanceForm.type(wanted)
      return checked.type == type ? nil : "has the type \(checked.type) instead of \(type)"
    } catch { return error.message }
  }

  private func valueFailure(_ value: Value) -> String? {
    let wanted = view["value"] ?? view["typedResult"]?["result"]
    do throws(ConformanceForm.Problem) {
      let expected = try wanted.map { (form) throws(ConformanceForm.Problem) in
        try ConformanceForm.value(form)
      }
      let isSame = ConformanceForm.isSame(value, expected ?? .bool(true))
      return isSame
        ? nil
        : "is \(ConformanceForm.text(of: value)) instead of \(ConformanceForm.text(of: expected ?? .bool(true)))"
    } catch { return error.message }
  }

  private func environment() throws(ConformanceForm.Problem) -> Environment {
    var environment = Environment(container: view["container"]?.string ?? "")
    environment.isChecked = !flag("disableCheck")
    environment.macrosAreEnabled = !flag("disableMacros")
    environment.declare(BlockMacros.all)
    for (key, _) in view["bindings"].map({ Array($0.members) }) ?? [] {
      environment.variables[key.string ?? ""] = Environment.Variable(.dyn)
    }
    for entry in view["typeEnv"].map({ Array($0.elements) }) ?? [] {
      let name = entry["name"]?.string ?? ""
      if let type = entry["ident"]?["type"] {
        environment.variables[name] = Environment.Variable(try ConformanceForm.type(type))
      } else if let overloads = entry["function"]?["overloads"] {
        environment.declare(try function(name, overloads))
      }
    }
    return environment
  }

  private func function(_ name: String, _ overloads: JSONView) throws(ConformanceForm.Problem) -> Function {
    var declared: [Overload] = []
    for overload in overloads.elements {
      var parameters: [ExpressionType] = []
      for parameter in overload["params"].map({ Array($0.elements) }) ?? [] {
        parameters.append(try ConformanceForm.type(parameter))
      }
      let isMethod = overload["isInstanceFunction"]?.bool ?? false
      let result = try overload["resultType"].map { (form) throws(ConformanceForm.Problem) in
        try ConformanceForm.type(form)
      }
      declared.append(.declared(isMethod ? .method : .function, parameters, result ?? .dyn))
    }
    return Function(name, "Declared by the case.", declared)
  }

  private func activation() throws(ConformanceForm.Problem) -> Activation {
    var activation = Activation()
    for (key, binding) in view["bindings"].map({ Array($0.members) }) ?? [] {
      activation[key.string ?? ""] = try ConformanceForm.value(binding["value"] ?? binding)
    }
    return activation
  }
}
