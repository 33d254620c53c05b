internal import Expressions
internal import Language
internal import Values

/// A part of a form body of an action, compiled: a value or a file.
struct PartProgram: Sendable {
  private let name: String
  private let value: TemplateProgram?
  private let file: ExpressionProgram?
  private let fileName: TemplateProgram?
  private let type: TemplateProgram?

  init(_ name: String, _ block: PartBlock, _ surroundings: Surroundings) {
    self.name = name
    value = block[PartBlock.value].map { TemplateProgram($0, surroundings) }
    file = block[PartBlock.file].map { ExpressionProgram($0, surroundings) }
    fileName = block[PartBlock.name].map { TemplateProgram($0, surroundings) }
    type = block[PartBlock.type].map { TemplateProgram($0, surroundings) }
  }

  /// A part that is a value in any scope.
  init(_ name: String, _ value: Template, _ surroundings: Surroundings) {
    self.name = name
    self.value = TemplateProgram(value, surroundings)
    (file, fileName, type) = (nil, nil, nil)
  }

  /// Nil when there is nothing to be sent.
  func part(_ variables: Activation) throws(RunFailure) -> RequestDraft.Part? {
    let type = try type?.text(variables)
    guard let file else {
      return try value?.text(variables).map {
        RequestDraft.Part(name: name, content: Array($0.utf8), fileName: nil, type: type)
      }
    }
    guard let given = try file.value(variables)?.plain, !given.isNull else { return nil }
    guard case .map(let map) = given, case .string(let text)? = map.value(named: "content")?.plain,
      let content = Base64.decode(text)
    else {
      throw RunFailure(
        .request, "this gives no file: a map with `name`, `type` and `content` in base64", at: file.place)
    }
    func own(_ key: String) -> String? {
      guard case .string(let text)? = map.value(named: key)?.plain, !text.isEmpty else { return nil }
      return text
    }
    return RequestDraft.Part(
      name: name, content: content, fileName: try fileName?.text(variables) ?? own("name") ?? "file",
      type: type ?? own("type") ?? "application/octet-stream")
  }
}
