package import Diagnostics

/// Finds plain scalars that do not mean to every reader what they mean here.
package enum AmbiguousScalar {
  package static let rule = Rule(
    "yaml/ambiguous-scalar", .error, .proven,
    "a text without quotes is, or could be taken for, something other than text",
    page: """
      Without quotes `true` is a truth value, `1.10` the number 1.1, and `null` nothing. Where text is wanted that is an error, because \
      turning it back into text would lose what was written: a zero, a sign, a version. `NO`, `on` and `1:30` are text in YAML 1.2 but a \
      truth value or a number to readers of YAML 1.1, so that the country Norway becomes `false` there; that is a warning. Quote the text. \
      Where a number is wanted write it in plain decimal digits.
      """,
    failing: """
      api_version: 1.10
      #            ^^^^ yaml/ambiguous-scalar
      """,
    passing: """
      api_version: "1.10"
      """)

  /// A finding when the scalar is no safe text, or, where no text is wanted, when readers disagree about its value.
  ///
  /// A number or truth value where text is wanted is an error; text that only YAML 1.1 reads differently is a warning. An empty value is
  /// left to the caller, who knows whether one is needed.
  package static func finding(for scalar: Scalar, wantedAsText: Bool) -> Finding? {
    guard scalar.style == .plain, !scalar.text.isEmpty else { return nil }
    let ambiguity = scalar.ambiguity
    guard wantedAsText else { return ambiguity.flatMap { numberFinding(for: scalar, $0) } }
    let isText = scalar.resolved == .string
    guard !isText || ambiguity != nil else { return nil }
    let text = scalar.text.excerpt
    let meaning = ambiguity.map { explanation($0, of: scalar) } ?? "is \(kind(of: scalar.resolved))"
    var finding = Finding(
      rule, "'\(text)' \(meaning); text is wanted here", at: scalar.range, label: "quote it",
      fixes: [.init("quote it", isSafe: true, replace: scalar.range, with: "\"\(scalar.text)\"")])
    if isText { finding.severity = .warning }
    return finding
  }

  /// Where a number is wanted, only forms that other readers take for another number are worth a word.
  private static func numberFinding(for scalar: Scalar, _ ambiguity: Ambiguity) -> Finding? {
    guard ambiguity == .leadingZero, case .int(let value) = scalar.resolved else { return nil }
    var finding = Finding(
      rule, "'\(scalar.text.excerpt)' \(explanation(ambiguity, of: scalar))", at: scalar.range,
      fixes: [.init("write \(value)", isSafe: true, replace: scalar.range, with: "\(value)")])
    finding.severity = .warning
    return finding
  }

  private static func kind(of resolved: Resolved) -> String {
    switch resolved {
    case .null: "null, which means nothing"
    case .bool: "a truth value"
    case .int, .float: "a number"
    case .string: "text"
    }
  }

  private static func explanation(_ ambiguity: Ambiguity, of scalar: Scalar) -> String {
    switch ambiguity {
    case .word(let isTrue): "means \(isTrue) to readers of YAML 1.1"
    case .leadingZero: "is a number without its leading zero, and an octal number to readers of YAML 1.1"
    case .sexagesimal: "is a number in base 60 to readers of YAML 1.1"
    case .underscores: "is a number to readers of YAML 1.1"
    case .trailingZero, .exponent, .notDecimal, .inexact:
      "is a number and would become '\(rewritten(scalar))'"
    }
  }

  private static func rewritten(_ scalar: Scalar) -> String {
    switch scalar.resolved {
    case .int(let value): "\(value)"
    case .float(let value): "\(value)"
    default: scalar.text
    }
  }
}
