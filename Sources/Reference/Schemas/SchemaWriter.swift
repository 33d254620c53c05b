internal import Language

/// Turns constructs and unions into definitions of a JSON Schema.
struct SchemaWriter {
  /// For a file that is laid over another: nothing need be there, and `null` removes.
  let isOverlay: Bool

  /// `#/definitions/pages.cursor`: a slash would have to be escaped, which not every editor undoes.
  func reference(to name: String) -> OrderedJSON {
    .members(["$ref": .string("#/definitions/" + definitionName(name))])
  }

  private func definitionName(_ name: String) -> String {
    (isOverlay ? "overlay." : "") + name.split(separator: "/").joined(separator: ".")
  }

  func definition(_ entry: CatalogueEntry) -> OrderedJSON.Member {
    let rest =
      switch entry.content {
      case .construct(let type) where type == StreamBlock.self && !isOverlay: stream(entry)
      case .construct(let type): construct(type, entry)
      case .union(let type): union(type, entry)
      }
    return .init(definitionName(entry.name), .object(description(of: entry.about) + rest))
  }

  private func description(of about: About) -> [OrderedJSON.Member] {
    let words = about.details.isEmpty ? about.summary : about.summary + "\n\n" + about.details
    let plain: [OrderedJSON.Member] = [
      .init("title", .string(about.name)), .init("description", .string(words)),
    ]
    if isOverlay { return plain }
    let example = "\n\n```yaml\n\(about.example)\n```"
    return plain + [.init("markdownDescription", .string(words + example))]
  }

  /// A stream that is like another one is laid over it, so that nothing need be there and `null` removes.
  private func stream(_ entry: CatalogueEntry) -> [OrderedJSON.Member] {
    [
      .init("if", .members(["required": .strings([StreamBlock.like.info.key])])),
      .init("then", SchemaWriter(isOverlay: true).reference(to: entry.name)),
      .init("else", .object(construct(StreamBlock.self, entry))),
    ]
  }

  // MARK: Constructs

  private func construct(_ type: any Construct.Type, _ entry: CatalogueEntry) -> [OrderedJSON.Member] {
    let fields = type.fields
    let deciders = entry.deciders.map { OrderedJSON.Member($0.key, .members(["const": .string($0.value)])) }
    var members: [OrderedJSON.Member] = [
      .init("type", types("object")), .init("properties", .object(deciders + fields.map(property))),
    ]
    let required = fields.map(\.info).filter(\.isRequired).map(\.key)
    if !isOverlay, !required.isEmpty { members.append(.init("required", .strings(required))) }
    let conditions = type.constraints.compactMap(condition)
    if !conditions.isEmpty {
      // A value that is no mapping is one mistake; which keys it lacks is not a second one.
      members += [
        .init("if", .members(["type": .string("object")])),
        .init("then", .members(["allOf": .array(conditions)])),
      ]
    }
    members.append(.init("additionalProperties", .bool(false)))
    return members
  }

  private func property(_ field: any AnyField) -> OrderedJSON.Member {
    let info = field.info
    let note = SchemaNotes.text(for: info.shape)
    var members = shape(info.shape)
    members.append(.init("description", .string(info.summary)))
    // Editors lay a referred definition under the property, whose own words must stay on top.
    if !isOverlay, !note.isEmpty || !info.shape.blocks.isEmpty {
      let words = [info.summary, note].filter { !$0.isEmpty }
      members.append(.init("markdownDescription", .string(words.joined(separator: "\n\n"))))
    }
    if let standard = StandardValue.of(field) { members.append(.init("default", standard)) }
    return .init(info.key, .object(members))
  }

  private func condition(_ constraint: Constraint) -> OrderedJSON? {
    switch constraint {
    case .exactlyOne(let keys): isOverlay ? atMostOne(keys) : .members(["oneOf": presence(keys)])
    case .atMostOne(let keys): atMostOne(keys)
    case .atLeastOne(let keys): isOverlay ? nil : .members(["anyOf": presence(keys)])
    case .needs(let key, let other):
      isOverlay ? nil : .members(["dependencies": .members([key: .strings([other])])])
    }
  }

  private func presence(_ keys: [String]) -> OrderedJSON {
    .array(keys.map { .members(["required": .strings([$0])]) })
  }

  private func atMostOne(_ keys: [String]) -> OrderedJSON {
    let none = OrderedJSON.members(["not": .members(["anyOf": presence(keys)])])
    guard case .array(let each) = presence(keys) else { return none }
    return .members(["oneOf": .array(each + [none])])
  }

  // MARK: Unions

  private func union(_ type: any UnionDeclaration.Type, _ entry: CatalogueEntry) -> [OrderedJSON.Member] {
    guard let key = type.discriminator else { return keyedUnion(type) }
    let outer = entry.deciders.map { OrderedJSON.Member($0.key, .members(["const": .string($0.value)])) }
    let choices = type.variants.map { Choice($0.name, $0.about.summary) }
    let kind = OrderedJSON.Member(
      key, .object(words(choices) + [.init("description", .string(type.about.summary))]))
    let branches = type.variants.map { variant in
      OrderedJSON.members([
        "if": .members([
          "properties": .members([key: .members(["const": .string(variant.name)])]),
          "required": .strings([key]),
        ]),
        "then": reference(to: variant.about.name),
      ])
    }
    var members: [OrderedJSON.Member] = [
      .init("type", types("object")), .init("properties", .object(outer + [kind])),
    ]
    if !isOverlay { members.append(.init("required", .strings([key]))) }
    members.append(.init("allOf", .array(branches)))
    return members
  }

  /// A union whose kind is told by which key is there.
  private func keyedUnion(_ type: any UnionDeclaration.Type) -> [OrderedJSON.Member] {
    let fields = type.variants.map { variant -> [any AnyField] in
      guard case .block(let construct) = variant.content else { return [] }
      return construct.fields
    }
    guard fields.allSatisfy({ $0.count == 1 }) else { return branchingUnion(type, fields) }
    return [
      .init("type", types("object")), .init("properties", .object(fields.joined().map(property))),
      .init("additionalProperties", .bool(false)), .init("minProperties", .int(1)),
      .init("maxProperties", .int(1)),
    ]
  }

  /// Where kinds have several keys: the telling keys are tried one after another, those that only one kind knows first.
  private func branchingUnion(
    _ type: any UnionDeclaration.Type, _ fields: [[any AnyField]]
  ) -> [OrderedJSON.Member] {
    func holders(_ name: String) -> Int {
      fields.count { keys in keys.contains { $0.info.key == name } }
    }
    let ordered = type.variants.sorted { holders($0.name) < holders($1.name) }
    let telling = type.variants.map { OrderedJSON.Member($0.name, .members([:])) }
    let otherwise = OrderedJSON.members([
      "type": types("object"), "properties": .object(telling), "additionalProperties": .bool(false),
      "anyOf": presence(type.variants.map(\.name)),
    ])
    let chain = ordered.reversed().reduce(otherwise) { rest, variant in
      .members([
        "if": .members(["required": .strings([variant.name])]), "then": reference(to: variant.about.name),
        "else": rest,
      ])
    }
    guard case .object(let members) = chain else { return [] }
    return [.init("type", types("object"))] + members
  }

  // MARK: Shapes

  func shape(_ shape: ValueShape) -> [OrderedJSON.Member] {
    switch shape {
    case .text(let format): return text(format)
    case .template: return [scalarTypes, .init("format", .string("template"))]
    case .expression: return [scalarTypes, .init("format", .string("expression"))]
    case .integer(let range):
      let bounds = [
        range.lowerBound == .min ? nil : OrderedJSON.Member("minimum", .int(range.lowerBound)),
        range.upperBound == .max ? nil : OrderedJSON.Member("maximum", .int(range.upperBound)),
      ]
      return [.init("type", types("integer"))] + bounds.compactMap { $0 }
    case .boolean: return [.init("type", types("boolean"))]
    case .choice(let choices): return words(choices)
    case .list(let element, let least):
      let items: [OrderedJSON.Member] = [
        .init("type", types("array")), .init("items", .object(self.shape(element))),
      ]
      return least > 0 ? items + [.init("minItems", .int(least))] : items
    case .map(let element, let keys):
      let values: [OrderedJSON.Member] = [
        .init("type", types("object")), .init("additionalProperties", .object(self.shape(element))),
      ]
      guard let pattern = keys.pattern else { return values }
      return values + [.init("propertyNames", .members(["pattern": .string(pattern)]))]
    case .block(let type): return members(reference(to: type.about.name))
    case .union(let type): return members(reference(to: type.about.name))
    case .either(let short, let long): return either(short, long)
    case .tree, .anything: return []
    }
  }

  /// Two forms are told apart before either is checked, so that an editor shows the mistakes of one only.
  private func either(_ short: ValueShape, _ long: ValueShape) -> [OrderedJSON.Member] {
    let (test, whenTrue, whenFalse): (OrderedJSON, ValueShape, ValueShape) =
      switch (short, long) {
      case (_, .list): (.members(["type": .string("array")]), long, short)
      case (.choice(let choices), .text): (.members(["enum": .strings(choices.map(\.name))]), short, long)
      case (_, .union(let type)) where short.isBlock:
        (.members(["required": .strings([type.discriminator].compactMap { $0 })]), long, short)
      default: (.members(["type": .strings(["string", "number", "boolean"])]), short, long)
      }
    return [
      .init("if", test), .init("then", .object(shape(whenTrue))), .init("else", .object(shape(whenFalse))),
    ]
  }

  private func text(_ format: TextFormat) -> [OrderedJSON.Member] {
    guard isOverlay else { return format.schema }
    return format.schema.map { member in
      switch (member.key, member.value) {
      case ("type", .string(let name)): .init("type", types(name))
      case ("type", .array(let names)): .init("type", .array(names + [.string("null")]))
      default: member
      }
    }
  }

  private func words(_ choices: [Choice]) -> [OrderedJSON.Member] {
    let names = choices.map { OrderedJSON.string($0.name) }
    return [
      .init("enum", .array(isOverlay ? names + [.null] : names)),
      .init("enumDescriptions", .strings(choices.map(\.summary) + (isOverlay ? ["removes it"] : []))),
    ]
  }

  /// YAML reads `true` and `100` as values of their own; as an expression or a template they are good all the same.
  private var scalarTypes: OrderedJSON.Member {
    .init("type", .strings(["string", "number", "boolean"] + (isOverlay ? ["null"] : [])))
  }

  private func types(_ name: String) -> OrderedJSON {
    isOverlay ? .strings([name, "null"]) : .string(name)
  }

  private func members(_ value: OrderedJSON) -> [OrderedJSON.Member] {
    guard case .object(let members) = value else { return [] }
    return members
  }
}

extension ValueShape {
  fileprivate var isBlock: Bool {
    if case .block = self { true } else { false }
  }
}
