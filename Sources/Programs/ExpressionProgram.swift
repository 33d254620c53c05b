package import Diagnostics
package import Expressions
package import Language
package import Values
internal import JSON
internal import YAML

/// An expression of a connector, compiled, that knows where it was written.
package struct ExpressionProgram: Sendable {
  package let program: Program
  package let text: ExpressionText

  package init(_ text: ExpressionText, _ surroundings: Surroundings) {
    self.text = text
    program = Program(CheckedExpression.check(text.source, in: surroundings.environment))
  }

  package var place: SourceRange { text.range }

  /// Whether it names a variable.
  package func reads(_ variable: String) -> Bool { program.checked.variables.contains(variable) }

  /// The value; nil when the data does not have what the path asks for.
  package func value(_ variables: Activation) throws(RunFailure) -> Value? {
    switch program.evaluate(variables) {
    case .success(.optional(let inner)): return inner
    case .success(let value): return value
    case .failure(let error) where error.isAbsence: return nil
    case .failure(let error): throw failure(error)
    }
  }

  /// Whether it is true; what is absent or null is not.
  package func isTrue(_ variables: Activation) throws(RunFailure) -> Bool { try truth(variables) ?? false }

  /// Whether it is true; nil when the data does not have what it asks for.
  package func truth(_ variables: Activation) throws(RunFailure) -> Bool? {
    guard let value = try value(variables)?.plain else { return nil }
    if value.isNull { return false }
    guard case .bool(let flag) = value else {
      throw RunFailure(blame, "this gives \(value.kind.title) where true or false is wanted", at: place)
    }
    return flag
  }

  /// The text of a value; nil when it is absent, null or empty.
  package func text(_ variables: Activation) throws(RunFailure) -> String? {
    guard let value = try value(variables), let text = value.templateText, !text.isEmpty else { return nil }
    return text
  }

  package func failure(_ error: EvaluationError) -> RunFailure {
    RunFailure(blame, error.message, at: text.scalar.range(ofInner: error.range))
  }

  /// What can be known before anything was sent was checked then: what fails over a reply came with it.
  private var blame: FailureKind { Self.told.contains { reads($0) } ? .provider : .request }

  private static let told = ["body", "headers", "record", "records", "last", "job"]
}

extension Value {
  /// The text that a `${ }` part leaves: nothing for null, JSON for lists and maps; nil when there is no text for it.
  package var templateText: String? {
    if case .json(let view) = self, let digits = view.numberText { return digits }
    switch plain {
    case .null: return ""
    case .string(let text): return text
    case .bool(let flag): return flag ? "true" : "false"
    case .int(let number): return String(number)
    case .uint(let number): return String(number)
    case .decimal(let number): return number.description
    case .timestamp(let instant): return instant.description
    case .date(let date): return date.description
    case .duration(let span): return span.description
    case .optional(let inner): return inner.map(\.templateText) ?? ""
    case .double, .bytes, .list, .map, .address, .network:
      var steps = 1_000_000
      let written = try? JSONWriter.text(of: self, steps: &steps, limit: 64 << 20)
      guard case .bytes(let raw) = plain else { return written }
      return String(validating: raw, as: UTF8.self) ?? written
    case .type, .json: return nil
    }
  }
}
