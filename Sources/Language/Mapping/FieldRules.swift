internal import Diagnostics
internal import YAML

/// How a canonical field gets its value: an expression, or one of the blocks, told apart by their first key.
package enum FieldRules: UnionDeclaration {
  package static let about = About(
    "mapping/field", "How a canonical field gets its value, when an expression alone cannot say it.",
    example: "match: status\ncases: {Active: active}\notherwise: unknown")
  /// The key in which the variants differ is the name of the variant itself.
  package static let discriminator: String? = nil
  package static let variants = [
    // The order decides: a list has `value` or `fields` beside its `each`.
    Variant("match", EnumRule.self), Variant("each", ListRule.self), Variant("amount", MoneyRule.self),
    Variant("fields", ObjectRule.self), Variant("value", ValueRule.self),
  ]
}

extension Kind where Value == Block {
  /// A field's rule.
  ///
  ///
  /// A scalar is an expression; in a block the telling key decides.
  package static var fieldRule: Kind {
    let expression = ValueRule.value
    return Kind(.either(expression.info.shape, .union(FieldRules.self))) { node, decoding in
      if node.scalar != nil {
        guard let value = expression.decode(node, &decoding) else { return nil }
        return Block(
          construct: ValueRule.self, node: node, path: decoding.path, head: decoding.head,
          values: [value],
          damagedKeys: [], isDamaged: false)
      }
      return decoding.decodeFieldRule(node)
    }
  }
}

extension Decoding {
  /// Chooses the rule by its telling key, or by the nearest thing to one.
  fileprivate mutating func decodeFieldRule(_ node: Node) -> Block? {
    guard let mapping = node.mapping else {
      report(
        .wrongType, "expected an expression or a `mapping/field` block, found \(node.meaning)", at: node.range
      )
      return nil
    }
    let names = FieldRules.variants.map(\.name)
    var chosen = names.first { mapping[$0] != nil }
    let isTold = chosen.map { $0 != "fields" && $0 != "value" } ?? false
    if !isTold {
      // A misspelt telling key still shows which rule was meant, so that one mistake gives one finding.
      let least =
        chosen.flatMap { name in FieldRules.variants.first { $0.name == name } }.map { fit($0, mapping) } ?? 0
      // Nothing fits better than what has every key.
      if least < 2 * mapping.entries.count {
        let best = FieldRules.variants.max { a, b in fit(a, mapping) < fit(b, mapping) }
        if let best, fit(best, mapping) > least { chosen = best.name }
      }
    }
    if let outer = enclosing.last, let key = path.last, outer.fields.contains(where: { $0.info.key == key }),
      chosen == nil
    {
      report(
        .unknownKey, "`\(key)` is not a canonical field but a key of \(article(outer.about.name)) block",
        at: head,
        evidence: [.init("place", "`\(key)` stands beside `fields`, not in it")])
      return nil
    }
    guard let chosen, let variant = FieldRules.variants.first(where: { $0.name == chosen }),
      case .block(let construct) = variant.content
    else {
      report(
        .missingKey,
        "a `mapping/field` block needs one of \(names.map { "`\($0)`" }.joined(separator: ", "))",
        at: mapping.entries.first?.key.range ?? head)
      return nil
    }
    return decodeBlock(construct, from: node)
  }

  private func fit(_ variant: Variant, _ mapping: Mapping) -> Int {
    guard case .block(let construct) = variant.content else { return 0 }
    let keys = construct.fields.map(\.info.key)
    let others = construct.fields.first?.info.alsoKnownAs ?? []
    // What it needs and nobody wrote speaks against it.
    let missing = construct.fields.dropFirst().filter { field in
      field.isRequired
        && !mapping.keys.contains { $0 == field.key || field.info.isKnown(as: ForeignKeys.folded($0)) }
    }
    // Several kinds have the same keys beside the one that tells them.
    let telling = construct.fields.first?.info
    let isTold = mapping.keys.contains { key in
      key == variant.name || telling?.isKnown(as: ForeignKeys.folded(key)) ?? false
        || !Suggestions.nearest(to: key, among: [variant.name]).isEmpty
    }
    return mapping.keys.reduce(-missing.count - (isTold ? 0 : 1)) { sum, key in
      if keys.contains(key) { return sum + 2 }
      if others.contains(key) { return sum + 2 }
      return Suggestions.nearest(to: key, among: keys).isEmpty ? sum : sum + 1
    }
  }
}

/// An expression.
package struct ValueRule: Construct {
  package static let about = About(
    "mapping/field/value", "An expression; short for it is the expression alone.",
    example: "value: workEmail.lowerAscii()")
  package static let value = Field<ExpressionText>.required(
    "value", .expression(.mapping), "The expression.", aka: ["from", "path", "source"])
  package static let fields: [any AnyField] = [value]
  package let block: Block
  package init(_ block: Block) { self.block = block }
}

/// The provider's words become the model's.
package struct EnumRule: Construct {
  package static let about = About(
    "mapping/field/match",
    "The provider's words become the model's; the provider's own text is kept beside it.",
    example: "match: status\ncases: {Active: active, Inactive: terminated}\notherwise: unknown")
  package static let match = Field<ExpressionText>.required(
    "match", .expression(.mapping), "The provider's word, or the list of them for a list.",
    aka: ["from", "value", "enum", "path", "source"])
  package static let cases = Field<[Named<Placed<String>>]>.required(
    "cases", .map(.placed(.text), atMost: 5000), "The model's word for each of the provider's.",
    aka: ["map", "values", "when", "lookup", "mapping"])
  package static let otherwise = Field<Placed<String>>.required(
    "otherwise", .placed(.text),
    "The model's word for anything else; unforeseen words are counted and reported.",
    aka: ["default", "else", "fallback"])
  package static let ignoreCase = Field<Bool>.defaulted(
    "ignore_case", .boolean, false, shown: "false", "Compare without regard to case.")
  package static let fields: [any AnyField] = [match, cases, otherwise, ignoreCase]
  package let block: Block
  package init(_ block: Block) { self.block = block }
}

/// A list.
package struct ListRule: Construct {
  package static let about = About(
    "mapping/field/each",
    "A list made element by element; the element's keys are the variables, the whole record is `record`.",
    example: "each: lines\nfields:\n  description: Description\n  quantity: decimal(Qty)")
  package static let each = Field<ExpressionText>.required(
    "each", .expression(.mapping, .list), "The list.", aka: ["from", "list", "for_each"])
  package static let when = Field<ExpressionText>.optional(
    "when", .expression(.mapping, .boolean), "Only elements for which this is true.", aka: ["if", "filter"])
  package static let value = Field<ExpressionText>.optional(
    "value", .expression(.mapping), "The value of each element; the element itself is `item`.")
  package static let values = Field<[Named<Block>]>.optional(
    "fields", .map(.fieldRule), "The fields of each element.")
  package static let fields: [any AnyField] = [each, when, value, values]
  package static let constraints: [Constraint] = [.exactlyOne(["value", "fields"])]
  package let block: Block
  package init(_ block: Block) { self.block = block }
}

/// An object.
package struct ObjectRule: Construct {
  package static let about = About(
    "mapping/field/fields", "An object made field by field.",
    example: "fields:\n  city: address.city\n  country: address.countryCode")
  package static let values = Field<[Named<Block>]>.required("fields", .map(.fieldRule), "The fields.")
  package static let when = Field<ExpressionText>.optional(
    "when", .expression(.mapping, .boolean), "Absent unless this is true.", aka: ["if"])
  package static let fields: [any AnyField] = [values, when]
  package let block: Block
  package init(_ block: Block) { self.block = block }
}

/// An amount of money.
package struct MoneyRule: Construct {
  package static let about = About(
    "mapping/field/amount", "An amount of money: an exact number and a currency, never a float.",
    example: "amount: TotalAmt\ncurrency: CurrencyRef.value")
  package static let amount = Field<ExpressionText>.required(
    "amount", .expression(.mapping), "The number: JSON numbers and texts keep their digits.",
    aka: ["value", "number"])
  package static let currency = Field<ExpressionText>.required(
    "currency", .expression(.mapping), "The currency's code (ISO 4217); write `'USD'` for a fixed one.")
  package static let unit = Field<MoneyUnit>.defaulted(
    "unit", .choice(), .major, shown: "major", "Whether the number counts the currency or its smallest part.")
  package static let places = Field<[Named<Int>]>.defaulted(
    "places", .map(.integer(0...6)), [], shown: "ISO 4217",
    "Decimal places of the smallest part by currency, where the provider counts them otherwise than ISO 4217.",
    aka: ["digits", "exponents", "minor_units", "decimals"])
  package static let fields: [any AnyField] = [amount, currency, unit, places]
  package static let constraints: [Constraint] = [.needs("places", "unit")]
  package let block: Block
  package init(_ block: Block) { self.block = block }
}

/// What an amount counts.
package enum MoneyUnit: String, ChoiceValue {
  case major, minor
  package var summary: String {
    switch self {
    case .major: "the currency: 12.50"
    case .minor: "its smallest part: 1250"
    }
  }
}
