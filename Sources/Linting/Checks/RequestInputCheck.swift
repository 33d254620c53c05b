internal import Diagnostics
internal import Language

/// Inputs of actions: declared where they are used, and used where they are declared.
enum RequestInputCheck: Check {
  static let rules: [Rule] = [.unusedInput]

  static func run(_ context: ConnectorContext, _ texts: CheckedTexts, _ report: inout FindingList) {
    guard !context.isPartial, !context.isDamaged else { return }
    for action in context.file[ConnectorFile.actions] ?? [] {
      let here = texts.under(DocumentPath(["actions", action.name]))
      if here.contains(where: { $0.usesWhole("input") }) { continue }
      check(action, used: Set(here.flatMap { $0.fieldNames(of: "input") }), context, &report)
    }
  }

  private static func check(
    _ action: Named<ActionBlock>, used: Set<String>, _ context: ConnectorContext,
    _ report: inout FindingList
  ) {
    let part = "actions.\(action.name)."
    let unused = (action.value[ActionBlock.inputs] ?? []).filter { !used.contains($0.name) }
    let unknown = report.all.filter { $0.rule == .unknownInput && $0.path?.hasPrefix(part) == true }
    if let first = unknown.first, Set(unknown.map(\.range.text)).count == 1 {
      judge(first, unknown.count, unused, action, context, &report)
      return
    }
    if let first = unknown.first, unknown.count > 1, !action.value.block.has("inputs") {
      let names = Set(unknown.map(\.range.text)).sorted().prefix(4).map { "`\($0)`" }.joined(separator: ", ")
      report.removeAll { $0.rule == .unknownInput && $0.path?.hasPrefix(part) == true }
      report.add(
        Finding(
          .unknownInput, "the action has no `inputs`, and its request uses \(names)", at: action.nameRange,
          path: "\(part)inputs", related: [.init("used here", at: first.range)]))
      return
    }
    // A wrong name is the same mistake.
    let isMisnamed = report.all.contains {
      [.unknownInput, .unknownVariable, .variableNotAvailable].contains($0.rule)
        && $0.path?.hasPrefix(part) == true
    }
    guard !isMisnamed else { return }
    let request = action.value[ActionBlock.request].flatMap {
      WrittenRequest($0.block, of: .action(action.name))
    }
    if let request, unused.count > 1, request.bodyKey == nil {
      let names = unused.prefix(4).map { "`\($0.name)`" }.joined(separator: ", ")
      report.add(
        Finding(
          .unusedInput, "the request sends nothing of what the action asks for: \(names)",
          at: request.block.keyRange(request.method), path: request.block.path.description,
          suggestions: ["json: {\(unused[0].name): \"${input.\(unused[0].name)}\"}"]))
      return
    }
    // One use that is gone often used several.
    guard let first = unused.first else { return }
    let names = unused.map { "`\($0.name)`" }.joined(separator: ", ")
    report.add(
      Finding(
        .unusedInput, "the action asks for \(names) and does not use \(unused.count == 1 ? "it" : "them")",
        at: first.nameRange, path: "\(part)inputs"))
  }

  /// One name is used and not declared: the tests, or several uses, tell that the declaration is what is wrong.
  private static func judge(
    _ first: Finding, _ count: Int, _ unused: [Named<InputBlock>], _ action: Named<ActionBlock>,
    _ context: ConnectorContext, _ report: inout FindingList
  ) {
    let name = first.range.text
    let given = Set(
      (context.connector.tests?.file?[TestFile.cases] ?? []).filter {
        $0[TestCase.action]?.value == action.name
      }.flatMap { $0[TestCase.input] ?? [] }.map(\.name))
    if let renamed = unused.first, unused.count == 1 {
      let isMeant =
        given.contains(name)
        || (!given.contains(renamed.name)
          && (count > 1 || FileWords(context.connector).prefer(name, used: count, over: renamed.name)))
      guard isMeant else { return }
      replace(
        first, "the action asks for `\(renamed.name)`, and `\(name)` is used", at: renamed.nameRange,
        suggesting: name, &report)
    } else if unused.isEmpty,
      // What the tests give under this very name is no misspelling of another one.
      given.contains(name) && !Suggestions.areSure(first.suggestions, for: name)
        || !Suggestions.areLikely(first.suggestions, for: name)
    {
      let block = action.value.block
      replace(
        first, "the action has no input `\(name)`",
        at: block.has("inputs") ? block.keyRange("inputs") : action.nameRange, suggesting: nil, &report)
    }
  }

  private static func replace(
    _ finding: Finding, _ message: String, at place: SourceRange, suggesting name: String?,
    _ report: inout FindingList
  ) {
    report.removeAll {
      $0.rule == .unknownInput && $0.range.text == finding.range.text && $0.path == finding.path
        || $0.rule == .unknownInput && $0.message == finding.message
    }
    report.add(
      Finding(
        .unknownInput, message, at: place, path: finding.path,
        related: [.init("used here", at: finding.range)], suggestions: name.map { [$0] } ?? [],
        fixes: name.map {
          [.init("declare it under the name that is used", isSafe: false, replace: place, with: $0)]
        } ?? []))
  }
}
