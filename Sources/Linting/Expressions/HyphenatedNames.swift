internal import Expressions
internal import Language

/// Names written with hyphens, which CEL reads as subtractions: `settings.client-id` takes `id` from `settings.client`.
///
/// Each part of such a name may be unknown; it is one name, and one mistake.
struct HyphenatedNames {
  private let source: [UInt8]

  init(_ source: String) { self.source = Array(source.utf8) }

  /// The problems, with those of one hyphenated name as a single one.
  func joined(_ problems: [ExpressionProblem], in environment: Environment) -> [ExpressionProblem] {
    guard source.contains(UInt8(ascii: "-")) else { return problems }
    var told: Set<Range<Int>> = []
    return problems.sorted { $0.range.lowerBound < $1.range.lowerBound }.compactMap { problem in
      guard Self.isOfName(problem), let whole = whole(around: problem.range) else { return problem }
      guard told.insert(whole).inserted else { return nil }
      return whole.lowerBound == problem.range.lowerBound ? named(problem, whole, environment) : problem
    }
  }

  private static func isOfName(_ problem: ExpressionProblem) -> Bool {
    switch problem.kind {
    case .noSuchField, .undeclaredVariable: true
    default: false
    }
  }

  /// The problem of the whole name, if there is one that is written with underscores; else that of its first part.
  private func named(
    _ problem: ExpressionProblem, _ whole: Range<Int>, _ environment: Environment
  ) -> ExpressionProblem {
    let written = String(decoding: source[whole], as: UTF8.self)
    let meant = written.split(separator: "-").joined(separator: "_")
    switch problem.kind {
    case .noSuchField(_, let shape) where shape.field(meant) != nil:
      return ExpressionProblem(
        .noSuchField(written, in: shape), "there is no field '\(written)'", at: whole, suggestions: [meant])
    case .undeclaredVariable where environment.variables[meant] != nil:
      return ExpressionProblem(
        .undeclaredVariable(written), "there is no variable '\(written)' here", at: whole,
        suggestions: [meant])
    default: return problem
    }
  }

  /// The words around a place that single hyphens join, with no blanks between; nil when there is one word.
  private func whole(around place: Range<Int>) -> Range<Int>? {
    guard place.lowerBound >= 0, place.upperBound <= source.count, !place.isEmpty else { return nil }
    var start = place.lowerBound
    var end = place.upperBound
    while start >= 2, isHyphen(start - 1), isWordPart(start - 2) {
      start -= 1
      while start > 0, isWordPart(start - 1) { start -= 1 }
    }
    while end + 1 < source.count, isHyphen(end), isWordPart(end + 1) {
      end += 1
      while end < source.count, isWordPart(end) { end += 1 }
    }
    return start..<end == place ? nil : start..<end
  }

  private func isHyphen(_ index: Int) -> Bool { source[index] == UInt8(ascii: "-") }

  private func isWordPart(_ index: Int) -> Bool { source[index].isWordPart }
}
