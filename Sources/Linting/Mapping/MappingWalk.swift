internal import Diagnostics
internal import Expressions
internal import Language
internal import Values
internal import YAML

/// Walks through the fields of one model's mapping, outermost first.
struct MappingWalk {
  let context: ConnectorContext
  let reading: ExpressionReading
  private let names: SharedNames
  let mapping: LoadedMapping
  private(set) var texts: [CheckedText] = []
  private(set) var report = FindingList()

  init(
    context: ConnectorContext, reading: ExpressionReading, names: SharedNames, mapping: LoadedMapping
  ) {
    self.context = context
    self.reading = reading
    self.names = names
    self.mapping = mapping
  }

  mutating func read(_ block: ModelMapping, _ record: MappingRoot) {
    let model = model(of: block)
    var root = named(record, by: block)
    if let each = block[ModelMapping.each] { root = element(of: each, root) }
    for field in [ModelMapping.id, ModelMapping.updatedAt, ModelMapping.createdAt] {
      check(block[field], root)
    }
    read(block[ModelMapping.values] ?? [], of: model?.fields, in: model.map { "model `\($0.name)`" }, root)
    for custom in block[ModelMapping.custom] ?? [] { read(custom, model, root) }
    if let model { checkRequired(block.block, model.fields, of: "model `\(model.name)`") }
    checkIdentity(block, model)
    // A misspelt name is the one that seems unused.
    if !report.all.contains(where: { $0.severity == .error }), !block.block.isDamaged {
      report.add(contentsOf: names.unused(texts))
    }
  }

  /// The root with the names of `let`, behind the condition unless that uses them itself.
  private mutating func named(_ record: MappingRoot, by block: ModelMapping) -> MappingRoot {
    report.add(contentsOf: names.hiding(record.type, "the record"))
    let condition = block[ModelMapping.when]
    guard !names.entries.isEmpty else { return narrowed(record, by: condition) }
    let isAskedFirst = !names.areUsed(in: condition)
    var root = record
    if isAskedFirst, let condition {
      let checked = check(condition, record.knowing(names.entries.map(\.name), context))
      root = record.narrowed(by: checked.flatMap { $0.checked.isValid ? $0.program : nil })
    }
    for entry in names.entries { root = root.naming(entry.name, check(entry.value, root), context) }
    return isAskedFirst ? root : narrowed(root, by: condition)
  }

  private mutating func model(of block: ModelMapping) -> Model? {
    guard let name = block[ModelMapping.model] else { return nil }
    if let model = context.project.models[name.value] { return model }
    let near = Suggestions.nearest(to: name.value, among: context.project.models.names)
    report.add(
      Finding(
        .unknownModel, "there is no model `\(name.value)`", at: name.range, path: "\(block.block.path).model",
        evidence: near.isEmpty
          ? [.init("known", context.project.models.names.joined(separator: " · "))] : [],
        suggestions: near,
        fixes: .renaming(name.range, to: near, "a model with a similar name exists")))
    return nil
  }

  // MARK: Fields

  private mutating func read(
    _ rules: [Named<Block>], of fields: [ModelField]?, in holder: String?, _ root: MappingRoot
  ) {
    // One that is mapped already is not what was meant.
    let mapped = Set(rules.map(\.name))
    let free = fields?.filter { !mapped.contains($0.name) }
    for rule in rules {
      guard let fields, let free else {
        // The model is unknown: the expressions are still checked.
        read(rule.value, as: nil, rule.name, root)
        continue
      }
      guard let field = fields.first(where: { $0.name == rule.name }) else {
        reportUnknownField(rule, free.isEmpty ? fields : free, holder ?? "object")
        continue
      }
      read(rule.value, as: field, rule.name, root)
    }
  }

  /// What there is, or where it is listed.
  private func known(_ fields: [ModelField], of holder: String) -> String {
    guard fields.count > 14, let model = holder.split(separator: "`").last, holder.hasPrefix("model ") else {
      return fields.prefix(14).map(\.name).joined(separator: " · ")
    }
    return "\(fields.count) fields, which `connector explain \(model)` shows"
  }

  /// Where a key belongs that is one of the model's block and none of its fields.
  private static func placeBeside(_ key: String) -> String? {
    switch key {
    case "id": "`id` stands beside `fields`; left out, it is the stream's key"
    case "created_at", "updated_at": "`source_\(key)` stands beside `fields`"
    default:
      ModelMapping.fields.contains { $0.info.key == key } ? "`\(key)` stands beside `fields`, not below" : nil
    }
  }

  private mutating func reportUnknownField(_ rule: Named<Block>, _ fields: [ModelField], _ holder: String) {
    if !fields.contains(where: { $0.name == rule.name }), let place = Self.placeBeside(rule.name) {
      report.add(
        Finding(
          .unknownModelField, "\(holder) has no field `\(rule.name)`", at: rule.nameRange,
          path: rule.value.path.description, evidence: [.init("place", place)]))
      return
    }
    let near = Synonyms.nearest(to: rule.name, among: fields.map(\.name))
    report.add(
      Finding(
        .unknownModelField, "\(holder) has no field `\(rule.name)`", at: rule.nameRange,
        path: rule.value.path.description,
        evidence: near.isEmpty
          ? [.init("known", known(fields, of: holder))]
            + (!holder.hasPrefix("model ")
              ? []
              : [
                .init(
                  "custom",
                  "beside `fields`, with its type: `custom: {\(rule.name): {type: text, value: ...}}`")
              ])
          : [],
        suggestions: near,
        fixes: .renaming(rule.nameRange, to: near, "a field with a similar name exists")))
  }

  private mutating func read(_ block: Block, as field: ModelField?, _ name: String, _ root: MappingRoot) {
    if let rule = block.as(ValueRule.self) {
      if let finding = NeedlessBlock(rule.block).finding { report.add(finding) }
      guard let text = rule[ValueRule.value], let checked = check(text, root, for: field), let field else {
        return
      }
      judge(checked, field)
    } else if let rule = block.as(EnumRule.self) {
      read(rule, field, root)
    } else if let rule = block.as(ListRule.self) {
      read(rule, field, root)
    } else if let rule = block.as(ObjectRule.self) {
      var inner: [ModelField]?
      if case .object(let fields)? = field?.type { inner = fields }
      if case .plain(.address)? = field?.type { inner = ModelField.address }
      let isFree = field.map { FieldFit.takesAnyObject($0.type) } ?? true
      if inner == nil, !isFree {
        reportShape(block, field, "an object")
        return
      }
      let narrow = narrowed(root, by: rule[ObjectRule.when])
      let holder = field.map { "`\($0.name)`" }
      read(rule[ObjectRule.values] ?? [], of: inner, in: holder, narrow)
      if let inner, let holder { checkRequired(rule.block, inner, of: holder) }
    } else if let rule = block.as(MoneyRule.self) {
      if let amount = check(rule[MoneyRule.amount], root) {
        report.add(contentsOf: FieldFit.amountFindings(amount))
      }
      if let currency = check(rule[MoneyRule.currency], root, for: .currency) {
        report.add(contentsOf: FieldFit.currencyFindings(currency))
      }
      for place in rule[MoneyRule.places] ?? [] {
        let path = "\(rule.block.path).places"
        if let finding = Currencies.finding(place.name, at: place.nameRange, path: path) {
          report.add(finding)
        }
      }
      if let field, !FieldFit.isMoney(field.type) { reportShape(block, field, "money") }
    }
  }

  private mutating func read(_ rule: ListRule, _ field: ModelField?, _ root: MappingRoot) {
    guard let each = rule[ListRule.each] else { return }
    let inner = narrowed(element(of: each, root), by: rule[ListRule.when])
    var elementType: ModelType?
    if case .list(let type)? = field?.type {
      elementType = type
    } else if field != nil {
      reportShape(rule.block, field, "a list")
    }
    if let value = rule[ListRule.value], let checked = check(value, inner), let elementType, let field {
      judge(checked, field.element(elementType))
    }
    var fields: [ModelField]?
    if case .object(let inner)? = elementType { fields = inner }
    if case .plain(.address)? = elementType { fields = ModelField.address }
    read(rule[ListRule.values] ?? [], of: fields, in: field.map { "`\($0.name)`" }, inner)
    if let fields, let field, rule[ListRule.values] != nil {
      checkRequired(rule.block, fields, of: "each of `\(field.name)`")
    }
  }

  private mutating func read(_ rule: EnumRule, _ field: ModelField?, _ root: MappingRoot) {
    let match = check(rule[EnumRule.match], root)
    guard let field else { return }
    guard let choices = FieldFit.choices(field.type) else {
      reportShape(rule.block, field, "an enum")
      return
    }
    for value in (rule[EnumRule.cases] ?? []).map(\.value) + [rule[EnumRule.otherwise]].compactMap({ $0 })
    where !choices.contains(where: { $0.name == value.value }) {
      let near = Synonyms.nearest(to: value.value, among: choices.map(\.name))
      report.add(
        Finding(
          .unknownEnumValue, "`\(value.value)` is not a value of `\(field.name)`", at: value.range,
          path: rule.block.path.description,
          evidence: [.init("known", choices.prefix(14).map(\.name).joined(separator: " · "))],
          suggestions: near,
          fixes: .renaming(value.range, to: near, "a value with a similar name exists")))
    }
    let isWrong = report.all.contains {
      $0.rule == .unknownEnumValue && rule.block.node.range.contains($0.range)
    }
    if let match, match.isConstant {
      report.add(
        Finding(
          .typeMismatch, "`match` is what the record says, and this is the same for every record",
          at: match.range, path: match.path.description))
    } else if let match, !isWrong, !rule.block.isDamaged {
      let expected = rule[EnumRule.otherwise].map { context.expectedWords.beside($0.value, of: field.name) }
      let evidence = EnumEvidence(rule, match, root, expected: expected ?? [])
      report.add(contentsOf: evidence.findings())
    }
  }

  private mutating func read(_ custom: Named<CustomField>, _ model: Model?, _ root: MappingRoot) {
    if let model, let field = model.field(custom.name) {
      report.add(
        Finding(
          .customShadowsField, "model `\(model.name)` has a field `\(custom.name)` of its own",
          at: custom.nameRange,
          path: custom.value.block.path.description, evidence: [.init("it is", field.summary)]))
    }
    guard let checked = check(custom.value[CustomField.value], root),
      let type = custom.value[CustomField.type]
    else { return }
    judge(checked, ModelField.custom(custom.name, type, custom.nameRange))
  }

  // MARK: Expressions

  /// Checks an expression at a root and remembers it for what asks later who reads what.
  @discardableResult
  private mutating func check(_ text: ExpressionText?, _ root: MappingRoot, for field: ModelField? = nil)
    -> CheckedText?
  {
    guard let text else { return nil }
    let before = report.all.count
    defer { adviseQuotes(text, field, from: before) }
    guard let checked = reading.read(text, in: root.environment, &report) else { return nil }
    texts.append(checked)
    if checked.checked.isValid {
      if let finding = Trial(checked, root).finding() { report.add(finding) }
    }
    return checked
  }

  /// A constant without its inner quotes reads as a path that no record has.
  private mutating func adviseQuotes(_ text: ExpressionText, _ field: ModelField?, from first: Int) {
    guard let field, report.all.count == first + 1, var finding = report.all.last,
      finding.rule == .unknownPath,
      finding.range.text == text.source, FieldFit(field).takesConstant(text.source)
    else { return }
    let quoted = "'\(text.source)'"
    finding.suggestions = [quoted]
    finding.fixes = [
      .init(
        "quote the constant", isSafe: false, replace: finding.range,
        with: text.scalar.style == .plain ? "\"\(quoted)\"" : quoted)
    ]
    finding.evidence.insert(
      .init("constant", "a text of its own stands between quotes inside of the expression"), at: 0)
    report.removeLast()
    report.add(finding)
  }

  /// Checks a condition; what stands behind it is tried on what it lets through.
  private mutating func narrowed(_ root: MappingRoot, by condition: ExpressionText?) -> MappingRoot {
    guard let condition else { return root }
    let checked = check(condition, root)
    return root.narrowed(by: checked.flatMap { $0.checked.isValid ? $0.program : nil })
  }

  private mutating func element(of each: ExpressionText, _ root: MappingRoot) -> MappingRoot {
    let checked = check(each, root)
    var type = ExpressionType.dyn
    if case .list(let element)? = checked?.checked.type { type = element }
    report.add(contentsOf: names.hiding(type, "the elements of `\(each.source)`"))
    let program = checked.flatMap { $0.checked.isValid ? $0.program : nil }
    return root.element(type, of: program, context)
  }

  private mutating func judge(_ checked: CheckedText, _ field: ModelField) {
    guard checked.checked.isValid, let finding = FieldFit(field).finding(checked) else { return }
    report.add(finding)
  }

  // MARK: The model as a whole

  private mutating func reportShape(_ block: Block, _ field: ModelField?, _ given: String) {
    guard let field else { return }
    report.add(
      Finding(
        .typeMismatch, "`\(field.name)` is \(field.type.meaning), and \(given) is given", at: block.head,
        path: block.path.description, evidence: [.init("it is", field.summary)]))
  }

  /// Whether all is there that a record, an object or an element of a list cannot do without.
  private mutating func checkRequired(_ block: Block, _ fields: [ModelField], of holder: String) {
    guard !block.isDamaged, !block.damagedKeys.contains("fields"), !mapping.document.isPartial else { return }
    let written = Set(block.node.mapping?["fields"]?.mapping?.keys.map { $0 } ?? [])
    // A key that is no field here is most likely the missing one misspelt.
    guard written.allSatisfy({ name in fields.contains { $0.name == name } }) else { return }
    let missing = fields.filter { $0.isRequired && !written.contains($0.name) }
    guard !missing.isEmpty else { return }
    report.add(
      Finding(
        .requiredUnmapped,
        "\(holder) needs \(missing.map { "`\($0.name)`" }.joined(separator: ", "))",
        at: block.keyRange("fields"), path: "\(block.path).fields",
        evidence: missing.prefix(4).map { .init($0.name, $0.summary) }))
  }

  private mutating func checkIdentity(_ block: ModelMapping, _ model: Model?) {
    let mapped = Set((block[ModelMapping.values] ?? []).map(\.name))
    for key in block[ModelMapping.identity] ?? [] where model != nil && !mapped.contains(key.value) {
      let near = Suggestions.nearest(to: key.value, among: mapped)
      report.add(
        Finding(
          .identityUnmapped, "`\(key.value)` is not mapped, so nothing can be recognised by it",
          at: key.range,
          path: "\(block.block.path).identity", suggestions: near))
    }
  }
}

extension ModelField {
  /// What stands under `currency` of an amount.
  static let currency = ModelField(
    name: "currency", type: .plain(.currency), isRequired: true, summary: "", pii: nil,
    range: SourceRange(SourceFile(path: "schemas/models/types.json", bytes: []), 0, 0))

  func element(_ type: ModelType) -> ModelField {
    ModelField(name: name, type: type, isRequired: false, summary: summary, pii: pii, range: range)
  }

  static func custom(_ name: String, _ type: CustomType, _ range: SourceRange) -> ModelField {
    ModelField(name: name, type: .plain(type.plain), isRequired: false, summary: "", pii: nil, range: range)
  }
}
