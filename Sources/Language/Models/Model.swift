package import Diagnostics

/// A canonical model, ready to check mappings against and to derive tables from.
package struct Model: Sendable {
  package let name: String
  package let title: String
  package let summary: String
  package let plural: String
  package let area: ModelArea?
  package let isRestricted: Bool
  package let fields: [ModelField]
  /// Positions in `fields` by name: mappings and tests ask for field after field.
  private let positions: [String: Int]
  package let identity: [String]
  package let file: ModelFile

  package func field(_ name: String) -> ModelField? { positions[name].map { fields[$0] } }
}

/// A field of a canonical model.
package final class ModelField: Sendable {
  package let name: String
  package let type: ModelType
  package let isRequired: Bool
  package let summary: String
  package let pii: PIIClass?
  package let range: SourceRange

  package init(
    name: String, type: ModelType, isRequired: Bool, summary: String, pii: PIIClass?, range: SourceRange
  ) {
    self.name = name
    self.type = type
    self.isRequired = isRequired
    self.summary = summary
    self.pii = pii
    self.range = range
  }
}

/// The type of a canonical field.
package indirect enum ModelType: Sendable {
  case plain(PlainType)
  /// The values with their meanings; open: the provider's own text is kept beside it.
  case choice([Choice])
  /// The source id of a record of that model.
  case reference(String)
  case list(ModelType)
  case object([ModelField])
}

/// The types of `schemas/models/types.json`.
package enum PlainType: String, Sendable, CaseIterable {
  case text, integer, decimal, boolean, date, time, instant, money, percent, email, phone, url, country,
    region, currency
  case language, timezone, address, map, json
}

extension Model {
  /// What a checked file says; nil when it lacks so much that nothing can be checked against it.
  package init?(_ file: ModelFile) {
    guard let name = file[ModelFile.model]?.value else { return nil }
    self.name = name
    self.file = file
    title = file[ModelFile.title] ?? name
    summary = file[ModelFile.summary] ?? ""
    plural = file[ModelFile.plural] ?? name
    area = file[ModelFile.area]
    isRestricted = file[ModelFile.access] == .restricted
    identity = file[ModelFile.identity]?.map(\.value) ?? []
    fields = ModelField.list(file[ModelFile.properties] ?? [], required: file[ModelFile.required] ?? [])
    positions = Dictionary(fields.enumerated().map { ($1.name, $0) }) { first, _ in first }
  }
}

extension ModelField {
  static func list(_ properties: [Named<Block>], required: [Placed<String>]) -> [ModelField] {
    let names = Set(required.map(\.value))
    return properties.compactMap { property in
      guard let type = ModelType(property.value) else { return nil }
      return ModelField(
        name: property.name, type: type, isRequired: names.contains(property.name),
        summary: property.value[PropertyFields.summary] ?? "", pii: property.value[PropertyFields.pii],
        range: property.nameRange)
    }
  }
}

extension ModelType {
  package static let prefix = "types.json#/$defs/"

  init?(_ block: Block) {
    if let list = block.as(ListProperty.self) {
      guard let items = list[ListProperty.items].flatMap({ ModelType($0) }) else { return nil }
      self = .list(items)
    } else if let object = block.as(ObjectProperty.self) {
      self = .object(
        ModelField.list(
          object[ObjectProperty.properties] ?? [], required: object[ObjectProperty.required] ?? []))
    } else {
      guard let reference = block[TypedProperty.reference]?.value, reference.hasPrefix(Self.prefix) else {
        return nil
      }
      switch reference.dropFirst(Self.prefix.count) {
      case "enum":
        self = .choice((block[TypedProperty.values] ?? []).map { Choice($0.name, $0.value) })
      case "reference":
        guard let model = block[TypedProperty.model]?.value else { return nil }
        self = .reference(model)
      case let name:
        guard let type = PlainType(rawValue: String(name)) else { return nil }
        self = .plain(type)
      }
    }
  }

  /// The type in a few words, for messages and pages.
  package var meaning: String {
    switch self {
    case .plain(let type): type.rawValue
    case .choice: "enum"
    case .reference(let model): "reference to \(model)"
    case .list(let element): "list of \(element.meaning)"
    case .object: "object"
    }
  }
}

extension ModelField {
  /// The fields of an address, as `types.json` has them.
  package static let address: [ModelField] = {
    let here = SourceRange(SourceFile(path: "schemas/models/types.json", bytes: []), 0, 0)
    let plain = ["city", "region", "postal_code", "country", "raw"].map { name in
      ModelField(
        name: name, type: .plain(name == "country" ? .country : .text), isRequired: false, summary: "",
        pii: .contact, range: here)
    }
    return [
      ModelField(
        name: "lines", type: .list(.plain(.text)), isRequired: false, summary: "Lines above the city.",
        pii: .contact, range: here)
    ] + plain
  }()
}
