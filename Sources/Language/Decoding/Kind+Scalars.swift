internal import Diagnostics
internal import YAML

extension Kind where Value == String {
  /// Plain text of a form; no `${ }` in it.
  package static func text(_ format: TextFormat = .plain) -> Kind {
    Kind(.text(format)) { node, decoding in decoding.text(node, format) }
  }

  package static var text: Kind { text(.plain) }
  package static var name: Kind { text(.name) }
  package static var url: Kind { text(.url) }
}

extension Kind where Value == Milliseconds {
  /// A length of time, `30s`.
  package static var duration: Kind {
    Kind(.text(.duration)) { node, decoding in
      decoding.text(node, .duration).flatMap { Milliseconds($0) }
    }
  }
}

extension Kind where Value == Int {
  package static func integer(_ range: ClosedRange<Int>) -> Kind {
    Kind(.integer(range)) { node, decoding in
      guard let scalar = node.scalar, case .int(let value) = scalar.resolved else {
        decoding.report(
          .wrongType, "expected a whole number, found \(node.meaning)", at: node.range,
          fixes: decoding.unquoting(node) { if case .int = $0 { true } else { false } })
        return nil
      }
      guard range.contains(value) else {
        let bounds =
          range.count == 1
          ? "`\(range.lowerBound)`"
          : range.upperBound == .max
            ? "a number at least \(range.lowerBound)"
            : "a number from \(range.lowerBound) to \(range.upperBound)"
        decoding.report(.badValue, "`\(value)` is out of range: expected \(bounds)", at: node.range)
        return nil
      }
      if let finding = AmbiguousScalar.finding(for: scalar, wantedAsText: false) { decoding.add(finding) }
      return value
    }
  }
}

extension Kind where Value == Bool {
  package static var boolean: Kind {
    Kind(.boolean) { node, decoding in
      if case .bool(let value) = node.scalar?.resolved { return value }
      var suggestions: [String] = []
      if let text = node.scalar?.text.lowercased() {
        if ["yes", "on", "y", "true"].contains(text) { suggestions = ["true"] }
        if ["no", "off", "n", "false"].contains(text) { suggestions = ["false"] }
        if suggestions.isEmpty { suggestions = Suggestions.nearest(to: text, among: ["true", "false"]) }
      }
      decoding.report(
        .wrongType, "expected true or false, found \(node.meaning)", at: node.range, suggestions: suggestions,
        fixes: suggestions.first.map {
          [.init("write it as YAML 1.2 does", isSafe: true, replace: node.range, with: $0)]
        } ?? [])
      return nil
    }
  }
}

/// A closed set of words of the language.
package protocol ChoiceValue: RawRepresentable<String>, CaseIterable, Sendable, Hashable {
  var summary: String { get }
}

extension Kind where Value: ChoiceValue {
  /// One of the words of a set.
  package static func choice(_ type: Value.Type = Value.self) -> Kind {
    let choices = Value.allCases.map { Choice($0.rawValue, $0.summary) }
    return Kind(.choice(choices)) { node, decoding in
      decoding.word(node, among: choices).flatMap { Value(rawValue: $0) }
    }
  }
}

extension Decoding {
  /// Reads text; a number or a boolean where text is wanted is reported, because YAML would have changed it.
  mutating func text(_ node: Node, _ format: TextFormat) -> String? {
    guard let scalar = node.scalar else {
      report(.wrongType, "expected \(format.meaning), found \(node.meaning)", at: node.range)
      return nil
    }
    if format == .documentPath, let path = ForeignTemplate.path(otherwiseWritten: scalar.text) {
      report(
        scalar.text.holdsTemplate ? .expressionNotAllowed : .badValue,
        "`\(scalar.text)` is not \(format.meaning): it is written as a plain path", at: node.range,
        suggestions: [path], fixes: [.init("write it so", isSafe: false, replace: node.range, with: path)])
      return nil
    }
    if scalar.resolved == .null {
      report(
        .wrongType, "expected \(format.meaning), found nothing", at: node.range.isPoint ? head : node.range)
      return nil
    }
    if format == .duration, case .int(let number) = scalar.resolved {
      report(
        .badValue, "`\(scalar.text)` has no unit: write `\(number)s` for seconds, or `ms`, `m`, `h`, `d`",
        at: node.range,
        suggestions: ["\(number)s"],
        fixes: [.init("in seconds", isSafe: false, replace: node.range, with: "\(number)s")])
      return nil
    }
    if format == .status, let number = Self.quotedNumber(scalar) {
      report(
        .wrongType, "expected a status as a number, found the text `\(number)`", at: node.range,
        suggestions: [number],
        fixes: [.init("write the number without quotes", isSafe: true, replace: node.range, with: number)])
      return nil
    }
    // A status or a date is told by its form, however YAML would read it.
    if format != .status, let finding = AmbiguousScalar.finding(for: scalar, wantedAsText: true) {
      add(finding)
      if finding.severity == .error { return nil }
    }
    if scalar.text.holdsTemplate, format != .pattern {
      report(
        .expressionNotAllowed, "`\(path.last ?? "this key")` is plain text: `${ }` has no meaning here",
        at: node.range)
      return nil
    }
    if let problem = format.problem(with: scalar.text) {
      report(
        .badValue, problem.message, at: node.range, suggestions: problem.suggestions,
        fixes: problem.suggestions.first.map {
          [.init("write it so", isSafe: false, replace: node.range, with: $0)]
        } ?? [])
      return nil
    }
    return scalar.text
  }

  /// The digits of a number that is written as a text.
  private static func quotedNumber(_ scalar: Scalar) -> String? {
    guard scalar.style != .plain, !scalar.text.isEmpty, scalar.text.utf8.allSatisfy({ 0x30...0x39 ~= $0 })
    else { return nil }
    return scalar.text
  }

  /// Reads a word of a closed set.
  mutating func word(_ node: Node, among choices: [Choice]) -> String? {
    guard let scalar = node.scalar, !node.isNull else {
      let only = node.list.flatMap { $0.count == 1 ? $0[0].scalar?.text : nil }
      let near = only.map { word in
        choices.contains { $0.name == word } ? [word] : Synonyms.nearest(to: word, among: choices.map(\.name))
      }
      report(
        .wrongType,
        "expected one of \(list(choices.map { "`\($0.name)`" }, limit: 8)), found \(node.meaning)",
        at: node.isNull && node.range.isPoint ? head : node.range, suggestions: near ?? [],
        fixes: (near ?? []).prefix(1).map {
          .init("the word alone", isSafe: false, replace: node.range, with: $0)
        })
      return nil
    }
    if choices.contains(where: { $0.name == scalar.text }) { return scalar.text }
    let near = Synonyms.nearest(to: scalar.text, among: choices.map(\.name))
    report(
      .unknownValue, "`\(scalar.text)` is not one of the values of `\(path.last ?? "this key")`",
      at: node.range,
      evidence: [.init("known", list(choices.map(\.name), limit: 14))], suggestions: near,
      fixes: .renaming(node.range, to: near, "a value with a similar name exists"))
    return nil
  }

  /// A fix that takes quotes away from a scalar that would then be right.
  func unquoting(_ node: Node, _ fits: (Resolved) -> Bool) -> [Finding.Fix] {
    guard let scalar = node.scalar, scalar.style == .singleQuoted || scalar.style == .doubleQuoted,
      fits(Resolved(plain: scalar.text))
    else { return [] }
    return [.init("remove the quotes", isSafe: true, replace: node.range, with: scalar.text)]
  }

  mutating func add(_ finding: Finding) {
    var finding = finding
    finding.path = finding.path ?? path.description
    findings.add(finding)
  }
}

extension SourceRange {
  var isPoint: Bool { start == end }
}
