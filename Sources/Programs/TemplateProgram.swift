package import Diagnostics
package import Expressions
package import Language
package import Values
internal import HTTP
internal import YAML

/// A text with `${ }` parts, compiled.
package struct TemplateProgram: Sendable {
  private enum Part: Sendable {
    case literal(String)
    case expression(Program, Range<Int>)
  }

  private let parts: [Part]
  package let template: Template

  package init(_ template: Template, _ surroundings: Surroundings) {
    self.template = template
    parts = TemplateText(template.source).parts.map { part in
      switch part {
      case .literal(let text, _): .literal(text)
      case .expression(let source, let range):
        .expression(Program(CheckedExpression.check(source, in: surroundings.environment)), range)
      }
    }
  }

  package var place: SourceRange { template.range }

  /// The text when there is nothing to evaluate.
  package var constant: String? {
    var text = ""
    for part in parts {
      guard case .literal(let piece) = part else { return nil }
      text += piece
    }
    return text
  }

  /// The text; nil when it comes out empty.
  package func text(_ variables: Activation) throws(RunFailure) -> String? {
    let text = try text(variables) { value, _ in value }
    return text.isEmpty ? nil : text
  }

  /// The text, each value passed through `escape` together with the text before it; with `isWhole` nothing in it may be missing.
  package func text(
    _ variables: Activation, isWhole: Bool = false,
    escape: (String, _ before: String) throws(RunFailure) -> String
  ) throws(RunFailure) -> String {
    var text = ""
    for part in parts {
      switch part {
      case .literal(let piece): text += piece
      case .expression(let program, let range):
        guard let value = try value(of: program, range, variables, isNeeded: isWhole) else { continue }
        guard let written = value.templateText else {
          throw RunFailure(.request, "\(value.kind.title) cannot stand in a text", at: place(range))
        }
        text += try escape(written, text)
      }
    }
    return text
  }

  /// The value when the whole text is one expression, else the text; nil when that expression has no value.
  package func value(_ variables: Activation) throws(RunFailure) -> Value? {
    if parts.count == 1, case .expression(let program, let range)? = parts.first {
      return try value(of: program, range, variables)
    }
    return .string(try text(variables) { value, _ in value })
  }

  private func value(
    of program: Program, _ range: Range<Int>, _ variables: Activation, isNeeded: Bool = false
  ) throws(RunFailure) -> Value? {
    switch program.evaluate(variables) {
    case .success(.optional(let inner)): return inner
    case .success(let value): return value
    case .failure(let error) where error.isAbsence && !isNeeded: return nil
    case .failure(let error):
      let inner = error.range
      throw RunFailure(
        .request, error.message,
        at: place(inner.lowerBound + range.lowerBound..<inner.upperBound + range.lowerBound))
    }
  }

  private func place(_ range: Range<Int>) -> SourceRange { template.scalar.range(ofInner: range) }
}

extension TemplateProgram {
  /// An address or path: what is put into it cannot change where it leads.
  ///
  /// A value in a path or query is escaped; one in the host may hold nothing but what a host name holds. Only a value that begins
  /// the text is taken as it is, because it may be a whole address. What the data does not have is an error: without it the address is that of
  /// something else.
  package func address(_ variables: Activation) throws(RunFailure) -> String {
    let place = place
    return try text(variables, isWhole: true) { (value, before) throws(RunFailure) in
      if before.isEmpty { return value }
      if Self.isInHost(before) {
        guard value.utf8.allSatisfy(Self.mayStandInHost) else {
          throw RunFailure(
            .request, "a value in the host of an address holds only letters, digits, dots and hyphens",
            at: place)
        }
        return value
      }
      return value.percentEncoded
    }
  }

  private static func isInHost(_ before: String) -> Bool {
    guard before.hasPrefix("https://") || before.hasPrefix("http://") else { return false }
    return !before.dropFirst(8).utf8.contains { $0 == 0x2F || $0 == 0x3F }
  }

  private static func mayStandInHost(_ byte: UInt8) -> Bool {
    switch byte {
    case 0x30...0x39, 0x41...0x5A, 0x61...0x7A, 0x2D, 0x2E: true
    default: false
    }
  }
}
