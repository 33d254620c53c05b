internal import YAML

/// A part of a form body of an action.
package struct PartBlock: Construct {
  package static let about = About(
    "action/request/part",
    "A part of a form body in parts: a value, or a file; short for a value is the text alone.",
    example: "file: input.document\nname: ${input.document.name}")
  package static let value = Field<Template>.optional("value", .template(.action), "The value.")
  package static let file = Field<ExpressionText>.optional(
    "file", .expression(.action), "An input of type `file`.", aka: ["content", "upload"])
  package static let name = Field<Template>.optional(
    "name", .template(.action), "The name of the file; its own by default.", aka: ["filename"])
  package static let type = Field<Template>.optional(
    "type", .template(.action), "What the part holds, `application/pdf`; the file's own by default.",
    aka: ["content_type", "media_type"])
  package static let fields: [any AnyField] = [value, file, name, type]
  package static let constraints: [Constraint] = [
    .exactlyOne(["value", "file"]), .needs("name", "file"),
  ]
  /// The parts of an action's body.
  package static let parts = Field<[Named<PartBlock>]>.optional(
    "multipart",
    .map(
      .either(
        .template(.action), or: .block(), from: { template, node in PartBlock(plain: template, node) })),
    "A form body in parts (multipart/form-data); a part may be a file.")

  package let block: Block
  package init(_ block: Block) { self.block = block }

  /// The short form: the value alone.
  private init(plain template: Template, _ node: Node) {
    self.init(
      Block(
        construct: Self.self, node: node, path: template.path, head: node.range,
        values: [FieldValue("value", template)], damagedKeys: [], isDamaged: false))
  }
}
