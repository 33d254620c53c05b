internal import Diagnostics
internal import Expressions
internal import Language

/// Says what a problem of an expression means at the place where it stands.
struct ProblemWording {
  private let context: ConnectorContext
  private let text: CheckedText

  init(_ context: ConnectorContext, _ text: CheckedText) {
    self.context = context
    self.text = text
  }

  func finding(_ problem: ExpressionProblem) -> Finding {
    switch problem.kind {
    case .syntax, .macro: plain(.expressionSyntax, problem)
    case .undeclaredVariable(let name): undeclared(name, problem)
    case .undeclaredFunction: plain(.unknownFunction, problem)
    case .noSuchOverload: plain(.wrongArgument, problem)
    case .noSuchField(let name, let shape): noSuchField(name, shape, problem)
    case .notAnObject, .notABool, .notIterable, .notOptional, .wrongResult: plain(.expressionType, problem)
    case .badConstant, .duplicateKey, .unsupported: plain(.badConstant, problem)
    }
  }

  private func plain(_ rule: Rule, _ problem: ExpressionProblem, evidence: [Finding.Evidence] = []) -> Finding
  {
    let proposals = proposals(problem)
    return Finding(
      rule, problem.message, at: text.place(problem.range), about: subject(of: problem),
      path: text.path.description, evidence: evidence,
      suggestions: proposals.filter { !$0.isEmpty }, fixes: fixes(problem, proposals))
  }

  /// What is still a list lacks all fields of its elements.
  private func subject(of problem: ExpressionProblem) -> String? {
    if case .notAnObject(.list(let element)) = problem.kind { element.description } else { nil }
  }

  /// What was probably meant, best first; an empty text stands for leaving it out.
  private func proposals(_ problem: ExpressionProblem) -> [String] {
    switch problem.kind {
    case .undeclaredVariable(let name):
      let foreign = ForeignNames.meanings(of: name, in: text.checked.environment)
      let isKeyAsWell = ForeignNames.areKeysAsWell.contains(name)
      var owners = foreign.isEmpty || isKeyAsWell ? owners(of: name) : []
      let others = foreign + problem.suggestions.filter { !foreign.contains($0) }
      // Of a reply that was not recorded nothing is known, and most of what expressions read is in it.
      if owners.isEmpty, others.isEmpty || isKeyAsWell,
        text.checked.environment.variables["body"]?.type == .dyn
      {
        owners = ["body.\(name)"]
      }
      return isKeyAsWell ? owners + others : foreign + owners + others.dropFirst(foreign.count)
    case .macro("has") where problem.suggestions.isEmpty:
      // A key of the record is written by its name alone, except where the question is whether it is there.
      guard let root = text.checked.environment.implicitRoot else { return [] }
      let word = text.place(problem.range).text
      let isName = word.utf8.allSatisfy { $0 == UInt8(ascii: "_") || $0 >= 0x30 && $0 != 0x5B && $0 != 0x5D }
      return isName ? ["\(root).\(word)"] : []
    case .noSuchField(let name, let shape):
      let environment = text.checked.environment
      if let constant = ForeignNames.constant(name) { return [constant] }
      if let field = ForeignNames.field(name, of: shape.name), shape.field(field) != nil { return [field] }
      var names = problem.suggestions
      if names.isEmpty, shape.isWorthComparing {
        names = deeper(name, in: shape)
        if names.isEmpty { names = Suggestions.nearest(to: name, among: shape.fields.keys) }
      }
      guard let root = environment.implicitRoot, case .object(let own)? = environment.variables[root]?.type,
        own.name == shape.name
      else { return names }
      // Inside of a list a key of the whole record is written with its name before it.
      let outer = environment.variables.sorted { $0.key < $1.key }.filter { variable in
        guard variable.key != root, case .object(let shape) = variable.value.type else { return false }
        return shape.field(name) != nil
      }
      return outer.map { "\($0.key).\(name)" } + names
    default: return problem.suggestions
    }
  }

  /// What has a field of that name, which was written without its owner: `body.items` for `items`; further down only where there is
  /// one such place.
  private func owners(of name: String) -> [String] {
    let shapes = text.checked.environment.variables.sorted { $0.key < $1.key }.compactMap {
      variable -> (name: String, shape: ObjectShape)? in
      guard case .object(let shape) = variable.value.type else { return nil }
      return (variable.key, shape)
    }
    let owners = shapes.filter { $0.shape.field(name) != nil }.map { "\($0.name).\(name)" }
    guard owners.isEmpty else { return owners }
    let below = shapes.flatMap { variable in
      deeper(name, in: variable.shape).map { "\(variable.name).\($0)" }
    }
    return below.count == 1 ? below : []
  }

  /// Where the name stands further down, if it does so at one place: `result.items` for `items`.
  private func deeper(_ name: String, in shape: ObjectShape) -> [String] {
    var level: [(path: String, shape: ObjectShape)] = [("", shape)]
    var found: [String] = []
    for _ in 0..<3 where found.isEmpty {
      level = level.flatMap { path, shape in
        shape.fields.sorted { $0.key < $1.key }.prefix(50).compactMap { field in
          guard case .object(let inner) = field.value.type else { return nil }
          return ("\(path)\(field.key).", inner)
        }
      }
      found = level.filter { $0.shape.field(name) != nil }.map { "\($0.path)\(name)" }
    }
    return Array(found.prefix(2))
  }

  private func fixes(_ problem: ExpressionProblem, _ proposals: [String]) -> [Finding.Fix] {
    guard let best = proposals.first else { return [] }
    if best.isEmpty {
      return [.init("leave it out", isSafe: false, replace: text.place(problem.range), with: "")]
    }
    let isName = best.utf8.allSatisfy {
      $0 == UInt8(ascii: "_") || ($0 | 0x20 >= 0x61 && $0 | 0x20 <= 0x7A) || ($0 >= 0x30 && $0 <= 0x39)
    }
    return [
      .init(
        isName ? "a name that is known here" : "what was probably meant",
        isSafe: isName && Suggestions.areSure(proposals, for: text.place(problem.range).text)
          && isSure(best, problem),
        edits: [text.edit(problem.range, best)])
    ]
  }

  /// Whether nothing else may be what is wrong: a name of the author's own elsewhere in the expression, or where it is declared.
  private func isSure(_ best: String, _ problem: ExpressionProblem) -> Bool {
    let word = text.place(problem.range).text
    let others = text.words.filter { $0 != word && $0 != best }
    guard Suggestions.nearest(to: word, among: others).isEmpty else { return false }
    // A name that the expression itself gives may be the one that is misspelt.
    if case .undeclaredVariable = problem.kind, isLocal(best) { return false }
    guard case .noSuchField(_, let shape) = problem.kind,
      [ShapeName.settings, ShapeName.account, ShapeName.input].contains(shape.name)
    else { return true }
    return FileWords(context.connector).prefer(best, used: 1, over: word)
  }

  /// Whether a name is neither a variable of the place nor a key of what bare names are keys of.
  private func isLocal(_ name: String) -> Bool {
    let environment = text.checked.environment
    guard environment.variables[name] == nil else { return false }
    guard let root = environment.implicitRoot, case .object(let shape)? = environment.variables[root]?.type
    else { return true }
    return shape.field(name) == nil
  }

  private func undeclared(_ name: String, _ problem: ExpressionProblem) -> Finding {
    let here = text.scope.variables
    if let variable = here.first(where: { $0.name == name }) {
      return Finding(
        .variableNotAvailable,
        "`\(name)` is not available here: it comes with `\(variable.needs ?? "pages")`",
        at: text.place(problem.range), path: text.path.description,
        evidence: [.init("it is", variable.summary)])
    }
    let foreign = ForeignNames.meanings(of: name, in: text.checked.environment)
    let elsewhere =
      !foreign.isEmpty ? [] : Scope.allCases.filter { scope in scope.variables.contains { $0.name == name } }
    if !elsewhere.isEmpty {
      return Finding(
        .variableNotAvailable, "`\(name)` is not available in \(text.scope.summary)",
        at: text.place(problem.range),
        path: text.path.description,
        evidence: [
          .init("there", elsewhere.prefix(3).map(\.summary).joined(separator: " · ")),
          .init("here", text.checked.environment.variables.keys.sorted().joined(separator: " · ")),
        ])
    }
    if let named = eventName(problem) { return named }
    if foreign.isEmpty, let readers = context.readers[name] {
      let names = readers.prefix(3).map { "`\($0)`" }.joined(separator: ", ")
      return Finding(
        .variableNotAvailable,
        "`\(name)` is not available here: it is what `for_each` of \(names) goes through",
        at: text.place(problem.range), path: text.path.description,
        evidence: [.init("here", text.checked.environment.variables.keys.sorted().joined(separator: " · "))])
    }
    var finding = plain(.unknownVariable, problem)
    if finding.suggestions.isEmpty {
      finding.evidence = [
        .init("here", text.checked.environment.variables.keys.sorted().joined(separator: " · "))
      ]
    }
    return finding
  }

  /// The name of an event where the question is whether an event is one of that name.
  private func eventName(_ problem: ExpressionProblem) -> Finding? {
    let source = text.checked.source
    guard text.scope == .routing, text.path.last == "when", problem.range.lowerBound == 0,
      source.utf8.allSatisfy({ $0 == UInt8(ascii: ".") || $0.isWordPart })
    else { return nil }
    let whole = 0..<source.utf8.count
    let asked = "kind == '\(source)'"
    return Finding(
      .unknownVariable, "`\(source)` is read as a variable: an event's name is compared with its `kind`",
      at: text.place(whole), path: text.path.description, suggestions: [asked],
      fixes: [.init("what was probably meant", isSafe: false, edits: [text.edit(whole, asked)])])
  }

  private func noSuchField(_ name: String, _ shape: ObjectShape, _ problem: ExpressionProblem) -> Finding {
    switch shape.name {
    case ShapeName.settings:
      return declared(.unknownSetting, "there is no setting `\(name)`", "settings", shape, problem)
    case ShapeName.account:
      return declared(
        .unknownAccountValue, "no value `\(name)` is captured when the account is connected", "captured",
        shape, problem)
    case ShapeName.input:
      return declared(.unknownInput, "the action has no input `\(name)`", "inputs", shape, problem)
    case ShapeName.headers:
      return declared(
        .unrecordedHeader, "no recording holds the header `\(name)`", "recorded", shape, problem)
    case let title where title.hasPrefix("record of "):
      return unrecorded(.unknownPath, name, shape, problem)
    case let title where title.hasPrefix("reply of ") || title.hasPrefix(ShapeName.anyReply):
      return unrecorded(.unrecordedPath, name, shape, problem)
    case let title where title.hasPrefix(ShapeName.delivery) || title.hasPrefix(ShapeName.event):
      return unrecorded(.unrecordedPath, name, shape, problem)
    default:
      return declared(.unknownField, "`\(shape.name)` has no field `\(name)`", "fields", shape, problem)
    }
  }

  private func declared(
    _ rule: Rule, _ message: String, _ word: String, _ shape: ObjectShape, _ problem: ExpressionProblem
  ) -> Finding {
    var finding = plain(rule, problem)
    finding.message = message
    let names = finding.suggestions.isEmpty ? shape.firstNames(12) : []
    if !names.isEmpty { finding.evidence = [.init(word, names.joined(separator: " · "))] }
    return finding
  }

  /// A path that no recording has, with what they do have.
  private func unrecorded(_ rule: Rule, _ name: String, _ shape: ObjectShape, _ problem: ExpressionProblem)
    -> Finding
  {
    let environment = text.checked.environment
    if let dashed = DashedKey(
      name, in: shape, at: problem.range, of: text.checked.source, root: environment.implicitRoot)
    {
      var finding = plain(
        rule, ExpressionProblem(problem.kind, "", at: dashed.range, suggestions: [dashed.written]))
      finding.message =
        "`\(dashed.key)` reads as one name minus another: a key with `-` in it stands in quotes"
      return finding
    }
    let total = shape.total ?? 0
    let isRecord = shape.name.hasPrefix("record of ") && !shape.name.contains(".")
    let what = (isRecord ? "record" : "recorded object") + (total == 1 ? "" : "s")
    var finding = plain(rule, problem)
    finding.message = "`\(name)` is in none of the recorded \(Self.plural(shape.name))"
    finding.label = "0 of \(total) \(what) \(total == 1 ? "has" : "have") this key"
    let near = finding.suggestions.isEmpty ? shape.firstNames(6) : finding.suggestions
    let seen = near.prefix(4).compactMap { candidate -> String? in
      guard let field = shape.field(candidate) else { return nil }
      let count = field.seen.map { "\($0)/\(total)" } ?? ""
      let example = field.note.map { ", \"\($0)\"" } ?? ""
      return "\(candidate) (\(count)\(example))"
    }
    if !seen.isEmpty { finding.evidence = [.init("seen", seen.joined(separator: "   "))] }
    return finding
  }

  /// `record of employees.work` gives `records of employees, below work`.
  private static func plural(_ name: String) -> String {
    if name.hasPrefix(ShapeName.anyReply) {
      let path = name.dropFirst(ShapeName.anyReply.count)
      return path.isEmpty ? "replies" : "replies, below `\(path.drop { $0 == "." })`"
    }
    let parts = name.split(separator: " ", maxSplits: 2).map(String.init)
    guard parts.count == 3 else { return name == ShapeName.delivery ? "deliveries" : "\(name)s" }
    let path = parts[2].split(separator: ".", maxSplits: 1).map(String.init)
    let base = (parts[0] == "reply" ? "replies" : "records") + " of \(path[0])"
    return path.count > 1 ? base + ", below `\(path[1])`" : base
  }
}
