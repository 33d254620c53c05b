internal import Language

/// What there is to say about a canonical model.
enum ModelArticle {
  static func article(_ model: Model) -> Article {
    var passages: [Passage] = [.paragraph(Prose(model.summary))]
    if model.isRestricted {
      passages.append(.paragraph("Restricted: not read unless the integration asks for it."))
    }
    if !model.identity.isEmpty {
      let fields = Prose.enumeration(model.identity.map { .code($0) }, "or")
      passages.append(.paragraph("The same thing in another provider may be recognised by " + fields + "."))
    }
    passages.append(.table(["field", "type", "personal data", "meaning"], rows(model.fields, prefix: "")))
    return Article(model.name, passages)
  }

  /// The fields, those of objects under their own path: `emails[].value`.
  private static func rows(_ fields: [ModelField], prefix: String) -> [[Prose]] {
    fields.flatMap { field -> [[Prose]] in
      let name = prefix + field.name
      let row: [Prose] = [
        .code(name), field.type.prose + (field.isRequired ? ", required" : ""),
        Prose(field.pii.map { $0 == .none ? "" : $0.rawValue } ?? ""), Prose(field.summary),
      ]
      return [row] + rows(field.type.innerFields, prefix: name + field.type.step)
    }
  }

  /// One field, by its path: `employee.hire_date`, `employee.emails.value`.
  static func field(_ path: [Substring], of model: Model) -> Article? {
    var fields = model.fields
    var found: ModelField?
    for name in path {
      guard let field = fields.first(where: { $0.name == name }) else { return nil }
      found = field
      fields = field.type.innerFields
    }
    guard let found else { return nil }
    let title = ([model.name] + path.map(String.init)).joined(separator: ".")
    var passages: [Passage] = [.paragraph(Prose(found.summary))]
    var facts: [[Prose]] = [["type", found.type.prose]]
    facts.append(["required", found.isRequired ? "yes: a record without it is set aside" : "no"])
    if let pii = found.pii {
      facts.append(["personal data", .code(pii.rawValue) + Prose(": \(pii.summary)")])
    }
    passages.append(.table(["", ""], facts))
    if case .choice(let choices) = found.type.element {
      passages.append(.heading("Values"))
      passages.append(.table(["value", "meaning"], choices.map { [.code($0.name), Prose($0.summary)] }))
    }
    if !found.type.innerFields.isEmpty {
      passages.append(.heading("Fields"))
      passages.append(
        .table(["field", "type", "personal data", "meaning"], rows(found.type.innerFields, prefix: "")))
    }
    return Article(title, passages)
  }
}

extension ModelType {
  /// What a list is a list of, or the type itself.
  var element: ModelType {
    if case .list(let element) = self { element.element } else { self }
  }

  fileprivate var innerFields: [ModelField] {
    if case .object(let fields) = element { fields } else { [] }
  }

  fileprivate var step: String {
    if case .list = self { "[]." } else { "." }
  }

  var prose: Prose {
    switch self {
    case .plain(let type): Prose(type.rawValue)
    case .choice(let choices): "enum: " + .enumeration(choices.map { .code($0.name) }, "or")
    case .reference(let model): "reference to " + .model(model)
    case .list(let element): "list of " + element.prose
    case .object: "object"
    }
  }
}
