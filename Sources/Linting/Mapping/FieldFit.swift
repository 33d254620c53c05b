internal import Diagnostics
internal import Expressions
internal import Language
internal import Values

/// Judges whether what an expression gives fits a canonical field.
struct FieldFit {
  private let field: ModelField

  init(_ field: ModelField) { self.field = field }

  static func isMoney(_ type: ModelType) -> Bool {
    if case .plain(.money) = type { true } else { false }
  }

  /// A map or any JSON: its fields are the author's.
  static func takesAnyObject(_ type: ModelType) -> Bool {
    switch type {
    case .plain(.map), .plain(.json): true
    default: false
    }
  }

  static func choices(_ type: ModelType) -> [Choice]? {
    switch type {
    case .choice(let choices): choices
    case .list(let element): choices(element)
    default: nil
    }
  }

  /// Whether a word could be a constant of the field.
  func takesConstant(_ word: String) -> Bool {
    switch field.type {
    case .choice(let choices): choices.contains { $0.name == word }
    case .plain(.currency): word.utf8.count == 3 && word.utf8.allSatisfy { (0x41...0x5A).contains($0) }
    default: false
    }
  }

  func finding(_ text: CheckedText) -> Finding? {
    let found = Self.unwrapped(text.checked.type)
    if case .choice(let choices) = field.type { return choiceFinding(text, found, choices) }
    if Self.isMoney(field.type) {
      let amount = text.checked.source.utf8.count > 40 ? "..." : text.checked.source
      return mismatch(
        .moneyNeedsBlock, text,
        "money needs an amount and a currency: `{amount: \(amount), currency: ...}`", advice: [])
    }
    if found == .dyn, text.isRecordPath, let reading {
      return mismatch(
        .typeMismatch, text,
        "`\(field.name)` is \(field.type.meaning), and no record comes with one: say how to read it",
        advice: ["\(reading)(\(text.checked.source))"])
    }
    if found == .dyn || found == .error || found == .null { return nil }
    if case .reference = field.type, text.isConstant, found != .string {
      return mismatch(
        .typeMismatch, text, "`\(field.name)` names another record, and this is the same for all", advice: [])
    }
    if found == .double, !text.isPath, isDecimal {
      return mismatch(
        .moneyAsFloat, text, "arithmetic on `double` loses digits: use `decimal()` on what goes into it",
        advice: [])
    }
    var (fits, advice) = judge(field.type, found, text.checked.source)
    if fits { return nil }
    if let (judged, source) = text.judgedBlank {
      let given = Self.unwrapped(judged)
      let value = judge(field.type, given == .dyn ? .string : given, source)
      advice = ["\(text.checked.source) ? null : \(value.0 ? source : value.1.first ?? source)"]
    }
    return mismatch(
      .typeMismatch, text,
      "`\(field.name)` is \(field.type.meaning), and this is \(YieldJudgement.meaning(of: found))",
      advice: advice)
  }

  /// The function that makes such a value of what is received, which are texts, numbers and truth values.
  private var reading: String? {
    switch field.type {
    case .plain(.date): "date"
    case .plain(.instant): "instant"
    default: nil
    }
  }

  private var isDecimal: Bool {
    switch field.type {
    case .plain(.decimal), .plain(.percent): true
    default: false
    }
  }

  private func choiceFinding(_ text: CheckedText, _ found: ExpressionType, _ choices: [Choice]) -> Finding? {
    let constants = text.constantTexts
    let source = text.checked.source
    if found == .dyn, choices.contains(where: { $0.name == source }) {
      return mismatch(
        .enumNeedsMatch, text,
        "`\(source)` is read as a key of the record: a text of its own has quotes inside of the expression",
        advice: ["'\(source)'"])
    }
    guard !constants.isEmpty else {
      return mismatch(
        .enumNeedsMatch, text,
        "`\(field.name)` has fixed values: say with `match` and `cases` which of the provider's words mean what",
        advice: [])
    }
    guard
      let constant = constants.first(where: { constant in !choices.contains { $0.name == constant.text } })
    else { return nil }
    let near = Suggestions.nearest(to: constant.text, among: choices.map(\.name))
    return mismatch(
      .unknownEnumValue, text, "`\(constant.text)` is not a value of `\(field.name)`",
      advice: near.map { "'\($0)'" }, at: constant.range,
      evidence: near.isEmpty ? [.init("known", choices.prefix(14).map(\.name).joined(separator: " · "))] : [])
  }

  /// The finding, at a part of the expression or at the whole of it.
  private func mismatch(
    _ rule: Rule, _ text: CheckedText, _ message: String, advice: [String], at part: Range<Int>? = nil,
    evidence: [Finding.Evidence] = []
  ) -> Finding {
    let inner = part ?? 0..<text.checked.source.utf8.count
    return Finding(
      rule, message, at: text.place(inner), path: text.path.description,
      evidence: (field.summary.isEmpty ? [] : [.init("it is", field.summary)]) + evidence,
      suggestions: advice,
      fixes: advice.first.map { [.init("convert it", isSafe: false, edits: [text.edit(inner, $0)])] } ?? [])
  }

  /// Whether a type fits, and what to write when it does not.
  private func judge(_ wanted: ModelType, _ found: ExpressionType, _ source: String) -> (Bool, [String]) {
    switch wanted {
    case .plain(let type): return judge(type, found, source)
    case .choice: return (found == .string, [])
    // Ids are text in the store; numbers keep their digits.
    case .reference: return ([.string, .int, .uint].contains(found), [])
    case .list(let element):
      guard case .list(let inner) = found else {
        return (false, judge(element, found, source).0 ? ["[\(source)]"] : [])
      }
      let unwrapped = Self.unwrapped(inner)
      if unwrapped == .dyn || unwrapped == .null { return (true, []) }
      return (judge(element, unwrapped, "x").0, [])
    case .object: return (false, [])
    }
  }

  private func judge(_ wanted: PlainType, _ found: ExpressionType, _ source: String) -> (Bool, [String]) {
    switch wanted {
    case .text, .email, .phone, .url, .country, .region, .currency, .language, .timezone, .time:
      return (
        found == .string,
        [.int, .uint, .double, .bool, .decimal, .date].contains(found) ? ["string(\(source))"] : []
      )
    case .integer:
      return (
        [.int, .uint].contains(found),
        found == .string ? ["int(\(source))"] : found == .double ? ["int(math.round(\(source)))"] : []
      )
    case .decimal, .percent:
      return (
        [.int, .uint, .double, .decimal].contains(found), found == .string ? ["decimal(\(source))"] : []
      )
    case .boolean: return (found == .bool, found == .string ? ["\(source) == 'true'"] : [])
    case .date: return (found == .date, [.string, .timestamp].contains(found) ? ["date(\(source))"] : [])
    case .instant:
      return (
        found == .timestamp,
        [.string, .int].contains(found)
          ? [found == .int ? "instant(\(source), 'unix')" : "instant(\(source))"] : []
      )
    case .map:
      if case .map = found { return (true, []) }
      if case .object = found { return (true, []) }
      return (false, [])
    case .json: return (true, [])
    case .address, .money: return (false, [])
    }
  }

  private static func unwrapped(_ type: ExpressionType) -> ExpressionType {
    switch type {
    case .wrapper(let inner), .optional(let inner): unwrapped(inner)
    default: type
    }
  }

  /// An amount is a number that comes with the record: one that is written out is the same for all.
  static func amountFindings(_ text: CheckedText) -> [Finding] {
    let found = unwrapped(text.checked.type)
    // Nothing is still to be paid where the provider speaks of what was.
    let digits = text.checked.source.filter { $0.isNumber }
    let isSame = text.isConstant && digits.contains { $0 != "0" }
    guard found == .bool || found == .timestamp || found == .date || isSame else { return [] }
    let words = isSame ? "the same for every record" : YieldJudgement.meaning(of: found)
    return [
      Finding(
        .typeMismatch, "an amount is a number of the record, and this is \(words)",
        at: text.place(0..<text.checked.source.utf8.count), path: text.path.description)
    ]
  }

  /// A currency that is written out must be one.
  static func currencyFindings(_ text: CheckedText) -> [Finding] {
    let found = unwrapped(text.checked.type)
    if [.bool, .int, .uint, .double, .decimal].contains(found) {
      return [
        Finding(
          .typeMismatch,
          "a currency is a code such as `USD`, and this is \(YieldJudgement.meaning(of: found))",
          at: text.place(0..<text.checked.source.utf8.count), path: text.path.description)
      ]
    }
    guard let code = text.constantText else { return [] }
    let place = text.place(0..<text.checked.source.utf8.count)
    guard !(code.utf8.count == 3 && code.utf8.allSatisfy { (0x41...0x5A).contains($0) }) else {
      guard var finding = Currencies.finding(code, at: place, path: text.path.description) else { return [] }
      finding.suggestions = finding.suggestions.map { "'\($0)'" }
      return [finding]
    }
    return [
      Finding(
        .typeMismatch, "`\(code)` is not a currency code such as `USD`",
        at: place,
        path: text.path.description, suggestions: code.uppercased() == code ? [] : ["'\(code.uppercased())'"])
    ]
  }
}

extension CheckedText {
  /// The text that the expression is when it is nothing but a quoted text.
  var constantText: String? {
    if case .literal(.string(let text)) = checked.tree[checked.tree.root].form { text } else { nil }
  }

  /// The texts that the expression can yield when each of its outcomes is a quoted text; empty when one is not.
  var constantTexts: [(text: String, range: Range<Int>)] { constantTexts(checked.tree.root) ?? [] }

  private func constantTexts(_ id: NodeID) -> [(text: String, range: Range<Int>)]? {
    switch checked.tree[id].form {
    case .literal(.string(let text)): return [(text, checked.tree[id].range)]
    case .literal(.null): return []
    case .conditional(_, let then, let otherwise):
      guard let first = constantTexts(then), let second = constantTexts(otherwise) else { return nil }
      return first + second
    default: return nil
    }
  }

  /// What `blank(...)` is asked of, where the expression is nothing else.
  fileprivate var judgedBlank: (type: ExpressionType, source: String)? {
    guard case .call(let name, nil, let arguments) = checked.tree[checked.tree.root].form,
      name.text == "blank",
      arguments.count == 1
    else { return nil }
    let bytes = Array(checked.source.utf8)[checked.tree[arguments[0]].range]
    return (checked.type(of: arguments[0]), String(decoding: bytes, as: UTF8.self))
  }

  /// The expression is a plain path: what the provider sends, untouched.
  var isPath: Bool { pathRoot != nil }

  /// A plain path in the record as it was received, and not in what a `let` or a loop makes of it.
  var isRecordPath: Bool {
    let environment = checked.environment
    return environment.implicitRoot == "record"
      && pathRoot.map { $0 == "record" || environment.variables[$0] == nil } ?? false
  }

  private var pathRoot: String? {
    var id = checked.tree.root
    while true {
      switch checked.tree[id].form {
      case .identifier(let name, _): return name.text
      case .select(let operand, _, _), .index(let operand, _, _): id = operand
      default: return nil
      }
    }
  }
}
