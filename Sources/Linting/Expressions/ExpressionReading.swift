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
      let finding = ProblemWording(context, text).finding(problem)
      if finding.rule == .unrecordedPath, isKnown(finding, report) { continue }
      report.add(finding)
    }
    return problems.count
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
      return Finding(
        .templateInExpression,
        "`\(text.path.last ?? "this key")` takes a bare expression: no `{{ }}` around it", at: text.range,
        path: text.path.description,
        fixes: [.init("remove the braces", isSafe: false, replace: text.range, with: inner)])
    }
    guard source.holdsTemplate, let first = TemplateText(source).parts.first else { return nil }
    var fixes: [Finding.Fix] = []
    if case .expression(let inner, _) = first, TemplateText(source).parts.count == 1 {
      let quoted = text.scalar.style == .doubleQuoted && !inner.contains("\"")
      fixes = [
        .init("remove the braces", isSafe: true, replace: text.range, with: quoted ? "\"\(inner)\"" : inner)
      ]
    }
    return Finding(
      .templateInExpression, "`\(text.path.last ?? "this key")` takes a bare expression: no `${ }` around it",
      at: text.range, path: text.path.description, fixes: fixes)
  }
}
