internal import Diagnostics
internal import Expressions
internal import JSON
internal import Language
internal import Values

/// What a mapping makes of a recorded value, as far as text and recording tell without a run.
enum Made {
  /// The record does not have what the mapping asks for.
  case absent
  /// The provider says that there is nothing.
  case null
  case text(String)
  case list([Made])
  /// With the rule that made it, if one did.
  case object([Part], by: Block?)
  /// Something is there, and what it is cannot be told here.
  case something
  /// Nothing can be told.
  case unknown

  /// A field of an object.
  struct Part {
    let name: String
    let value: Made
    /// Nil for what came as it is.
    let type: ModelType?
  }

  /// A value as it is.
  init(_ value: Value) {
    let plain = value.plain
    switch plain {
    case .null: self = .null
    case .optional(let inner): self = inner.map { Made($0) } ?? .absent
    case .list(let list): self = .list(list.values.map { Made($0) })
    case .map(let map):
      self = .object(
        map.pairs.compactMap { pair in
          guard case .string(let name) = pair.key else { return nil }
          return Part(name: name, value: Made(pair.value), type: nil)
        }, by: nil)
    default: self = plain.shortText.map { .text($0) } ?? .something
    }
  }

  /// Whether it is an object that says nothing.
  var isEmptyObject: Bool {
    guard case .object(let parts, _) = self else { return false }
    return parts.allSatisfy(\.value.saysNothing)
  }

  private var saysNothing: Bool {
    switch self {
    case .null, .absent: true
    case .text(let text): text.isEmpty
    case .list(let items): items.allSatisfy(\.saysNothing)
    case .object, .something, .unknown: false
    }
  }

  /// Whether there is a value, null or not, beyond doubt.
  var isThere: Bool {
    switch self {
    case .absent, .unknown: false
    default: true
    }
  }
}

/// Runs a mapping's expressions over a recorded record, as a run would.
struct RecordMaker {
  /// The expressions that read nothing but what was recorded, by their places.
  let texts: [SourceRange: CheckedText]

  func made(_ text: ExpressionText?, _ sample: Activation) -> Made {
    guard let value = value(text, sample) else { return .absent }
    return value.map { Made($0) } ?? .unknown
  }

  /// What an expression gives: nil for nothing, and a nil inside where that cannot be told.
  func value(_ text: ExpressionText?, _ sample: Activation) -> Value?? {
    guard let text, let program = texts[text.range]?.program else { return .some(nil) }
    switch program.evaluate(sample) {
    case .success(let value):
      if case .optional(let inner) = value { return inner.map { .some($0) } ?? nil }
      return .some(value)
    case .failure(let error) where error.isThroughNull: return .some(.null)
    case .failure(let error): return error.isAbsence ? nil : .some(nil)
    }
  }

  /// A sample that knows the names of `let` as well: what is nothing is absent there, and an optional stays one.
  func naming(_ names: [Named<ExpressionText>], _ sample: Activation) -> Activation {
    var sample = sample
    for named in names {
      switch texts[named.value.range]?.program.evaluate(sample) {
      case .success(let value): sample[named.name] = value
      case .failure(let error) where error.isThroughNull: sample[named.name] = .null
      case .failure(let error) where error.isAbsence: sample.setAbsent(named.name)
      // Nothing that can be run reads it.
      case .failure, nil: break
      }
    }
    return sample
  }

  /// Whether a condition lets a record through; nil when that cannot be told.
  func admits(_ condition: ExpressionText?, _ sample: Activation) -> Bool? {
    guard let condition else { return true }
    guard let outcome = value(condition, sample) else { return false }
    guard let value = outcome else { return nil }
    if case .bool(let truth) = value.plain { return truth }
    return value.isNull ? false : nil
  }

  // MARK: Fields

  /// What the parts are called that a rule gives to its object.
  static func names(of rule: Named<Block>) -> [String] {
    rule.value.as(EnumRule.self) == nil ? [rule.name] : [rule.name, rule.name + "_raw"]
  }

  /// The parts that a rule gives to its object: an enum gives the provider's word as well.
  func parts(_ rule: Named<Block>, _ type: ModelType?, _ sample: Activation) -> [Made.Part] {
    func part(_ value: Made, _ type: ModelType?, suffix: String = "") -> Made.Part {
      Made.Part(name: rule.name + suffix, value: value, type: type)
    }
    let block = rule.value
    if let choice = block.as(EnumRule.self) {
      var (word, raw) = words(choice, sample)
      // Beside nothing stands nothing, or a null.
      if case .null = raw { raw = .unknown }
      return [part(word, type), part(raw, nil, suffix: "_raw")]
    }
    if let object = block.as(ObjectRule.self) {
      return [part(made(object, type, sample), type)]
    }
    if let list = block.as(ListRule.self) { return [part(made(list, type, sample), type)] }
    if let money = block.as(MoneyRule.self) { return [part(made(money, sample), type)] }
    guard let plain = block.as(ValueRule.self) else { return [part(.unknown, type)] }
    return [part(fitted(made(plain[ValueRule.value], sample), type), type)]
  }

  /// An empty text names no record.
  private func fitted(_ made: Made, _ type: ModelType?) -> Made {
    if case .reference? = type, case .text("") = made { return .null }
    return made
  }

  private func made(_ rule: ObjectRule, _ type: ModelType?, _ sample: Activation) -> Made {
    switch admits(rule[ObjectRule.when], sample) {
    case nil: return .unknown
    case false?: return .absent
    case true?: return object(rule[ObjectRule.values] ?? [], by: rule.block, type, sample, isKept: false)
    }
  }

  /// An object none of whose fields is there is absent itself, but for an element of a list.
  private func object(
    _ rules: [Named<Block>], by rule: Block, _ type: ModelType?, _ sample: Activation, isKept: Bool
  ) -> Made {
    let parts = rules.flatMap { rule in
      self.parts(rule, type?.fields?.first { $0.name == rule.name }?.type, sample)
    }
    var holdsTexts = false
    if case .plain(.map)? = type { holdsTexts = true }
    let there = parts.filter { part in
      switch part.value {
      case .absent: false
      // A map holds texts and no nulls.
      case .null: !holdsTexts
      default: true
      }
    }
    if there.isEmpty, !isKept { return .absent }
    return .object(there, by: rule)
  }

  private func made(_ rule: ListRule, _ type: ModelType?, _ sample: Activation) -> Made {
    guard let outcome = value(rule[ListRule.each], sample) else { return .absent }
    guard let value = outcome else { return .unknown }
    guard case .list(let list) = value.plain else { return value.isNull ? .null : .unknown }
    var element: ModelType?
    if case .list(let inner)? = type { element = inner }
    var items: [Made] = []
    for item in list.values {
      var inner = sample
      inner["item"] = item
      switch admits(rule[ListRule.when], inner) {
      case nil: return .something
      case false?: continue
      case true?: break
      }
      guard rule.block.has("value") else {
        items.append(object(rule[ListRule.values] ?? [], by: rule.block, element, inner, isKept: true))
        continue
      }
      let made = made(rule[ListRule.value], inner)
      if case .absent = made { continue }
      items.append(made)
    }
    return .list(items)
  }

  private func made(_ rule: MoneyRule, _ sample: Activation) -> Made {
    var amount = made(rule[MoneyRule.amount], sample)
    switch amount {
    case .absent, .null, .unknown: return amount
    default: break
    }
    if rule[MoneyRule.unit] == .minor { amount = .something }
    let currency = made(rule[MoneyRule.currency], sample)
    return .object(
      [
        Made.Part(name: "amount", value: amount, type: .plain(.decimal)),
        Made.Part(name: "currency", value: currency, type: .plain(.currency)),
      ], by: nil)
  }

  /// The model's word and the provider's; of a list those of its elements.
  private func words(_ rule: EnumRule, _ sample: Activation) -> (word: Made, raw: Made) {
    guard let outcome = value(rule[EnumRule.match], sample) else { return (.absent, .absent) }
    guard let value = outcome else { return (.unknown, .unknown) }
    if value.isNull { return (.null, .null) }
    if case .list(let list) = value.plain {
      let words = list.values.filter { !$0.isNull }.map { word(of: $0, rule) }
      return (.list(words.map(\.word)), .list(words.map(\.raw)))
    }
    return word(of: value, rule)
  }

  private func word(of value: Value, _ rule: EnumRule) -> (word: Made, raw: Made) {
    guard let raw = value.shortText, let cases = rule[EnumRule.cases] else { return (.unknown, .unknown) }
    let ignoresCase = rule[EnumRule.ignoreCase] ?? false
    let arm = cases.first { ignoresCase ? $0.name.lowercased() == raw.lowercased() : $0.name == raw }
    guard let word = arm?.value ?? rule[EnumRule.otherwise] else { return (.unknown, .unknown) }
    return (.text(word.value), .text(raw))
  }
}

extension ModelType {
  /// The fields of an object; nil for what has none, or any.
  var fields: [ModelField]? {
    switch self {
    case .object(let fields): fields
    case .plain(.address): ModelField.address
    default: nil
    }
  }
}
