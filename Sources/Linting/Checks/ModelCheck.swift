internal import Diagnostics
internal import Language
internal import YAML

/// Holds the models against each other and against what every model must have.
enum ModelCheck {
  static let rules: [Rule] = [
    .modelName, .modelReference, .modelType, .modelField, .modelEnum, .modelUndescribed, .modelImpliedField,
  ]

  static func run(_ project: Project, _ report: inout FindingList) {
    // Of a project that comes in parts, the first has them all.
    let own = Set(
      project.documents.filter { $0.file.path.hasPrefix("schemas/") }.map { ObjectIdentifier($0.file) })
    if own.isEmpty { return }
    for model in project.models.own where own.contains(ObjectIdentifier(model.file.block.node.range.file)) {
      checkName(model, &report)
      checkLists(model, &report)
      checkProperties(model.file[ModelFile.properties] ?? [], in: project, isTop: true, &report)
    }
  }

  private static func checkName(_ model: Model, _ report: inout FindingList) {
    let path = model.file.block.node.range.file.path
    let stem = path.split(separator: "/").last.map { $0.dropLast(5) } ?? ""
    guard model.name != stem else {
      if let id = model.file[ModelFile.id], !id.hasPrefix("cm:\(model.name):") {
        report.add(
          Finding(
            .modelName, "`$id` must be `cm:\(model.name):<version>`", at: model.file.block.valueRange("$id"),
            path: "$id"))
      }
      return
    }
    let range = model.file.block.valueRange("x-model")
    report.add(
      Finding(
        .modelName, "the file is called `\(stem).json`, the model `\(model.name)`", at: range,
        path: "x-model",
        suggestions: [String(stem)]))
  }

  private static func checkLists(_ model: Model, _ report: inout FindingList) {
    let names = Set(model.file[ModelFile.properties]?.map(\.name) ?? [])
    let lists = [
      ("required", model.file[ModelFile.required] ?? []),
      ("x-identity", model.file[ModelFile.identity] ?? []),
    ]
    for (key, list) in lists {
      for entry in list where !names.contains(entry.value) {
        report.add(
          Finding(
            .modelField, "`\(entry.value)` is no property of the model", at: entry.range, path: key,
            suggestions: Suggestions.nearest(to: entry.value, among: names)))
      }
    }
  }

  private static func checkProperties(
    _ properties: [Named<Block>], in project: Project, isTop: Bool, _ report: inout FindingList
  ) {
    for property in properties {
      if isTop { checkImplied(property, &report) }
      let block = property.value
      if isTop, !block.isDamaged {
        let missing = ["description", "x-pii"].filter { !block.has($0) }
        if !missing.isEmpty {
          report.add(
            Finding(
              .modelUndescribed,
              "`\(property.name)` lacks \(missing.map { "`\($0)`" }.joined(separator: " and "))",
              at: property.nameRange, path: block.path.description))
        }
      }
      checkType(property.name, block, in: project, &report)
    }
  }

  private static func checkType(
    _ name: String, _ block: Block, in project: Project, _ report: inout FindingList
  ) {
    if let list = block.as(ListProperty.self) {
      if let items = list[ListProperty.items] { checkType(name, items, in: project, &report) }
    } else if let object = block.as(ObjectProperty.self) {
      let inner = object[ObjectProperty.properties] ?? []
      checkProperties(inner, in: project, isTop: false, &report)
      for entry in object[ObjectProperty.required] ?? [] where inner.named(entry.value) == nil {
        report.add(
          Finding(
            .modelField, "`\(entry.value)` is no property of `\(name)`", at: entry.range,
            path: block.path.description,
            suggestions: Suggestions.nearest(to: entry.value, among: inner.map(\.name))))
      }
    } else if let reference = block[TypedProperty.reference] {
      checkReference(reference, block, in: project, &report)
    }
  }

  private static func checkReference(
    _ reference: Placed<String>, _ block: Block, in project: Project, _ report: inout FindingList
  ) {
    let prefix = ModelType.prefix
    let known = PlainType.allCases.map(\.rawValue) + ["enum", "reference"]
    let type = reference.value.hasPrefix(prefix) ? String(reference.value.dropFirst(prefix.count)) : nil
    guard let type, known.contains(type) else {
      let near = Suggestions.nearest(to: type ?? reference.value, among: known).map { prefix + $0 }
      report.add(
        Finding(
          .modelType, "`\(reference.value)` is not a type of `types.json`", at: reference.range,
          path: block.path.description,
          suggestions: near))
      return
    }
    if type == "enum" { checkEnum(block, &report) }
    guard type == "reference", !block.isDamaged else { return }
    guard let model = block[TypedProperty.model] else {
      report.add(
        Finding(
          .modelReference, "a reference names the model it points to with `x-model`", at: block.head,
          path: block.path.description))
      return
    }
    if project.models[model.value] == nil {
      report.add(
        Finding(
          .modelReference, "there is no model `\(model.value)`", at: model.range,
          path: block.path.description,
          suggestions: Suggestions.nearest(to: model.value, among: project.models.names)))
    }
  }

  private static func checkEnum(_ block: Block, _ report: inout FindingList) {
    guard !block.isDamaged else { return }
    guard let values = block[TypedProperty.values], !values.isEmpty else {
      if !block.damagedKeys.contains("x-enum") {
        report.add(
          Finding(
            .modelEnum, "an enum lists its values with their meanings under `x-enum`", at: block.head,
            path: block.path.description))
      }
      return
    }
    for value in values
    where !value.name.utf8.allSatisfy({
      $0 == 0x5F || (0x61...0x7A).contains($0) || (0x30...0x39).contains($0)
    }) {
      report.add(
        Finding(
          .modelEnum, "`\(value.name)` is not a value: lower-case letters, digits and `_` only",
          at: value.nameRange,
          path: block.path.description))
    }
  }

  private static func checkImplied(_ property: Named<Block>, _ report: inout FindingList) {
    let implied: Set<String> = [
      "id", "source", "source_id", "source_created_at", "source_updated_at", "observed_at", "deleted_at",
      "deletion_kind",
      "content_hash", "custom", "raw",
    ]
    guard implied.contains(property.name) || property.name.hasSuffix("_raw") else { return }
    report.add(
      Finding(
        .modelImpliedField, "`\(property.name)` is implied in every model and is not written",
        at: property.nameRange,
        path: property.value.path.description))
  }
}
