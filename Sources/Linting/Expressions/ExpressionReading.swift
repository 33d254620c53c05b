internal import Diagnostics
internal import Expressions
internal import Language
internal import YAML

/// Checks expressions and templates in their environments and turns their problems into findings.
struct ExpressionReading {
  let context: ConnectorContext

  /// Checks every expression of the connector's own file.
  func readOwn(_ texts: inout CheckedTexts, _ report: inout FindingList) {
    for text in context.connector.expressions where text.scope != .mapping {
      if let checked = read(text, in: context.environment(text.scope, at: text.path), &report) {
        texts.add(checked)
      }
    }
    for template in context.connector.templates {
      let environment = context.environment(template.scope, at: template.path)
      for checked in read(template, in: environment, &report) { texts.add(checked) }
    }
  }

  /// Checks a bare expression; nil when it is so wrong that nothing further should be said of it.
  func read(_ text: ExpressionText, in environment: Environment, _ report: inout FindingList) -> CheckedText?
  {
    if let stray = strayTemplate(text) {
      report.add(stray)
      return nil
    }
    let checked = CheckedText(
      context.environments.check(text.source, in: environment), scope: text.scope, path: text.path,
      scalar: text.scalar, offset: 0, context.environments.patience)
    add(checked, to: &report)
    if checked.checked.isValid, let remark = fallbackInComment(checked) { report.add(remark) }
    if checked.checked.isValid, let finding = YieldJudgement(checked, wanted: text.yield).finding {
      report.add(finding)
    }
    return checked
  }

  /// Checks the expressions inside a template.
  private func read(_ template: Template, in environment: Environment, _ report: inout FindingList)
    -> [CheckedText]
  {
    let text = TemplateText(template.source)
    for problem in text.problems {
      report.add(
        Finding(
          .expressionSyntax, problem.message, at: template.scalar.range(ofInner: problem.range),
          path: template.path.description))
    }
    guard text.problems.isEmpty else { return [] }
    var told = 0
    return text.parts.compactMap { part in
      guard case .expression(let source, let range) = part else { return nil }
      let checked = CheckedText(
        context.environments.check(source, in: environment), scope: template.scope, path: template.path,
        scalar: template.scalar, offset: range.lowerBound, context.environments.patience)
      if told < Self.mostProblems { told += add(checked, to: &report) }
      if text.parts.count > 1, let finding = wholeObject(checked) { report.add(finding) }
      return checked
    }
  }

  /// An object has no form in which it could stand in the middle of a text.
  private func wholeObject(_ text: CheckedText) -> Finding? {
    guard text.checked.isValid, case .object(let shape) = text.checked.type else { return nil }
    let place = text.place(0..<text.checked.source.utf8.count)
    let keys = ["id", "key", "name"].filter { shape.field($0) != nil }
    return Finding(
      .expressionType, "an object cannot be put into a text", at: place, path: text.path.description,
      suggestions: keys.prefix(1).map { "\(text.checked.source).\($0)" })
  }

  /// Problems of one text that are told: what is left shows when they are put right.
  private static let mostProblems = 100

  /// Tells what is wrong with an expression, and how many problems it has.
  @discardableResult
  private func add(_ text: CheckedText, to report: inout FindingList) -> Int {
    // What was guessed to be there after a mistake of grammar is not judged.
    var problems = text.checked.problems.first { $0.kind == .syntax }.map { [$0] } ?? text.checked.problems
    if !problems.isEmpty {
      problems = HyphenatedNames(text.checked.source).joined(problems, in: text.checked.environment)
    }
    for problem in problems.prefix(Self.mostProblems) {
      var finding = ProblemWording(context, text).finding(problem)
      if let translation = translation(of: text, problem) {
        finding.suggestions = []
        finding.fixes = [translation]
      }
      if finding.rule == .unrecordedPath, isKnown(finding, report) { continue }
      report.add(finding)
    }
    return problems.count
  }

  /// `name // "none"`: elsewhere the second is taken where the first is absent, here it is a comment that nobody reads.
  private func fallbackInComment(_ text: CheckedText) -> Finding? {
    let source = text.checked.source
    guard source.holds("//"), let fallback = ForeignExpression.fallback(in: source),
      let found = ForeignExpression.translated(source, root: text.scope.root)
    else { return nil }
    let place = text.place(fallback)
    return Finding(
      .expressionSyntax, "`//` begins a comment here: what follows is never read", at: place,
      path: text.path.description,
      fixes: [.init("in this language", isSafe: false, edits: [text.edit(0..<source.utf8.count, found)])])
  }

  /// The whole written anew, where it is in another language's words and more than the nearest word is wrong with it.
  private func translation(of text: CheckedText, _ problem: ExpressionProblem) -> Finding.Fix? {
    switch problem.kind {
    case .syntax, .undeclaredFunction: break
    // A path of jq begins with a point.
    case .undeclaredVariable where text.checked.source.hasPrefix("."): break
    case .noSuchOverload("join", _): break
    case .noSuchOverload("json", _), .undeclaredVariable("response"):
      if !text.checked.source.holds(".json()") { return nil }
    default: return nil
    }
    let source = text.checked.source
    guard let found = ForeignExpression.translated(source, root: text.scope.root) else { return nil }
    // `a or "none"` is no condition but a value with another for when it is absent.
    let isFallback = ["||", "&&"].contains { problem.suggestions.first == $0 && !found.contains($0) }
    let isInterpolated = source.hasPrefix("f") && source.contains("{")
    if !isFallback, !isInterpolated, let first = problem.suggestions.first {
      let bytes = Array(source.utf8)
      guard problem.range.upperBound <= bytes.count else { return nil }
      let mended = bytes[..<problem.range.lowerBound] + Array(first.utf8) + bytes[problem.range.upperBound...]
      if Parser.parse(String(decoding: mended, as: UTF8.self)).problems.isEmpty { return nil }
    }
    return .init("in this language", isSafe: false, edits: [text.edit(0..<source.utf8.count, found)])
  }

  /// What stands between the braces, written anew where it is in another language's words.
  private static func readable(_ inner: String, _ scope: Scope) -> String {
    let isForeign = !Parser.parse(inner).problems.isEmpty || ForeignExpression.hasForeignCall(inner)
    return isForeign ? ForeignExpression.translated(inner, root: scope.root) ?? inner : inner
  }

  /// A key that no recording has is one gap in the recordings, however many expressions ask for it.
  private func isKnown(_ finding: Finding, _ report: FindingList) -> Bool {
    report.all.contains {
      $0.rule == finding.rule && $0.message == finding.message && $0.range.file === finding.range.file
    }
  }

  /// `${ }` around a bare expression: the commonest slip of all, told once and with its fix.
  private func strayTemplate(_ text: ExpressionText) -> Finding? {
    let source = text.source
    if let inner = ForeignTemplate.wholeExpression(source) {
      let meant = Self.readable(inner, text.scope)
      return Finding(
        .templateInExpression,
        "`\(text.path.last ?? "this key")` takes a bare expression: no `{{ }}` around it", at: text.range,
        path: text.path.description,
        fixes: [
          .init(
            "write it as this language does", isSafe: false,
            edits: [text.scalar.edit(0..<source.utf8.count, meant)])
        ])
    }
    guard source.holdsTemplate, let first = TemplateText(source).parts.first else { return nil }
    var fixes: [Finding.Fix] = []
    if case .expression(let inner, _) = first, TemplateText(source).parts.count == 1 {
      let meant = Self.readable(inner, text.scope)
      fixes = [
        .init(
          "remove the braces", isSafe: meant == inner,
          edits: [text.scalar.edit(0..<source.utf8.count, meant)])
      ]
    }
    return Finding(
      .templateInExpression, "`\(text.path.last ?? "this key")` takes a bare expression: no `${ }` around it",
      at: text.range, path: text.path.description, fixes: fixes)
  }
}

extension Scope {
  /// What a path of another tool begins at here: the body of a reply, and a record by nothing.
  fileprivate var root: String {
    switch self {
    case .response, .reply, .actionReply: "body"
    case .webhook, .answer: "payload"
    default: ""
    }
  }
}
