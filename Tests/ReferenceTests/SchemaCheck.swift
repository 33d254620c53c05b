import JSON
import Patterns

/// As much of JSON Schema (draft-07) as our schemas use, to hold them against documents.
struct SchemaCheck {
  let schema: JSONView

  /// The places in a document that the schema refuses, with the keyword that does.
  func problems(of value: JSONView) -> [String] { problems(value, schema, at: "") }

  /// The same against one definition.
  func problems(of value: JSONView, definition: String) -> [String] {
    guard let definition = schema["definitions"]?[definition] else { return ["no definition \(definition)"] }
    return problems(value, definition, at: "")
  }

  private func problems(_ value: JSONView, _ schema: JSONView, at path: String) -> [String] {
    if let reference = schema["$ref"]?.string {
      let name = String(reference.dropFirst("#/definitions/".count))
      guard let target = self.schema["definitions"]?[name] else { return ["\(path): no \(reference)"] }
      return problems(value, target, at: path)
    }
    return schema.members.flatMap { member -> [String] in
      let keyword = member.key.string ?? ""
      let found = check(keyword, member.value, value, schema, at: path)
      return found.map { $0.isEmpty ? "\(path): \(keyword)" : $0 }
    }
  }

  private func fits(_ value: JSONView, _ schema: JSONView) -> Bool { problems(value, schema, at: "").isEmpty }

  /// What a keyword refuses; an empty text stands for the value itself.
  private func check(
    _ keyword: String, _ wanted: JSONView, _ value: JSONView, _ schema: JSONView, at path: String
  ) -> [String] {
    switch keyword {
    case "type": return wanted.words.contains { value.isOf(type: $0) } ? [] : [""]
    case "enum": return wanted.elements.contains { $0.isSame(as: value) } ? [] : [""]
    case "const": return wanted.isSame(as: value) ? [] : [""]
    case "minimum": return number(value) { $0 >= wanted.double ?? 0 }
    case "maximum": return number(value) { $0 <= wanted.double ?? 0 }
    case "minLength":
      return value.string.map { Int64($0.unicodeScalars.count) >= wanted.int ?? 0 } == false ? [""] : []
    case "pattern": return matches(value, wanted) ? [] : [""]
    case "minItems": return value.kind == .array && Int64(value.count) < wanted.int ?? 0 ? [""] : []
    case "items": return value.elements.enumerated().flatMap { problems($1, wanted, at: "\(path)[\($0)]") }
    case "allOf": return wanted.elements.flatMap { problems(value, $0, at: path) }
    case "anyOf": return wanted.elements.contains { fits(value, $0) } ? [] : [""]
    case "oneOf": return Array(wanted.elements).filter { fits(value, $0) }.count == 1 ? [] : [""]
    case "not": return fits(value, wanted) ? [""] : []
    case "if":
      let branch = fits(value, wanted) ? schema["then"] : schema["else"]
      return branch.map { problems(value, $0, at: path) } ?? []
    default: return value.kind == .object ? checkObject(keyword, wanted, value, schema, at: path) : []
    }
  }

  private func checkObject(
    _ keyword: String, _ wanted: JSONView, _ value: JSONView, _ schema: JSONView, at path: String
  ) -> [String] {
    switch keyword {
    case "required": return wanted.words.filter { value[$0] == nil }.map { "\(path): required \($0)" }
    case "minProperties": return Int64(value.count) < wanted.int ?? 0 ? [""] : []
    case "maxProperties": return Int64(value.count) > wanted.int ?? 0 ? [""] : []
    case "properties":
      return wanted.members.flatMap { member -> [String] in
        let key = member.key.string ?? ""
        return value[key].map { problems($0, member.value, at: "\(path).\(key)") } ?? []
      }
    case "additionalProperties":
      return value.members.flatMap { member -> [String] in
        let key = member.key.string ?? ""
        if schema["properties"]?[key] != nil { return [] }
        return wanted.bool == false
          ? ["\(path): additional \(key)"] : problems(member.value, wanted, at: "\(path).\(key)")
      }
    case "propertyNames":
      return value.members.allSatisfy { member in wanted["pattern"].map { matches(member.key, $0) } ?? true }
        ? [] : [""]
    case "dependencies":
      return wanted.members.filter { member in
        value[member.key.string ?? ""] != nil && member.value.words.contains { value[$0] == nil }
      }.map { _ in "" }
    default: return Self.annotations.contains(keyword) ? [] : ["\(path): unknown keyword \(keyword)"]
    }
  }

  private static let annotations: Set<String> = [
    "$schema", "title", "description", "markdownDescription", "enumDescriptions", "default", "format",
    "definitions",
    "then", "else",
  ]

  private func number(_ value: JSONView, _ fits: (Double) -> Bool) -> [String] {
    value.double.map(fits) == false ? [""] : []
  }

  private func matches(_ value: JSONView, _ pattern: JSONView) -> Bool {
    guard let text = value.string, let source = pattern.string else { return true }
    return (try? Pattern(source))?.isFound(in: text) ?? false
  }
}

extension JSONView {
  fileprivate var words: [String] { string.map { [$0] } ?? elements.compactMap(\.string) }

  fileprivate func isOf(type: String) -> Bool {
    switch kind {
    case .null: type == "null"
    case .true, .false: type == "boolean"
    case .integer: type == "integer" || type == "number"
    case .fraction: type == "number"
    case .string: type == "string"
    case .array: type == "array"
    case .object: type == "object"
    }
  }

  fileprivate func isSame(as other: JSONView) -> Bool {
    kind == other.kind && string == other.string && numberText == other.numberText
  }
}
